using System.IO.Compression;
using ResearchLab.Columns;
using ResearchLab.Lake;
using ResearchLab.Market;
using ResearchLab.Tests.Lake;

namespace ResearchLab.Tests.Market;

public sealed class CsvIngestTests : IDisposable
{
    private readonly LakeFixture _fixture = new("2024-06-01");

    private DataLake Lake => _fixture.Lake;

    public void Dispose() => _fixture.Dispose();

    private IngestResult Ingest(string text, CsvIngestOptions? options = null, string name = "prices.csv") =>
        CsvIngest.Ingest(Lake, _fixture.Write(name, text), options ?? new CsvIngestOptions { Name = "SPY" });

    private Frame Quarantine()
    {
        using LakeView view = Lake.Now();
        return view.Read(Datasets.Quarantine);
    }

    [Fact]
    public void Ingest_GoodAndBadRows_KeepsTheGoodAndQuarantinesTheRestWithLineAndText()
    {
        IngestResult result = Ingest(
            """
            Date,Open,High,Low,Close,Adj Close,Volume
            2024-01-02,100,101,99,100.5,99.5,1000
            2024-01-03,100,99,101,100,99,1000
            2024-01-04,100,101,99,0,99,1000
            2024-01-05,100,101,99,abc,99,1000
            2024-01-06,100,101,99,100,99,1000
            2024-01-08,100,101,99,100,99

            2024-01-02,100,101,99,100,99,1000
            "2024-01-09","101","102","100","101.5","100.5","1000"
            """);
        Assert.Equal(8, result.Read);
        Assert.Equal(new AppendResult(2, 0, 0), result.Rows);
        Assert.Equal(6, result.QuarantinedTotal);
        Assert.Equal(2, result.Quarantined[QualityReason.Unparsable]);
        Assert.Contains("adj_close=Adj Close", result.Mapping);
        Assert.Contains("2 new, 0 same, 0 revised, 6 quarantined", result.ToString());

        Frame bad = Quarantine();
        Assert.Equal([3, 4, 5, 6, 7, 9], bad.ToArray<long>("line"));
        Assert.Equal(["high_below_low", "non_positive_price", "unparsable", "not_a_session", "unparsable", "duplicate_key"], bad.ToArray<string>("reason"));
        Assert.Equal("2024-01-05,100,101,99,abc,99,1000", bad.Get<string>("text")[2]);
        Assert.All(bad.ToArray<string>("source"), source => Assert.Equal("csv:prices.csv", source));

        using LakeView view = Lake.Now();
        BarSeries bars = LakeMarket.Bars(view, "spy");
        Assert.Equal([100.5, 101.5], bars.Close);
        Assert.Equal([99.5, 100.5], LakeMarket.AdjustedCloses(view, "SPY").Values);
    }

    [Fact]
    public void Ingest_SameFileTwice_WritesNothingMore()
    {
        const string Text = "date,open,high,low,close\n2024-01-02,1,1,1,1\n2024-01-03,1,2,1,0\n";
        var options = new CsvIngestOptions { Kind = CsvKind.Bars, Name = "X" };
        Assert.Equal(1, Ingest(Text, options).Rows.New);
        string[] files = _fixture.DataFiles();
        IngestResult again = Ingest(Text, options);
        Assert.Equal(new AppendResult(0, 1, 0), again.Rows);
        Assert.Equal(1, again.QuarantinedTotal);
        Assert.Equal(files, _fixture.DataFiles());
    }

    [Fact]
    public void Ingest_DailyValue_IsKnownHalfAnHourAfterTheClose()
    {
        Ingest("date,vix\n2024-01-02,13.2\n2024-07-03,12\n", new CsvIngestOptions());
        using LakeView early = Lake.AsOf(new DateTimeOffset(2024, 1, 2, 21, 29, 59, TimeSpan.Zero));
        using LakeView late = Lake.AsOf(new DateTimeOffset(2024, 1, 2, 21, 30, 0, TimeSpan.Zero));
        Assert.Empty(LakeMarket.Series(early, "vix").Values);
        Assert.Equal([13.2], LakeMarket.Series(late, "vix").Values);
    }

