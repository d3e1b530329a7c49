using Dapper;
using Npgsql;
using ResearchLab.Journal;
using ResearchLab.Tests.Lake;

namespace ResearchLab.Tests.Journal;

/// <summary>What a journal promises, whichever engine keeps it.</summary>
public abstract partial class JournalStoreTests
{
    private static readonly DateOnly s_session = new(2024, 2, 16);

    internal ManualClock Clock { get; } = new(new DateTimeOffset(2024, 2, 16, 22, 0, 0, TimeSpan.Zero));

    internal JournalStore Store => field ??= Open();

    internal abstract JournalStore Open(TimeSpan? timeout = null);

    /// <summary>An empty journal beside, on the same engine.</summary>
    internal abstract JournalStore Another();

    private RecommendationRecord Recommendation(string run, string decision = "recommend") =>
        new(s_session, "SPY", "c0ffee", "m1", run, decision, "iron_condor", """{"confidence": 0.62, "name": "Σ ✓ 'quoted'"}""", null, default);

    [Fact]
    public void Run_BegunAndEnded_IsTheNewest()
    {
        string failed = Store.BeginRun("SPY", s_session, "c0ffee", "abc123", ulong.MaxValue);
        Clock.Now += TimeSpan.FromSeconds(3);
        Store.EndRun(failed, "no data: give some");
        string second = Store.BeginRun("QQQ", s_session, "c0ffee", "abc123", 7);
        Assert.StartsWith("20240216-SPY-", failed);
        IReadOnlyList<RunRecord> runs = Store.RecentRuns(5);
        Assert.Equal([second, failed], runs.Select(run => run.Id));
        Assert.Equal(("running", null), (runs[0].Status, runs[0].EndedAt));
        Assert.Equal(new RunRecord(failed, "SPY", s_session, "c0ffee", Clock.Now.AddSeconds(-3), Clock.Now, "failed", "abc123", ulong.MaxValue,
            "no data: give some"), runs[1]);
        Assert.Single(Store.RecentRuns(1));
        Assert.Throws<ArgumentException>(() => Store.EndRun("nothing"));
    }

    [Fact]
    public void Step_SavedTwice_TheFirstStays_UnlessItWasPartial()
    {
        var flow = new FlowKey("daily", "SPY", s_session, "c0ffee");
        StepRecord Step(string name, string run, string status,
            string output) => new(new StepKey(flow, name), run, status, output, Clock.Now.AddSeconds(-2), Clock.Now);
        Assert.Empty(Store.FindSteps(flow));
        Assert.Equal(2, Store.SaveSteps([Step("ingest", "run1", "partial", """{"rows": 1}"""), Step("features", "run1", "done", """{"rows": 1}""")]));
        Assert.Equal(1, Store.SaveSteps([Step("ingest", "run2", "done", """{"rows": 2}"""), Step("features", "run2", "done", """{"rows": 2}""")]));
        Assert.Equal(
            [("features", "run1", """{"rows": 1}"""), ("ingest", "run2", """{"rows": 2}""")],
            Store.FindSteps(flow).Select(step => (step.Key.Step, step.RunId, step.OutputJson)).OrderBy(step => step.Step));
        Assert.Equal(TimeSpan.FromSeconds(2), Store.FindSteps(flow)[0].EndedAt - Store.FindSteps(flow)[0].StartedAt);
        foreach (FlowKey other in new[] { flow with { ConfigHash = "other" }, flow with { Flow = "nightly" }, flow with { Subject = "QQQ" },
            flow with { Session = s_session.AddDays(1) } })
            Assert.Empty(Store.FindSteps(other));
        // All or none.
        Assert.Contains("cannot be used",
            Assert.Throws<JournalException>(() => Store.SaveSteps([Step("x", "run1", "done", "{}"), Step("y", "run1", "done", "{not json")])).Message);
        Assert.Equal(2, Store.FindSteps(flow).Count);
    }

