using ResearchLab.Options;

namespace ResearchLab.Market;

/// <summary>Call and put of one strike as a surface and the spread model quote them.</summary>
internal readonly record struct PairQuote(double Vol, double CallDelta, double CallBid, double CallAsk, double PutBid, double PutAsk);

/// <summary>Turns a volatility surface into quotes: European prices on the forward, fitted spreads, exchange ticks.</summary>
internal static class ModelledChainPricing
{
    // Spread ≈ a·spot + (b + c·years)·√(time value·spot) + d·intrinsic; least squares on relative errors over the S&P 500 index
    // options of April and May 2019 (ModelFit repeats the fit).
    internal const double SpreadPerSpot = 3.0e-5;
    internal const double SpreadPerRoot = 9.0e-4;
    internal const double SpreadPerRootYear = 1.57e-3;
    internal const double SpreadPerIntrinsic = 6.4e-3;

    /// <summary>Quotes of both rights of one strike before expiry.</summary>
    internal static PairQuote Quote(in VolSlice slice, double spot, double strike, double spreadScale, double callNoise = 1, double putNoise = 1)
    {
        double logMoneyness = Math.Log(strike / slice.Forward);
        double variance = slice.TotalVariance(logMoneyness);
        double deviation = Math.Sqrt(variance);
        double d1 = (0.5 * deviation) - (logMoneyness / deviation);
        double callDelta = NormalDistribution.Cdf(d1);
        double carried = strike * slice.Discount, parity = spot - carried;
        double call, put;
        // The out-of-the-money side is computed and the other follows by parity, so that neither loses digits.
        if (logMoneyness >= 0)
        {
            call = Math.Max(0, (spot * callDelta) - (carried * NormalDistribution.Cdf(d1 - deviation)));
            put = call - parity;
        }
        else
        {
            put = Math.Max(0, (carried * NormalDistribution.Cdf(deviation - d1)) - (spot * NormalDistribution.Cdf(-d1)));
            call = put + parity;
        }

        double timeValue = Math.Min(call, put);
        double outside = OutsideSpread(spot, timeValue, slice.Years);
        double inside = outside + (SpreadPerIntrinsic * Math.Abs(parity));
        (double callBid, double callAsk) = BidAsk(call, spreadScale * callNoise * (logMoneyness >= 0 ? outside : inside));
        (double putBid, double putAsk) = BidAsk(put, spreadScale * putNoise * (logMoneyness >= 0 ? inside : outside));
        return new PairQuote(deviation / Math.Sqrt(slice.Years), callDelta, callBid, callAsk, putBid, putAsk);
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
            return BidAsk(intrinsic, surface.SpreadScale * noise * (OutsideSpread(spot, 0, 0) + (SpreadPerIntrinsic * intrinsic)));
        }

        PairQuote pair = Quote(surface.At(spot, days / 365.0), spot, contract.Strike, surface.SpreadScale, noise, noise);
        return isCall ? (pair.CallBid, pair.CallAsk) : (pair.PutBid, pair.PutAsk);
    }

    /// <summary>Spread of an option out of the money, at scale 1.</summary>
    internal static double OutsideSpread(double spot, double timeValue, double years) =>
        (SpreadPerSpot * spot) + ((SpreadPerRoot + (SpreadPerRootYear * years)) * Math.Sqrt(timeValue * spot));

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