    [Fact]
    public void Ingest_Rates_NeedAUnitAndKeepEveryDay()
    {
        const string Text = "date,fed_funds,tbill_13w_irx\n2024-01-05,5.33,5.21\n2024-01-06,5.33,\n2024-01-07,5.33,.\n2024-01-08,5.33,5.22\n";
        CsvIngestException error = Assert.Throws<CsvIngestException>(() => Ingest(Text, new CsvIngestOptions()));
        Assert.Contains("--unit percent", error.Message);
        IngestResult result = Ingest(Text, new CsvIngestOptions { Unit = SeriesUnit.Percent });
        Assert.Equal(6, result.Read);
        Assert.Equal(6, result.Rows.New);
        Assert.Equal(["fed_funds", "tbill_13w"], result.Names);
        using LakeView view = Lake.Now();
        Assert.Equal([0.0521, 0.0522], LakeMarket.Series(view, "tbill_13w").Values);
        Assert.Equal(4, LakeMarket.Series(view, "fed_funds").Values.Length);
        using LakeView sunday = Lake.AsOf(new DateTimeOffset(2024, 1, 8, 12, 0, 0, TimeSpan.Zero));
        Assert.Single(LakeMarket.Series(sunday, "fed_funds").Values);   // the week-end's rate is known on Monday evening
    }

    [Fact]
    public void Ingest_ColumnNamedByHand_IsUsed()
    {
        IngestResult result = Ingest(
            "date,open,high,low,px_last\n2024-01-02,1,2,1,1.5\n",
            new CsvIngestOptions { Kind = CsvKind.Bars, Name = "X", Map = new Dictionary<string, string> { ["close"] = "px_last" } });
        Assert.Contains("close=px_last", result.Mapping);
        Assert.Equal(1, result.Rows.New);
    }

    [Fact]
    public void Ingest_SemicolonsAndWideValues_OneSeriesAColumn()
    {
        IngestResult result = Ingest("date;total_ratio;note;equity_ratio\n2024-01-02;1.05;x;0.7\n2024-01-03;1.01;y;\n", new CsvIngestOptions());
        Assert.Equal(["equity_ratio", "total_ratio"], result.Names);
        Assert.Equal(3, result.Rows.New);
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("just text\nmore text\n", "is not a CSV file")]
    [InlineData("a\0b,c\n", "binary data")]
    [InlineData("date,open,high,low,close\n", "has a header but no rows")]
    [InlineData("date,open,high,low,px_close\n2024-01-02,1,1,1,1\n",
        "has no column for 'close' (found: date, open, high, low, px_close). Name it, for example with --map close=px_close")]
    [InlineData("date,title\n2024-01-02,hello\n", "no column of numbers")]
    [InlineData("open,high,low,close,volume\n1,1,1,1,1\n", "has no column for 'session'")]
    public void Ingest_UnusableFile_OneLineWithTheRemedy(string text, string expected)
    {
        CsvKind? kind = text.Contains("px_close") ? CsvKind.Bars : null;
        CsvIngestException error = Assert.Throws<CsvIngestException>(() => Ingest(text, new CsvIngestOptions { Kind = kind, Name = "X" }));
        Assert.Contains(expected, error.Message);
        Assert.DoesNotContain('\n', error.Message);
        Assert.Empty(_fixture.DataFiles());
    }

    [Fact]
    public void Ingest_MissingFileSymbolOrMappedColumn_SaysSo()
    {
        Assert.Contains("was not found", Assert.Throws<CsvIngestException>(() => CsvIngest.Ingest(Lake, "/nowhere/x.csv", new CsvIngestOptions())).Message);
        Assert.Contains("--symbol", Assert.Throws<CsvIngestException>(
            () => Ingest("date,open,high,low,close,volume\n2024-01-02,1,1,1,1,1\n", new CsvIngestOptions())).Message);
        Assert.Contains("Did you mean 'close'", Assert.Throws<CsvIngestException>(
            () => Ingest("date,close\n2024-01-02,1\n", new CsvIngestOptions { Map = new Dictionary<string, string> { ["vix"] = "clsoe" } })).Message);
    }

    [Fact]
    public void Ingest_CutOffGzip_IsAnErrorAndWritesNothing()
    {
        string whole = Path.Combine(_fixture.Folder, "x.csv.gz");
        using (var writer = new StreamWriter(new GZipStream(File.Create(whole), CompressionLevel.Optimal)))
        {
            writer.WriteLine("date,value");
            var random = new ResearchLab.Basics.Pcg32(1);
            foreach (DateOnly session in ResearchLab.Time.ExchangeCalendar.Nyse.Sessions(new(2000, 1, 3), new(2023, 12, 29)))
                writer.WriteLine($"{session:yyyy-MM-dd},{random.NextDouble()}");
        }

        string cut = Path.Combine(_fixture.Folder, "cut.csv.gz");
        File.WriteAllBytes(cut, File.ReadAllBytes(whole)[..20_000]);
        CsvIngestException error = Assert.Throws<CsvIngestException>(() => CsvIngest.Ingest(Lake, cut, new CsvIngestOptions()));
        Assert.Contains("cut off", error.Message);
        Assert.Empty(_fixture.DataFiles());
        Assert.Equal(6037, CsvIngest.Ingest(Lake, whole, new CsvIngestOptions()).Rows.New);
    }

