using ResearchLab.Options;
using ResearchLab.Time;

namespace ResearchLab.Market;

/// <summary>
/// Option chains where none was observed, computed from the market's volatility indices: a stand-in that says so in
/// <see cref="OptionChain.Origin"/>, never evidence about what an exchange quoted.
/// </summary>
/// <remarks>
/// Level, shape and spreads follow <see cref="ChainModel"/>; docs/decisions/0007-modelled-chains.md says how wrong they are. Forwards know the dividends that
/// were to be expected (<see cref="Carry"/>), and what is exercised as American is priced so (<see cref="VolSurface.Style"/>).
/// </remarks>
public static class ModelledChain
{
    /// <summary>The surface that the shipped constants give in a market of which nothing but its indices is known.</summary>
    /// <param name="vix">30-day index of the market in points (20 means 20%).</param>
    /// <param name="vix3M">3-month index in points; NaN where there is none: then the usual one at this <paramref name="vix"/>.</param>
    /// <param name="volRatioToMarket">Volatility of the underlying over that of the market, from realised volatilities; 1 for the market.</param>
    /// <param name="ratePerYear">Continuously compounded rate of Treasury bills, fraction a year.</param>
    /// <param name="spreadScale">Spreads as a multiple of those of S&amp;P 500 index options in calm.</param>
    /// <exception cref="ArgumentOutOfRangeException">An index, the ratio or the scale is not positive and finite, or the rate not finite.</exception>
    public static VolSurface Surface(double vix, double vix3M, double volRatioToMarket, double ratePerYear, double spreadScale = 1)
    {
        RequirePositive(spreadScale, nameof(spreadScale), "Use 1 for the spreads of index options.");
        if (!double.IsFinite(ratePerYear))
            throw new ArgumentOutOfRangeException(nameof(ratePerYear), ratePerYear, "The rate must be finite. Use 0 when it is unknown.");
        return ChainModel.Shipped.Surface(new MarketState(vix, vix3M), volRatioToMarket, ratePerYear) with { SpreadScale = spreadScale };
    }

    /// <summary>
    /// The chain of the expiries and strikes that an exchange would have listed at a session's close, 500 to 3,000 quotes; volumes and open interest
    /// are unknown (NaN).
    /// </summary>
    /// <param name="underlying">Symbol.</param>
    /// <param name="session">Session at whose close the quotes stand.</param>
    /// <param name="spot">Close of the underlying.</param>
    /// <param name="surface">Surface at that close.</param>
    /// <param name="mostDays">Most days to expiry; all that are listed by default.</param>
    /// <returns>Implied volatilities and deltas are the surface's own; the mid, rounded to ticks, may imply slightly different ones.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="spot"/> is not positive and finite.</exception>
    public static OptionChain Build(string underlying, DateOnly session, double spot, VolSurface surface, int mostDays = int.MaxValue)
    {
        OptionChain chain = Assemble(underlying, session, spot, surface, ChainOrigin.Modelled, listed: null, spreadNoise: null, mostDays);
        Array.Fill(chain.Volume, double.NaN);
        Array.Fill(chain.OpenInterest, double.NaN);
        return chain;
    }

    /// <summary>
    /// Bid and ask of one contract at a session's close, equal to those in <see cref="Build"/> and also given for strikes the chain no
    /// longer lists; intrinsic value on its expiry, NaN after it.
    /// </summary>
    public static (double Bid, double Ask) Quote(DateOnly session, double spot, VolSurface surface, OptionContract contract) =>
        ModelledChainPricing.Quote(surface, session, spot, contract);

    /// <summary>Quotes of every listed contract with volume and open interest left at zero for the caller.</summary>
    /// <param name="underlying">Symbol.</param>
    /// <param name="session">Session at whose close the quotes stand.</param>
    /// <param name="spot">Close of the underlying.</param>
    /// <param name="surface">Surface at that close.</param>
    /// <param name="origin">Where the chain is to say it comes from.</param>
    /// <param name="listed">Strikes of an expiry, ascending; null for those an exchange would list at this spot.</param>
    /// <param name="spreadNoise">Factor on the spread of a contract; null for none.</param>
    /// <param name="mostDays">Most days to expiry.</param>
    internal static OptionChain Assemble(
        string underlying, DateOnly session, double spot, in VolSurface surface, ChainOrigin origin, Func<DateOnly, double[]>? listed,
        Func<OptionContract, double>? spreadNoise, int mostDays = int.MaxValue)
    {
        RequirePositive(spot, nameof(spot), "A chain needs the close of its underlying.");
        IReadOnlyList<DateOnly> expiries = OptionExpiries.Listed(session);
        if (mostDays < int.MaxValue)
            expiries = [.. expiries.Where(expiry => expiry.DayNumber - session.DayNumber <= mostDays)];
        var strikes = new double[expiries.Count][];
        Span<double> room = stackalloc double[ModelledChainStrikes.Capacity];
        int total = 0;
        for (int e = 0; e < strikes.Length; e++)
        {
            int days = expiries[e].DayNumber - session.DayNumber;
            double years = days / 365.0;
            strikes[e] = listed?.Invoke(expiries[e]) ?? room[..ModelledChainStrikes.List(spot, surface.AtmVol(years) * Math.Sqrt(years), days, room)].ToArray();
            total += 2 * strikes[e].Length;
        }

        var contracts = new OptionContract[total];
        double[] bid = new double[total], ask = new double[total], vol = new double[total], delta = new double[total];
        var smiles = new ExpirySmile[strikes.Length];
        int next = 0;
        for (int e = 0; e < strikes.Length; e++)
        {
            VolSlice slice = surface.At(spot, (expiries[e].DayNumber - session.DayNumber) / 365.0);
            smiles[e] = new ExpirySmile(expiries[e], slice.Years, slice.Forward / spot, slice.Discount, slice.Smile);
            foreach (double strike in strikes[e])
            {
                var call = new OptionContract(expiries[e], strike, OptionRight.Call);
                var put = new OptionContract(expiries[e], strike, OptionRight.Put);
                PairQuote pair = ModelledChainPricing.Quote(surface, slice, spot, strike, spreadNoise?.Invoke(call) ?? 1, spreadNoise?.Invoke(put) ?? 1);
                contracts[next] = call;
                (bid[next], ask[next], vol[next], delta[next]) = (pair.CallBid, pair.CallAsk, pair.Vol, pair.CallDelta);
                next++;
                contracts[next] = put;
                (bid[next], ask[next], vol[next], delta[next]) = (pair.PutBid, pair.PutAsk, pair.Vol, pair.CallDelta - slice.PrepaidShare);
                next++;
            }
        }

        return new OptionChain
        {
            Underlying = underlying,
            Session = session,
            Spot = spot,
            RatePerYear = surface.RatePerYear,
            Origin = origin,
            Contracts = contracts,
            Bid = bid,
            Ask = ask,
            Volume = new double[total],
            OpenInterest = new double[total],
            ImpliedVol = vol,
            Delta = delta,
            Model = new ChainSmiles(surface.Style, smiles),
        };
    }

    internal static void RequirePositive(double value, string name, string remedy)
    {
        if (!(value > 0 && double.IsFinite(value)))
            throw new ArgumentOutOfRangeException(name, value, $"{name} must be positive and finite. {remedy}");
    }
}
