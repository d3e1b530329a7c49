using ResearchLab.Backtesting;
using ResearchLab.Features;
using ResearchLab.Lake;
using ResearchLab.Market;
using ResearchLab.Options;
using ResearchLab.Time;

namespace ResearchLab.Desk;

/// <summary>
/// Everything a run knows of one symbol as of one time: what notebooks explore, the trainer learns from and the daily run decides on.
/// </summary>
public sealed class DeskData
{
    /// <summary>
    /// Share of the last <see cref="CoverageSessions"/> sessions that must have an observed chain for features and labels to use
    /// observed chains; below it both use modelled ones throughout, because a history that changes its source has jumps no market made.
    /// </summary>
    public const double ObservedCoverage = 0.95;

    private const int CoverageSessions = 252;

    /// <summary>Version of <see cref="ChainSummaries.Summarise"/>; a change makes stored summaries of older versions unused.</summary>
    private const int SummaryVersion = 2;

    private readonly VolSurface?[] _surfaces;
    private readonly Lazy<FeatureMatrix> _features;

    private DeskData(
        LakeView view, BarSeries bars, MarketContext context, double[] rates, VolSurface?[] surfaces, ChainOrigin origin, ChainSummary[] summaries, string snapshot)
    {
        (View, Bars, Context, RatePerYear, _surfaces, Origin, Summaries, Snapshot) = (view, bars, context, rates, surfaces, origin, summaries, snapshot);
        _features = new Lazy<FeatureMatrix>(() => FeatureEngine.Compute(bars, summaries, context, ExchangeCalendar.Nyse));
    }

    /// <summary>The lake as of the time of the run.</summary>
    public LakeView View { get; }

    /// <summary>Bars of the symbol.</summary>
    public BarSeries Bars { get; }

    /// <summary>Market bars, volatility indices and T-bill yield.</summary>
    public MarketContext Context { get; }

    /// <summary>Continuously compounded pricing rate per session: T-bill yield, else fed funds, else 0.</summary>
    public double[] RatePerYear { get; }

    /// <summary>Origin of the chains behind features and labels.</summary>
    public ChainOrigin Origin { get; }

    /// <summary>Chain summaries, one a bar; default where there is none.</summary>
    public ChainSummary[] Summaries { get; }

    /// <summary>Id of all files that hold bars, chains and series behind these data, whether one read touched them or a stored summary did.</summary>
    public string Snapshot { get; }

    /// <summary>The 84 features of every session, computed when first asked for.</summary>
    public FeatureMatrix Features => _features.Value;

    /// <summary>What the features are computed from.</summary>
    public FeatureRequest FeatureRequest => new(Bars, Summaries, Context);

    /// <summary>Reads one symbol and the market around it.</summary>
    /// <param name="lake">Where missing chain summaries are added.</param>
    /// <param name="view">What is read, and as of when.</param>
    /// <param name="symbol">Upper-case ticker.</param>
    /// <param name="names">Names of the market's series.</param>
    /// <param name="demo">Whether the chains are simulated.</param>
    /// <param name="progress">Share done, in [0, 1]; may be null.</param>
    /// <param name="cancellation">Stops between sessions.</param>
    /// <exception cref="DataUnusableException">The lake holds no bars of the symbol or of the market.</exception>
    public static DeskData Load(
        DataLake lake, LakeView view, string symbol, MarketNames names, bool demo, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        BarSeries bars = LakeMarket.Bars(view, symbol);
        if (bars.Count == 0)
            throw new DataUnusableException($"The lake '{view.Root}' holds no daily bars of {symbol} known by {view.Known:yyyy-MM-dd}. Ingest some with './lab ingest csv FILE --symbol {symbol}', or use '--data demo'.");
        BarSeries market = symbol == names.Market ? bars : LakeMarket.Bars(view, names.Market);
        if (market.Count == 0)
            throw new DataUnusableException($"The lake '{view.Root}' holds no daily bars of {names.Market}, the market that features of {symbol} compare with. Ingest them with './lab ingest csv FILE --symbol {names.Market}'.");
        return Load(lake, view, bars, Surroundings.Read(view, names, market), names, demo, progress, cancellation);
    }

