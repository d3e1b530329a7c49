using ResearchLab.Backtesting;
using ResearchLab.Basics;
using ResearchLab.Features;
using ResearchLab.Lake;
using ResearchLab.Market;
using ResearchLab.Models;
using ResearchLab.Options;
using ResearchLab.Time;

namespace ResearchLab.Daily;

/// <summary>
/// Everything a run knows of one symbol as of one time: what notebooks explore, the trainer learns from and the daily run decides on.
/// </summary>
public sealed class SessionData
{
    /// <summary>
    /// Log of spot over close up to which a chain and its bar are prices of one unit of the underlying: snapshots within the session differ by less,
    /// splits by more.
    /// </summary>
    public const double MostBasisGap = 0.15;

    /// <summary>
    /// Version of <see cref="ChainSummaries.Summarise"/>, and of which chains get a summary; a change makes stored ones of older versions unused.
    /// </summary>
    private const int SummaryVersion = 4;

    private readonly ModelledMarket _modelled;
    private readonly Lazy<FeatureMatrix> _features;
    private readonly Lazy<MarketRegime[]> _regimes;

    private SessionData(
        LakeView view, BarSeries bars, MarketContext context, IReadOnlyList<CarriedValue> carried, double[] rates, ModelledMarket modelled,
        ChainSummary[] summaries, string snapshot)
    {
        (View, Bars, Context, Carried, RatePerYear, _modelled, Summaries, Snapshot) = (view, bars, context, carried, rates, modelled, summaries, snapshot);
        Chains = ChainMix.Of(bars.Sessions, Array.ConvertAll(summaries, OriginOf));
        _features = new Lazy<FeatureMatrix>(() => FeatureEngine.Compute(bars, summaries, Context, ExchangeCalendar.Nyse));
        _regimes = new Lazy<MarketRegime[]>(() => Features.Regimes());
    }

    /// <summary>The lake as of the time of the run.</summary>
    public LakeView View { get; }

    /// <summary>Bars of the symbol.</summary>
    public BarSeries Bars { get; }

    /// <summary>Market bars, volatility indices and T-bill yield.</summary>
    public MarketContext Context { get; }

    /// <summary>Market series whose newest value is older than the last bar.</summary>
    public IReadOnlyList<CarriedValue> Carried { get; }

    /// <summary>Sessions whose chain is modelled although the volatility index had not begun: its level is estimated from realised volatility.</summary>
    public int WithoutIndex => Context.Vix.AlignTo(Bars.Sessions).Where((vix, row) => !(vix > 0) && OriginOf(Summaries[row]) == ChainOrigin.Modelled).Count();

    /// <summary>Continuously compounded pricing rate per session: T-bill yield, else fed funds, else 0.</summary>
    public double[] RatePerYear { get; }

    /// <summary>What a dollar of cash earned from the session before a row to that row; 0 on the first.</summary>
    /// <param name="row">Index of the bar.</param>
    public double RiskFreeReturn(int row) =>
        row == 0 ? 0 : Math.Exp(RatePerYear[row - 1] * (Bars.Sessions[row].DayNumber - Bars.Sessions[row - 1].DayNumber) / 365.0) - 1;

    /// <summary>
    /// Origins of the chains behind features and labels. It is decided a session at a time: observed where the lake holds a chain broad enough to choose
    /// from (<see cref="ChainBreadth"/>), else modelled.
    /// </summary>
    public ChainMix Chains { get; }

    /// <summary>The least real of them.</summary>
    public ChainOrigin Origin => Chains.Weakest;

    /// <summary>Constants of the modelled chains: one vintage for all sessions, that of the time of the view.</summary>
    public ChainModel ChainModel => _modelled.Model;

