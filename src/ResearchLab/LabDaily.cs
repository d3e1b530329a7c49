using System.Text.Json.Nodes;
using ResearchLab.Basics;
using ResearchLab.Daily;
using ResearchLab.Journal;
using ResearchLab.Lake;
using ResearchLab.Market;
using ResearchLab.Market.Sources;
using ResearchLab.Models;
using ResearchLab.Reports;
using ResearchLab.Time;

namespace ResearchLab;

/// <summary>The room of the daily run: deciding a session, looking back at what was decided, and walking the whole decision forward.</summary>
public sealed class LabDaily
{
    private readonly Lab _lab;

    internal LabDaily(Lab lab) => _lab = lab;

    /// <summary>The newest recommendation recorded for a symbol, or null.</summary>
    public RecommendationRecord? Newest(string symbol) => _lab.Journal.FindRecommendations(symbol, 1).FirstOrDefault();

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
        string? symbol = null, DateOnly? session = null, IProgress<RunProgress>? progress = null, CancellationToken cancellation = default,
        IProgress<StepRun>? steps = null)
    {
        string ticker = symbol ?? _lab.DemoSymbol ?? throw new UsageException("Name the symbol to run.");
        DateOnly day = session ?? _lab.LastSession;
        _lab.RequireKnown(day);
        DailyRunRequest request = _lab.Request(ticker, day);
        string runId = _lab.Journal.BeginRun(ticker, day, request.ConfigHash, request.CodeVersion, request.Seed);
        try
        {
            LabRun run = Execute(request, runId, progress, steps, cancellation);
            _lab.Journal.EndRun(runId);
            return run;
        }
        catch (Exception error)
        {
            NoteFailure(runId, error);
            throw;
        }
    }

    /// <summary>
    /// Asks the configured sources when the lake lacks a session's bar of a symbol; of a simulated market, simulates what is missing until then.
    /// </summary>
    /// <param name="symbols">Symbols.</param>
    /// <param name="session">Session.</param>
    /// <param name="progress">Where to report progress.</param>
    /// <param name="cancellation">Stops between requests.</param>
    /// <returns>What the sources could not give, a line each.</returns>
    public IReadOnlyList<string> Update(
        IReadOnlyList<string> symbols, DateOnly session, IProgress<RunProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(symbols);
        if (_lab.DemoSymbol is { } demo)
            _lab.Simulate(demo, session, progress, cancellation);
        if (_lab.DemoSymbol is not null || _lab.Options.DailySources.Count == 0 || symbols.All(symbol => HasBar(symbol, session)))
            return [];
        return [.. AskSources(progress, cancellation).Where(one => one.Result.Error is not null)
            .Select(one => $"{one.Wish}: {one.Result.Error!.ReplaceLineEndings(" ")}")];
    }

    private bool HasBar(string symbol, DateOnly session)
    {
        using LakeView now = _lab.View();
        return LakeMarket.Bars(now, symbol).IndexOf(session) >= 0;
    }

    private IReadOnlyList<(SourceChoice Wish, SymbolIngest Result)> AskSources(IProgress<RunProgress>? progress, CancellationToken cancellation) =>
        SourceUpdate.Run(
        _lab.Lake, _lab.Options.Sources ?? new SourceSettings { Folder = Path.Combine(_lab.Options.DataFolder, "sources") }, _lab.Options.DailySources,
        _lab.Options.Time, RunProgress.Part(progress, "asking the sources", 0, 0.15), cancellation);

    /// <summary>
    /// The decision of a session as configured and with other settings, side by side. Nothing is recorded, and the desk is the configured one for both.
    /// </summary>
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
        LabOptions other = _lab.Options.With(changes);
        string ticker = symbol ?? _lab.DemoSymbol ?? throw new UsageException("Name the symbol to run.");
        DateOnly day = session ?? _lab.LastSession;
        SessionData data = DataToDecide(ticker, day, progress, cancellation);
        DailyRunRequest request = _lab.Request(ticker, day);
        ModelBuilder desk = _lab.ModelBuilder(request);
        using TrainedModel model = desk.FindOrTrain(data, progress, cancellation);
        DeskModel made = desk.Desk(model, progress, cancellation);
        Recommendation Decide(DailyRunRequest one) => DailyRun.Decide(one, data, model, made, () => desk.Outcomes(model, withCorners: false),
            _lab.Book.AsOf(ticker, day, one.AccountValue), data.Snapshot);
        return (Decide(request), Decide(request with { AccountValue = other.AccountValue, Limits = other.Limits, Overridden = other.Overridden }));
    }

    /// <summary>
    /// The whole decision of a model walked forward on this lab's account and limits: what it decided, what it earned beside its arms, what stopped it.
    /// </summary>
    /// <param name="model">A model of this lab.</param>
    /// <param name="progress">Where to report progress.</param>
    /// <param name="cancellation">Stops; nothing half-written stays.</param>
    public DeskModel Evaluate(TrainedModel model, IProgress<RunProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        return _lab.ModelBuilder(_lab.Request(model.Card.Symbol, model.Card.KnownThrough)).Desk(model, progress, cancellation);
    }

    /// <summary>
    /// The same walk with contenders among its arms (named <c>contender …</c>), on the same account, limits and costs; none of them decides, and nothing is
    /// kept.
    /// </summary>
    /// <param name="model">A model of this lab.</param>
    /// <param name="contenders">What <see cref="LabModels.Contender"/> scored beside this model.</param>
    /// <param name="progress">Where to report progress.</param>
    /// <param name="cancellation">Stops.</param>
    /// <exception cref="ArgumentException">A contender was tested on other sessions than the model.</exception>
    public DeskModel Evaluate(TrainedModel model, IReadOnlyList<ContenderScores> contenders, IProgress<RunProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(contenders);
        return _lab.ModelBuilder(_lab.Request(model.Card.Symbol, model.Card.KnownThrough)).Walk(model, contenders, progress, cancellation);
    }

    /// <summary>
    /// An account walked over past sessions by the models in force at each: the champion by when it was promoted, else the quarter's; every decision on what
    /// was known at its close. Models that are missing are trained.
    /// </summary>
    /// <param name="symbol">Ticker.</param>
    /// <param name="from">First session; the account is opened at its close.</param>
    /// <param name="through">Last session; the last completed one by default.</param>
    /// <param name="progress">Where to report progress.</param>
    /// <param name="cancellation">Stops between sessions.</param>
    /// <exception cref="UsageException"><paramref name="from"/> lies after <paramref name="through"/>.</exception>
    /// <exception cref="DataUnusableException">The data of a session is missing, stale or too short.</exception>
    public ChampionWalk Champions(
        string symbol, DateOnly from, DateOnly? through = null, IProgress<RunProgress>? progress = null, CancellationToken cancellation = default)
    {
        DateOnly last = through ?? _lab.LastSession;
        _lab.RequireKnown(from);
        _lab.RequireKnown(last);
        if (from > last)
            throw new UsageException(Invariant($"From {from:yyyy-MM-dd} to {last:yyyy-MM-dd} there is no session. Name an earlier first one."));
        SessionData all = _lab.Data(symbol, last, null, cancellation);
        int sessions = _lab.Calendar.CountSessions(from, last) + 1, done = 0;
        return ChampionWalk.Of(all, from, _lab.Options.AccountValue, _lab.Options.Costs, (session, book) =>
        {
            progress?.Report(new RunProgress(Invariant($"deciding {session:yyyy-MM-dd}"), (double)done++ / sessions));
            SessionData data = DataToDecide(symbol, session, null, cancellation);
            DailyRunRequest request = _lab.Request(symbol, session);
            ModelBuilder models = _lab.ModelBuilder(request);
            using TrainedModel model = models.FindOrTrain(data, null, cancellation);
            return DailyRun.Decide(request, data, model, models.Desk(model, null, cancellation), () => models.Outcomes(model, withCorners: false), book,
                data.Snapshot);
        }, cancellation);
    }

    // What is explored may be old; what is decided on may not.
    private SessionData DataToDecide(string symbol, DateOnly day, IProgress<RunProgress>? progress, CancellationToken cancellation)
    {
        SessionData data = _lab.Data(symbol, day, progress, cancellation);
        CarriedValue.RequireFresh(data);
        return data;
    }

    private LabRun Execute(DailyRunRequest request, string runId, IProgress<RunProgress>? progress, IProgress<StepRun>? steps, CancellationToken cancellation)
    {
        string PageOf(Recommendation decided) => Path.Combine(_lab.ReportsFolder, DailyReports.FileName(decided));
        var walked = new List<StepRun>();
        bool WritePage(DailyContext context)
        {
            // The page of a recorded decision stays as it was written; one that was lost is made again from the record.
            string page = PageOf(context.Decided);
            bool missing = context.IsFirst || !File.Exists(page);
            if (missing)
                DailyReports.Write(page, context.Recommendation, context.Data, context.Model, LabRun.Times(walked), context.Note,
                    PlotlySource.For(page, _lab.Options.Home, _lab.Options.SelfContainedPages));
            ReportIndex.Write(_lab.ReportsFolder);
            return missing;
        }

        using var context = new DailyContext(request, runId, _lab.Journal, _lab.ModelBuilder(request))
        {
            Ingest = said => Ingest(request, said, progress, cancellation),
            Read = () => DataToDecide(request.Symbol, request.Session, progress, cancellation),
            ReadBook = () => _lab.Book.AsOf(request.Symbol, request.Session),
            WritePage = WritePage,
            PageOf = PageOf,
            Progress = progress,
            Cancellation = cancellation,
        };
        var key = new FlowKey(DailyFlow.Flow.Name, request.Symbol, request.Session, request.ConfigHash);
        IReadOnlyList<StepRun> all = DailyFlow.Flow.Walk(context, key, runId, _lab.Journal, _lab.Options.Time, new Seen(walked, steps), cancellation);
        return new LabRun(context.Recommendation, context.Model.Card, runId, PageOf(context.Decided), all, context.IsFirst)
        {
            Document = context.Document,
            RatePerYear = context.Data.RatePerYear[^1],
            DecidedAgain = context.Note.Length > 0 ? context.Decided : null,
        };
    }

    private StepOutcome Ingest(DailyRunRequest request, string? said, IProgress<RunProgress>? progress, CancellationToken cancellation)
    {
        if (_lab.DemoSymbol == request.Symbol)
            _lab.Simulate(request.Symbol, request.Session, progress, cancellation);
        string[] wished = [.. _lab.Options.DailySources.Select(wish => wish.ToString())];
        if (_lab.DemoSymbol is not null || wished.Length == 0)
            return new StepOutcome($$"""{"market":"{{(_lab.DemoSymbol is null ? "lake" : "demo")}}","sources":[]}""");
        // What was asked for this session is not asked again, unless other sources are configured by now or what they gave lacked the session.
        if (said is not null && HasBar(request.Symbol, request.Session)
            && JsonNode.Parse(said)!["sources"]!.AsArray().Select(one => (string?)one!["source"]).SequenceEqual(wished))
            return new StepOutcome(said, Reused: true);
        var done = AskSources(progress, cancellation);
        return new StepOutcome(
            new JsonObject
            {
                ["market"] = "lake",
                ["sources"] = new JsonArray([.. done.Select(
                one => new JsonObject { ["source"] = one.Wish.ToString(), ["rows"] = one.Result.Usable, ["error"] = one.Result.Error })])
            }.ToJsonString())
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
            _lab.Journal.EndRun(runId, reason);
            _lab.Journal.RecordEvent(stopped ? "stopped" : error is DataUnusableException ? "data_unusable" : "run_failed", reason, runId);
        }
        catch (Exception journal) when (journal is IOException or UnauthorizedAccessException)
        {
            // Why the run failed matters more than that the journal, often for the same reason, could not take it down.
            error.Data["journal"] = journal.Message;
        }
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
}
