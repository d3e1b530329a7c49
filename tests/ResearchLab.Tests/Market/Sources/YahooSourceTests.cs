using System.Text.Json;
using ResearchLab.Lake;
using ResearchLab.Market;
using ResearchLab.Market.Sources;
using ResearchLab.Tests.Shared;
using ResearchLab.Time;

namespace ResearchLab.Tests.Market.Sources;

/// <summary>Yahoo's chart API as it answers, and as it fails.</summary>
public sealed class YahooSourceTests
{
    private static readonly DateOnly s_split = new(2024, 3, 12);

    [Fact]
    public async Task Ingest_SplitAdjustedAnswer_IsStoredRawWithItsActions()
    {
        using var fixture = new SourceFixture(new Yahoo().Answer);
        SymbolIngest result = await fixture.Ingest("yahoo", "abc", new SourceIngestOptions { From = new(2024, 3, 1) });

        Assert.Null(result.Error);
        using LakeView view = fixture.View();
        BarSeries raw = LakeMarket.Prices(view, "ABC", PriceBasis.Raw), split = LakeMarket.Prices(view, "ABC", PriceBasis.Split);
        // The clock stands at midnight UTC of the 20th, so the session of the 19th is the last that is over.
        Assert.Equal(ExchangeCalendar.Nyse.Sessions(new(2024, 3, 1), new(2024, 3, 19)), raw.Sessions);
        int before = Array.IndexOf(raw.Sessions, new DateOnly(2024, 3, 11)), on = before + 1;
        Assert.Equal((Yahoo.Close(raw.Sessions[before]) * 4, Yahoo.Close(s_split)), (raw.Close[before], raw.Close[on]));
        Assert.Equal(250, raw.Volume[before]);
        Assert.Equal(Yahoo.Close(raw.Sessions[before]), split.Close[before], 9);
        Assert.Equal([(s_split, 4.0)], LakeMarket.Splits(view, "ABC"));
        Assert.Equal([(new DateOnly(2024, 3, 5), 1.0)], LakeMarket.Dividends(view, "ABC")); // 0.25 in today's shares
        Assert.All(view.Read(Datasets.Bars, ["session", "known_at"]).Get<DateTimeOffset>("known_at").ToArray(), known => Assert.Equal(30, known.Minute));
    }

    [Fact]
    public async Task Ingest_Again_AsksNothing_ThenOnlyForWhatIsNew()
    {
        var yahoo = new Yahoo();
        using var fixture = new SourceFixture(yahoo.Answer);
        var options = new SourceIngestOptions { From = new(2023, 1, 3) };
        await fixture.Ingest("yahoo", "ABC", options);
        string[] files = fixture.Lake.DataFiles();

        SymbolIngest again = await fixture.Ingest("yahoo", "ABC", options);
        Assert.True(again.UpToDate);
        Assert.Equal(files, fixture.Lake.DataFiles());

        fixture.Lake.Clock.Now = fixture.Lake.Clock.Now.AddDays(2);
        yahoo.Change[new DateOnly(2024, 3, 18)] = 77;
        SymbolIngest later = await fixture.Ingest("yahoo", "ABC", options);
        Assert.Equal(1, later.Requests);
        Assert.Equal(new AppendResult(2, 4, 1), later.Results.Single(part => part.Dataset == "bars").Rows);
        Assert.Equal("2024-03-13", Day(fixture.Vendor.Asked.Last().Query("period1")));
    }

    [Fact]
    public async Task Ingest_LaterSplit_RevisesNothing()
    {
        var yahoo = new Yahoo();
        using var fixture = new SourceFixture(yahoo.Answer, "2024-03-08");
        var options = new SourceIngestOptions { From = new(2024, 3, 1) };
        yahoo.Now = new DateOnly(2024, 3, 8);
        await fixture.Ingest("yahoo", "ABC", options);
        fixture.Lake.Clock.Now = fixture.Lake.Clock.Now.AddDays(12);
        yahoo.Now = new DateOnly(2024, 3, 20);
        AppendResult rows = (await fixture.Ingest("yahoo", "ABC", options)).Results.Single(part => part.Dataset == "bars").Rows;
        Assert.Equal((8, 0), (rows.New, rows.Revised));
    }

    [Fact]
    public async Task Ingest_BeforeTheFirstTrade_IsAskedOnce_RefreshAsksAgain()
    {
        var yahoo = new Yahoo { First = new DateOnly(2024, 2, 1) };
        using var fixture = new SourceFixture(yahoo.Answer);
        Assert.Equal(1, (await fixture.Ingest("yahoo", "ABC")).Requests);
        Assert.True((await fixture.Ingest("yahoo", "ABC")).UpToDate);
        Assert.Equal(1, (await fixture.Ingest("yahoo", "ABC", new SourceIngestOptions { Refresh = true })).Requests);
    }

