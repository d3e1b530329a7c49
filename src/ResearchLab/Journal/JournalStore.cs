using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ResearchLab.Journal;

/// <summary>
/// The operational store: runs, steps, recommendations, models and trials, and the desk's decisions, orders, fills, positions and alerts, in a DuckDB file or
/// a PostgreSQL database. Every call is one short transaction; any number of processes may call at the same time. What is keyed by its content can be written
/// again and stays as it was.
/// </summary>
public sealed partial class JournalStore
{
    /// <summary>Kind of the trials that record the opening of a holdout; they are no specifications that were tried.</summary>
    public const string HoldoutOpening = "holdout_opening";

    /// <summary>How long a call waits for others by default.</summary>
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(10);

    private readonly JournalDatabase _database;
    private readonly TimeProvider _time;
    private int _runs;

    private JournalStore(JournalDatabase database, TimeProvider time) => (_database, _time) = (database, time);

    /// <summary>For tests: see <see cref="JournalDatabase.AtCommit"/>.</summary>
    internal Action<bool>? AtCommit
    {
        set => _database.AtCommit = value;
    }

    /// <summary>A journal in a DuckDB file such as <c>data/journal.duckdb</c>, made at the first call.</summary>
    /// <param name="path">The file.</param>
    /// <param name="time">Clock of all times written.</param>
    /// <param name="timeout">How long a call waits while others hold the file; <see cref="DefaultTimeout"/> when null.</param>
    public static JournalStore Embedded(string path, TimeProvider time, TimeSpan? timeout = null) =>
        new(JournalDatabase.Embedded(path, time, timeout ?? DefaultTimeout), time);

    /// <summary>A journal in a PostgreSQL database, by Npgsql connection string such as <c>Host=db;Database=lab;Username=lab</c>.</summary>
    /// <exception cref="ArgumentException">The connection string is not one.</exception>
    public static JournalStore Postgres(string connectionString, TimeProvider time, TimeSpan? timeout = null) =>
        new(JournalDatabase.Postgres(connectionString, time, timeout ?? DefaultTimeout), time);

    /// <summary>A PostgreSQL journal when <paramref name="location"/> is a connection string (it has <c>Host=</c>), else a DuckDB file.</summary>
    public static JournalStore Open(string location, TimeProvider time, TimeSpan? timeout = null) =>
        location.Contains("Host=", StringComparison.OrdinalIgnoreCase) ? Postgres(location, time, timeout) : Embedded(location, time, timeout);

    /// <summary>Writes that a run began and returns its id, such as <c>20240216-SPY-1f0c9a3b</c>.</summary>
    /// <exception cref="JournalException">The journal cannot be used.</exception>
    public string BeginRun(string symbol, DateOnly session, string configHash, string code, ulong seed)
    {
        DateTimeOffset now = _time.GetUtcNow();
        string unique = Invariant($"{configHash} {code} {seed} {now.UtcTicks} {Environment.ProcessId} {Interlocked.Increment(ref _runs)} {GetHashCode()}");
        string id = Invariant($"{session:yyyyMMdd}-{symbol}-{Hash(unique)[..8]}");
        _database.Transact(journal => journal.Execute(
            """
            INSERT INTO runs (id, symbol, session, config_hash, started_at, status, code, seed)
            VALUES (@id, @symbol, CAST(@session AS DATE), @configHash, @now, 'running', @code, @seed)
            """,
            new { id, symbol, session = Text(session), configHash, now, code, seed = seed.ToString(CultureInfo.InvariantCulture) }));
        return id;
    }

    /// <summary>Writes that a run ended; with an error it failed.</summary>
    /// <exception cref="ArgumentException">There is no such run.</exception>
    public void EndRun(string id, string? error = null)
    {
        int changed = _database.Transact(journal => journal.Execute(
            "UPDATE runs SET ended_at = @now, status = @status, error = @error WHERE id = @id",
            new { id, now = _time.GetUtcNow(), status = error is null ? "done" : "failed", error }));
        if (changed == 0)
            throw new ArgumentException($"The journal has no run '{id}'. Use the id that BeginRun returned.", nameof(id));
    }

