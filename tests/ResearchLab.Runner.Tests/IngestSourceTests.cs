using System.Text.Json;
using ResearchLab.Lake;
using ResearchLab.Market;
using ResearchLab.Tests.Shared;

namespace ResearchLab.Runner.Tests;

/// <summary>lab ingest SOURCE as a person types it, against vendors on this machine.</summary>
public sealed class IngestSourceTests : IDisposable
{
    private const string Key = "s3cr3t-key-1234567890";
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Binance_GoodAndBadSymbol_StoresOne_ListsTheOther_ThenIsUpToDate()
    {
        using var vendor = new FakeVendor(Klines);
        LabResult first = Lab(vendor, "ingest", "binance", "--symbol", "BTCUSDT,BTCUSTD", "--from", "2024-01-01", "--to", "2024-01-31");
        Assert.Equal(1, first.ExitCode);
        Assert.Contains("31 read, 31 new, 0 same, 0 revised", first.Output, StringComparison.Ordinal);
        Assert.Contains("Did you mean 'BTCUSDT'?", first.Errors, StringComparison.Ordinal);
        Assert.Contains("1 of 2 symbols failed: BTCUSTD.", first.Errors, StringComparison.Ordinal);

        LabResult again = Lab(vendor, "ingest", "binance", "--symbol", "BTCUSDT", "--from", "2024-01-01", "--to", "2024-01-31", "--json");
        JsonElement result = JsonSerializer.Deserialize<JsonElement>(again.Output)[0];
        Assert.Equal((0, 0, 0), (again.ExitCode, result.GetProperty("requests").GetInt32(), result.GetProperty("results").GetArrayLength()));
    }

    [Fact]
    public void Killed_BetweenPages_LosesNothingAcknowledged_AndGoesOn()
    {
        using var hold = new ManualResetEventSlim();
        int pages = 0;
        using var vendor = new FakeVendor(request =>
        {
            // The second page comes only to the second run.
            if (Interlocked.Increment(ref pages) == 2)
                hold.Wait(LabProcess.Hang);
            return Klines(request);
        });
        string[] arguments = ["ingest", "binance", "--symbol", "BTCUSDT", "--from", "2020-01-01", "--to", "2023-12-31"];
        using (LabProcess lab = LabProcess.Start(_folder.Path, Environment(vendor), arguments))
        {
            lab.WaitUntil(() => Volatile.Read(ref pages) == 2, "the request of the second page");
            lab.Kill();
            lab.Wait();
        }

        hold.Set();
        var lake = new DataLake(Path.Combine(_folder.Path, "lake"), TimeProvider.System);
        using (LakeView view = lake.Now())
            Assert.Equal(1000, LakeMarket.Bars(view, "BTCUSDT").Count);
        LabResult rest = Lab(vendor, arguments);
        Assert.True(rest.ExitCode == 0, rest.Errors);
        using (LakeView view = lake.Now())
            Assert.Equal(1461, LakeMarket.Bars(view, "BTCUSDT").Count);
        Assert.Empty(lake.Check());
    }

