using System.Globalization;
using System.Text.Json.Nodes;
using Dapper;
using ResearchLab.Basics;
using ResearchLab.Journal;
using ResearchLab.Models;
using ResearchLab.Risk;
using ResearchLab.Tests.Lake;
using ResearchLab.Time;

namespace ResearchLab.Tests;

/// <summary>One demo lab whose clock the tests move, with one run of one session.</summary>
public sealed class RecordedRun : IDisposable
{
    internal static readonly DateOnly Session = new(2020, 11, 16);

    public RecordedRun()
    {
        using Lab lab = Open();
        First = lab.Daily.Run("SMH", Session);
        Page = File.ReadAllText(First.ReportPath);
    }

    internal string Folder { get; } = Directory.CreateTempSubdirectory("researchlab-record-").FullName;

    internal ManualClock Clock { get; } = new(LakeFixture.At("2020-11-17"));

    internal LabRun First { get; }

    internal string Page { get; }

    internal Lab Open(Func<LabOptions, LabOptions>? change = null)
    {
        LabOptions options = LabOptions.FromEnvironment() with { DataFolder = Folder, CodeVersion = "test", Threads = 2, Time = Clock };
        return Lab.OpenDemo("SMH", 1, change is null ? options : change(options));
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}

/// <summary>What a run recorded is what every later run of it shows; what differs stands beside it under another name.</summary>
[Trait("Tier", "full")]
public sealed class RecordedRunTests(RecordedRun recorded) : IClassFixture<RecordedRun>
{
    private static DateOnly Session => RecordedRun.Session;

    private static RecommendationRecord[] Records(Lab lab) => [.. lab.Journal.FindRecommendations("SMH").Where(record => record.Session == Session)];