    /// <summary>What the forwards of modelled chains know of dividends at a session; null when it has no bar.</summary>
    public Carry? CarryAt(DateOnly session) => Bars.IndexOf(session) is >= 0 and var row ? _modelled.Carries[row] : null;

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
    public static SessionData Load(
        DataLake lake, LakeView view, string symbol, MarketNames names, bool demo, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        BarSeries bars = LakeMarket.Bars(view, symbol);
        if (bars.Count == 0 && LakeAhead.Remark(lake, Datasets.Bars, LakeFilter.Equal("symbol", symbol)) is { } ahead)
            throw new DataUnusableException($"No daily bar of {symbol} can be read: {ahead}");
        if (bars.Count == 0 && lake.Files(Datasets.Bars, LakeFilter.Equal("symbol", symbol)).Count > 0)
        {
            using LakeView all = lake.AsOf(DateTimeOffset.MaxValue, DateTimeOffset.MaxValue);
            if (LakeMarket.Bars(all, symbol) is { Count: > 0 } later)
                throw new DataUnusableException(Invariant($"No daily bar of {symbol} was known by {view.Known:yyyy-MM-dd}: ")
                    + Invariant($"its bars begin on {later.Sessions[0]:yyyy-MM-dd}. Name that session or a later one."));
        }

        if (bars.Count == 0)
            throw new DataUnusableException(Invariant($"The lake '{view.Root}' holds no daily bars of {symbol} known by {view.Known:yyyy-MM-dd}. ")
                + Invariant($"Ingest some with './lab ingest csv FILE --symbol {symbol}', or use '--data demo'."));
        BarSeries market = symbol == names.Market ? bars : LakeMarket.Bars(view, names.Market);
        if (market.Count == 0)
            throw new DataUnusableException($"The lake '{view.Root}' holds no daily bars of {names.Market}, the market that features of {symbol} compare "
                + $"with. Ingest them with './lab ingest csv FILE --symbol {names.Market}'.");
        return Load(lake, view, bars, Surroundings.Read(view, names, market), names, demo, progress, cancellation);
    }

    /// <summary>The same from bars and market series already read: what many symbols share is read once.</summary>
    internal static SessionData Load(
        DataLake lake, LakeView view, BarSeries bars, Surroundings around, MarketNames names, bool demo, IProgress<double>? progress = null,
        CancellationToken cancellation = default)
    {
        string symbol = bars.Symbol;
        MarketContext context = around.Context;
        double[] rates = Rates(bars.Sessions, context.TBill13W, around.FedFunds);
        MarketContext pricing = context with { TBill13W = new DailySeries(names.TBill13W, bars.Sessions, rates) };
        Dictionary<DateOnly, ChainSummary> seen = SeenSummaries(lake, view, symbol, demo ? ChainOrigin.Demo : ChainOrigin.Observed, progress, cancellation);
        // A symbol without chains of its own learns from those of the index.
        string fitted = demo || seen.Count > 0 || names.Index.Length == 0 ? symbol : names.Index;
        Dictionary<DateOnly, ChainSummary> learned = fitted == symbol ? seen : SeenSummaries(lake, view, fitted, ChainOrigin.Observed, progress, cancellation);
        ModelledMarket modelled = ModelledMarket.Of(view, bars, pricing, demo ? [] : [.. learned.Values.OrderBy(summary => summary.Session)], fitted);
        ChainSummary[] summaries = Summarise(bars, modelled.Surfaces, demo, seen);
        return new SessionData(view, bars, context, CarriedValue.Of(bars.Sessions[^1], context, around.FedFunds, names), rates, modelled, summaries,
            SnapshotOf(lake, view, symbol, names));
    }

    /// <summary>The same of the sessions up to one.</summary>
    public ChainMix ChainsThrough(DateOnly session)
    {
        DateOnly[] known = [.. Bars.Sessions.TakeWhile(one => one <= session)];
        return ChainMix.Of(known, [.. Summaries.Take(known.Length).Select(OriginOf)]);
    }

    /// <summary>Origin of the chain of a session; null when it has none.</summary>
    public ChainOrigin? OriginAt(DateOnly session) => Bars.IndexOf(session) is >= 0 and var row ? OriginOf(Summaries[row]) : null;

    /// <summary>
    /// The chain at a session's close: observed when the lake holds one broad enough to choose from, else modelled from the volatility index;
    /// null when neither can be.
    /// </summary>
    public OptionChain? ChainAt(DateOnly session) => OriginAt(session) switch
    {
        null => null,
        ChainOrigin.Modelled when Bars.IndexOf(session) is var row =>
            ModelledChain.Build(Bars.Symbol, session, Bars.Close[row], _modelled.Surfaces[row]!.Value),
        _ => SeenChain(session),
    };