    [Fact]
    public async Task Ingest_NullBars_DuplicatesAndDisorder_LeaveGoodRows()
    {
        var yahoo = new Yahoo { Nulls = { new(2024, 3, 4) }, Twice = { new(2024, 3, 6) }, Reverse = true };
        using var fixture = new SourceFixture(yahoo.Answer);
        IngestResult bars = (await fixture.Ingest("yahoo", "ABC", new SourceIngestOptions { From = new(2024, 3, 1) })).Results.Single(
            part => part.Dataset == "bars");
        Assert.Equal(12, bars.Rows.New); // 13 sessions without the one of nulls
        Assert.Equal([new KeyValuePair<QualityReason, int>(QualityReason.DuplicateKey, 1)], bars.Quarantined);
    }

    [Fact]
    public async Task Ingest_Index_CanBeASeries()
    {
        using var fixture = new SourceFixture(new Yahoo { Symbol = "^VIX" }.Answer);
        await fixture.Ingest("yahoo", "^VIX", new SourceIngestOptions { From = new(2024, 3, 1), Dataset = "series" });
        using LakeView view = fixture.View();
        Assert.Equal(13, LakeMarket.Series(view, "vix").Values.Length);
        Assert.True((await fixture.Ingest("yahoo", "^VIX", new SourceIngestOptions { From = new(2024, 3, 1), Dataset = "series" })).UpToDate);
    }

