using DuckDB.NET.Data;
using ResearchLab.Lake;
using ResearchLab.Market;
using ResearchLab.Tests.Lake;
using ResearchLab.Tests.Shared;
using ResearchLab.Time;

namespace ResearchLab.Tests.Market;

/// <summary>Files as people have them: Parquet, JSON lines, bars within sessions, factor files, markets that never close.</summary>
[Trait("Tier", "full")]
public sealed class FileIngestTests : IDisposable
{
    private readonly LakeFixture _fixture = new("2026-01-01");

    public void Dispose() => _fixture.Dispose();

    [Theory]
    [InlineData("bars.parquet", "parquet")]
    [InlineData("bars.jsonl", "json")]
    [InlineData("bars.csv", "csv, header")]
    public void Ingest_SameBarsInAnyFormat_AreTheSameRows(string name, string format)
    {
        string path = Path.Combine(_fixture.Folder, "it's " + name);
        using (var connection = new DuckDBConnection("Data Source=:memory:"))
        {
            connection.Open();
            using DuckDBCommand command = connection.CreateCommand();
            command.CommandText = $"""
                COPY (SELECT * FROM (VALUES (DATE '2024-01-02', 'ABC', 100.1, 101.0, 99.5, 100.123456789, 1000), (DATE '2024-01-03', 'ABC', 100.1, 101.0, 99.5, 100.2, NULL),
                (DATE '2024-01-06', 'ABC', 1, 1, 1, 1, 1)) AS t(date, symbol, open, high, low, "Last", volume))
                TO '{path.Replace("'", "''")}' (FORMAT {format})
                """;
            command.ExecuteNonQuery();
        }

        IngestResult result = FileIngest.Ingest(_fixture.Lake, path, new CsvIngestOptions { Map = new Dictionary<string, string> { ["close"] = "Last" } });
        Assert.Equal((2, 1), (result.Rows.New, result.Quarantined[QualityReason.NotASession]));
        Assert.Contains("close=Last", result.Mapping);
        Assert.EndsWith(":it's " + name, result.Source, StringComparison.Ordinal);
        using LakeView view = _fixture.Lake.Now();
        Assert.Equal([100.123456789, 100.2], LakeMarket.Bars(view, "ABC").Close);
    }