    [Fact]
    public void Key_NeverReachesOutputOrDisk_EvenWhenTheVendorRepeatsIt()
    {
        foreach (string body in new[] { $$"""{"error_code":400,"error_message":"The value {{Key}} for variable api_key is wrong"}""", $"broken {Key}",
            $"<html>{Key}</html>" })
        {
            using var vendor = new FakeVendor(_ => new VendorAnswer(body, body[0] == '{' ? 400 : 200));
            LabResult result = Lab(vendor, "--verbose", "ingest", "fred", "--symbol", "DTB3");
            Assert.Equal(3, result.ExitCode);
            Assert.Equal(Key, vendor.Asked.First().Query("api_key"));
            Assert.DoesNotContain(Key, result.Output + result.Errors, StringComparison.Ordinal);
        }

        Assert.DoesNotContain(Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories),
            file => file.Contains(Key, StringComparison.Ordinal) || File.ReadAllText(file).Contains(Key, StringComparison.Ordinal));
    }

    [Fact]
    public void DailySources_AreAskedBeforeASessionIsDecided_AndOnceAnswered_NotAgain()
    {
        bool knows = false;
        using var vendor = new FakeVendor(request => knows ? Klines(request) : new VendorAnswer("""{"code":-1121,"msg":"Invalid symbol."}""", 400));
        Dictionary<string, string> environment = new(Environment(vendor)) { ["DAILY_SOURCES"] = "binance/BTCUSDT" };
        LabResult Run(string session) => LabProcess.Run(_folder.Path, environment, "run", "--symbol", "SPY", "--data", "lake", "--session", session);
        int Bars()
        {
            using LakeView view = new DataLake(Path.Combine(_folder.Path, "lake"), TimeProvider.System).Now();
            return LakeMarket.Bars(view, "BTCUSDT").Count;
        }

        // The source does not answer: what stops the run is the lake, and the source is asked again.
        LabResult without = Run("2024-01-05");
        Assert.Contains("lab: binance/BTCUSDT: ", without.Errors, StringComparison.Ordinal);
        Assert.Contains("no daily bars of SPY", without.Errors, StringComparison.Ordinal);
        Assert.Equal(0, Bars());
        knows = true;
        Assert.Equal(3, Run("2024-01-05").ExitCode);
        Assert.True(Bars() > 2_000);
        int asked = vendor.Asked.Count();
        Assert.Equal(3, Run("2024-01-05").ExitCode);
        Assert.Equal(asked, vendor.Asked.Count());

        environment["DAILY_SOURCES"] = "binance/BTCUSDT, yaho/SPY";
        LabResult wrong = Run("2024-01-05");
        Assert.Equal(2, wrong.ExitCode);
        Assert.Contains("DAILY_SOURCES: it holds 'yaho/SPY'. No source is named 'yaho'. Did you mean 'yahoo'?", wrong.OneErrorLine(), StringComparison.Ordinal);
        environment["DAILY_SOURCES"] = "SPY";
        Assert.Contains("write source/symbol", Run("2024-01-05").OneErrorLine(), StringComparison.Ordinal);
    }

    [Fact]
    public void Folder_OneBadFile_DoesNotStopTheOthers()
    {
        string folder = Directory.CreateDirectory(Path.Combine(_folder.Path, "in")).FullName;
        File.WriteAllText(Path.Combine(folder, "a.csv"), "date,title\n2024-01-02,hello\n");
        File.WriteAllText(Path.Combine(folder, "b.jsonl"),
            """{"date":"2024-01-02","symbol":"ABC","open":10,"high":11,"low":9,"Adj Close":10.5,"volume":7}""" + "\n");
        File.WriteAllText(Path.Combine(folder, "c.csv"), "date,open,high,low,close\n2024-01-06,1,1,1,1\n2024-01-07,1,1,1,1\n");
        LabResult result = LabProcess.Run(_folder.Path, "ingest", "csv", folder, "--map", "close=Adj Close", "--kind", "bars");
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("close=Adj Close", result.Output, StringComparison.Ordinal);
        Assert.Contains("2 of 3 files failed: a.csv, c.csv.", result.Errors, StringComparison.Ordinal);
        using LakeView view = new DataLake(Path.Combine(_folder.Path, "lake"), TimeProvider.System).Now();
        Assert.Equal([10.5], LakeMarket.Bars(view, "ABC").Close);
    }

    /// <summary>The remedies that a refusal names are typed as they stand.</summary>
    [Theory]
    [InlineData("date,open,high,low,close\n2024-01-02,100,101,99,100\n2024-01-03,100,101,99,100\n2024-01-04,1,1.01,0.99,1\n2024-01-05,1,1.01,0.99,1.01\n",
        "--jumps keep", 4)]
    [InlineData("date,cpi\n2023-08-01,1\n2023-09-01,2\n2023-10-02,3\n2023-11-01,4\n2023-12-01,5\n2024-01-02,6\n", "--published-after 45", 6)]
    public void Refusal_NamesTheOptionThatAccepts(string text, string remedy, int rows)
    {
        string file = Path.Combine(_folder.Path, "acme.csv");
        File.WriteAllText(file, text);
        LabResult refused = LabProcess.Run(_folder.Path, "ingest", "csv", file, "--symbol", "ACME");
        Assert.Equal(3, refused.ExitCode);
        Assert.Contains(remedy, refused.OneErrorLine(), StringComparison.Ordinal);
        LabResult accepted = LabProcess.Run(_folder.Path, ["ingest", "csv", file, "--symbol", "ACME", .. remedy.Split(' ')]);
        Assert.Equal(0, accepted.ExitCode);
        Assert.Contains($"{rows} new", accepted.Output, StringComparison.Ordinal);
    }

    /// <summary>One symbol is not the one of every file of a folder, and a symbol that a file names is kept.</summary>
    [Fact]
    public void Symbol_NamesTheBarsOfOneFile()
    {
        string folder = Directory.CreateDirectory(Path.Combine(_folder.Path, "bars")).FullName;
        foreach (string name in (string[])["iwm.csv", "spy.csv"])
            File.WriteAllText(Path.Combine(folder, name), "date,open,high,low,close\n2024-01-02,10,11,9,10\n2024-01-03,10,11,9,10.5\n");
        LabResult two = LabProcess.Run(_folder.Path, "ingest", "csv", folder, "--symbol", "SPY");
        Assert.Equal(2, two.ExitCode);
        Assert.Contains("2 files (iwm.csv, spy.csv). Give one file at a time", two.OneErrorLine(), StringComparison.Ordinal);
        LabResult one = LabProcess.Run(_folder.Path, "ingest", "csv", Path.Combine(folder, "spy.csv"), "--symbol", "SPY", "--json");
        Assert.Equal(0, one.ExitCode);
        Assert.Contains("\"adjusted\": \"for splits (assumed", one.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, "Did you mean 'yahoo'?", "ingest", "yaho", "--symbol", "SPY")]
    [InlineData(2, "Name a source: csv", "ingest")]
    [InlineData(2, "Set MASSIVE_API_KEY", "ingest", "massive", "--symbol", "SPY")]
    [InlineData(2, "at least one symbol", "ingest", "yahoo")]
    [InlineData(2, "characters no vendor uses", "ingest", "yahoo", "--symbol", "../SPY")]
    [InlineData(2, "Did you mean 'series'?", "ingest", "yahoo", "--symbol", "SPY", "--dataset", "serie")]
    [InlineData(2, "before it begins", "ingest", "yahoo", "--symbol", "SPY", "--from", "2024-02-01", "--to", "2024-01-01")]
    [InlineData(2, "not a time zone", "ingest", "csv", "x.csv", "--zone", "Mars/Olympus")]
    [InlineData(2, "--dataset screener", "ingest", "fmp", "--symbol", "SPY", "--where", "beta=1")]
    public void BadArguments_AreOneLine(int exitCode, string named, params string[] arguments)
    {
        LabResult result = LabProcess.Run(_folder.Path,
            new Dictionary<string, string> { ["MASSIVE_API_KEY"] = "", ["POLYGON_API_KEY"] = "", ["FMP_API_KEY"] = Key }, arguments);
        Assert.Equal(exitCode, result.ExitCode);
        Assert.Contains(named, result.OneErrorLine(), StringComparison.Ordinal);
    }

    private static VendorAnswer Klines(VendorRequest request)
    {
        if (request.Path == "/api/v3/ticker/price")
            return new("""[{"symbol":"BTCUSDT","price":"1"}]""");
        if (request.Query("symbol") != "BTCUSDT")
            return new("""{"code":-1121,"msg":"Invalid symbol."}""", 400);
        DateTimeOffset start = DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(request.Query("startTime"))),
            end = DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(request.Query("endTime")));
        List<string> rows = [];
        for (DateTimeOffset at = start; at <= end && rows.Count < 1000; at = at.AddDays(1))
            rows.Add($"[{at.ToUnixTimeMilliseconds()},\"{100 + (at.Day % 7)}\",\"110\",\"90\",\"{101 + (at.Day % 5)}\",\"5\",0,\"1\",1,\"1\",\"1\",\"0\"]");
        return new($"[{string.Join(',', rows)}]");
    }

    private static Dictionary<string, string> Environment(FakeVendor vendor) => new()
    {
        ["RESEARCHLAB_BINANCE_URL"] = vendor.Url.ToString(),
        ["RESEARCHLAB_FRED_URL"] = vendor.Url.ToString(),
        ["FRED_API_KEY"] = Key,
    };

    private LabResult Lab(FakeVendor vendor, params string[] arguments) => LabProcess.Run(_folder.Path, Environment(vendor), arguments);
}
