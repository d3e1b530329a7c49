using ResearchLab.Options;
using ResearchLab.Time;

namespace ResearchLab.Market;

/// <summary>
/// Option chains where none was observed, computed from the market's volatility indices: a stand-in that says so in
/// <see cref="OptionChain.Origin"/>, never evidence about what an exchange quoted.
/// </summary>
/// <remarks>
/// Shape, level and spreads are fitted on S&amp;P 500 index options of April and May 2019 and tested on June 2019; see
/// docs/decisions/0007-modelled-chains.md for the errors found there. Options are priced as European and without dividends.
/// </remarks>
public static class ModelledChain
{
    /// <summary>At-the-money 30-day volatility as a fraction of the 30-day index, which also pays for the smile's wings.</summary>
    public const double AtmToVix = 0.86;

    /// <summary>The same at 93 days.</summary>
    public const double AtmToVix3M = 0.83;

    /// <summary>Reversion speed of forward variance per year.</summary>
    public const double MeanReversion = 11.7;

    /// <summary>Smile asymmetry of index options.</summary>
    public const double Correlation = -0.70;

    /// <summary>Smile curvature of index options: the largest that excludes arbitrage, where the fit also ends up.</summary>
    public const double Curvature = 2 / (1 - Correlation);

    /// <summary>Exponent by which the smile flattens with total variance.</summary>
    public const double Decay = 0.44;

    // ln VIX3M = a + b·ln VIX, least squares over 3 595 closes from 2009-09-18 to 2023-12-29.
    private const double Vix3MIntercept = 0.5986;
    private const double Vix3MSlope = 0.8317;

    /// <summary>The surface implied by the volatility indices.</summary>
    /// <param name="vix">30-day index of the market in points (20 means 20%).</param>
    /// <param name="vix3M">3-month index in points; NaN where there is none: then the usual one at this <paramref name="vix"/>.</param>
    /// <param name="volRatioToMarket">Volatility of the underlying over that of the market, from realised volatilities; 1 for the market.</param>
    /// <param name="ratePerYear">Continuously compounded rate, fraction a year.</param>
    /// <param name="spreadScale">
    /// Spreads as a multiple of those of S&amp;P 500 index options: measured, about 0.45 for the most active SPY contracts of 2021 and 5–10 for
    /// closing quotes of a single stock in 2014; 1 is a cautious choice for the broad ETFs.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">An index, the ratio or the scale is not positive and finite, or the rate not finite.</exception>
    public static VolSurface Surface(double vix, double vix3M, double volRatioToMarket, double ratePerYear, double spreadScale = 1)
    {
        RequirePositive(vix, nameof(vix), "Volatility indices are in points, such as 18.5.");
        RequirePositive(volRatioToMarket, nameof(volRatioToMarket), "Use 1 for the market itself.");
        RequirePositive(spreadScale, nameof(spreadScale), "Use 1 for the spreads of index options.");
        if (double.IsNaN(vix3M))
            vix3M = Math.Exp(Vix3MIntercept + (Vix3MSlope * Math.Log(vix)));
        RequirePositive(vix3M, nameof(vix3M), "Volatility indices are in points; pass NaN where there is none.");
        if (!double.IsFinite(ratePerYear))
            throw new ArgumentOutOfRangeException(nameof(ratePerYear), ratePerYear, "The rate must be finite. Use 0 when it is unknown.");

        double near = AtmToVix * vix / 100 * volRatioToMarket, far = AtmToVix3M * vix3M / 100 * volRatioToMarket;
        (double shortVariance, double longVariance) = VolSurface.TermStructure(near * near, far * far, MeanReversion);
        return new VolSurface(shortVariance, longVariance, MeanReversion, Correlation, Curvature, Decay, ratePerYear, spreadScale);
    }

    /// <summary>
    /// The chain of the expiries and strikes that an exchange would have listed at a session's close, 500 to 3,000 quotes; volumes and open interest
    /// are unknown (NaN).
    /// </summary>
    /// <param name="underlying">Symbol.</param>
    /// <param name="session">Session at whose close the quotes stand.</param>
    /// <param name="spot">Close of the underlying.</param>
    /// <param name="surface">Surface at that close.</param>
    /// <returns>Implied volatilities and deltas are the surface's own; the mid, rounded to ticks, may imply slightly different ones.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="spot"/> is not positive and finite.</exception>
    public static OptionChain Build(string underlying, DateOnly session, double spot, VolSurface surface)
    {
        OptionChain chain = Assemble(underlying, session, spot, surface, ChainOrigin.Modelled, listed: null, spreadNoise: null);
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
    internal static OptionChain Assemble(
        string underlying, DateOnly session, double spot, in VolSurface surface, ChainOrigin origin, Func<DateOnly, double[]>? listed, Func<OptionContract, double>? spreadNoise)
    {
        RequirePositive(spot, nameof(spot), "A chain needs the close of its underlying.");
        IReadOnlyList<DateOnly> expiries = OptionExpiries.Listed(session);
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
        int next = 0;
        for (int e = 0; e < strikes.Length; e++)
        {
            VolSlice slice = surface.At(spot, (expiries[e].DayNumber - session.DayNumber) / 365.0);
            foreach (double strike in strikes[e])
            {
                var call = new OptionContract(expiries[e], strike, OptionRight.Call);
                var put = new OptionContract(expiries[e], strike, OptionRight.Put);
                PairQuote pair = ModelledChainPricing.Quote(
                    slice, spot, strike, surface.SpreadScale, spreadNoise?.Invoke(call) ?? 1, spreadNoise?.Invoke(put) ?? 1);
                contracts[next] = call;
                (bid[next], ask[next], vol[next], delta[next]) = (pair.CallBid, pair.CallAsk, pair.Vol, pair.CallDelta);
                next++;
                contracts[next] = put;
                (bid[next], ask[next], vol[next], delta[next]) = (pair.PutBid, pair.PutAsk, pair.Vol, pair.CallDelta - 1);
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
        };
    }

    private static void RequirePositive(double value, string name, string remedy)
    {
        if (!(value > 0 && double.IsFinite(value)))
            throw new ArgumentOutOfRangeException(name, value, $"{name} must be positive and finite. {remedy}");
    }
}