    /// <summary>What legs of a chain must offer: beside the usual, observed quotes must not be those of the session before.</summary>
    public LiquidityRules Liquidity(OptionChain chain)
    {
        ArgumentNullException.ThrowIfNull(chain);
        int row = Bars.IndexOf(chain.Session);
        OptionChain? before = chain.Origin == ChainOrigin.Observed && row > 0 ? LakeMarket.Chain(View, Bars.Symbol, Bars.Sessions[row - 1]) : null;
        return LiquidityRules.Default with { Previous = before?.Origin == ChainOrigin.Observed ? before : null };
    }

    /// <summary>What the lake holds of a session's quotes, also where they are too few to choose from; null when it holds none.</summary>
    public OptionChain? SeenChain(DateOnly session) => Bars.IndexOf(session) >= 0 ? LakeMarket.Chain(View, Bars.Symbol, session) : null;

    /// <summary>State of the market at a session's close; unknown when it has no bar.</summary>
    public MarketRegime RegimeAt(DateOnly session) => Bars.IndexOf(session) is >= 0 and var row ? _regimes.Value[row] : default;

    /// <summary>All chains behind the features, for labels.</summary>
    public ChainHistory ChainHistory() => ChainHistory(Bars.Sessions[0]);

    /// <summary>The same from a session on, which reads less.</summary>
    public ChainHistory ChainHistory(DateOnly from) => Quotes(from) with { RegimeAt = RegimeAt };

    private ChainHistory Quotes(DateOnly from)
    {
        ExDividend[] paid = [.. LakeMarket.Dividends(View, Bars.Symbol).Select(one => new ExDividend(one.ExSession, one.Cash))];
        if (Origin == ChainOrigin.Demo)
            return Quoted(from) with { Dividends = paid };
        // Modelled chains stand on the bars' split basis, observed ones on that of their own day.
        ChainHistory modelled = ChainHistories.FromSurface(Bars, _modelled.Surfaces) with
        {
            Dividends = [.. _modelled.Dividends.Select(one => new ExDividend(one.ExSession, one.Cash))],
        };
        DateOnly[] broad = [.. Summaries.Where(summary => summary.Session >= from && OriginOf(summary) == ChainOrigin.Observed)
            .Select(summary => summary.Session)];
        if (broad.Length == 0)
            return modelled;
        ChainHistory observed = Quoted(broad[0], broad[^1]);
        return ChainHistories.BySession(modelled, observed with { Dividends = paid, SpotAt = session => Settled(observed.Spot(session), session) }, broad);
    }

    private ChainHistory Quoted(DateOnly from, DateOnly? through = null) =>
        ChainHistories.FromChains(Bars.Symbol, Bars.Sessions, [.. LakeMarket.Chains(View, Bars.Symbol, from, through ?? Bars.Sessions[^1])]);

    // What settles does so on the close, which a snapshot within the session is not; after a later split the bar is of another unit.
    private double Settled(double quoted, DateOnly session)
    {
        double close = Bars.IndexOf(session) is >= 0 and var row ? Bars.Close[row] : double.NaN;
        return close > 0 && !(Math.Abs(Math.Log(quoted / close)) > MostBasisGap) ? close : quoted;
    }

    /// <summary>Price level and chain-model error that labels of a training as of a session are made with.</summary>
    /// <param name="through">Session of knowledge.</param>
    public LabelPricing PricingOfLabels(DateOnly through) => LabelPricing.AsOf(Bars, through, ChainModel);

    /// <summary>What adjusts the parameter rules at a session; NaN parts when it has no bar.</summary>
    public RuleContext Rules(DateOnly session)
    {
        int row = Bars.IndexOf(session);
        return row < 0 ? new RuleContext(double.NaN, double.NaN, double.NaN) : new RuleContext(Feature("iv_rank252", row), Feature("close_to_sma50", row),
            Feature("atr14_pct", row));
    }

    /// <summary>One feature of one row.</summary>
    public double Feature(string name, int row) => Features.Columns[FeatureCatalog.IndexOf(name)][row];