    /// <summary>Decimal commas, points between thousands, another minus and other dates of the host change no character of what is written.</summary>
    [Fact]
    public void Run_HostOfAnotherCulture_WritesTheSame()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        var other = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        (other.NumberFormat.NumberDecimalSeparator, other.NumberFormat.NumberGroupSeparator, other.NumberFormat.NegativeSign) = (",", ".", "~");
        (other.NumberFormat.PercentDecimalSeparator, other.NumberFormat.NumberGroupSizes, other.NumberFormat.NaNSymbol) = (",", [2], "n. def.");
        (other.DateTimeFormat.ShortDatePattern, other.DateTimeFormat.DateSeparator, other.DateTimeFormat.TimeSeparator) = ("dd.MM.yy", ".", "h");
        other.DateTimeFormat.DayNames = ["Sonntag", "Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag"];
        try
        {
            CultureInfo.CurrentCulture = other;
            using var abroad = new RecordedRun();
            Assert.Equal(recorded.First.Document, abroad.First.Document);
            Assert.Equal(WithoutTimes(recorded.Page), WithoutTimes(abroad.Page));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Run_OtherAccount_HasItsOwnRecordAndPage()
    {
        using Lab small = recorded.Open(options => options with { AccountValue = 25_000 });
        LabRun other = small.Daily.Run("SMH", Session);
        Assert.True(other.IsFirst);
        Assert.NotEqual(recorded.First.ReportPath, other.ReportPath);
        Assert.Equal(recorded.Page, File.ReadAllText(recorded.First.ReportPath));
        RecommendationRecord record = Records(small).Single(record => record.ReportPath == other.ReportPath);
        Assert.Contains(record.ConfigHash, Path.GetFileName(other.ReportPath), StringComparison.Ordinal);
        Assert.Equal(record.DocumentJson, other.Document);
        Assert.Equal(record.ConfigHash, (string)JsonNode.Parse(record.DocumentJson)!["evidence"]!["config"]!);
        string page = File.ReadAllText(other.ReportPath);
        Assert.Contains(record.ConfigHash, page, StringComparison.Ordinal);
        Assert.Contains("ACCOUNT_VALUE is 25000 instead of 100000, set by code", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Settings that are not the defaults", recorded.Page, StringComparison.Ordinal);
        OverriddenSetting setting = Assert.Single(other.Recommendation.Overridden);
        Assert.Equal(("ACCOUNT_VALUE", 25_000, 100_000, "code"), (setting.Name, setting.Value, setting.Default, setting.From));
        Assert.Equal("ACCOUNT_VALUE", (string)JsonNode.Parse(other.ToJson())!["overridden"]![0]!["setting"]!);
    }

    [Fact]
    public void Run_Again_ShowsTheRecordAndLeavesThePageAlone()
    {
        using Lab lab = recorded.Open(options => options with { CodeVersion = "another version" });
        File.AppendAllText(recorded.First.ReportPath, "<!-- touched -->");
        LabRun again = lab.Daily.Run("SMH", Session);
        Assert.False(again.IsFirst);
        Assert.Null(again.DecidedAgain);
        Assert.Equal(recorded.First.Document, again.Document);
        Assert.Equal("test", again.Recommendation.Evidence.Code);
        Assert.Equal(recorded.First.Recommendation.Probabilities, again.Recommendation.Probabilities);
        Assert.EndsWith("<!-- touched -->", File.ReadAllText(again.ReportPath), StringComparison.Ordinal);

        File.Delete(again.ReportPath);
        Assert.Equal(WithoutTimes(recorded.Page), WithoutTimes(File.ReadAllText(lab.Daily.Run("SMH", Session).ReportPath)));
        File.WriteAllText(again.ReportPath, recorded.Page);
    }

    [Fact]
    public void Run_TodayDecidesOtherwise_TheRecordStandsAndTheReaderIsTold()
    {
        using Lab lab = recorded.Open(options => options with { AccountValue = 31_000 });
        LabRun first = lab.Daily.Run("SMH", Session);
        // As if older code had found another price: the record is what counts.
        JsonNode document = JsonNode.Parse(first.Document)!;
        document["confidence"] = 0.4321;
        document["reasons"]![0] = "older code had a reason of its own";
        Rewrite(first, document.ToJsonString(new System.Text.Json.JsonSerializerOptions { WriteIndented = true }));
        LabRun again = lab.Daily.Run("SMH", Session);
        Assert.Equal(0.4321, again.Recommendation.Confidence);
        Assert.Equal(first.Recommendation.Confidence, again.DecidedAgain!.Confidence);
        Assert.Equal(0.4321, (double)JsonNode.Parse(again.ToJson())!["confidence"]!);
        Assert.DoesNotContain("older code had", File.ReadAllText(again.ReportPath), StringComparison.Ordinal);

        File.Delete(again.ReportPath);
        string page = File.ReadAllText(lab.Daily.Run("SMH", Session).ReportPath);
        Assert.Contains("older code had a reason of its own", page, StringComparison.Ordinal);
        Assert.Contains("Made again from the decision recorded on", page, StringComparison.Ordinal);

        document["decision"] = "maybe";
        Rewrite(first, document.ToJsonString());
        Assert.Contains("'maybe'", Assert.Throws<InvalidDataException>(() => lab.Daily.Run("SMH", Session)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_ModelPromotedLater_DecidesNoSessionBeforeIt()
    {
        using Lab lab = recorded.Open();
        using TrainedModel challenger = lab.Models.Train("SMH", new DateOnly(2020, 11, 13),
            options => options with { Rounds = 2, Resamples = 100, Split = new WalkForwardOptions(Folds: 1, MinimumFitRows: 100) });
        Assert.True(challenger.Card.KnownThrough < Session);
        recorded.Clock.Now = ExchangeCalendar.Nyse.CloseOf(new DateOnly(2020, 11, 17)).AddMinutes(-1);
        lab.Models.Registry.Promote(challenger.Card.Id, "for the test", anyway: true);
        recorded.Clock.Now = LakeFixture.At("2020-11-18");
        LabRun then = lab.Daily.Run("SMH", Session), next = lab.Daily.Run("SMH", new DateOnly(2020, 11, 17));
        Assert.False(then.IsFirst);
        Assert.Equal(recorded.First.Document, then.Document);
        Assert.Equal(challenger.Card.Id, next.Recommendation.Evidence.Model);
        Assert.EndsWith($"-{challenger.Card.Id.Split('-')[^1]}.html", next.ReportPath, StringComparison.Ordinal);

        // A rollback changes what comes after it, not what was decided; the quarter's model has a record of its own on a session it decides.
        recorded.Clock.Now = LakeFixture.At("2020-11-19");
        lab.Models.Registry.Rollback("SMH", "enough");
        LabRun still = lab.Daily.Run("SMH", new DateOnly(2020, 11, 17));
        Assert.Equal((next.Document, next.ReportPath, false), (still.Document, still.ReportPath, still.IsFirst));
    }

    [Theory]
    [InlineData(99.99)]
    [InlineData(double.NaN)]
    [InlineData(1e13)]
    public void Open_AccountThatCannotBe_IsRefused(double account) =>
        Assert.Contains("ACCOUNT_VALUE is ",
            Assert.Throws<ConfigurationException>(() => recorded.Open(options => options with { AccountValue = account })).Message, StringComparison.Ordinal);

    [Fact]
    public void Open_LimitsOrCostsThatCannotBe_AreRefusedInCodeToo()
    {
        string limit = Assert.Throws<ConfigurationException>(
            () => recorded.Open(options => options with { Limits = new RiskLimits { RiskPerTrade = 1 } })).Message;
        Assert.Contains("RISK_PER_TRADE is 1; it must be between 0 and 0.1", limit, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', limit);
        Assert.DoesNotContain("Parameter", limit, StringComparison.Ordinal);
        Assert.Contains("CommissionPerContract is -1", Assert.Throws<ConfigurationException>(
            () => recorded.Open(options => options with { Costs = options.Costs with { CommissionPerContract = -1 } })).Message, StringComparison.Ordinal);
    }

    private void Rewrite(LabRun run, string document)
    {
        using var connection = new DuckDB.NET.Data.DuckDBConnection($"Data Source={Path.Combine(recorded.Folder, "demo", "smh-1", "journal.duckdb")}");
        connection.Open();
        Assert.Equal(1, connection.Execute("UPDATE recommendations SET document = CAST($document AS JSON) WHERE report_path = $path",
            new { document, path = run.ReportPath }));
    }

    private static string WithoutTimes(string page)
    {
        const string Start = "<dt>Run time</dt>";
        int from = page.IndexOf(Start, StringComparison.Ordinal), to = page.IndexOf("</dd>", from, StringComparison.Ordinal);
        return page.Remove(from, to - from);
    }
}