    /// <summary>The same from bars and market series already read: what many symbols share is read once.</summary>
    internal static DeskData Load(
        DataLake lake, LakeView view, BarSeries bars, Surroundings around, MarketNames names, bool demo, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        string symbol = bars.Symbol;
        MarketContext context = around.Context;
        double[] rates = Rates(bars.Sessions, context.TBill13W, around.FedFunds);
        MarketContext pricing = context with { TBill13W = new DailySeries(names.TBill13W, bars.Sessions, rates) };
        VolSurface?[] surfaces = ModelledChainSurfaces.Of(bars, pricing);
        DateOnly[] observed = lake.Files(Datasets.Chains, LakeFilter.Equal("underlying", symbol)).Count == 0 ? [] : LakeMarket.ChainSessions(view, symbol);
        ChainOrigin origin = demo ? ChainOrigin.Demo : Covers(bars.Sessions, observed) ? ChainOrigin.Observed : ChainOrigin.Modelled;
        ChainSummary[] summaries = origin == ChainOrigin.Modelled
            ? ModelledSummaries(bars, surfaces)
            : StoredSummaries(lake, view, bars, observed, origin, progress, cancellation);
        return new DeskData(view, bars, context, rates, surfaces, origin, summaries, SnapshotOf(lake, view, symbol, names));
    }

    /// <summary>
    /// The chain at a session's close: observed when the lake holds one, else modelled from the volatility index; null when neither
    /// can be.
    /// </summary>
    public OptionChain? ChainAt(DateOnly session)
    {
        int row = Bars.IndexOf(session);
        if (row < 0)
            return null;
        return LakeMarket.Chain(View, Bars.Symbol, session)
            ?? (_surfaces[row] is { } surface ? ModelledChain.Build(Bars.Symbol, session, Bars.Close[row], surface) : null);
    }

    /// <summary>What legs of a chain must offer: beside the usual, observed quotes must not be those of the session before.</summary>
    public LiquidityRules Liquidity(OptionChain chain)
    {
        ArgumentNullException.ThrowIfNull(chain);
        int row = Bars.IndexOf(chain.Session);
        OptionChain? before = chain.Origin == ChainOrigin.Observed && row > 0 ? LakeMarket.Chain(View, Bars.Symbol, Bars.Sessions[row - 1]) : null;
        return LiquidityRules.Default with { Previous = before?.Origin == ChainOrigin.Observed ? before : null };
    }

    /// <summary>All chains of the origin behind the features, for labels.</summary>
    public ChainHistory ChainHistory() => ChainHistory(Bars.Sessions[0]);

    /// <summary>The same from a session on, which reads less.</summary>
    public ChainHistory ChainHistory(DateOnly from)
    {
        ChainHistory history = Origin == ChainOrigin.Modelled
            ? ChainHistories.FromSurface(Bars, _surfaces)
            : ChainHistories.FromChains(Bars.Symbol, Bars.Sessions, [.. LakeMarket.Chains(View, Bars.Symbol, from, Bars.Sessions[^1])]);
        // Modelled chains stand on the bars' split basis, observed ones on that of their own day.
        IReadOnlyList<(DateOnly Session, double Ratio)> splits = Origin == ChainOrigin.Modelled ? LakeMarket.Splits(View, Bars.Symbol) : [];
        return history with
        {
            Dividends = [.. LakeMarket.Dividends(View, Bars.Symbol).Select(paid => new ExDividend(
                paid.ExSession, splits.Where(split => split.Session > paid.ExSession).Aggregate(paid.Cash, (cash, split) => cash / split.Ratio)))],
        };
    }

    /// <summary>What adjusts the parameter rules at a session; NaN parts when it has no bar.</summary>
    public RuleContext Rules(DateOnly session)
    {
        int row = Bars.IndexOf(session);
        return row < 0 ? new RuleContext(double.NaN, double.NaN, double.NaN) : new RuleContext(Feature("iv_rank252", row), Feature("close_to_sma50", row), Feature("atr14_pct", row));
    }

    /// <summary>One feature of one row.</summary>
    public double Feature(string name, int row) => Features.Columns[FeatureCatalog.IndexOf(name)][row];

