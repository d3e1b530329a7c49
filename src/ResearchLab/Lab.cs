using System.Text.Json.Nodes;
using ResearchLab.Desk;
using ResearchLab.Features;
using ResearchLab.Journal;
using ResearchLab.Lake;
using ResearchLab.Market.Sources;
using ResearchLab.Models;
using ResearchLab.Options;
using ResearchLab.Reports;
using ResearchLab.Risk;
using ResearchLab.Time;

namespace ResearchLab;

/// <summary>
/// The one door for notebooks, tests and the runner: a folder of data with its lake, journal, models and reports, and the pipeline
/// over them. What a cell calls here is what the schedule runs. Not thread-safe; open one per thread.
/// </summary>
public sealed partial class Lab : IDisposable
{
    private readonly List<LakeView> _views = [];
    private readonly MarketNames _names;
    private readonly string _root;
    private DateOnly _simulatedThrough;

    private Lab(LabOptions options, string root, string? demoSymbol)
    {
        (Options, _root, DemoSymbol) = (options, root, demoSymbol);
        _names = demoSymbol is null ? MarketNames.UnitedStates : MarketNames.Demo;
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

    /// <summary>The exchange calendar.</summary>
    public ExchangeCalendar Calendar => ExchangeCalendar.Nyse;

    /// <summary>Where reports are written.</summary>
    public string ReportsFolder => Path.Combine(_root, "reports");

    /// <summary>The last session whose end-of-day data can be known now.</summary>
    public DateOnly LastSession => Calendar.LastCompleted(Options.Time.GetUtcNow() - KnownAt.DailyLag);

    private MarketClock? DemoClock { get; }

    private string ModelsFolder => Path.Combine(_root, "models");

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

    /// <summary>The newest recommendation recorded for a symbol, or null.</summary>
    public RecommendationRecord? NewestRecommendation(string symbol) => Journal.FindRecommendations(symbol, 1).FirstOrDefault();

    /// <summary>Everything that was known of a symbol at the close of a session. A demo first simulates what is missing.</summary>
    /// <param name="symbol">Ticker.</param>
    /// <param name="session">Session; the last completed one by default.</param>
    /// <param name="progress">Where to report progress.</param>
    /// <param name="cancellation">Stops at the next safe point.</param>
    /// <exception cref="NotASessionException">The exchange is closed on that date.</exception>
    /// <exception cref="DataUnusableException">The lake does not hold the data, or it is in the future.</exception>
    public DeskData Data(string symbol, DateOnly? session = null, IProgress<RunProgress>? progress = null, CancellationToken cancellation = default)
    {
        DeskData data = Read(symbol, session ?? LastSession, progress, cancellation);
        return data.Chains.Modelled > data.Chains.Observed ? RequireIndex(data) : data;
    }

    /// <summary>
    /// The same for one who wants the chain of that very session: the volatility index is asked for only where the lake holds no quotes of it, however
    /// many other sessions have none.
    /// </summary>
    /// <inheritdoc cref="Data" path="/param"/>
    /// <exception cref="NotASessionException">The exchange is closed on that date.</exception>
    /// <exception cref="DataUnusableException">The lake does not hold the data, or it is in the future.</exception>
    public DeskData DataOfChain(string symbol, DateOnly? session = null, IProgress<RunProgress>? progress = null, CancellationToken cancellation = default)
    {
        DateOnly day = session ?? LastSession;
        DeskData data = Read(symbol, day, progress, cancellation);
        return data.SeenChain(day) is null && data.OriginAt(day) is ChainOrigin.Modelled ? RequireIndex(data) : data;
    }

    // What is explored may be old; what is decided on may not.
    private DeskData DataToDecide(string symbol, DateOnly day, IProgress<RunProgress>? progress, CancellationToken cancellation)
    {
        DeskData data = Data(symbol, day, progress, cancellation);
        CarriedValue.RequireFresh(data);
        return data;
    }

    private DeskData RequireIndex(DeskData data)
    {
        if (data.Context.Vix.Sessions.Length > 0)
            return data;
        string symbol = data.Bars.Symbol;
        string held = data.Chains.Observed == 0 ? $"neither option chains of {symbol} nor" : $"option chains of {symbol} on {data.Chains.Observed:#,0} of {data.Bars.Count:#,0} sessions only, and not";
        throw new DataUnusableException($"The lake holds {held} the series '{_names.Vix}' to model {(data.Chains.Observed == 0 ? "them" : "the others")} from. Ingest the volatility index with './lab ingest csv FILE --series {_names.Vix}=close'.");
    }

    private DeskData Read(string symbol, DateOnly day, IProgress<RunProgress>? progress, CancellationToken cancellation)
    {
        RequireKnown(day);
        if (DemoSymbol is not null)
        {
            if (symbol != DemoSymbol)
                throw new ArgumentException($"This demo simulates {DemoSymbol}; open another with Lab.OpenDemo(\"{symbol}\").", nameof(symbol));
            Simulate(symbol, day, progress, cancellation);
        }

        LakeView view = Lake.AsOf(KnownAt.Daily(day), DemoSymbol is null ? null : DateTimeOffset.MaxValue);
        // What was read before keeps its files and times, and opens an engine again when it is read again: a loop over sessions holds one.
        _views.ForEach(earlier => earlier.Rest());
        _views.Add(view);
        DeskData data = DeskData.Load(
            Lake, view, symbol, _names, DemoSymbol is not null, RunProgress.Part(progress, "summarising option chains", 0.15, 0.25), cancellation);
        if (data.Bars.Sessions[^1] != day)
            throw new DataUnusableException($"The newest bar of {symbol} known by the close of {day:yyyy-MM-dd} is of {data.Bars.Sessions[^1]:yyyy-MM-dd}. Ingest newer bars, or ask for '--session {data.Bars.Sessions[^1]:yyyy-MM-dd}'.");
        return data;
    }

    /// <summary>Computes the features of symbols and adds the sessions the lake does not hold yet; read them back with <see cref="FeatureStore"/>.</summary>
    /// <param name="symbols">Tickers; none for every symbol with bars. A demo has its own symbol only.</param>
    /// <param name="progress">Where to report progress.</param>
    /// <param name="cancellation">Stops between symbols; what was added stays.</param>
    /// <returns>What was done, one a symbol.</returns>
    /// <exception cref="DataUnusableException">The lake holds no bars of a symbol or of the market.</exception>
    public IReadOnlyList<FeatureUpdate> UpdateFeatures(
        IReadOnlyList<string> symbols, IProgress<RunProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(symbols);
        if (DemoSymbol is not null)
        {
            if (symbols.FirstOrDefault(symbol => symbol != DemoSymbol) is { } other)
                throw new ArgumentException($"This demo simulates {DemoSymbol}; open another with Lab.OpenDemo(\"{other}\").", nameof(symbols));
            Simulate(DemoSymbol, LastSession, progress, cancellation);
            symbols = [DemoSymbol];
        }

        using LakeView view = View();
        return FeatureDesk.Update(
            Lake, view, symbols, _names, DemoSymbol is not null, Options.Threads, RunProgress.Part(progress, "computing features", 0.5, 1), cancellation);
    }

    /// <summary>The lake as it can be known now; a demo's as of its own last session.</summary>
    public LakeView View() => DemoSymbol is null ? Lake.Now() : Lake.AsOf(KnownAt.Daily(LastSession), DateTimeOffset.MaxValue);

    /// <summary>
    /// The daily run: data, features, model, parameters, limits, size; recorded in the journal once a session, with an HTML report.
    /// </summary>
    /// <param name="symbol">Ticker; the demo's symbol by default.</param>
    /// <param name="session">Session; the last completed one by default.</param>
    /// <param name="progress">Where to report progress.</param>
    /// <param name="cancellation">Stops at the next safe point; running again goes on.</param>
    /// <param name="steps">Told of each step when it begins and when it ends.</param>
    /// <exception cref="NotASessionException">The exchange is closed on that date.</exception>
    /// <exception cref="DataUnusableException">The data is missing, stale or too short.</exception>
    public LabRun Run(
        string? symbol = null, DateOnly? session = null, IProgress<RunProgress>? progress = null, CancellationToken cancellation = default, IProgress<StepRun>? steps = null)
    {
        string ticker = symbol ?? DemoSymbol ?? throw new ArgumentException("Name the symbol to run.", nameof(symbol));
        DateOnly day = session ?? LastSession;
        RequireKnown(day);
        DailyRunRequest request = Request(ticker, day);
        string runId = Journal.BeginRun(ticker, day, request.ConfigHash, request.CodeVersion, request.Seed);
        try
        {
            LabRun run = Execute(request, runId, progress, steps, cancellation);
            Journal.EndRun(runId);
            return run;
        }
        catch (Exception error)
        {
            NoteFailure(runId, error);
            throw;
        }
    }

    /// <summary>The decision of a session as configured and with other settings, side by side. Nothing is recorded, and the desk is the configured one for both.</summary>
    /// <param name="changes">What to change, as in <see cref="LabOptions.With"/>.</param>
    /// <param name="symbol">Ticker; the demo's symbol by default.</param>
    /// <param name="session">Session; the last completed one by default.</param>
    /// <param name="progress">Where to report progress.</param>
    /// <param name="cancellation">Stops at the next safe point.</param>
    /// <exception cref="ConfigurationException">A change cannot be made.</exception>
    /// <exception cref="DataUnusableException">The data is missing, stale or too short.</exception>
    public (Recommendation Configured, Recommendation Otherwise) WhatIf(
        string changes, string? symbol = null, DateOnly? session = null, IProgress<RunProgress>? progress = null, CancellationToken cancellation = default)
    {
        LabOptions other = Options.With(changes);
        string ticker = symbol ?? DemoSymbol ?? throw new ArgumentException("Name the symbol to run.", nameof(symbol));
        DateOnly day = session ?? LastSession;
        DeskData data = DataToDecide(ticker, day, progress, cancellation);
        DailyRunRequest request = Request(ticker, day);
        ModelDesk desk = ModelDesk(request);
        using TrainedModel model = desk.FindOrTrain(data, progress, cancellation);
        DeskModel made = desk.Desk(model, progress, cancellation);
        Recommendation Decide(DailyRunRequest one) => DailyRun.Decide(one, data, model, made, () => desk.Outcomes(model, withCorners: false), PortfolioState.Flat(one.AccountValue), data.Snapshot);
        return (Decide(request), Decide(request with { AccountValue = other.AccountValue, Limits = other.Limits, Overridden = other.Overridden }));
    }

    /// <summary>Closes what was read: data of this lab can no longer read chains.</summary>
    public void Dispose()
    {
        foreach (LakeView view in _views)
            view.Dispose();
        _views.Clear();
    }

    private LabRun Execute(DailyRunRequest request, string runId, IProgress<RunProgress>? progress, IProgress<StepRun>? steps, CancellationToken cancellation)
    {
        string PageOf(Recommendation decided) => Path.Combine(ReportsFolder, DailyReports.FileName(decided));
        var walked = new List<StepRun>();
        bool WritePage(DailyContext context)
        {
            // The page of a recorded decision stays as it was written; one that was lost is made again from the record.
            string page = PageOf(context.Decided);
            bool missing = context.IsFirst || !File.Exists(page);
            if (missing)
                DailyReports.Write(page, context.Recommendation, context.Data, context.Model, LabRun.Times(walked), context.Note, PlotlySource.For(page, Options.Home, Options.SelfContainedPages));
            ReportIndex.Write(ReportsFolder);
            return missing;
        }

        using var context = new DailyContext(request, runId, Journal, ModelDesk(request))
        {
            Ingest = said => Ingest(request, said, progress, cancellation),
            Read = () => DataToDecide(request.Symbol, request.Session, progress, cancellation),
            WritePage = WritePage,
            PageOf = PageOf,
            Progress = progress,
            Cancellation = cancellation,
        };
        var key = new FlowKey(DailyFlow.Flow.Name, request.Symbol, request.Session, request.ConfigHash);
        IReadOnlyList<StepRun> all = DailyFlow.Flow.Walk(context, key, runId, Journal, Options.Time, new Seen(walked, steps), cancellation);
        return new LabRun(context.Recommendation, context.Model.Card, runId, PageOf(context.Decided), all, context.IsFirst)
        {
            Document = context.Document,
            DecidedAgain = context.Note.Length > 0 ? context.Decided : null,
        };
    }

    private void Simulate(string symbol, DateOnly day, IProgress<RunProgress>? progress, CancellationToken cancellation)
    {
        DemoClock!.Set(KnownAt.Daily(day));
        if (day <= _simulatedThrough)
            return;
        DemoIngest.Run(Lake, symbol, Options.Seed, day, RunProgress.Part(progress, "simulating the market", 0, 0.15), cancellation, Canary);
        _simulatedThrough = day;
    }

    private StepOutcome Ingest(DailyRunRequest request, string? said, IProgress<RunProgress>? progress, CancellationToken cancellation)
    {
        if (DemoSymbol == request.Symbol)
            Simulate(request.Symbol, request.Session, progress, cancellation);
        string[] wished = [.. Options.DailySources.Select(wish => wish.ToString())];
        if (DemoSymbol is not null || wished.Length == 0)
            return new StepOutcome($$"""{"market":"{{(DemoSymbol is null ? "lake" : "demo")}}","sources":[]}""");
        // What was asked for this session is not asked again, unless other sources are configured by now.
        if (said is not null && JsonNode.Parse(said)!["sources"]!.AsArray().Select(one => (string?)one!["source"]).SequenceEqual(wished))
            return new StepOutcome(said, Reused: true);
        var done = SourceUpdate.Run(
            Lake, Options.Sources ?? new SourceSettings { Folder = Path.Combine(Options.DataFolder, "sources") }, Options.DailySources, Options.Time,
            RunProgress.Part(progress, "asking the sources", 0, 0.15), cancellation);
        return new StepOutcome(
            new JsonObject { ["market"] = "lake", ["sources"] = new JsonArray([.. done.Select(one => new JsonObject { ["source"] = one.Wish.ToString(), ["rows"] = one.Result.Usable, ["error"] = one.Result.Error })]) }.ToJsonString())
        {
            Failures = [.. done.Where(one => one.Result.Error is not null).Select(one => $"{one.Wish}: {one.Result.Error!.ReplaceLineEndings(" ")}")],
        };
    }

    private void NoteFailure(string runId, Exception error)
    {
        bool stopped = error is OperationCanceledException;
        string reason = stopped ? "stopped" : error.Message.ReplaceLineEndings(" ");
        try
        {
            Journal.EndRun(runId, reason);
            Journal.RecordEvent(stopped ? "stopped" : error is DataUnusableException ? "data_unusable" : "run_failed", reason, runId);
        }
        catch (Exception journal) when (journal is IOException or UnauthorizedAccessException)
        {
            // Why the run failed matters more than that the journal, often for the same reason, could not take it down.
            error.Data["journal"] = journal.Message;
        }
    }

    private ModelDesk ModelDesk(DailyRunRequest request) => new(Lake, Journal, ModelsFolder, request);

    private DailyRunRequest Request(string symbol, DateOnly session) => new()
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
        Names = _names,
        CodeVersion = Options.CodeVersion,
        Threads = Options.Threads,
        Overridden = Options.Overridden,
    };

    private void RequireKnown(DateOnly session)
    {
        if (!Calendar.IsSession(session))
            throw new NotASessionException(session, Calendar.ClosedReason(session) ?? "closed");
        if (session > LastSession)
            throw new ArgumentException($"Session {session:yyyy-MM-dd} is not over: its data is known from {KnownAt.Daily(session):yyyy-MM-dd HH:mm} UTC. The last completed session is {LastSession:yyyy-MM-dd}.", nameof(session));
    }

    /// <summary>Keeps the steps that ended, for the page that one of them writes, and passes them on.</summary>
    private sealed class Seen(List<StepRun> ended, IProgress<StepRun>? next) : IProgress<StepRun>
    {
        public void Report(StepRun value)
        {
            if (value.State != StepState.Running)
                ended.Add(value);
            next?.Report(value);
        }
    }

    /// <summary>The clock of a simulated market: it stands at the close of the session that is being run.</summary>
    private sealed class MarketClock : TimeProvider
    {
        private DateTimeOffset _now = DateTimeOffset.UnixEpoch;

        public void Set(DateTimeOffset now) => _now = now;

        public override DateTimeOffset GetUtcNow() => _now;
    }
}
