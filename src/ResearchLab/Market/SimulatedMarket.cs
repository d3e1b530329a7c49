using ResearchLab.Options;
using ResearchLab.Time;

namespace ResearchLab.Market;

/// <summary>
/// The embedded demo: a market index, one symbol and its options that behave like the real thing in the ways that matter to the
/// lab, and whose truth is known. Sessions from 2016-01-04; a pure function of symbol, seed and options, so that a later
/// <c>through</c> only appends.
/// </summary>
/// <remarks>
/// What is in it: hidden regimes, stochastic variance with leverage, jumps, overnight gaps, a variance risk premium and drifts that
/// differ by regime. What is not: any signal that tells direction beyond the slow regime, unless planted. docs/decisions/0006-simulated-market.md
/// has the model, its measured statistics and what they may be used for. Safe to use from several threads.
/// </remarks>
public sealed class SimulatedMarket
{
    /// <summary>Symbol of the simulated market index.</summary>
    public const string IndexSymbol = "MKT";

    /// <summary>First simulated session.</summary>
    public static readonly DateOnly FirstSession = new(2016, 1, 4);

    // Under the pricing measure today's variance counts for more and reverts at this speed to a higher level; at-the-money volatility
    // stands to the variance-swap level about as on the real index.
    private const double ReversionSpeed = 5, PremiumLevel = 0.044, PremiumScale = 1.4, OwnPremiumScale = 1.12, AtmToSwap = 0.9;

    private readonly VolSurface[] _surfaces;
    private readonly Lazy<SimulatedMarketListing> _listing;
    private readonly ulong _quoteSeed;
    private readonly double _openInterestScale;

    private SimulatedMarket(
        BarSeries bars, BarSeries market, DailySeries vix, DailySeries vix3M, DailySeries rate, VolSurface[] surfaces, ulong quoteSeed, double openInterestScale)
    {
        (Bars, Market, Vix, Vix3M, TBill13W) = (bars, market, vix, vix3M, rate);
        (_surfaces, _quoteSeed, _openInterestScale) = (surfaces, quoteSeed, openInterestScale);
        _listing = new Lazy<SimulatedMarketListing>(() => new SimulatedMarketListing(bars, surfaces));
    }

    /// <summary>Bars of the symbol.</summary>
    public BarSeries Bars { get; }

    /// <summary>Bars of the market index.</summary>
    public BarSeries Market { get; }

    /// <summary>30-day volatility index of the market, points.</summary>
    public DailySeries Vix { get; }

    /// <summary>93-day volatility index of the market, points.</summary>
    public DailySeries Vix3M { get; }

    /// <summary>13-week T-bill yield, fraction a year.</summary>
    public DailySeries TBill13W { get; }

    /// <summary>The market of <paramref name="seed"/> through a session.</summary>
    /// <param name="symbol">Upper-case ticker: SMH (a semiconductor fund), MKT (the index) or any other, whose traits follow from its name.</param>
    /// <param name="seed">Which history; symbols of one seed share the index.</param>
    /// <param name="through">Last date to include; not before <see cref="FirstSession"/>.</param>
    /// <param name="options">Switches for tests; null for the demo.</param>
    /// <exception cref="ArgumentException"><paramref name="symbol"/> is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="through"/> is before the first session.</exception>
    public static SimulatedMarket Generate(string symbol, ulong seed, DateOnly through, SimulatedMarketOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(symbol);
        options ??= SimulatedMarketOptions.Demo;
        DateOnly first = options.First ?? FirstSession;
        if (through < first)
        {
            throw new ArgumentOutOfRangeException(nameof(through), through,
                $"The simulated market starts on {first:yyyy-MM-dd}. Ask for that date or a later one.");
        }

        DateOnly[] sessions = ExchangeCalendar.Nyse.Sessions(first, through);
        IndexSession[] index = SimulatedMarketIndex.Simulate(seed, sessions);
        SymbolTraits indexTraits = SymbolTraits.Of(IndexSymbol), traits = SymbolTraits.Of(symbol);
        BarSeries market = SimulatedMarketSymbol.Simulate(IndexSymbol, indexTraits, seed, sessions, index, plantedSignal: 0).Bars;
        SymbolPath path = SimulatedMarketSymbol.Simulate(symbol, traits, seed, sessions, index, options.PlantedSignal);

        double[] vix = new double[sessions.Length], vix3M = new double[sessions.Length], rate = new double[sessions.Length];
        var surfaces = new VolSurface[sessions.Length];
        for (int i = 0; i < sessions.Length; i++)
        {
            IndexSession state = index[i];
            (double shortSwap, double longSwap) = IndexSwap(state, options.VarianceRiskPremium);
            vix[i] = Points(shortSwap, longSwap, 30, 0);
            vix3M[i] = Points(shortSwap, longSwap, 93, state.TermNoise);
            rate[i] = Math.Round(state.Rate * 1e5) / 1e5;
            surfaces[i] = Surface(traits, state, path.OwnVariance[i], path.Noise[i], shortSwap, longSwap, rate[i], options.VarianceRiskPremium);
        }

        return new SimulatedMarket(
            path.Bars, market, new DailySeries("vix", sessions, vix), new DailySeries("vix3m", sessions, vix3M),
            new DailySeries("tbill_13w", sessions, rate), surfaces,
            SimulatedMarketNoise.Derive(seed, SimulatedMarketNoise.OfSymbol(symbol) ^ 0x51UL), Math.Sqrt(traits.MeanVolume / 5e6));
    }

