using ResearchLab.Basics;
using ResearchLab.Daily;
using ResearchLab.Journal;
using ResearchLab.Lake;
using ResearchLab.Options;
using ResearchLab.Time;

namespace ResearchLab;

/// <summary>
/// The one door for notebooks, tests and the runner: a folder of data with its lake, journal, models and reports, and the pipeline
/// over them. What a cell calls here is what the schedule runs. Not thread-safe; open one per thread.
/// </summary>
public sealed partial class Lab : IDisposable
{
    private readonly List<LakeView> _views = [];
    private readonly string _root;
    private DateOnly _simulatedThrough;
    private SessionData? _newest;

    private Lab(LabOptions options, string root, string? demoSymbol)
    {
        (Options, _root, DemoSymbol) = (options, root, demoSymbol);
        Names = demoSymbol is null ? MarketNames.UnitedStates : MarketNames.Demo;
        // It can be set once a process, before the first use.
        if (options.LightGbmPath is { } lightGbm && lightGbm != LightGbm.LightGbmLibrary.Path)
            LightGbm.LightGbmLibrary.Path = lightGbm;
        // A simulated session is recorded at its own close: two fresh demos of one seed are the same to the byte.
        DemoClock = demoSymbol is null ? null : new MarketClock();
        Lake = new DataLake(Path.Combine(root, "lake"), DemoClock ?? options.Time) { IsSimulated = DemoClock is not null };
        Journal = demoSymbol is null && options.JournalConnection is { } connection
            ? JournalStore.Open(connection, options.Time)
            : JournalStore.Embedded(Path.Combine(root, "journal.duckdb"), options.Time);
    }

    /// <summary>Options the lab was opened with.</summary>
    public LabOptions Options { get; }

    /// <summary>Symbol of the simulated underlying, or null in a lab of ingested data.</summary>
    public string? DemoSymbol { get; }

    /// <summary>The lake.</summary>
    public DataLake Lake { get; }

    /// <summary>The journal.</summary>
    public JournalStore Journal { get; }

    /// <summary>Deciding a session, and what was decided.</summary>
    public LabDaily Daily => new(this);

    /// <summary>Training, judging and explaining models.</summary>
    public LabModels Models => new(this);

    /// <summary>What became of trades, and what departures from the rules change.</summary>
    public LabTrades Trades => new(this);

    /// <summary>The account as of a session.</summary>
    public LabBook Book => new(this);

    /// <summary>The desk on paper.</summary>
    public LabDesk Desk => new(this);

    /// <summary>Keeping the features of the lake up to date.</summary>
    public LabFeatures Features => new(this);

    /// <summary>The exchange calendar.</summary>
    public ExchangeCalendar Calendar => ExchangeCalendar.Nyse;

    /// <summary>Where reports are written.</summary>
    public string ReportsFolder => Path.Combine(_root, "reports");

    /// <summary>The last session whose end-of-day data can be known now.</summary>
    public DateOnly LastSession => Calendar.LastCompleted(Options.Time.GetUtcNow() - KnownAt.DailyLag);

    internal MarketNames Names { get; }

    private MarketClock? DemoClock { get; }

    internal string ModelsFolder => Path.Combine(_root, "models");

    /// <summary>A lab over ingested data.</summary>
    /// <param name="options">Options; those of this machine by default.</param>
    public static Lab Open(LabOptions? options = null)
    {
        options = (options ?? LabOptions.FromEnvironment()).Validated();
        return new Lab(options, options.DataFolder, null);
    }

    /// <summary>A lab over the simulated market, in a folder of its own; everything it yields is marked DEMO.</summary>
    /// <param name="symbol">Name of the simulated underlying.</param>
    /// <param name="seed">Seed of the market.</param>
    /// <param name="options">Options; those of this machine by default.</param>
    public static Lab OpenDemo(string symbol = "SMH", ulong seed = 1, LabOptions? options = null)
    {
        options = (options ?? LabOptions.FromEnvironment()).Validated() with { Seed = seed };
        return new Lab(options, Path.Combine(options.DataFolder, "demo", $"{symbol.ToLowerInvariant()}-{seed}"), symbol.ToUpperInvariant());
    }

    /// <summary>Whether the lake holds daily bars of a symbol.</summary>
    public bool HasBars(string symbol) => Lake.Files(Datasets.Bars, LakeFilter.Equal("symbol", symbol)).Count > 0;

    /// <summary>Everything that was known of a symbol at the close of a session. A demo first simulates what is missing.</summary>
    /// <param name="symbol">Ticker.</param>
    /// <param name="session">Session; the last completed one by default.</param>
    /// <param name="progress">Where to report progress.</param>
    /// <param name="cancellation">Stops at the next safe point.</param>
    /// <exception cref="NotASessionException">The exchange is closed on that date.</exception>
    /// <exception cref="DataUnusableException">The lake does not hold the data, or it is in the future.</exception>
    public SessionData Data(string symbol, DateOnly? session = null, IProgress<RunProgress>? progress = null, CancellationToken cancellation = default)
    {
        SessionData data = Read(symbol, session ?? LastSession, progress, cancellation);
        return data.Chains.Modelled > data.Chains.Observed ? RequireIndex(data) : data;
    }

