using ResearchLab.Options;
using ResearchLab.Time;

namespace ResearchLab.Market;

/// <summary>
/// The embedded demo: a market index, one symbol and its options that behave like the real thing in the ways that matter to the
/// lab, and whose truth is known. Sessions from 2016-01-04; a pure function of symbol, seed and options, so that a later
/// <c>through</c> only appends.
/// </summary>
/// <remarks>
/// What is in it: hidden regimes, stochastic variance with leverage, fat tails, overnight gaps, a variance risk premium and a drift that
/// grows with variance. What is not: any other signal that tells direction, unless planted. docs/decisions/0006-simulated-market.md
/// has the model, its measured statistics and what they may be used for. Safe to use from several threads.
/// </remarks>
public sealed class SimulatedMarket
{
    /// <summary>Symbol of the simulated market index.</summary>
    public const string IndexSymbol = "MKT";

    /// <summary>First simulated session.</summary>
    public static readonly DateOnly FirstSession = new(2016, 1, 4);

    /// <summary>
    /// Share by which the model-free implied variance of the next 30 days stands above the variance expected over them: the square of the volatility index over
    /// the realised variance that follows is one more than this on average.
    /// </summary>
    public const double VariancePremium = 0.35;

    // Made when first asked for: prices alone take a tenth of the time.
    private readonly Lazy<VolSurface[]> _surfaces;
    private readonly Lazy<DailySeries> _vix, _vix3M;
    private readonly Lazy<SimulatedMarketListing> _listing;
    private readonly ulong _quoteSeed;
    private readonly double _openInterestScale;

    private SimulatedMarket(SymbolPath path, SymbolPath market, IndexSession[] index, SimulatedMarketOptions options, ulong seed)
    {
        string symbol = path.Bars.Symbol;
        DateOnly[] sessions = path.Bars.Sessions;
        SymbolTraits traits = SymbolTraits.Of(symbol);
        (Bars, Market) = (path.Bars, market.Bars);
        TBill13W = new DailySeries("tbill_13w", sessions, Array.ConvertAll(index, SimulatedMarketSurfaces.Rate));
        var marketSurfaces = new Lazy<VolSurface[]>(() => SimulatedMarketSurfaces.Of(SymbolTraits.Of(IndexSymbol), market, index, options));
        _surfaces = symbol == IndexSymbol ? marketSurfaces : new Lazy<VolSurface[]>(() => SimulatedMarketSurfaces.Of(traits, path, index, options));
        _vix = new Lazy<DailySeries>(() => new DailySeries("vix", sessions, SimulatedMarketSurfaces.Points(marketSurfaces.Value, 30)));
        _vix3M = new Lazy<DailySeries>(() => new DailySeries("vix3m", sessions, SimulatedMarketSurfaces.Points(marketSurfaces.Value, 93)));
        _listing = new Lazy<SimulatedMarketListing>(() => new SimulatedMarketListing(Bars, _surfaces.Value));
        (_quoteSeed, _openInterestScale) = (SimulatedMarketNoise.Derive(seed,
            SimulatedMarketNoise.OfSymbol(symbol) ^ 0x51UL), Math.Sqrt(traits.MeanVolume / 5e6));
    }

    /// <summary>Bars of the symbol.</summary>
    public BarSeries Bars { get; }

    /// <summary>Bars of the market index.</summary>
    public BarSeries Market { get; }

    /// <summary>30-day volatility index of the market, points: the model-free implied volatility of the smiles its own chains are made with.</summary>
    public DailySeries Vix => _vix.Value;

    /// <summary>The same over 93 days.</summary>
    public DailySeries Vix3M => _vix3M.Value;

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
                Invariant($"The simulated market starts on {first:yyyy-MM-dd}. Ask for that date or a later one."));
        }

        DateOnly[] sessions = ExchangeCalendar.Nyse.Sessions(first, through);
        IndexSession[] index = SimulatedMarketIndex.Simulate(seed, sessions, options.RiskPremium);
        SymbolTraits indexTraits = SymbolTraits.Of(IndexSymbol), traits = SymbolTraits.Of(symbol);
        SymbolPath market = SimulatedMarketSymbol.Simulate(IndexSymbol, indexTraits, seed, sessions, index, plantedSignal: 0);
        SymbolPath path = SimulatedMarketSymbol.Simulate(symbol, traits, seed, sessions, index, options.PlantedSignal);
        return new SimulatedMarket(path, market, index, options, seed);
    }

    /// <summary>The option chain of the symbol at a session's close. A strike once listed stays until it expires.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no bar on that date.</exception>
    public OptionChain ChainAt(DateOnly session)
    {
        int row = Row(session);
        OptionChain chain = ModelledChain.Assemble(
            Bars.Symbol, session, Bars.Close[row], _surfaces.Value[row], ChainOrigin.Demo, expiry => _listing.Value.At(expiry, row),
            contract => SpreadNoise(session, contract));
        SimulatedMarketActivity.Fill(chain, _surfaces.Value[row], _quoteSeed, _openInterestScale, ActivityAt(row));
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
        return ModelledChainPricing.Quote(_surfaces.Value[row], session, Bars.Close[row], contract, SpreadNoise(session, contract));
    }

    /// <summary>The surface the options of a session are priced from.</summary>
    internal VolSurface SurfaceAt(DateOnly session) => _surfaces.Value[Row(session)];

    private int Row(DateOnly session)
    {
        int row = Bars.IndexOf(session);
        return row >= 0
            ? row
            : throw new ArgumentOutOfRangeException(nameof(session), session,
                Invariant($"The simulated market has no session on that date. Ask for a session from {FirstSession:yyyy-MM-dd} to ")
                    + Invariant($"{Bars.Sessions[^1]:yyyy-MM-dd}."));
    }

    /// <summary>Today's share volume over its typical one, which option volume follows.</summary>
    private double ActivityAt(int row) => Math.Clamp(Bars.Volume[row] / SymbolTraits.Of(Bars.Symbol).MeanVolume, 0.2, 5);

    /// <summary>Quotes are up to a fifth wider or narrower than the spread model, by contract and session.</summary>
    private double SpreadNoise(DateOnly session, OptionContract contract) =>
        0.8 + (0.4 * SimulatedMarketNoise.Uniform(SimulatedMarketNoise.OfContract(_quoteSeed ^ ((ulong)session.DayNumber << 20), contract)));
}