    [Theory]
    [InlineData("\"symbol\":\"ABC\"", "\"symbol\":\"XYZ\"", "answered with 'XYZ'")]
    [InlineData("\"close\":[", "\"closing\":[", "no field 'chart.result[0].indicators.quote[0].close'")]
    [InlineData("\"volume\":[1000,", "\"volume\":[\"1000\",", "is \"1000\" where a number")]
    [InlineData("\"volume\":[1000,", "\"volume\":[", "times and")]
    [InlineData("America/New_York", "Europe/London", "trades in Europe/London")]
    [InlineData("{\"chart\"", "{\"charts\"", "no field 'chart' (found: charts)")]
    public async Task Ingest_ChangedAnswer_IsRefusedInOneLine_AndNothingIsStored(string from, string to, string named)
    {
        var yahoo = new Yahoo();
        using var fixture = new SourceFixture(request =>
            yahoo.Answer(request) is var answer ? answer with { Body = answer.Body.Replace(from, to, StringComparison.Ordinal) } : answer);
        SymbolIngest result = await fixture.Ingest("yahoo", "ABC", new SourceIngestOptions { From = new(2024, 3, 1) });
        Assert.Contains(named, result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', result.Error!);
        Assert.Empty(fixture.Lake.DataFiles());
    }

    [Fact]
    public async Task Ingest_UnknownSymbol_NamesNearOnes()
    {
        using var fixture = new SourceFixture(request => request.Path.StartsWith("/v1/finance/search", StringComparison.Ordinal)
            ? new("""{"quotes":[{"symbol":"APPL.X"},{"symbol":"AAPL"}]}""")
            : new("""{"chart":{"result":null,"error":{"code":"Not Found","description":"No data found, symbol may be delisted"}}}""", 404));
        SymbolIngest result = await fixture.Ingest("yahoo", "AAPLE");
        Assert.Contains("Did you mean 'AAPL'?", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ingest_EmptyAnswer_IsNothing_AndIsAskedAgainNextTime()
    {
        using var fixture = new SourceFixture(_ =>
            new("""{"chart":{"result":[{"meta":{"symbol":"ABC","exchangeTimezoneName":"America/New_York"},"indicators":{"quote":[{}]}}],"error":null}}"""));
        SymbolIngest result = await fixture.Ingest("yahoo", "ABC");
        Assert.Null(result.Error);
        Assert.Equal((0, 1), (result.Usable, result.Requests));
        Assert.Equal(1, (await fixture.Ingest("yahoo", "ABC")).Requests);
    }

    /// <summary>A split is told and the prices before it are not adjusted for it: made raw by it they would step by its square.</summary>
    [Fact]
    public async Task Ingest_PricesThatDoNotStepByTheSplit_AreOfAnotherBasis()
    {
        using var fixture = new SourceFixture(new Yahoo { NotAdjusted = true }.Answer);
        SymbolIngest result = await fixture.Ingest("yahoo", "ABC", new SourceIngestOptions { From = new(2024, 3, 1) });
        IngestResult bars = result.Results.Single(part => part.Dataset == "bars");
        Assert.Equal(7, bars.Quarantined[QualityReason.OtherBasis]);
        Assert.Contains("where a split of 4 for 1 is told; raw prices step by its ratio", Assert.Single(bars.Remarks), StringComparison.Ordinal);
        using LakeView view = fixture.View();
        Assert.Equal(s_split, LakeMarket.Bars(view, "ABC").Sessions[0]);
    }

    [Fact]
    public async Task Ingest_DividendAboveThePrice_IsLeftOut_AndTotalReturnsCanBeRead()
    {
        using var fixture = new SourceFixture(new Yahoo { Dividend = 150 }.Answer); // 600 a share before the split
        SymbolIngest result = await fixture.Ingest("yahoo", "ABC", new SourceIngestOptions { From = new(2024, 3, 1) });
        Assert.Contains("the dividend of 600 on 2024-03-05 is not below the close",
            Assert.Single(result.Remarks.Concat(result.Results.SelectMany(part => part.Remarks)).Distinct()), StringComparison.Ordinal);
        using LakeView view = fixture.View();
        Assert.Empty(LakeMarket.Dividends(view, "ABC"));
        Assert.Equal(13, LakeMarket.Prices(view, "ABC", PriceBasis.Total).Count);
    }

    private static string Day(string seconds) => DateTimeOffset.FromUnixTimeSeconds(long.Parse(seconds)).ToString("yyyy-MM-dd");

    /// <summary>The chart API of one symbol: a four-for-one split on 2024-03-12 and a dividend on 2024-03-05, prices adjusted for the split.</summary>
    private sealed class Yahoo
    {
        public string Symbol { get; init; } = "ABC";

        public DateOnly First { get; init; } = new(2022, 1, 3);

        public DateOnly Now { get; set; } = new(2024, 3, 20);

        public Dictionary<DateOnly, double> Change { get; } = [];

        public HashSet<DateOnly> Nulls { get; } = [];

        public HashSet<DateOnly> Twice { get; } = [];

        public bool Reverse { get; init; }

        /// <summary>The split is told, and prices before it are as they were traded.</summary>
        public bool NotAdjusted { get; init; }

        public double Dividend { get; init; } = 0.25;

        public static double Close(DateOnly session) => 50 + (session.DayNumber % 7);

        public VendorAnswer Answer(VendorRequest request)
        {
            DateOnly from = Date(request.Query("period1")), to = Date(request.Query("period2"));
            from = from < First ? First : from;
            // The running day is in the answer, as it is while the market is open.
            DateOnly[] sessions = [.. ExchangeCalendar.Nyse.Sessions(from, to)
                .SelectMany(session => Twice.Contains(session) ? [session, session] : new[] { session })];
            if (Reverse)
                Array.Reverse(sessions);
            bool splitDone = Now >= s_split;
            double Price(DateOnly session) =>
                Change.TryGetValue(session, out double changed) ? changed : Close(session) * ((splitDone && !NotAdjusted) || session >= s_split ? 1 : 4);
            string Numbers(Func<DateOnly, double> value) =>
                string.Join(',', sessions.Select(session => Nulls.Contains(session) ? "null" : JsonSerializer.Serialize(value(session))));
            string Stamp(DateOnly session) => ExchangeCalendar.Nyse.OpenOf(session).ToUnixTimeSeconds().ToString();
            DateOnly paid = new(2024, 3, 5);
            string events = splitDone
                ? $$$""","events":{"dividends":{"{{{Stamp(paid)}}}":{"amount":{{{JsonSerializer.Serialize(Dividend)}}},"date":{{{Stamp(paid)}}}}},"splits":{"{{{Stamp(s_split)}}}":{"date":{{{Stamp(s_split)}}},"numerator":4.0,"denominator":1.0,"splitRatio":"4:1"} }}"""
                : "";
            return new VendorAnswer($$$"""
                {"chart":{"result":[{"meta":{"currency":"USD","symbol":"{{{Symbol}}}","exchangeTimezoneName":"America/New_York","gmtoffset":-14400,"dataGranularity":"1d"},
                "timestamp":[{{{string.Join(',', sessions.Select(Stamp))}}}]{{{events}}},
                "indicators":{"quote":[{"open":[{{{Numbers(Price)}}}],"high":[{{{Numbers(session => Price(session) * 1.02)}}}],"low":[{{{Numbers(session => Price(session) * 0.98)}}}],"close":[{{{Numbers(Price)}}}],"volume":[{{{Numbers(session => splitDone || session >= s_split ? 1000 : 250)}}}]}],
                "adjclose":[{"adjclose":[{{{Numbers(Price)}}}]}]}}],"error":null}}
                """);
        }

        private static DateOnly Date(string seconds) => DateOnly.FromDateTime(DateTimeOffset.FromUnixTimeSeconds(long.Parse(seconds)).UtcDateTime);
    }
}