    /// <summary>The newest runs, newest first.</summary>
    public IReadOnlyList<RunRecord> RecentRuns(int count) => _database.Transact(journal => journal.Query(
        "SELECT id, symbol, session, config_hash, started_at, ended_at, status, code, seed, error FROM runs ORDER BY started_at DESC, id DESC LIMIT @count",
        row => new RunRecord(
            (string)row["id"], (string)row["symbol"], Date(row["session"]), (string)row["config_hash"], Instant(row["started_at"]),
            row["ended_at"] is DBNull ? null : Instant(row["ended_at"]), (string)row["status"], (string)row["code"],
            ulong.Parse((string)row["seed"], CultureInfo.InvariantCulture), row["error"] as string),
        new { count }));

    /// <summary>
    /// The sessions of a range for which runs of a symbol were begun, in order: which have a finished one, and how often the others were tried and why they
    /// failed. A session that is not in the list was never begun.
    /// </summary>
    public IReadOnlyList<SessionRuns> FindSessionRuns(string symbol, DateOnly from, DateOnly to) => [.. _database.Transact(journal => journal.Query(
            """
            SELECT session, status, error, started_at FROM runs
            WHERE symbol = @symbol AND session BETWEEN CAST(@from AS DATE) AND CAST(@to AS DATE) ORDER BY session, started_at, id
            """,
            row => (Session: Date(row["session"]), Status: (string)row["status"], Error: row["error"] as string, StartedAt: Instant(row["started_at"])),
            new { symbol, from = Text(from), to = Text(to) }))
        .GroupBy(run => run.Session)
        .Select(runs => new SessionRuns(
            runs.Key, runs.Any(run => run.Status == "done"), runs.Count(), runs.Last().Status, runs.LastOrDefault(run => run.Status == "failed").Error,
            runs.Last().StartedAt))];

    /// <summary>The finished steps of a flow, in the order they ended.</summary>
    public IReadOnlyList<StepRecord> FindSteps(FlowKey flow) => _database.Transact(journal => journal.Query(
        """
        SELECT step, run_id, status, output, started_at, ended_at FROM steps
        WHERE flow = @Flow AND subject = @Subject AND session = CAST(@session AS DATE) AND config_hash = @ConfigHash ORDER BY ended_at, started_at, step
        """,
        row => new StepRecord(
            new StepKey(flow, (string)row["step"]), (string)row["run_id"], (string)row["status"], (string)row["output"], Instant(row["started_at"]),
            Instant(row["ended_at"])),
        new { flow.Flow, flow.Subject, session = Text(flow.Session), flow.ConfigHash }));

    /// <summary>Keeps finished steps, all or none. The first of a key stays, unless its status was another than <c>done</c>.</summary>
    /// <returns>How many were written.</returns>
    /// <exception cref="JournalException">An output is not JSON, or the journal cannot be used.</exception>
    public int SaveSteps(IReadOnlyList<StepRecord> steps)
    {
        ArgumentNullException.ThrowIfNull(steps);
        return _database.Transact(journal => steps.Sum(step => journal.Execute(
            """
            INSERT INTO steps (flow, subject, session, step, config_hash, run_id, status, output, started_at, ended_at)
            VALUES (@Flow, @Subject, CAST(@session AS DATE), @Step, @ConfigHash, @RunId, @Status, CAST(@OutputJson AS JSON), @startedAt, @endedAt)
            ON CONFLICT (flow, subject, session, step, config_hash) DO UPDATE
            SET run_id = excluded.run_id, status = excluded.status, output = excluded.output, started_at = excluded.started_at, ended_at = excluded.ended_at
            WHERE steps.status <> 'done'
            """,
            new
            {
                step.Key.Flow.Flow,
                step.Key.Flow.Subject,
                session = Text(step.Key.Flow.Session),
                step.Key.Step,
                step.Key.Flow.ConfigHash,
                step.RunId,
                step.Status,
                step.OutputJson,
                startedAt = step.StartedAt.ToUniversalTime(),
                endedAt = step.EndedAt.ToUniversalTime(),
            })));
    }

    /// <summary>Writes that something happened.</summary>
    public void RecordEvent(string kind, string message, string? runId = null) => _database.Transact(journal => journal.Execute(
        "INSERT INTO events (happened_at, run_id, kind, message) VALUES (@now, @runId, @kind, @message)",
        new { now = _time.GetUtcNow(), runId, kind, message }));

