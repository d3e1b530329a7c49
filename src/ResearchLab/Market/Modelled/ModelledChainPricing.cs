using ResearchLab.Options;

namespace ResearchLab.Market;

/// <summary>Turns a volatility surface into quotes: prices on the forward, American where exercise is, fitted spreads, exchange ticks.</summary>
internal static class ModelledChainPricing
{
    // A premium for early exercise below this share of the spot is below the tick of any listed option.
    private const double NegligiblePremium = 2e-5;

    private readonly record struct Prices(double Vol, double CallDelta, double Call, double Put, double TimeValue, double Parity);

    /// <summary>Quotes of both rights of one strike before expiry.</summary>
    /// <param name="surface">Surface.</param>
    /// <param name="slice">The expiry on it.</param>
    /// <param name="spot">Price of the underlying.</param>
    /// <param name="strike">Strike.</param>
    /// <param name="callNoise">Factor on the call's spread.</param>
    /// <param name="putNoise">Factor on the put's spread.</param>
    /// <param name="only">The one right whose quote is wanted; null for both.</param>
    internal static PairQuote Quote(
        in VolSurface surface, in VolSlice slice, double spot, double strike, double callNoise = 1, double putNoise = 1, OptionRight? only = null)
    {
        Prices prices = Price(surface, slice, spot, strike, only);
        SpreadModel spread = surface.Spread ?? ChainModel.Shipped.Spread;
        double outside = spread.Of(spot, prices.TimeValue, slice.Years, 0);
        double inside = outside + (spread.PerIntrinsic * Math.Abs(prices.Parity));
        bool callIsOutside = strike >= slice.Forward;
        (double callBid, double callAsk) = BidAsk(prices.Call, surface.SpreadScale * callNoise * (callIsOutside ? outside : inside));
        (double putBid, double putAsk) = BidAsk(prices.Put, surface.SpreadScale * putNoise * (callIsOutside ? inside : outside));
        return new PairQuote(prices.Vol, prices.CallDelta, callBid, callAsk, putBid, putAsk);
    }

    /// <summary>Price of one option before expiry, not rounded to ticks.</summary>
    internal static double Mid(in VolSurface surface, in VolSlice slice, double spot, double strike, OptionRight right)
    {
        Prices prices = Price(surface, slice, spot, strike, right);
        return right == OptionRight.Call ? prices.Call : prices.Put;
    }

    /// <summary>Quote of one contract; intrinsic value on the session of its expiry, NaN after it.</summary>
    internal static (double Bid, double Ask) Quote(in VolSurface surface, DateOnly session, double spot, OptionContract contract, double noise = 1)
    {
        int days = contract.Expiry.DayNumber - session.DayNumber;
        if (days < 0)
            return (double.NaN, double.NaN);
        bool isCall = contract.Right == OptionRight.Call;
        if (days == 0)
        {
            double intrinsic = Math.Max(0, isCall ? spot - contract.Strike : contract.Strike - spot);
            return BidAsk(intrinsic, surface.SpreadScale * noise * (surface.Spread ?? ChainModel.Shipped.Spread).Of(spot, 0, 0, intrinsic));
        }

        PairQuote pair = Quote(surface, surface.At(spot, days / 365.0), spot, contract.Strike, noise, noise, contract.Right);
        return isCall ? (pair.CallBid, pair.CallAsk) : (pair.PutBid, pair.PutAsk);
    }

    // Both prices of one strike, exercised as the surface says; time value and parity (call less put) are those of European options.
    private static Prices Price(in VolSurface surface, in VolSlice slice, double spot, double strike, OptionRight? only)
    {
        double logMoneyness = Math.Log(strike / slice.Forward);
        double variance = slice.TotalVariance(logMoneyness);
        double deviation = Math.Sqrt(variance);
        double d1 = (0.5 * deviation) - (logMoneyness / deviation);
        double gaussian = Math.Exp(-0.5 * d1 * d1);
        (double upper, double notUpper) = NormalDistribution.Both(d1, gaussian);
        (double lower, double notLower) = NormalDistribution.Both(d1 - deviation, gaussian * slice.Forward / strike); // the densities differ by the moneyness
        double prepaid = spot * slice.PrepaidShare, carried = strike * slice.Discount, parity = prepaid - carried;
        double call, put;
        // The out-of-the-money side is computed and the other follows by parity, so that neither loses digits.
        if (logMoneyness >= 0)
        {
            call = Math.Max(0, (prepaid * upper) - (carried * lower));
            put = call - parity;
        }
        else
        {
            put = Math.Max(0, (carried * notLower) - (prepaid * notUpper));
            call = put + parity;
        }

        double timeValue = Math.Min(call, put), vol = deviation / Math.Sqrt(slice.Years);
        if (surface.Style == ExerciseStyle.American)
            (call, put) = American(surface, slice, spot, strike, vol, call, put, notLower, upper, only);
        return new Prices(vol, slice.PrepaidShare * upper, call, put, timeValue, parity);
    }

