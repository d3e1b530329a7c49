using System.Text.Json.Nodes;
using ResearchLab.Basics;
using ResearchLab.Daily;
using ResearchLab.Features;
using ResearchLab.Journal;
using ResearchLab.Lake;
using ResearchLab.Market;
using ResearchLab.Models;
using ResearchLab.Options;
using ResearchLab.Tests.Lake;
using ResearchLab.Tests.Reports;
using ResearchLab.Time;

namespace ResearchLab.Tests;

/// <summary>
/// Two demo labs of one seed: one lived through the sessions in order, the other had simulated the later session before it was asked
/// about the earlier one.
/// </summary>
public sealed class DemoLabs : IDisposable
{
    internal static readonly DateOnly Session = new(2020, 11, 16), Later = new(2020, 12, 23);

    private readonly string _folder = Directory.CreateTempSubdirectory("researchlab-lab-").FullName;

    public DemoLabs()
    {
        InOrder = Open("a");
        First = InOrder.Daily.Run("SMH", Session);
        Fresh = InOrder.Data("SMH", Session);
        Second = InOrder.Daily.Run("SMH", Later);
        Again = InOrder.Daily.Run("SMH", Session);

        LaterFirst = Open("b");
        LaterFirst.Data("SMH", Later);
        Looking = LaterFirst.Daily.Run("SMH", Session);
    }

    internal Lab InOrder { get; }

    internal Lab LaterFirst { get; }

    internal LabRun First { get; }

    internal LabRun Second { get; }

    internal LabRun Again { get; }

    internal LabRun Looking { get; }

    /// <summary>Data of the session as read before anything later existed.</summary>
    internal SessionData Fresh { get; }

    internal static string[] ModelFolders(Lab lab) =>
        [.. Directory.GetDirectories(Path.Combine(Path.GetDirectoryName(lab.Lake.Root)!, "models")).Order(StringComparer.Ordinal)];