    /// <summary>Writes that something happened, unless an event of that kind and message is there; returns whether it wrote it.</summary>
    public bool RecordEventOnce(string kind, string message, string? runId = null) => _database.Transact(journal => journal.Execute(
        """
        INSERT INTO events (happened_at, run_id, kind, message)
        SELECT CAST(@now AS TIMESTAMPTZ), @runId, @kind, @message WHERE NOT EXISTS (SELECT 1 FROM events WHERE kind = @kind AND message = @message)
        """,
        new { now = _time.GetUtcNow(), runId, kind, message })) > 0;

    /// <summary>The newest events, newest first.</summary>
    public IReadOnlyList<EventRecord> RecentEvents(int count) => _database.Transact(journal => journal.Query(
        "SELECT happened_at, run_id, kind, message FROM events ORDER BY happened_at DESC LIMIT @count",
        row => new EventRecord(Instant(row["happened_at"]), row["run_id"] as string, (string)row["kind"], (string)row["message"]), new { count }));

    /// <summary>
    /// Keeps a recommendation. The first of a symbol, session, configuration and model stays for good: returns false when there is one already.
    /// </summary>
    /// <param name="recommendation">The record; its time is set by the clock of the journal.</param>
    /// <exception cref="JournalException">The document is not JSON, or the journal cannot be used.</exception>
    public bool RecordRecommendation(RecommendationRecord recommendation)
    {
        ArgumentNullException.ThrowIfNull(recommendation);
        return _database.Transact(journal => journal.Execute(
            """
            INSERT INTO recommendations (session, symbol, config_hash, model, run_id, decision, structure, document, report_path, recorded_at)
            VALUES (CAST(@session AS DATE), @Symbol, @ConfigHash, @Model, @RunId, @Decision, @Structure, CAST(@DocumentJson AS JSON), @ReportPath, @now)
            ON CONFLICT DO NOTHING
            """,
            new
            {
                session = Text(recommendation.Session),
                recommendation.Symbol,
                recommendation.ConfigHash,
                recommendation.Model,
                recommendation.RunId,
                recommendation.Decision,
                recommendation.Structure,
                recommendation.DocumentJson,
                recommendation.ReportPath,
                now = _time.GetUtcNow(),
            })) > 0;
    }

    /// <summary>The recommendation of a symbol, session, configuration and model; null when there is none.</summary>
    public RecommendationRecord? FindRecommendation(string symbol, DateOnly session, string configHash, string model) => Recommendations(
        "symbol = @symbol AND session = CAST(@session AS DATE) AND config_hash = @configHash AND model = @model",
        new { symbol, session = Text(session), configHash, model, count = 1 }).FirstOrDefault();

    /// <summary>The newest recommendations by session, of one symbol or of all, newest first.</summary>
    public IReadOnlyList<RecommendationRecord> FindRecommendations(string? symbol = null, int count = 100) =>
        symbol is null ? Recommendations("true", new { count }) : Recommendations("symbol = @symbol", new { symbol, count });

    /// <summary>Keeps a model; returns false when one of that id is there already.</summary>
    public bool SaveModel(ModelRecord model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return _database.Transact(journal => journal.Execute(
            """
            INSERT INTO models (id, symbol, known_through, card, folder, created_at)
            VALUES (@Id, @Symbol, CAST(@knownThrough AS DATE), CAST(@CardJson AS JSON), @Folder, @now)
            ON CONFLICT DO NOTHING
            """,
            new { model.Id, model.Symbol, knownThrough = Text(model.KnownThrough), model.CardJson, model.Folder, now = _time.GetUtcNow() })) > 0;
    }

    /// <summary>The models of a symbol or, with null, of all: the one that has seen most first.</summary>
    public IReadOnlyList<ModelRecord> FindModels(string? symbol = null) => _database.Transact(journal => journal.Query(
        "SELECT id, symbol, known_through, card, folder, created_at FROM models WHERE symbol = @symbol OR @all ORDER BY known_through DESC, created_at DESC, "
            + "id",
        row => new ModelRecord(
            (string)row["id"], (string)row["symbol"], Date(row["known_through"]), (string)row["card"], (string)row["folder"], Instant(row["created_at"])),
        new { symbol = symbol ?? "", all = symbol is null }));

    /// <summary>Writes down one thing that was tried and returns its id; the same trial of the same run is written once.</summary>
    public string RecordTrial(string kind, string specJson, string metricsJson,
        string? runId = null) => RecordTrials([(kind, specJson, metricsJson)], runId)[0];