    // What a run reads depends on what was cached before it; what its data depend on does not.
    internal static string SnapshotOf(DataLake lake, LakeView view, string symbol, MarketNames names) => view.SnapshotOf(
    [
        .. lake.Files(Datasets.Bars, LakeFilter.Equal("symbol", symbol)),
        .. symbol == names.Market ? [] : lake.Files(Datasets.Bars, LakeFilter.Equal("symbol", names.Market)),
        .. lake.Files(Datasets.Chains, LakeFilter.Equal("underlying", symbol)),
        .. names.Index.Length == 0 || symbol == names.Index ? [] : lake.Files(Datasets.Chains, LakeFilter.Equal("underlying", names.Index)),
        .. lake.Files(Datasets.Actions, LakeFilter.Equal("symbol", symbol)),
        .. new[] { names.Vix, names.Vix3M, names.TBill13W, names.FedFunds, names.Skew }.SelectMany(
            name => lake.Files(Datasets.Series, LakeFilter.Equal("name", name))),
    ]);

    private static double[] Rates(DateOnly[] sessions, DailySeries treasuryBill, DailySeries fedFunds)
    {
        double[] rates = treasuryBill.AlignTo(sessions), otherwise = fedFunds.AlignTo(sessions);
        for (int i = 0; i < rates.Length; i++)
            rates[i] = !double.IsNaN(rates[i]) ? rates[i] : double.IsNaN(otherwise[i]) ? 0 : otherwise[i];
        return rates;
    }

    private static ChainOrigin? OriginOf(ChainSummary summary) => summary.Session == default ? null : summary.Origin;

    private static ChainSummary[] Summarise(BarSeries bars, VolSurface?[] surfaces, bool demo, Dictionary<DateOnly, ChainSummary> seen)
    {
        var summaries = new ChainSummary[bars.Count];
        for (int i = 0; i < summaries.Length; i++)
        {
            if (seen.TryGetValue(bars.Sessions[i], out ChainSummary quoted))
                summaries[i] = quoted;
            else if (!demo && surfaces[i] is { } surface && bars.Close[i] > 0)
                summaries[i] = ModelledChainSummary.Of(bars.Sessions[i], bars.Close[i], surface);
        }

        return summaries;
    }

    // Summarising a chain needs all its quotes, so the result is kept; only sessions without one are computed. A chain too narrow to choose from has no
    // summary: it is small, and looked at again each time, since the rest of it may have come.
    private static Dictionary<DateOnly, ChainSummary> SeenSummaries(
        DataLake lake, LakeView view, string symbol, ChainOrigin origin, IProgress<double>? progress, CancellationToken cancellation)
    {
        DateOnly[] observed = lake.Files(Datasets.Chains, LakeFilter.Equal("underlying", symbol)).Count == 0 ? [] : LakeMarket.ChainSessions(view, symbol);
        if (observed.Length == 0)
            return [];
        Dictionary<DateOnly, ChainSummary> stored = LakeMarket.Summaries(view, symbol, SummaryVersion)
            .Where(summary => summary.Origin == origin).ToDictionary(summary => summary.Session);
        var made = new List<ChainSummary>();
        int done = 0;
        for (int from = 0, to; from < observed.Length; from = to)
        {
            to = from + 1;
            if (stored.ContainsKey(observed[from]))
                continue;
            while (to < observed.Length && !stored.ContainsKey(observed[to]))
                to++;
            foreach (OptionChain chain in LakeMarket.Chains(view, symbol, observed[from], observed[to - 1]))
            {
                cancellation.ThrowIfCancellationRequested();
                progress?.Report((double)done++ / observed.Length);
                if (chain.Origin == origin && (origin == ChainOrigin.Demo || ChainBreadth.IsBroad(chain)))
                    made.Add(ChainSummaries.Summarise(chain));
            }
        }

        foreach (ChainSummary summary in made)
            stored[summary.Session] = summary;
        if (made.Count > 0)
            LakeMarket.AppendSummaries(lake, symbol, made, SummaryVersion, "computed");
        return stored;
    }

    /// <summary>What the symbols of one market share.</summary>
    /// <param name="Context">Market bars, volatility indices and T-bill yield.</param>
    /// <param name="FedFunds">Effective fed funds rate, fraction a year.</param>
    internal sealed record Surroundings(MarketContext Context, DailySeries FedFunds)
    {
        public static Surroundings Read(LakeView view, MarketNames names, BarSeries market) => new(
            new MarketContext(market, LakeMarket.Series(view, names.Vix), LakeMarket.Series(view, names.Vix3M), LakeMarket.Series(view, names.TBill13W),
                LakeMarket.Series(view, names.Skew)),
            LakeMarket.Series(view, names.FedFunds));
    }
}