    // What a run reads depends on what was cached before it; what its data depend on does not.
    private static string SnapshotOf(DataLake lake, LakeView view, string symbol, MarketNames names) => view.SnapshotOf(
    [
        .. lake.Files(Datasets.Bars, LakeFilter.Equal("symbol", symbol)),
        .. symbol == names.Market ? [] : lake.Files(Datasets.Bars, LakeFilter.Equal("symbol", names.Market)),
        .. lake.Files(Datasets.Chains, LakeFilter.Equal("underlying", symbol)),
        .. lake.Files(Datasets.Actions, LakeFilter.Equal("symbol", symbol)),
        .. new[] { names.Vix, names.Vix3M, names.TBill13W, names.FedFunds, names.Skew }.SelectMany(name => lake.Files(Datasets.Series, LakeFilter.Equal("name", name))),
    ]);

    private static double[] Rates(DateOnly[] sessions, DailySeries treasuryBill, DailySeries fedFunds)
    {
        double[] rates = treasuryBill.AlignTo(sessions), otherwise = fedFunds.AlignTo(sessions);
        for (int i = 0; i < rates.Length; i++)
            rates[i] = !double.IsNaN(rates[i]) ? rates[i] : double.IsNaN(otherwise[i]) ? 0 : otherwise[i];
        return rates;
    }

    private static bool Covers(DateOnly[] sessions, DateOnly[] observed)
    {
        DateOnly[] recent = sessions[^Math.Min(CoverageSessions, sessions.Length)..];
        var known = new HashSet<DateOnly>(observed);
        return recent.Count(known.Contains) >= ObservedCoverage * recent.Length;
    }

    private static ChainSummary[] ModelledSummaries(BarSeries bars, VolSurface?[] surfaces)
    {
        var summaries = new ChainSummary[bars.Count];
        for (int i = 0; i < summaries.Length; i++)
        {
            if (surfaces[i] is { } surface)
                summaries[i] = ModelledChainSummary.Of(bars.Sessions[i], bars.Close[i], surface);
        }

        return summaries;
    }

    // Summarising a chain needs all its quotes, so the result is kept; only sessions without one are computed.
    private static ChainSummary[] StoredSummaries(
        DataLake lake, LakeView view, BarSeries bars, DateOnly[] observed, ChainOrigin origin, IProgress<double>? progress, CancellationToken cancellation)
    {
        Dictionary<DateOnly, ChainSummary> stored = LakeMarket.Summaries(view, bars.Symbol, SummaryVersion)
            .Where(summary => summary.Origin == origin).ToDictionary(summary => summary.Session);
        DateOnly[] missing = [.. observed.Where(session => !stored.ContainsKey(session))];
        if (missing.Length > 0)
        {
            var made = new List<ChainSummary>(missing.Length);
            foreach (OptionChain chain in LakeMarket.Chains(view, bars.Symbol, missing[0], missing[^1]))
            {
                cancellation.ThrowIfCancellationRequested();
                if (stored.ContainsKey(chain.Session))
                    continue;
                ChainSummary summary = ChainSummaries.Summarise(chain);
                made.Add(summary);
                stored[chain.Session] = summary;
                progress?.Report((double)made.Count / missing.Length);
            }

            LakeMarket.AppendSummaries(lake, bars.Symbol, made, SummaryVersion, "computed");
        }

        return [.. bars.Sessions.Select(session => stored.GetValueOrDefault(session))];
    }

    /// <summary>What the symbols of one market share.</summary>
    /// <param name="Context">Market bars, volatility indices and T-bill yield.</param>
    /// <param name="FedFunds">Effective fed funds rate, fraction a year.</param>
    internal sealed record Surroundings(MarketContext Context, DailySeries FedFunds)
    {
        public static Surroundings Read(LakeView view, MarketNames names, BarSeries market) => new(
            new MarketContext(market, LakeMarket.Series(view, names.Vix), LakeMarket.Series(view, names.Vix3M), LakeMarket.Series(view, names.TBill13W), LakeMarket.Series(view, names.Skew)),
            LakeMarket.Series(view, names.FedFunds));
    }
}