    [Fact]
    public void EventOnce_SameKindAndMessage_IsWrittenOnce()
    {
        Assert.True(Store.RecordEventOnce("recommendation", "SPY 2024-02-16", "run1"));
        Assert.False(Store.RecordEventOnce("recommendation", "SPY 2024-02-16", "run2"));
        Assert.True(Store.RecordEventOnce("recommendation", "SPY 2024-02-20"));
        Assert.Equal([null, "run1"], Store.RecentEvents(10).OrderBy(one => one.RunId, StringComparer.Ordinal).Select(one => one.RunId));
    }

    [Fact]
    public void Recommendation_RecordedAgain_KeepsTheFirst()
    {
        Assert.True(Store.RecordRecommendation(Recommendation("run1")));
        Clock.Now += TimeSpan.FromHours(1);
        Assert.False(Store.RecordRecommendation(Recommendation("run1")));
        Assert.False(Store.RecordRecommendation(Recommendation("run2", "hold")));
        RecommendationRecord found = Store.FindRecommendation("SPY", s_session, "c0ffee", "m1")!;
        Assert.Equal(Recommendation("run1") with { RecordedAt = Clock.Now.AddHours(-1) }, found);
        Assert.True(Store.RecordRecommendation(Recommendation("run2") with { Session = s_session.AddDays(4), Symbol = "QQQ", ReportPath = "reports/q.html" }));
        Assert.Equal(["QQQ", "SPY"], Store.FindRecommendations().Select(r => r.Symbol));
        Assert.Equal("reports/q.html", Assert.Single(Store.FindRecommendations("QQQ")).ReportPath);
        Assert.Null(Store.FindRecommendation("SPY", s_session, "other", "m1"));
        Assert.Null(Store.FindRecommendation("SPY", s_session, "c0ffee", "m2"));
        // Another model's decision on the same session and configuration stands beside it.
        Assert.True(Store.RecordRecommendation(Recommendation("run2", "hold") with { Model = "m2" }));
        Assert.Equal("hold", Store.FindRecommendation("SPY", s_session, "c0ffee", "m2")!.Decision);
        Assert.Equal("recommend", Store.FindRecommendation("SPY", s_session, "c0ffee", "m1")!.Decision);
    }

    [Fact]
    public void Models_OfASymbol_TheOneThatSawMostFirst()
    {
        var old = new ModelRecord("m1", "SPY", new(2023, 1, 3), """{"rows": 10}""", "models/m1", Clock.Now);
        Assert.True(Store.SaveModel(old));
        Assert.False(Store.SaveModel(old));
        Store.SaveModel(old with { Id = "m2", KnownThrough = new(2024, 1, 3) });
        Store.SaveModel(old with { Id = "m3", Symbol = "QQQ" });
        IReadOnlyList<ModelRecord> models = Store.FindModels("SPY");
        Assert.Equal(["m2", "m1"], models.Select(model => model.Id));
        Assert.Equal(old, models[1]);
    }

    [Fact]
    public void Trials_CountedBySpecification_RepeatsAddNothing()
    {
        string id = Store.RecordTrial("training", """{"leaves": 31}""", """{"accuracy": 0.2}""", "run1");
        Assert.Equal(id, Store.RecordTrial("training", """{"leaves": 31}""", """{"accuracy": 0.2}""", "run1"));
        Store.RecordTrial("training", """{"leaves": 31}""", """{"accuracy": 0.2}""", "run2");
        Store.RecordTrial("backtest", """{"stop": 0.3}""", """{"sharpe": 1}""");
        Assert.Equal(2, Store.CountTrials());
        Assert.Equal(1, Store.CountTrials("training"));
        Assert.Equal(Clock.Now, Store.TryRecordTrial("key", JournalStore.HoldoutOpening, """{"search": "a 'b'"}""", "{}"));
        Assert.Null(Store.TryRecordTrial("key", JournalStore.HoldoutOpening, "{}", "{}"));
        Assert.Equal("key", Assert.Single(Store.FindTrials(JournalStore.HoldoutOpening)).Id);
        Assert.Equal("key", Assert.Single(Store.FindTrialsOf("a 'b'")).Id);
        Assert.Empty(Store.FindTrialsOf("a"));
        Assert.Equal((1, 0), (Store.CountTrialsOf("a 'b'"), Store.CountTrialsOf("a")));
        Assert.Equal(2, Store.CountTrials());
        Assert.Equal(1, Store.CountTrials(JournalStore.HoldoutOpening));
        Assert.Equal(4, Store.RecentTrials(10).Count);
        Assert.Contains(Store.RecentTrials(10), trial => trial is { Kind: "backtest", RunId: null, SpecJson: """{"stop": 0.3}""" });
    }