    [Fact]
    public void Ingest_Cancelled_WritesNothing()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        string path = _fixture.Write("x.csv", "date,value\n2024-01-02,1\n");
        Assert.Throws<OperationCanceledException>(() => CsvIngest.Ingest(Lake, path, new CsvIngestOptions(), null, cancelled.Token));
        Assert.Empty(_fixture.DataFiles());
    }

    [Fact]
    public void Ingest_ChainWithTwoSnapshotsOfASession_KeepsTheLatestAndNamesIt()
    {
        const string Text =
            """
            quote_date,snapshot,underlying,underlying_price,expiry,strike,right,bid,ask
            2024-01-02,15:45,SPX,4740,2024-01-19,4700,C,80,81
            2024-01-02,15:45,SPX,4740,2024-01-19,4750,C,50,51
            2024-01-02,eod,SPX,4742,2024-01-19,4700,C,82,83
            2024-01-03,15:45,SPX,4700,2024-01-19,4700,C,60,61
            """;
        IngestResult result = Ingest(Text, new CsvIngestOptions());
        Assert.Equal((2, 2, 0), (result.Rows.New, result.Noted[QualityReason.OtherSnapshot], result.QuarantinedTotal));
        Assert.Equal("SPX 2024-01-02 has more than one snapshot: kept 'EOD', left out '15:45'. To choose another, ingest a file of that one alone.",
            Assert.Single(result.Remarks));
        using LakeView view = Lake.Now();
        ResearchLab.Options.OptionChain chain = LakeMarket.Chain(view, "SPX", new(2024, 1, 2))!;
        Assert.Equal((1, 82, 4742), (chain.Count, chain.Bid[0], chain.Spot));
        Assert.Equal(60, LakeMarket.Chain(view, "SPX", new(2024, 1, 3))!.Bid[0]);
    }

    [Fact]
    public void Ingest_ChainWithTwoBlocksOfASession_KeepsOneSpot()
    {
        const string Text =
            """
            quote_date,underlying,underlying_price,expiry,strike,right,bid,ask
            2024-01-02,SPX,4740,2024-01-19,4700,C,80,81
            2024-01-02,SPX,4740,2024-01-19,4750,C,50,51
            2024-01-02,SPX,4742,2024-01-19,4700,C,82,83
            2024-01-02,SPX,4742,2024-01-19,4800,C,22,23
            """;
        IngestResult result = Ingest(Text, new CsvIngestOptions());
        Assert.Equal((2, 2, 0), (result.Rows.New, result.Noted[QualityReason.OtherSnapshot], result.QuarantinedTotal));
        Assert.Contains("kept 'underlying at 4742', left out 'underlying at 4740'", Assert.Single(result.Remarks), StringComparison.Ordinal);
        using LakeView view = Lake.Now();
        Assert.Equal([82.0, 22.0], LakeMarket.Chain(view, "SPX", new(2024, 1, 2))!.Bid);
    }

    /// <summary>
    /// The close of a session in a second file: nothing of the first stands beside it, whichever strikes they share; and a correction or the missing puts of
    /// the same instant join it.
    /// </summary>
    [Fact]
    public void Ingest_ChainWithTwoSnapshotsInTwoFiles_IsOfTheLastFileAlone()
    {
        const string Header = "quote_date,underlying,underlying_price,expiry,strike,right,bid,ask\n";
        const string First =
            $"{Header}2024-01-02,SPX,4740,2024-01-19,4700,C,80,81\n2024-01-02,SPX,4740,2024-01-19,4750,C,50,51\n2024-01-03,SPX,4700,2024-01-19,4700,C,60,61\n";
        Assert.Empty(Later(First).Remarks);
        IngestResult second = Later($"{Header}2024-01-02,SPX,4752,2024-01-19,4700,C,90,91\n");
        Assert.Equal(
            "SPX 2024-01-02 has quotes of another snapshot in the lake: kept this file's 'underlying at 4752', left out 1 quote of 'underlying at 4740'. "
                + "To go back, ingest the other file again.",
            Assert.Single(second.Remarks));
        Check([90], 4752);
        IngestResult puts = Later($"{Header}2024-01-02,SPX,4752,2024-01-19,4700,P,30,31\n2024-01-02,SPX,4752,2024-01-19,4700,C,91,92\n");
        Assert.Contains("left out 1 quote of 'underlying at 4740'", Assert.Single(puts.Remarks), StringComparison.Ordinal);
        Check([91, 30], 4752);
        Assert.Contains("kept this file's 'underlying at 4740', left out 1 quote", Assert.Single(Later(First).Remarks), StringComparison.Ordinal);
        Check([80, 50], 4740);

        // Files are recorded one after the other.
        IngestResult Later(string text)
        {
            _fixture.Clock.Now += TimeSpan.FromHours(1);
            return Ingest(text, new CsvIngestOptions());
        }

        void Check(double[] bids, double spot)
        {
            using LakeView view = Lake.AsOf(DateTimeOffset.MaxValue, DateTimeOffset.MaxValue);
            ResearchLab.Options.OptionChain chain = LakeMarket.Chain(view, "SPX", new(2024, 1, 2))!;
            Assert.Equal(bids, chain.Bid);
            Assert.Equal(spot, chain.Spot);
            Assert.Equal(60, LakeMarket.Chain(view, "SPX", new(2024, 1, 3))!.Bid[0]);
        }
    }

    [Fact]
    public void Ingest_ChainWithAPriceOfTheUnderlyingEachQuote_IsOneSnapshot()
    {
        const string Text =
            """
            quote_date,underlying,underlying_price,expiry,strike,right,bid,ask
            2024-01-02,SPX,4740,2024-01-19,4700,C,80,81
            2024-01-02,SPX,4740.5,2024-01-19,4750,C,50,51
            2024-01-02,SPX,4741,2024-01-19,4800,C,22,23
            """;
        IngestResult result = Ingest(Text, new CsvIngestOptions());
        Assert.Equal((3, 0), (result.Rows.New, result.Noted.Count));
        Assert.Empty(result.Remarks);
    }

    [Fact]
    public void Ingest_ChainWithTwoRoots_TakesThePmSettledQuote()
    {
        const string Text =
            """
            quote_date,underlying,underlying_price,root,expiry,strike,right,bid,ask,iv,delta
            2024-01-02,SPX,4740,SPX,2024-01-19,4700,C,80,81,0.12,0.6
            2024-01-02,SPX,4740,SPXW,2024-01-19,4700,C,82,83,0.12,0.6
            2024-01-02,SPX,4740,SPX,2024-02-16,4700,call,100,101,0,0
            2024-01-02,SPX,4740,SPX,2024-02-16,4700,put,5,4,0.1,-0.4
            2024-01-02,SPX,4740,SPX,2024-02-16,4600,put,0,0,0.1,-0.4
            2024-01-02,SPX,4740,SPX,2024-02-16,4500,put,0,0.05,0.1,-0.4
            2024-01-02,SPX,4740,SPX,2024-02-16,4500,swap,1,2,0.1,-0.4
            2024-01-02,SPX,4740,SPX,2023-12-15,4500,put,1,2,0.1,-0.4
            """;
        IngestResult result = Ingest(Text, new CsvIngestOptions());
        Assert.Equal(3, result.Rows.New);
        Assert.Equal(1, result.Noted[QualityReason.OtherRoot]);
        Assert.Equal(1, result.Noted[QualityReason.ZeroBid]);
        Assert.Equal(["crossed", "no_quote", "unparsable", "expired"], Quarantine().ToArray<string>("reason"));
        using LakeView view = Lake.Now();
        ResearchLab.Options.OptionChain chain = LakeMarket.Chain(view, "SPX", new(2024, 1, 2))!;
        Assert.Equal(82, chain.Bid[0]);
        Assert.Equal(4740, chain.Spot);
        Assert.True(double.IsNaN(chain.ImpliedVol[2]));   // the vendor's 0 means it could not solve
    }

    [Fact]
    public void Ingest_IncrementalJump_IsComparedWithTheLake()
    {
        var options = new CsvIngestOptions { Name = "X", Adjustment = BarAdjustment.Raw };
        Ingest("date,open,high,low,close,volume\n2024-01-02,100,100,100,100,1\n", options);
        Assert.Equal(1, Ingest("date,open,high,low,close,volume\n2024-01-03,10,10,10,10,1\n", options, "next.csv").Quarantined[QualityReason.Jump]);
        LakeMarket.AppendSplits(Lake, "X", [(new(2024, 1, 3), 10)], "test");
        Assert.Equal(1, Ingest("date,open,high,low,close,volume\n2024-01-03,10,10,10,10,1\n", options, "next.csv").Rows.New);
    }
}