    /// <summary>
    /// European prices with the premium of early exercise and never below exercise. Puts, and calls where only a yield is known: a constant yield that gives
    /// the same forward, calls by C(S, K, r, q) = P(K, S, q, r). Calls before known dividends: the dearest of those that end at expiry or the day before one of
    /// the dividends (Black 1975, "Fact and fantasy in the
    /// use of options", Financial Analysts Journal 31(4), 36–41): a fund's dividend falls on the very Friday of its monthly expiry, where a yield spread over
    /// the months before misses most of it.
    /// </summary>
    // The premium is the interest (dividends) earned by exercise while in the money, so at most that over the whole life times the chance to end there.
    private static (double Call, double Put) American(
        in VolSurface surface, in VolSlice slice, double spot, double strike, double vol, double call, double put, double putEnds, double callEnds,
        OptionRight? only)
    {
        double rate = surface.RatePerYear, yield = slice.PrepaidShare == 1 ? 0 : -Math.Log(slice.PrepaidShare) / slice.Years;
        double least = NegligiblePremium * spot;
        if (only != OptionRight.Call && rate > 1e-5 && (strike > slice.Forward || rate * slice.Years * strike * putEnds > least))
            put = BaroneAdesiWhaley.QuickPut(put, spot, strike, vol, slice.Years, rate, yield, slice.Discount, slice.PrepaidShare);
        if (only != OptionRight.Put && yield > 1e-5 && rate >= 0 && (strike < slice.Forward || yield * slice.Years * spot * callEnds > least))
        {
            call = surface.Carry is { Dividends.Count: > 0 } carry
                ? BeforeDividends(carry, call, slice.Years, spot, strike, vol, rate)
                : BaroneAdesiWhaley.QuickPut(call, strike, spot, vol, slice.Years, yield, rate, slice.PrepaidShare, slice.Discount);
        }

        return (Math.Max(call, spot - strike), Math.Max(put, strike - spot));
    }

    private static double BeforeDividends(Carry carry, double call, double years, double spot, double strike, double vol, double rate)
    {
        for (int i = carry.Until(years) - 1; i >= 0; i--)
        {
            (double until, double prepaidShare) = carry.ExerciseFor(i);
            if (until <= 0)
                continue; // exercise today, which the caller looks at
            double prepaid = prepaidShare * spot, carried = strike * Math.Exp(-rate * until), deviation = vol * Math.Sqrt(until);
            double d1 = (Math.Log(prepaid / carried) / deviation) + (0.5 * deviation), gaussian = Math.Exp(-0.5 * d1 * d1);
            call = Math.Max(call, (prepaid * NormalDistribution.Both(d1, gaussian).Below)
                - (carried * NormalDistribution.Both(d1 - deviation, gaussian * prepaid / carried).Below));
        }

        return call;
    }

    /// <summary>
    /// Bid and ask around <paramref name="mid"/> on the exchange grid (0.01 below 3, else 0.05), at least a tick apart; no bid when
    /// half the spread exceeds the mid.
    /// </summary>
    internal static (double Bid, double Ask) BidAsk(double mid, double spread)
    {
        double bid = mid - (0.5 * spread), ask = mid + (0.5 * spread);
        double bidTicks = TicksPerUnit(bid), askTicks = TicksPerUnit(ask);
        bid = Math.Max(0, Math.Round(bid * bidTicks)) / bidTicks; // dividing by a whole number gives the decimal nearest to the grid point
        ask = Math.Round(ask * askTicks) / askTicks;
        if (ask <= bid || ask < mid || bid > mid) // a spread below the tick, or one across the change of ticks at 3
        {
            double ticks = TicksPerUnit(mid), below = Math.Max(0, Math.Floor(mid * ticks));
            (bid, ask) = (below / ticks, (below + 1) / ticks);
        }

        return (bid, ask);
    }

    private static double TicksPerUnit(double price) => price < 3 ? 100 : 20;
}