    [Fact]
    public void Events_Recorded_AreReadNewestFirst()
    {
        Store.RecordEvent("data_stale", "chains end 2024-02-15", "run1");
        Clock.Now += TimeSpan.FromSeconds(1);
        Store.RecordEvent("note", "later");
        Assert.Equal(["later", "chains end 2024-02-15"], Store.RecentEvents(10).Select(e => e.Message));
    }

    [Fact]
    public void Promotions_SameNumberTwice_TheFirstStays()
    {
        var first = new PromotionRecord(1, "SPY", "m1", "promote", "Σ ✓ 'quoted'\tand a tab", default);
        Assert.True(Store.TryRecordPromotion(first));
        Assert.False(Store.TryRecordPromotion(first with { Model = "m2" }));
        Clock.Now += TimeSpan.FromHours(1);
        Assert.True(Store.TryRecordPromotion(new PromotionRecord(2, "QQQ", "", "rollback", "none", default)));
        Assert.Equal([first with { At = Clock.Now.AddHours(-1) }, new PromotionRecord(2, "QQQ", "", "rollback", "none", Clock.Now)], Store.FindPromotions());
        Assert.Equal(2, Assert.Single(Store.FindPromotions("QQQ")).Number);
    }

    [Fact]
    public void Open_FilledDatabaseOfVersionOne_KeepsEverything()
    {
        Old(JournalVersionOne.Statements);
        Assert.Equal(
        [
            new PromotionRecord(1, "SPY", "SPY-2023-09-29-aaaaaaaa", "promote", "first", JournalVersionOne.At),
            new PromotionRecord(2, "QQQ", "QQQ-2023-09-29-cccccccc", "promote", "met another", JournalVersionOne.At.AddMinutes(1)),
            new PromotionRecord(3, "SPY", "SPY-2023-09-29-bbbbbbbb", "promote", "better", JournalVersionOne.At.AddMinutes(2)),
            new PromotionRecord(4, "SPY", "SPY-2023-09-29-aaaaaaaa", "rollback", "worse", JournalVersionOne.At.AddMinutes(3)),
        ], Store.FindPromotions());
        RecommendationRecord kept = Store.FindRecommendation("SPY", new DateOnly(2024, 1, 5), "c0ffee", "SPY-2023-12-29-3f2a91c0")!;
        Assert.Equal(("run1", "hold", "iron_condor", "reports/SPY-2024-01-05.html", JournalVersionOne.At),
            (kept.RunId, kept.Decision, kept.Structure, kept.ReportPath, kept.RecordedAt));
        Assert.Contains("\"confidence\": 0.62", kept.DocumentJson, StringComparison.Ordinal);
        Assert.Equal("", Assert.Single(Store.FindRecommendations("QQQ")).Model);
        Assert.Equal(5, Store.RecentEvents(100).Count);
        Assert.Equal("m1", Assert.Single(Store.FindModels("SPY")).Id);
        Assert.Equal("done", Assert.Single(Store.RecentRuns(10)).Status);
        Assert.Equal(1, Store.CountTrials());
        Assert.Equal("data", Assert.Single(Store.FindSteps(new FlowKey("daily", "SPY", new DateOnly(2024, 1, 5), "c0ffee"))).Key.Step);
        // And it goes on from there, whoever opens it.
        Assert.True(Open().TryRecordPromotion(new PromotionRecord(5, "SPY", "", "rollback", "none", default)));
        Assert.False(Store.RecordRecommendation(kept));
    }

