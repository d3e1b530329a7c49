using System.Text.Json;
using ResearchLab.Lake;
using ResearchLab.Market;
using ResearchLab.Time;

namespace ResearchLab.Runner.Tests;

/// <summary>lab lake and lab calendar as a person types them.</summary>
public sealed class LakeCommandTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public LakeCommandTests()
    {
        File.WriteAllText(Path.Combine(_folder.Path, "vix.csv"), "date,close\n2023-12-27,12.43\n2023-12-28,12.47\n2023-12-29,12.45\n");
        Assert.Equal(0, Lab("ingest", "csv", Path.Combine(_folder.Path, "vix.csv"), "--series", "vix=close").ExitCode);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Lake_ListShowSqlSnapshot_AgreeOnWhatIsThere()
    {
        Assert.Contains("2023-12-29", Lab("lake", "list").Output, StringComparison.Ordinal);
        JsonElement series = Json("lake", "list", "--json").EnumerateArray().Single(dataset => dataset.GetProperty("dataset").GetString() == "series");
        Assert.Equal(3, series.GetProperty("rows").GetInt64());
        Assert.Equal([12.47, 12.45], Json("lake", "show", "series", "--symbol", "VIX", "--from", "2023-12-28", "--json").EnumerateArray()
            .Select(row => row.GetProperty("value").GetDouble()));
        Assert.Equal(1, Json("lake", "show", "series", "--as-of", "2023-12-27", "--json").GetArrayLength());
        Assert.Equal(12.45, Json("lake", "sql", "select last(value order by session) as v from series", "--json")[0].GetProperty("v").GetDouble());
        string id = Json("lake", "snapshot", "series", "--json").GetProperty("snapshot").GetString()!;
        Assert.Matches("^[0-9a-f]{16}$", id);
        Assert.StartsWith(id, Lab("lake", "snapshot", "series").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Lake_Quality_NamesWhatWasRefusedAndWhatIsMissing()
    {
        string bars = Path.Combine(_folder.Path, "bars.csv");
        File.WriteAllText(
            bars,
            "date,symbol,open,high,low,close,volume\n2023-12-27,ABC,10,11,9,10,5\n2023-12-28,ABC,10,9,11,10,5\n2023-12-29,ABC,10,11,9,10,5\n2023-12-30,ABC,10,11,9,10,5\n");
        Assert.Equal(0, Lab("ingest", "csv", bars).ExitCode);

        JsonElement quality = Json("lake", "quality", "--json");

        JsonElement[] refused = [.. quality.GetProperty("quarantined").EnumerateArray()];
        Assert.Equal(["high_below_low", "not_a_session"], refused.Select(row => row.GetProperty("reason").GetString()));
        Assert.Equal((3, "2023-12-28,ABC,10,9,11,10,5"), (refused[0].GetProperty("first_line").GetInt32(), refused[0].GetProperty("example").GetString()));
        JsonElement abc = Assert.Single(quality.GetProperty("bars").EnumerateArray());
        Assert.Equal((3, 1, "2023-12-28"),
            (abc.GetProperty("sessions").GetInt32(), abc.GetProperty("missing").GetInt32(), abc.GetProperty("first_missing").GetString()));
        Assert.Contains("high_below_low", Lab("lake", "quality").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Lake_Upkeep_SaysWhatItDid()
    {
        Assert.Equal(4, Lab("lake", "compact").ExitCode);
        Assert.Equal(4, Lab("lake", "vacuum", "--keep", "0").ExitCode);
        Assert.Contains("all as they were written", Lab("lake", "check").Output, StringComparison.Ordinal);
        string file = Directory.GetFiles(Path.Combine(_folder.Path, "lake", "series"), "*.parquet", SearchOption.AllDirectories)[0];
        File.WriteAllBytes(file, [.. File.ReadAllBytes(file)[..^3], 1, 2, 3]);

        LabResult check = Lab("lake", "check");

        Assert.Equal(3, check.ExitCode);
        Assert.Contains("damaged", check.Output, StringComparison.Ordinal);
        Assert.True(Json(3, "lake", "check", "--json")[0].GetProperty("harmful").GetBoolean());
        Assert.Equal("damaged", Json(3, "lake", "check", "--json")[0].GetProperty("kind").GetString());
        LabResult read = Lab("lake", "show", "series");
        Assert.Equal(1, read.ExitCode);
        Assert.Contains("is damaged", read.OneErrorLine(), StringComparison.Ordinal);

        File.Delete(file);
        Assert.Contains("missing", Lab("lake", "check").Output, StringComparison.Ordinal);
        Assert.Equal(0, Lab("ingest", "csv", Path.Combine(_folder.Path, "vix.csv"), "--series", "vix=close").ExitCode);
        Assert.Equal(3, Lab("lake", "check").ExitCode);
        LabResult forgotten = Lab("lake", "check", "--forget");
        Assert.Equal(0, forgotten.ExitCode);
        Assert.Contains("1 missing files forgotten", forgotten.Errors, StringComparison.Ordinal);
        Assert.Equal(0, Lab("lake", "check").ExitCode);
    }

    [Theory]
    [InlineData(2, "'foo'", "lake", "show", "foo")]
    [InlineData(2, "--keep", "lake", "vacuum")]
    [InlineData(2, "-1", "lake", "vacuum", "--keep", "-1")]
    [InlineData(2, "yesterday", "lake", "show", "series", "--as-of", "yesterday")]
    [InlineData(2, "no sessions", "lake", "show", "quarantine", "--from", "2024-01-01")]
    [InlineData(1, "Only one SELECT", "lake", "sql", "drop table series")]
    [InlineData(1, "read_text", "lake", "sql", "select * from read_text('/etc/passwd')")]
    [InlineData(2, "after", "calendar", "--from", "2024-02-01", "--to", "2024-01-01")]
    [InlineData(2, "1950", "calendar", "--from", "1900-01-01", "--to", "1900-02-01")]
    public void Lake_BadInput_IsOneLine(int exitCode, string named, params string[] arguments)
    {
        LabResult result = Lab(arguments);

        Assert.Equal(exitCode, result.ExitCode);
        Assert.Contains(named, result.OneErrorLine(), StringComparison.Ordinal);
    }

    [Fact]
    public void Calendar_Days_HaveHoursInUtcAndReasons()
    {
        JsonElement days = Json("calendar", "--from", "2024-07-03", "--to", "2024-07-05", "--json");
        Assert.Equal("2024-07-03T17:00:00Z", days[0].GetProperty("close").GetString());
        Assert.True(days[0].GetProperty("early").GetBoolean());
        Assert.Equal(2, days.GetArrayLength());
        Assert.Equal("Hurricane Sandy", Json("calendar", "--from", "2012-10-29", "--to", "2012-10-29", "--closed", "--json")[0].GetProperty("reason")
            .GetString());
    }

    [Fact]
    public void Prices_Basis_IsRawOrSplitByTheActionsKnownThen()
    {
        DateOnly[] days = ExchangeCalendar.Nyse.Sessions(new(2024, 2, 5), new(2024, 2, 7));
        double[] close = [100, 102, 51], volume = [10, 20, 30];
        var lake = new DataLake(Path.Combine(_folder.Path, "lake"), TimeProvider.System);
        LakeMarket.AppendBars(lake, new BarSeries("ABC", days, close, close, close, close, volume), "test", BarAdjustment.Raw);
        LakeMarket.AppendActions(lake, "ABC", [new(days[2], CorporateActionKind.Split, 2)], "test");
        Assert.Equal([50, 51, 51], Json("lake", "prices", "--symbol", "ABC", "--json").EnumerateArray().Select(row => row.GetProperty("close").GetDouble()));
        Assert.Equal([100, 102], Json("lake", "prices", "--symbol", "ABC", "--as-of", "2024-02-06", "--json").EnumerateArray()
            .Select(row => row.GetProperty("close").GetDouble()));
        Assert.Equal("session,open,high,low,close,volume\n2024-02-05,100,100,100,100,10\n",
            Lab("lake", "prices", "--symbol", "ABC", "--adjust", "raw", "--to", "2024-02-05").Output);
        Assert.Equal(4, Lab("lake", "prices", "--symbol", "NONE").ExitCode);
    }

    private LabResult Lab(params string[] arguments) => LabProcess.Run(_folder.Path, arguments);

    private JsonElement Json(params string[] arguments) => Json(0, arguments);

    private JsonElement Json(int exitCode, params string[] arguments)
    {
        LabResult result = Lab(arguments);
        Assert.True(result.ExitCode == exitCode, result.Errors);
        return JsonSerializer.Deserialize<JsonElement>(result.Output);
    }
}