    /// <summary>A pipe can be read once, and whoever writes into it must find its reader until the end.</summary>
    [Fact]
    public async Task Ingest_NamedPipe_IsReadToItsEnd()
    {
        string pipe = Path.Combine(_fixture.Folder, "bars.csv");
        using (var made = System.Diagnostics.Process.Start("mkfifo", pipe))
            await made.WaitForExitAsync(TestContext.Current.CancellationToken);
        // Opening a pipe waits for its other end.
        Task write = Task.Run(() => File.WriteAllText(pipe, "date,open,high,low,close\n02/01/2024,10,11,9,10\n31/01/2024,10,11,9,10.5\n"),
            TestContext.Current.CancellationToken);
        IngestResult result = await Task.Run(() => FileIngest.Ingest(_fixture.Lake, pipe, new CsvIngestOptions { Name = "ABC" }),
            TestContext.Current.CancellationToken);
        await write;
        Assert.Equal((2, "csv:bars.csv"), (result.Rows.New, result.Source));
        Assert.Contains("is empty", Assert.Throws<CsvIngestException>(
            () => FileIngest.Ingest(_fixture.Lake, _fixture.Write("none.csv", ""), new CsvIngestOptions())).Message, StringComparison.Ordinal);
        Assert.Contains("binary data", Assert.Throws<CsvIngestException>(() => FileIngest.Ingest(_fixture.Lake, "/dev/full", new CsvIngestOptions())).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Ingest_NotParquet_IsOneLine()
    {
        foreach (string name in new[] { "x.parquet", "x.jsonl" })
        {
            CsvIngestException error = Assert.Throws<CsvIngestException>(
                () => FileIngest.Ingest(_fixture.Lake, _fixture.Write(name, "{broken"), new CsvIngestOptions()));
            Assert.Contains("cannot be read", error.Message, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', error.Message);
        }
    }

    [Fact]
    public void Ingest_HoursOfACryptoPair_TellsIntervalAndCalendar()
    {
        IngestResult result = Ingest(RealData.Path("crypto_BTCUSDT_1h.csv.gz"),
            new CsvIngestOptions { Name = "BTCUSDT", InferCalendar = true, Zone = TimeZoneInfo.Utc });
        Assert.Contains(result.Mapping, line => line.StartsWith("interval=1h", StringComparison.Ordinal));
        Assert.Contains(result.Mapping, line => line.StartsWith("calendar=crypto", StringComparison.Ordinal));
        Assert.Equal((34_349, 0), (result.Rows.New, result.QuarantinedTotal));
        using LakeView view = _fixture.Lake.Now();
        IntradayBars bars = LakeMarket.Intraday(view, "BTCUSDT", "1h", new(2022, 1, 1), new(2022, 1, 1));
        Assert.Equal((24, 46656.13), (bars.Count, bars.Close[0]));
    }

    [Fact]
    public void Ingest_MinutesOfSpy_InNewYorkTime_MakeTheDailyBar()
    {
        IngestResult result = Ingest(RealData.Path("intraday_SPY_1m.csv.gz"),
            new CsvIngestOptions { Name = "SPY", InferCalendar = true, Zone = ExchangeCalendar.Nyse.Zone });
        Assert.Contains(result.Mapping, line => line.StartsWith("interval=1m", StringComparison.Ordinal));
        Assert.Equal(7_350, result.Rows.New + result.QuarantinedTotal);
        Ingest(RealData.Path("daily_SPY.csv.gz"), new CsvIngestOptions { Name = "SPY" });
        using LakeView view = _fixture.Lake.Now();
        BarSeries day = LakeMarket.Intraday(view, "SPY", "1m", new(2020, 12, 15), new(2020, 12, 15)).ToDaily(ExchangeCalendar.Nyse),
            daily = LakeMarket.Bars(view, "SPY");
        int at = Array.IndexOf(daily.Sessions, new DateOnly(2020, 12, 15));
        Assert.Equal(daily.High[at], day.High[0], 0.02);
        Assert.Equal(daily.Low[at], day.Low[0], 0.02);
    }

    [Fact]
    public void Ingest_FactorFile_NeedsTheRawBars_ThenGivesTheActions()
    {
        string factors = RealData.Path("lean_factor_files.csv.gz");
        Assert.Contains("--adjusted raw", Assert.Throws<CsvIngestException>(() => Ingest(factors, new CsvIngestOptions())).Message, StringComparison.Ordinal);
        Ingest(RealData.Path("lean_raw_daily_1998_2021.csv.gz"), new CsvIngestOptions { Adjustment = BarAdjustment.Raw });
        IngestResult result = Ingest(factors, new CsvIngestOptions());
        Assert.Equal("actions", result.Dataset);
        Assert.True(result.Rows.New > 100);
        // Now that the splits are known, the bars of their sessions pass the gate.
        Assert.True(Ingest(RealData.Path("lean_raw_daily_1998_2021.csv.gz"), new CsvIngestOptions { Adjustment = BarAdjustment.Raw }).Rows.New > 0);
        using LakeView view = _fixture.Lake.Now();
        Assert.Contains(LakeMarket.Splits(view, "AAPL"), split => split == (new DateOnly(2020, 8, 31), 4));
    }

    [Fact]
    public void Ingest_VixFile_IsNamedAfterTheFile_AndSaid()
    {
        IngestResult result = Ingest(RealData.Path("vol_VIX.csv.gz"), new CsvIngestOptions());
        Assert.Equal(["vix"], result.Names);
        Assert.Contains(result.Mapping, line => line.StartsWith("series vix (named after the file", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("indicator_expected.csv.gz", "so its rows are of several things")]
    [InlineData("news_semeval2017_headlines.csv.gz", "has no column for 'session'")]
    [InlineData("option_reference_values.csv.gz", "has no column for 'session'")]
    public void Ingest_FileThatIsNoMarketData_IsRefusedInOneLine(string file, string named)
    {
        CsvIngestException error = Assert.Throws<CsvIngestException>(() => Ingest(RealData.Path(file), new CsvIngestOptions()));
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
        Assert.Empty(_fixture.DataFiles());
    }

    [Theory]
    [InlineData("2024-03-10 02:30", false, null)] // the hour that daylight saving skips
    [InlineData("2024-11-03 01:30", true, "2024-11-03 05:30")] // the first of the two
    [InlineData("2024-01-02 09:30", true, "2024-01-02 14:30")]
    [InlineData("2024-01-02T09:30:15+02:00", true, "2024-01-02 07:30:15")]
    [InlineData("2024-01-02T09:30:00Z", true, "2024-01-02 09:30")]
    [InlineData("09:30", false, null)]
    public void Instants_InNewYork_AreReadAsTheyAreMeant(string text, bool read, string? utc)
    {
        DateTimeOffset instant = CsvStampText.TryRead(text, default, out CsvStamp stamp) ? stamp.Instant(ExchangeCalendar.Nyse.Zone) : default;
        Assert.Equal(read, instant != default);
        Assert.Equal(utc is null ? default : new DateTimeOffset(DateTime.Parse(utc), TimeSpan.Zero), instant);
    }

    private IngestResult Ingest(string path, CsvIngestOptions options) => FileIngest.Ingest(_fixture.Lake, path, options);
}