    [Fact]
    public void Open_FilledDatabaseOfVersionThree_KeepsEverything_AndHasTheTablesOfTheDesk()
    {
        Old(JournalVersionThree.Statements);
        var day = new DateOnly(2026, 11, 27);
        Assert.Equal(
        [
            new RunRecord("run2", "SPY", new(2026, 11, 25), "c0ffee", JournalVersionThree.At.AddMinutes(2), JournalVersionThree.At.AddMinutes(3), "failed",
                "abc", 1, "no data: give some"),
            new RunRecord("run1", "SPY", day, "c0ffee", JournalVersionThree.At, JournalVersionThree.At.AddMinutes(1), "done", "abc", ulong.MaxValue, null),
        ], Store.RecentRuns(10));
        StepRecord step = Assert.Single(Store.FindSteps(new FlowKey("daily", "SPY", day, "c0ffee")));
        Assert.Equal(("data", """{"bars": 9}""", JournalVersionThree.At), (step.Key.Step, step.OutputJson, step.StartedAt));
        Assert.Equal(new EventRecord(JournalVersionThree.At.AddMinutes(4), "run2", "run_failed", "no data: give some"), Assert.Single(Store.RecentEvents(10)));
        Assert.Equal(
            new RecommendationRecord(day, "SPY", "c0ffee", "m1", "run1", "recommend", "iron_condor", """{"confidence": 0.62, "name": "Σ ✓ quoted"}""",
                "reports/SPY.html", JournalVersionThree.At.AddMinutes(1)),
            Store.FindRecommendation("SPY", day, "c0ffee", "m1"));
        Assert.Equal(new ModelRecord("m1", "SPY", new(2026, 9, 30), """{"rows": 10}""", "m1", JournalVersionThree.At), Assert.Single(Store.FindModels()));
        Assert.Equal("""{"accuracy": 0.2}""", Assert.Single(Store.RecentTrials(10)).MetricsJson);
        Assert.Equal(new PromotionRecord(1, "SPY", "m1", "promote", "first", JournalVersionThree.At), Assert.Single(Store.FindPromotions()));
        // And the desk begins on it, whoever opens it.
        Assert.True(Open().RecordDecision(Decision(), [Order()]));
        Assert.Equal("d1", Assert.Single(Store.FindOrders(OrderState.Intended)).DecisionId);
    }

    /// <summary>Runs statements on the empty database, before any store has opened it.</summary>
    internal abstract void Old(IReadOnlyList<string> statements);

    [Fact]
    public async Task Writers_ManyStoresAtOnce_AllSucceedAndOneRecommendationWins()
    {
        const int Writers = 4, Each = 5;
        bool[][] first = await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(() =>
        {
            JournalStore store = Open(TimeSpan.FromSeconds(60));
            var won = new bool[Each];
            for (int i = 0; i < Each; i++)
            {
                string run = store.BeginRun("SPY", s_session, $"config{i}", "code", 1);
                won[i] = store.RecordRecommendation(Recommendation(run) with { ConfigHash = $"config{i}" });
                store.EndRun(run);
            }

            return won;
        })));
        Assert.Equal(Writers * Each, Store.RecentRuns(1000).Count(run => run.Status == "done"));
        Assert.Equal(Each, Store.FindRecommendations("SPY").Count);
        Assert.All(Enumerable.Range(0, Each), i => Assert.Equal(1, first.Count(won => won[i])));
    }
}