    /// <summary>
    /// The same for one who wants the chain of that very session: the volatility index is asked for only where the lake holds no quotes of it, however
    /// many other sessions have none.
    /// </summary>
    /// <inheritdoc cref="Data" path="/param"/>
    /// <exception cref="NotASessionException">The exchange is closed on that date.</exception>
    /// <exception cref="DataUnusableException">The lake does not hold the data, or it is in the future.</exception>
    public SessionData DataOfChain(string symbol, DateOnly? session = null, IProgress<RunProgress>? progress = null, CancellationToken cancellation = default)
    {
        DateOnly day = session ?? LastSession;
        SessionData data = Read(symbol, day, progress, cancellation);
        return data.SeenChain(day) is null && data.OriginAt(day) is ChainOrigin.Modelled ? RequireIndex(data) : data;
    }

    private SessionData RequireIndex(SessionData data)
    {
        if (data.Context.Vix.Sessions.Length > 0)
            return data;
        string symbol = data.Bars.Symbol;
        string held = data.Chains.Observed == 0
            ? $"neither option chains of {symbol} nor"
            : Invariant($"option chains of {symbol} on {data.Chains.Observed:#,0} of {data.Bars.Count:#,0} sessions only, and not");
        throw new DataUnusableException($"The lake holds {held} the series '{Names.Vix}' to model {(data.Chains.Observed == 0 ? "them" : "the others")} "
            + $"from. Ingest the volatility index with './lab ingest csv FILE --series {Names.Vix}=close'.");
    }

    private SessionData Read(string symbol, DateOnly day, IProgress<RunProgress>? progress, CancellationToken cancellation)
    {
        RequireKnown(day);
        if (DemoSymbol is not null)
        {
            if (symbol != DemoSymbol)
                throw new UsageException($"This demo simulates {DemoSymbol}; open another with Lab.OpenDemo(\"{symbol}\").");
            Simulate(symbol, day, progress, cancellation);
        }

        LakeView view = Lake.AsOf(KnownAt.Daily(day), DemoSymbol is null ? null : DateTimeOffset.MaxValue);
        // The close of a session and its recommendation read the same: while no file has come or gone, it need not be read twice.
        if (_newest is { } newest && newest.Bars.Symbol == symbol && newest.View.Known == view.Known
            && newest.Snapshot == SessionData.SnapshotOf(Lake, view, symbol, Names))
        {
            view.Dispose();
            return newest;
        }

        // What was read before keeps its files and times, and opens an engine again when it is read again: a loop over sessions holds one.
        _views.ForEach(earlier => earlier.Rest());
        _views.Add(view);
        SessionData data = SessionData.Load(
            Lake, view, symbol, Names, DemoSymbol is not null, RunProgress.Part(progress, "summarising option chains", 0.15, 0.25), cancellation);
        if (data.Bars.Sessions[^1] != day)
            throw new DataUnusableException(Invariant($"The newest bar of {symbol} known by the close of {day:yyyy-MM-dd} is of ")
                + Invariant($"{data.Bars.Sessions[^1]:yyyy-MM-dd}. Ingest newer bars, or ask for '--session {data.Bars.Sessions[^1]:yyyy-MM-dd}'."));
        return _newest = data;
    }

    /// <summary>The lake as it can be known now; a demo's as of its own last session.</summary>
    public LakeView View() => DemoSymbol is null ? Lake.Now() : Lake.AsOf(KnownAt.Daily(LastSession), DateTimeOffset.MaxValue);

    /// <summary>Closes what was read: data of this lab can no longer read chains.</summary>
    public void Dispose()
    {
        foreach (LakeView view in _views)
            view.Dispose();
        _views.Clear();
    }

    internal void Simulate(string symbol, DateOnly day, IProgress<RunProgress>? progress, CancellationToken cancellation)
    {
        DemoClock!.Set(KnownAt.Daily(day));
        if (day <= _simulatedThrough)
            return;
        DemoIngest.Run(Lake, symbol, Options.Seed, day, RunProgress.Part(progress, "simulating the market", 0, 0.15), cancellation, Canary);
        _simulatedThrough = day;
    }

    internal ModelBuilder ModelBuilder(DailyRunRequest request) => new(Lake, Journal, ModelsFolder, request);

    internal DailyRunRequest Request(string symbol, DateOnly session) => new()
    {
        Symbol = symbol,
        Session = session,
        Demo = DemoSymbol is not null,
        Seed = Options.Seed,
        AccountValue = Options.AccountValue,
        Limits = Options.Limits,
        RequireEdge = Options.RequireEdge,
        Costs = Options.Costs,
        Watchlist = DemoSymbol is null ? Options.Watchlist : [],
        Names = Names,
        CodeVersion = Options.CodeVersion,
        Threads = Options.Threads,
        Overridden = Options.Overridden,
    };

    internal void RequireKnown(DateOnly session)
    {
        if (!Calendar.IsSession(session))
            throw new NotASessionException(session, Calendar.ClosedReason(session) ?? "closed");
        if (session > LastSession)
            throw new UsageException(Invariant($"Session {session:yyyy-MM-dd} is not over: its data is known from {KnownAt.Daily(session):yyyy-MM-dd HH:mm} ")
                + Invariant($"UTC. The last completed session is {LastSession:yyyy-MM-dd}."));
    }

    /// <summary>The clock of a simulated market: it stands at the close of the session that is being run.</summary>
    private sealed class MarketClock : TimeProvider
    {
        private DateTimeOffset _now = DateTimeOffset.UnixEpoch;

        public void Set(DateTimeOffset now) => _now = now;

        public override DateTimeOffset GetUtcNow() => _now;
    }
}