    /// <summary>Writes down many things that were tried in one transaction and returns their ids; the same trial of the same run is written once.</summary>
    public IReadOnlyList<string> RecordTrials(IReadOnlyList<(string Kind, string SpecJson, string MetricsJson)> trials, string? runId = null)
    {
        ArgumentNullException.ThrowIfNull(trials);
        string[] ids = [.. trials.Select(trial => Hash($"{runId}\n{trial.Kind}\n{trial.SpecJson}\n{trial.MetricsJson}")[..16])];
        _database.Transact(journal =>
        {
            DateTimeOffset now = _time.GetUtcNow();
            for (int i = 0; i < ids.Length; i++)
                Insert(journal, ids[i], trials[i].Kind, trials[i].SpecJson, trials[i].MetricsJson, runId, now);
            return ids.Length;
        });
        return ids;
    }

    /// <summary>Number of different specifications tried, of one kind or of all: what a deflated performance measure divides by.</summary>
    public int CountTrials(string? kind = null) => _database.Transact(journal => journal.Query(
        $"SELECT count(DISTINCT CAST(spec AS TEXT)) AS trials FROM trials WHERE {(kind is null ? "kind <> @kind" : "kind = @kind")}",
        row => Convert.ToInt32(row["trials"], CultureInfo.InvariantCulture), new { kind = kind ?? HoldoutOpening })).Single();

    /// <summary>Writes down a trial under a key of the caller's; null when the key is taken, else the time written.</summary>
    public DateTimeOffset? TryRecordTrial(string id, string kind, string specJson, string metricsJson, string? runId = null)
    {
        DateTimeOffset now = _time.GetUtcNow();
        int written = _database.Transact(journal => Insert(journal, id, kind, specJson, metricsJson, runId, now));
        return written > 0 ? now : null;
    }

    private static int Insert(JournalDatabase.Session journal, string id, string kind, string specJson, string metricsJson, string? runId,
        DateTimeOffset now) => journal.Execute(
        """
        INSERT INTO trials (id, run_id, kind, spec, metrics, recorded_at)
        VALUES (@id, @runId, @kind, CAST(@specJson AS JSON), CAST(@metricsJson AS JSON), @now)
        ON CONFLICT DO NOTHING
        """,
        new { id, runId, kind, specJson, metricsJson, now });

    /// <summary>All trials of a kind, oldest first.</summary>
    public IReadOnlyList<TrialRecord> FindTrials(string kind) => Trials("kind = @kind ORDER BY recorded_at, id", new { kind });

    /// <summary>Number of different specifications tried in a search, of any kind.</summary>
    public int CountTrialsOf(string search) => _database.Transact(journal => journal.Query(
        "SELECT count(DISTINCT CAST(spec AS TEXT)) AS trials FROM trials WHERE spec->>'search' = @search",
        row => Convert.ToInt32(row["trials"], CultureInfo.InvariantCulture), new { search })).Single();

    /// <summary>All trials of a search, of any kind, oldest first: those whose specification has that <c>search</c>.</summary>
    public IReadOnlyList<TrialRecord> FindTrialsOf(string search) => Trials("spec->>'search' = @search ORDER BY recorded_at, id", new { search });

    /// <summary>The newest trials, newest first.</summary>
    public IReadOnlyList<TrialRecord> RecentTrials(int count) => Trials("true ORDER BY recorded_at DESC, id LIMIT @count", new { count });

    private List<TrialRecord> Trials(string condition, object parameters) => _database.Transact(journal => journal.Query(
        $"SELECT id, run_id, kind, spec, metrics, recorded_at FROM trials WHERE {condition}",
        row => new TrialRecord(
            (string)row["id"], row["run_id"] as string, (string)row["kind"], (string)row["spec"], (string)row["metrics"], Instant(row["recorded_at"])),
        parameters));

    private List<RecommendationRecord> Recommendations(string condition, object parameters) => _database.Transact(journal => journal.Query(
        $"""
        SELECT session, symbol, config_hash, model, run_id, decision, structure, document, report_path, recorded_at FROM recommendations
        WHERE {condition} ORDER BY session DESC, recorded_at DESC LIMIT @count
        """,
        row => new RecommendationRecord(
            Date(row["session"]), (string)row["symbol"], (string)row["config_hash"], (string)row["model"], (string)row["run_id"], (string)row["decision"],
            (string)row["structure"],
            (string)row["document"], row["report_path"] as string, Instant(row["recorded_at"])),
        parameters));

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