    public void Dispose()
    {
        InOrder.Dispose();
        LaterFirst.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private Lab Open(string name) =>
        Lab.OpenDemo("SMH", 1, LabOptions.FromEnvironment() with { DataFolder = Path.Combine(_folder, name), CodeVersion = "test", Threads = 2 });
}

[Trait("Tier", "full")]
public sealed class LabTests(DemoLabs labs) : IClassFixture<DemoLabs>
{
    [Fact]
    public void Desk_ContenderWithThePickersScores_WalksAsThatPicker_AndLeavesTheDeskAlone()
    {
        using TrainedModel model = labs.InOrder.Models.Of("SMH", DemoLabs.Session);
        double[] own = model.Pickers.ScoresOf(PickerKind.Outcome);
        int at = 0;
        ContenderReport report = labs.InOrder.Models.Contender(model, "twin", (fit, _, rows, _) =>
        {
            Assert.True(fit.Sessions[^1] < model.Pickers.Sessions[at]);
            double[] scores = own[(at * Structures.ClassCount)..((at + rows) * Structures.ClassCount)];
            at += rows;
            return scores;
        }, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(own, report.Scores.Scores);
        Assert.Equal("contender", Assert.Single(new TrialLedger(labs.InOrder.Journal).Trials("structure SMH"),
            trial => trial.SpecJson.Contains("twin", StringComparison.Ordinal)).Kind);
        DeskEvaluation without = labs.InOrder.Daily.Evaluate(model, cancellation: TestContext.Current.CancellationToken).Evaluation;
        DeskEvaluation with = labs.InOrder.Daily.Evaluate(model, [report.Scores], cancellation: TestContext.Current.CancellationToken).Evaluation;
        ArmResult twin = with.Arms.Single(arm => arm.Name == "contender twin");
        Assert.Equal(with.Arms.Single(arm => arm.Name == "picker outcome"), twin with { Name = "picker outcome" });
        Assert.Equal(without.Arms, with.Arms.Where(arm => arm != twin));
        Assert.Equal(without.Verdict, with.Verdict);
        Assert.Equal(without.Arms, labs.InOrder.Daily.Evaluate(model, cancellation: TestContext.Current.CancellationToken).Evaluation.Arms);
        ContenderScores shorter = report.Scores with { Sessions = report.Scores.Sessions[1..] };
        Assert.Contains("tested on other sessions", Assert.Throws<ArgumentException>(() => labs.InOrder.Daily.Evaluate(model, [shorter])).Message);
    }

    private static string Json(LabRun run) => RecommendationJson.Write(run.Recommendation);

    // Which files hold the rows depends on when they were written, and the names of snapshot and model say which files were read.
    private static string WithoutFileIds(LabRun run)
    {
        JsonObject json = JsonNode.Parse(Json(run))!.AsObject();
        json["evidence"]!.AsObject().Remove("snapshot");
        json["evidence"]!.AsObject().Remove("model");
        return json.ToJsonString();
    }

    [Fact]
    public void Features_RowOfTheRun_IsTheSameToTheBitSeenFromALaterSession()
    {
        FeatureMatrix then = labs.Fresh.Features, later = labs.InOrder.Data("SMH", DemoLabs.Later).Features,
            trained = labs.InOrder.Data("SMH", labs.First.Model.KnownThrough).Features;
        int row = Array.BinarySearch(later.Sessions, DemoLabs.Session);
        Assert.Equal(then.Sessions.Length - 1, row);
        Assert.Equal(then.Sessions, later.Sessions[..(row + 1)]);
        int different = 0, present = 0;
        for (int column = 0; column < FeatureCatalog.All.Count; column++)
        {
            for (int i = 0; i <= row; i++)
            {
                long bits = BitConverter.DoubleToInt64Bits(then.Columns[column][i]);
                different += bits == BitConverter.DoubleToInt64Bits(later.Columns[column][i]) ? 0 : 1;
                // What the trainer saw of a row is what a run served on that day.
                different += i >= trained.Sessions.Length || bits == BitConverter.DoubleToInt64Bits(trained.Columns[column][i]) ? 0 : 1;
                present += double.IsFinite(then.Columns[column][i]) ? 1 : 0;
            }
        }

        Assert.Equal(0, different);
        Assert.True(present > 0.6 * 84 * row, $"{present} values");
        Assert.True(later.Sessions.Length > row + 20 && trained.Sessions.Length < row - 20);
    }

    [Fact]
    public void Data_OfAnEarlierSession_NeverShowsAnythingLater()
    {
        foreach (Lab lab in new[] { labs.InOrder, labs.LaterFirst })
        {
            SessionData data = lab.Data("SMH", DemoLabs.Session);
            Assert.Equal(labs.Fresh.Bars.Sessions, data.Bars.Sessions);
            Assert.Equal(labs.Fresh.Bars.Close, data.Bars.Close);
            Assert.Equal(labs.Fresh.Bars.Volume, data.Bars.Volume);
            Assert.Equal(labs.Fresh.Context.Market.Close, data.Context.Market.Close);
            foreach ((DailySeries before, DailySeries now) in new[]
            {
                (labs.Fresh.Context.Vix, data.Context.Vix), (labs.Fresh.Context.Vix3M, data.Context.Vix3M),
                (labs.Fresh.Context.TBill13W, data.Context.TBill13W),
            })
            {
                Assert.Equal(before.Sessions, now.Sessions);
                Assert.Equal(before.Values, now.Values);
                Assert.Equal(DemoLabs.Session, now.Sessions[^1]);
            }

            Assert.Equal(labs.Fresh.Summaries, data.Summaries);
            OptionChain chain = data.ChainAt(DemoLabs.Session)!, fresh = labs.Fresh.ChainAt(DemoLabs.Session)!;
            Assert.Equal(fresh.Contracts, chain.Contracts);
            Assert.Equal(fresh.Bid, chain.Bid);
            Assert.Equal(fresh.ImpliedVol, chain.ImpliedVol);
            Assert.Null(data.ChainAt(ExchangeCalendar.Nyse.Next(DemoLabs.Session)));
            foreach (DatasetSchema dataset in new[] { Datasets.Bars, Datasets.Series, Datasets.Chains, Datasets.ChainSummaries, Datasets.Labels })
                Assert.Equal(0, data.View.Read(dataset, ["session"], LakeFilter.AtLeast("session", DemoLabs.Session.AddDays(1))).Rows);
        }

        // The lake does hold the later ones.
        using LakeView all = labs.LaterFirst.Lake.AsOf(DateTimeOffset.MaxValue, DateTimeOffset.MaxValue);
        Assert.True(all.Read(Datasets.Bars, ["session"], LakeFilter.AtLeast("session", DemoLabs.Session.AddDays(1))).Rows > 40);
    }

    [Fact]
    public void Run_WhetherLaterSessionsWereSimulatedBefore_DecidesTheSame()
    {
        Assert.Equal(WithoutFileIds(labs.First), WithoutFileIds(labs.Looking));
        Assert.Equal(WithoutFileIds(labs.First), WithoutFileIds(labs.Again));
        Assert.Equal(labs.First.Model.KnownThrough, labs.Looking.Model.KnownThrough);
        Assert.True(labs.First.Model.KnownThrough < DemoLabs.Session);
        foreach (string file in new[] { "model.txt", "inputs.txt" })
            Assert.Equal(File.ReadAllText(Path.Combine(DemoLabs.ModelFolders(labs.InOrder)[0], file)),
                File.ReadAllText(Path.Combine(DemoLabs.ModelFolders(labs.LaterFirst)[0], file)));
    }

    [Fact]
    public void Run_LabelsDeleted_AreMadeAgain_AndTheDecisionIsTheSame()
    {
        string[] files = [.. Directory.GetFiles(Path.Combine(labs.LaterFirst.Lake.Root, ResearchLab.Lake.Datasets.Labels.FolderName), "*.parquet",
            SearchOption.AllDirectories)];
        Assert.NotEmpty(files);
        Array.ForEach(files, File.Delete);
        LabRun again = labs.LaterFirst.Daily.Run("SMH", DemoLabs.Session);
        Assert.Equal(WithoutFileIds(labs.Looking), WithoutFileIds(again));
        Assert.NotEmpty(Directory.GetFiles(Path.Combine(labs.LaterFirst.Lake.Root, ResearchLab.Lake.Datasets.Labels.FolderName), "*.parquet",
            SearchOption.AllDirectories));
    }

    [Fact]
    public void Run_Twice_RecordsOneRecommendationAndOneModel()
    {
        Assert.True(labs.First.IsFirst && labs.Second.IsFirst);
        Assert.False(labs.Again.IsFirst);
        RecommendationRecord[] recorded = [.. labs.InOrder.Journal.FindRecommendations("SMH").OrderBy(record => record.Session)];
        Assert.Equal([DemoLabs.Session, DemoLabs.Later], recorded.Select(record => record.Session));
        Assert.Equal(Json(labs.First), recorded[0].DocumentJson);
        Assert.Equal(labs.First.RunId, recorded[0].RunId);
        Assert.Single(labs.InOrder.Journal.FindModels("SMH")); // both sessions are of one quarter
        // Another test walks a contender there, which is a trial of its own.
        LedgerTrial trial = Assert.Single(new TrialLedger(labs.InOrder.Journal).Trials("structure SMH"), trial => trial.Kind != "contender");
        Assert.StartsWith("wf6-", trial.SplitId);
        Assert.True(trial.Returns.Length > 100);
        Assert.Equal(3, labs.InOrder.Journal.RecentRuns(10).Count(run => run.Status == "done"));
    }

    [Fact]
    public void Run_DamagedModel_IsOneLineWithARemedyThatWorks()
    {
        string model = Assert.Single(DemoLabs.ModelFolders(labs.LaterFirst)), text = Path.Combine(model, "model.txt");
        string before = File.ReadAllText(text);
        Assert.Equal(labs.LaterFirst.Daily.Run("SMH", DemoLabs.Session).Recommendation.Evidence.Model, Path.GetFileName(model)); // called as what it holds

        // The power went before the card was written: there is no model, and the run makes it again.
        File.Delete(Path.Combine(model, TrainedModel.CardFile));
        Assert.Equal(Json(labs.Looking), Json(labs.LaterFirst.Daily.Run("SMH", DemoLabs.Session)));
        Assert.Equal(before, File.ReadAllText(text));
        Assert.True(File.Exists(Path.Combine(model, TrainedModel.CardFile)));

        foreach (string damage in new[] { "", before[..(before.Length / 2)], before.Replace("leaf_value=", "leaf_value=9", StringComparison.Ordinal) })
        {
            File.WriteAllText(text, damage);
            InvalidDataException error = Assert.Throws<InvalidDataException>(() => labs.LaterFirst.Daily.Run("SMH", DemoLabs.Session));
            Assert.DoesNotContain('\n', error.Message);
            Assert.Contains(model, error.Message);
            Assert.Contains("Delete that folder", error.Message);
        }

        Directory.Delete(model, recursive: true);
        Assert.Equal(Json(labs.Looking), Json(labs.LaterFirst.Daily.Run("SMH", DemoLabs.Session)));
        Assert.Single(labs.LaterFirst.Journal.FindRecommendations("SMH"));
    }

    [Fact]
    public void Demo_OtherSymbolOrFutureOrClosedDay_IsRefused()
    {
        Assert.Contains("OpenDemo(\"QQQ\")", Assert.Throws<UsageException>(() => labs.InOrder.Data("QQQ", DemoLabs.Session)).Message);
        Assert.Contains("is not over", Assert.Throws<UsageException>(() => labs.InOrder.Daily.Run("SMH", new DateOnly(2099, 1, 5))).Message);
        Assert.Throws<NotASessionException>(() => labs.InOrder.Daily.Run("SMH", new DateOnly(2020, 12, 25)));
        Assert.Equal(2, labs.InOrder.Journal.FindRecommendations("SMH").Count);
    }
}

/// <summary>A lab over ingested data, with a clock the test moves.</summary>
public sealed class LakeLabTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("researchlab-lab-").FullName;
    private readonly ManualClock _clock = new(LakeFixture.At("2024-01-06"));
    private readonly Lab _lab;