    /// <summary>The option chain of the symbol at a session's close. A strike once listed stays until it expires.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no bar on that date.</exception>
    public OptionChain ChainAt(DateOnly session)
    {
        int row = Row(session);
        OptionChain chain = ModelledChain.Assemble(
            Bars.Symbol, session, Bars.Close[row], _surfaces[row], ChainOrigin.Demo, expiry => _listing.Value.At(expiry, row), contract => SpreadNoise(session, contract));
        SimulatedMarketActivity.Fill(chain, _surfaces[row], _quoteSeed, _openInterestScale, ActivityAt(row));
        return chain;
    }

    /// <summary>
    /// Bid and ask of one contract at a session's close, equal to those in <see cref="ChainAt"/> and also given for strikes the chain no
    /// longer lists; NaN after the contract's expiry.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no bar on that date.</exception>
    public (double Bid, double Ask) QuoteAt(DateOnly session, OptionContract contract)
    {
        int row = Row(session);
        return ModelledChainPricing.Quote(_surfaces[row], session, Bars.Close[row], contract, SpreadNoise(session, contract));
    }

    /// <summary>The surface the options of a session are priced from.</summary>
    internal VolSurface SurfaceAt(DateOnly session) => _surfaces[Row(session)];

    private int Row(DateOnly session)
    {
        int row = Bars.IndexOf(session);
        return row >= 0
            ? row
            : throw new ArgumentOutOfRangeException(nameof(session), session,
                $"The simulated market has no session on that date. Ask for a session from {FirstSession:yyyy-MM-dd} to {Bars.Sessions[^1]:yyyy-MM-dd}.");
    }

    /// <summary>Today's share volume over its typical one, which option volume follows.</summary>
    private double ActivityAt(int row) => Math.Clamp(Bars.Volume[row] / SymbolTraits.Of(Bars.Symbol).MeanVolume, 0.2, 5);

    /// <summary>Quotes are up to a fifth wider or narrower than the spread model, by contract and session.</summary>
    private double SpreadNoise(DateOnly session, OptionContract contract) =>
        0.8 + (0.4 * SimulatedMarketNoise.Uniform(SimulatedMarketNoise.OfContract(_quoteSeed ^ ((ulong)session.DayNumber << 20), contract)));

    /// <summary>Short and long variance a year of the index's variance swaps.</summary>
    private static (double Short, double Long) IndexSwap(in IndexSession state, double premium)
    {
        double noise = Math.Exp(2 * state.LevelNoise);
        double fairLong = SimulatedMarketIndex.MeanVariance + SimulatedMarketIndex.JumpVariance;
        double longVariance = fairLong + (premium * (PremiumLevel - fairLong));
        double scale = 1 + (premium * (PremiumScale - 1));
        return (scale * (state.Variance + SimulatedMarketIndex.JumpVariance) * noise, longVariance * noise);
    }

    private static double Points(double shortVariance, double longVariance, int days, double logNoise)
    {
        double loading = VolSurface.AverageLoading(ReversionSpeed, days / 365.0);
        double variance = longVariance + ((shortVariance - longVariance) * loading);
        return Math.Round(10_000 * Math.Sqrt(variance) * Math.Exp(logNoise)) / 100;
    }

    private static VolSurface Surface(
        in SymbolTraits traits, in IndexSession state, double ownVariance, double levelNoise, double shortSwap, double longSwap, double rate, double premium)
    {
        // Without a premium the at-the-money volatility itself is the expected one: no wing to pay for.
        double atm = 1 + (premium * ((AtmToSwap * AtmToSwap) - 1));
        double ownScale = 1 + (premium * (OwnPremiumScale - 1)), noise = Math.Exp(2 * levelNoise);
        double betaSquared = traits.Beta * traits.Beta * atm;
        double shortVariance = ((betaSquared * shortSwap) + (ownScale * (ownVariance + traits.OwnJumpVariance))) * noise;
        double longVariance = ((betaSquared * longSwap) + (ownScale * (traits.OwnVariance + traits.OwnJumpVariance))) * noise;
        double correlation = Math.Clamp(traits.Skew + (0.05 * state.SkewNoise) - (0.4 * (Math.Sqrt(state.Variance) - 0.16)), -0.9, -0.1);
        return new VolSurface(
            shortVariance, longVariance, ReversionSpeed, correlation, Math.Min(1.15, 2 / (1 - correlation)), 0.44, rate, traits.SpreadScale);
    }
}