public sealed class EmbeddedJournalTests : JournalStoreTests, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("researchlab-journal-").FullName;

    private string Path => System.IO.Path.Combine(_folder, "data", "journal.duckdb");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    internal override JournalStore Open(TimeSpan? timeout = null) => JournalStore.Open(Path, Clock, timeout);

    internal override JournalStore Another() => JournalStore.Open(System.IO.Path.Combine(_folder, "another.duckdb"), Clock);

    internal override void Old(IReadOnlyList<string> statements)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
        using var connection = new DuckDB.NET.Data.DuckDBConnection($"Data Source={Path}");
        connection.Open();
        foreach (string statement in statements)
            connection.Execute(statement);
    }

    [Fact]
    public void Reopened_InAnotherStore_HasEverything()
    {
        Store.RecordEvent("note", "kept");
        Assert.Equal("kept", Assert.Single(Open().RecentEvents(1)).Message);
    }

    /// <summary>A bit of any byte is another, or the file ends anywhere: it is refused, or still says exactly the same.</summary>
    [Fact]
    public void Backup_DamagedAnywhere_IsRefused()
    {
        string file = System.IO.Path.Combine(_folder, "journal.gz"), bad = System.IO.Path.Combine(_folder, "bad.gz");
        FillEveryTable();
        Store.Backup(file);
        byte[] whole = File.ReadAllBytes(file);
        string text = Unpacked(whole).TrimEnd();
        int harmless = 0;
        for (int at = 0; at < whole.Length; at++)
        {
            byte[] damaged = [.. whole];
            damaged[at] ^= (byte)(1 << (at % 8));
            foreach (byte[] bytes in new[] { damaged, whole[..at] })
            {
                File.WriteAllBytes(bad, bytes);
                try
                {
                    BackupFile.Check(bad);
                    harmless++;
                    Assert.Equal(text, Unpacked(bytes).TrimEnd());
                }
                catch (JournalException)
                {
                    // As it should be.
                }
            }
        }

        // The head of the compressed file has a time and a system that nobody reads, its end a size and a line feed.
        Assert.InRange(harmless, 0, 40);
    }

    [Fact]
    public void NewerSchema_IsRefusedWithTheRemedy()
    {
        Store.RecordEvent("note", "kept");
        using (var connection = new DuckDB.NET.Data.DuckDBConnection($"Data Source={Path}"))
        {
            connection.Open();
            connection.Execute("INSERT INTO schema_version VALUES (99, now())");
        }

        Assert.Contains("has schema version 99", Assert.Throws<JournalException>(() => Open().RecentRuns(1)).Message);
    }

    [Fact]
    public void NotADatabase_IsOneLine()
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
        File.WriteAllText(Path, new string('x', 5000));
        string message = Assert.Throws<JournalException>(() => Store.RecentRuns(1)).Message;
        Assert.Contains("cannot be used", message);
        Assert.DoesNotContain('\n', message);
    }
}

public sealed class PostgresJournalTests : JournalStoreTests, IClassFixture<PostgresCluster>
{
    private readonly string _connectionString = "";
    private readonly Func<string> _anotherString = () => "";

    public PostgresJournalTests(PostgresCluster cluster)
    {
        Assert.SkipWhen(cluster.Missing is not null, cluster.Missing ?? "");
        _connectionString = cluster.CreateDatabase("lab_" + TestContext.Current.Test!.UniqueID[..24].ToLowerInvariant());
        _anotherString = () => cluster.CreateDatabase("lab_" + TestContext.Current.Test!.UniqueID[..24].ToLowerInvariant() + "_another");
    }

    internal override JournalStore Open(TimeSpan? timeout = null) => JournalStore.Open(_connectionString, Clock, timeout);

    internal override JournalStore Another() => JournalStore.Open(_anotherString(), Clock);

    [Fact]
    public void Backup_OfOneEngine_IsRestoredOnTheOther()
    {
        string folder = Directory.CreateTempSubdirectory("researchlab-journal-").FullName;
        try
        {
            string file = Path.Combine(folder, "there.gz"), back = Path.Combine(folder, "back.gz");
            FillEveryTable();
            Store.Backup(file);
            var embedded = JournalStore.Open(Path.Combine(folder, "journal.duckdb"), Clock);
            embedded.Restore(file);
            Assert.Equal(Everything(Store), Everything(embedded));
            embedded.Backup(back);
            JournalStore another = Another();
            another.Restore(back);
            Assert.Equal(Everything(Store), Everything(another));
            // And it is a journal to go on with.
            Assert.False(another.RecordDecision(Decision(), []));
            Assert.True(another.RecordDecision(Decision("d10"), [Order("o10", decision: "d10")]));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    internal override void Old(IReadOnlyList<string> statements)
    {
        using var connection = new NpgsqlConnection(_connectionString);
        foreach (string statement in statements)
            connection.Execute(statement);
    }

    [Fact]
    public void NoServer_IsOneLine()
    {
        string message = Assert.Throws<JournalException>(
            () => JournalStore.Open("Host=127.0.0.1;Port=1;Username=lab;Timeout=2", Clock, TimeSpan.FromMilliseconds(50)).RecentRuns(1)).Message;
        Assert.Contains("127.0.0.1:1", message);
        Assert.DoesNotContain('\n', message);
    }
}