    public LakeLabTests() =>
        _lab = Lab.Open(LabOptions.FromEnvironment() with { DataFolder = _folder, JournalConnection = null, Time = _clock, CodeVersion = "test" });

    public void Dispose()
    {
        _lab.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void Data_RevisedBar_LeavesThePastReadAsItWas()
    {
        BarSeries bars = ReportFixture.Bars();
        LakeMarket.AppendBars(_lab.Lake, bars, "csv:spy");
        LakeMarket.AppendSeries(_lab.Lake, new DailySeries("vix", bars.Sessions, [.. bars.Sessions.Select(_ => 16.0)]), "csv:vix");
        DateTimeOffset known = KnownAt.Daily(ReportFixture.Session), before = _clock.Now;
        SessionData first = _lab.Data("SPY", ReportFixture.Session);
        string snapshot = first.Snapshot;

        _clock.Now = LakeFixture.At("2024-03-01");
        int at = bars.Count - 30;
        double[] close = [.. bars.Close];
        close[at] = Math.Min(bars.High[at], close[at] + (0.5 * (bars.High[at] - close[at])));
        Assert.NotEqual(bars.Close[at], close[at]);
        var revised = new BarSeries("SPY", bars.Sessions, bars.Open, bars.High, bars.Low, close, bars.Volume);
        Assert.Equal(1, LakeMarket.AppendBars(_lab.Lake, revised, "csv:spy").Rows.Revised);

        using LakeView past = _lab.Lake.AsOf(known, before), asKnown = _lab.Lake.AsOf(known), now = _lab.Lake.Now();
        Assert.Equal(bars.Close, LakeMarket.Bars(past, "SPY").Close);
        // The correction became known in March, so a session in January never sees it, whenever it is asked about.
        Assert.Equal(bars.Close, LakeMarket.Bars(asKnown, "SPY").Close);
        Assert.Equal(close, LakeMarket.Bars(now, "SPY").Close);
        SessionData again = SessionData.Load(_lab.Lake, past, "SPY", MarketNames.UnitedStates, demo: false);
        Assert.Equal(snapshot, again.Snapshot);
        for (int column = 0; column < FeatureCatalog.All.Count; column++)
            Assert.Equal(first.Features.Columns[column], again.Features.Columns[column]);
        Assert.Equal(first.Features.Columns[0], _lab.Data("SPY", ReportFixture.Session).Features.Columns[0]);
    }

    [Fact]
    public void Run_WithoutData_SaysWhatToIngest_AndTheJournalKeepsTheFailure()
    {
        DataUnusableException error = Assert.Throws<DataUnusableException>(() => _lab.Daily.Run("SPY", ReportFixture.Session));
        Assert.Contains("./lab ingest csv FILE --symbol SPY", error.Message);
        LakeMarket.AppendBars(_lab.Lake, ReportFixture.Bars(), "csv:spy");
        Assert.Contains("--series vix=close", Assert.Throws<DataUnusableException>(() => _lab.Daily.Run("SPY", ReportFixture.Session)).Message);
        Assert.All(_lab.Journal.RecentRuns(10), run => Assert.NotEqual("done", run.Status));
        Assert.Empty(_lab.Journal.FindRecommendations("SPY"));
    }

    [Fact]
    public void Data_NewestBarIsOlder_NamesTheSessionThereIs()
    {
        _clock.Now = LakeFixture.At("2024-02-01");
        LakeMarket.AppendBars(_lab.Lake, ReportFixture.Bars(), "csv:spy");
        Assert.Contains("'--session 2024-01-05'", Assert.Throws<DataUnusableException>(() => _lab.Data("SPY", new DateOnly(2024, 1, 31))).Message);
    }
}
