using ResearchLab.Basics;
using ResearchLab.Columns;
using ResearchLab.Lake;
using ResearchLab.Market.Sources;

namespace ResearchLab.Tests.Market.Sources;

/// <summary>Figures of Financial Modeling Prep, and its calls a day.</summary>
public sealed class FmpSourceTests
{
    private const string Metrics = """
        [{"symbol":"ABC","date":"2023-12-31","fiscalYear":"2023","period":"FY","reportedCurrency":"USD","marketCap":1000.5,"currentRatio":1.25,"grahamNumber":null},
         {"symbol":"ABC","date":"2022-12-31","fiscalYear":"2022","period":"FY","reportedCurrency":"USD","marketCap":900,"currentRatio":1.5}]
        """;

    [Fact]
    public async Task Ingest_Metrics_AreKnownWhenFilingsAreDue()
    {
        using var fixture = new SourceFixture(_ => new(Metrics));
        SymbolIngest result = await fixture.Ingest("fmp", "ABC", new SourceIngestOptions { Dataset = "metrics" });
        Assert.Equal(new AppendResult(4, 0, 0), Assert.Single(result.Results).Rows);
        using LakeView view = fixture.View();
        Frame rows = view.Read(Datasets.Fundamentals, ["session", "period", "name", "value", "known_at"], LakeFilter.Equal("symbol", "ABC"),
            LakeFilter.Equal("name", "marketCap"));
        Assert.Equal([900, 1000.5], rows.ToArray<double>("value"));
        // 90 days after the year: end of March 2023; the newer one is in an answer of 2024-03-20 and so known by then.
        Assert.Equal(new DateTimeOffset[] { new(2023, 3, 31, 0, 0, 0, default), new(2024, 3, 20, 0, 0, 0, default) }, rows.ToArray<DateTimeOffset>("known_at"));

        SymbolIngest again = await fixture.Ingest("fmp", "ABC", new SourceIngestOptions { Dataset = "metrics" });
        Assert.Equal((0, new AppendResult(0, 4, 0)), (again.Requests, again.Results[0].Rows)); // the answer of the day is kept: no call of the quota
        Assert.Equal(249, ((FmpSource)fixture.Source("fmp")).CallsLeft);
    }

    [Fact]
    public async Task Ingest_Quote_IsKnownAtItsTime_AndTheScreenerNow()
    {
        long time = new DateTimeOffset(2024, 3, 19, 20, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds();
        using var fixture = new SourceFixture(request => request.Path == "/stable/quote"
            ? new($$"""[{"symbol":"ABC","name":"Abc Inc.","price":12.5,"volume":100,"timestamp":{{time}}}]""")
            : new("""[{"symbol":"ABC","marketCap":5,"beta":1.1},{"symbol":"XYZ","marketCap":7,"beta":0.9}]"""));
        await fixture.Ingest("fmp", "ABC");
        await fixture.Ingest("fmp", "marketCapMoreThan=1,sector=Tech & Co", new SourceIngestOptions { Dataset = "screener" });
        Assert.Equal("Tech & Co", fixture.Vendor.Asked.Last().Query("sector"));
        using LakeView view = fixture.View();
        Assert.Equal(["ABC", "ABC", "XYZ"], view.Sql("SELECT symbol FROM fundamentals WHERE name IN ('price', 'beta') ORDER BY ALL").ToArray<string>("symbol"));
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(time),
            view.Read(Datasets.Fundamentals, ["session", "period", "name", "known_at"], LakeFilter.Equal("name", "price")).Get<DateTimeOffset>("known_at")[0]);
    }

    [Fact]
    public async Task Ingest_QuotaUsedUp_AsksNothing()
    {
        using var fixture = new SourceFixture(_ => new(Metrics));
        fixture.Settings = fixture.Settings with { Variables = new Dictionary<string, string> { ["FMP_CALLS_PER_DAY"] = "1" } };
        await fixture.Ingest("fmp", "ABC", new SourceIngestOptions { Dataset = "metrics" });
        SymbolIngest result = await fixture.Ingest("fmp", "ABC", new SourceIngestOptions { Dataset = "ratios" });
        Assert.Contains("used up", result.Error, StringComparison.Ordinal);
        Assert.Single(fixture.Vendor.Asked);
    }

    [Fact]
    public async Task Ingest_VendorSaysLimit_EndsTheDay()
    {
        using var fixture = new SourceFixture(_ => new("""{"Error Message":"Limit Reach . Please upgrade your plan"}""", 429));
        Assert.Contains("used up", (await fixture.Ingest("fmp", "ABC")).Error, StringComparison.Ordinal);
        Assert.Equal(0, ((FmpSource)fixture.Source("fmp")).CallsLeft);
    }

    [Theory]
    [InlineData("""{"Error Message":"Invalid API KEY. Please retry or visit our documentation"}""", 401, "Check the key in TEST_API_KEY")]
    [InlineData("[]", 200, "has no metrics of 'ABC'")]
    [InlineData("""[{"symbol":"XYZ","date":"2023-12-31","period":"FY","marketCap":1}]""", 200, "answered with 'XYZ'")]
    [InlineData("""[{"symbol":"ABC","period":"FY","marketCap":1}]""", 200, "no field '[0].date'")]
    [InlineData("""[{"symbol":"ABC","date":"2022-12-31","period":"FY","marketCap":"1"}]""", 200, "an object with figures")]
    [InlineData("""{"historical":[]}""", 200, "where a list is documented")]
    public async Task Ingest_WrongAnswer_IsOneLine(string body, int status, string named)
    {
        using var fixture = new SourceFixture(request => request.Path == "/stable/search-symbol" ? new("[]") : new(body, status));
        SymbolIngest result = await fixture.Ingest("fmp", "ABC", new SourceIngestOptions { Dataset = "metrics" });
        Assert.Contains(named, result.Error, StringComparison.Ordinal);
        Assert.Empty(fixture.Lake.DataFiles());
    }

    [Fact]
    public async Task Ingest_UnknownDatasetOrInterval_NamesTheNear()
    {
        using var fixture = new SourceFixture(_ => new("[]"));
        Assert.Contains("Did you mean 'ratios'?", (await Assert.ThrowsAsync<UsageException>(
            () => fixture.Ingest("fmp", "ABC", new SourceIngestOptions { Dataset = "ratio" }))).Message, StringComparison.Ordinal);
        Assert.Contains("1h", (await Assert.ThrowsAsync<UsageException>(
            () => fixture.Ingest("binance", "ABC", new SourceIngestOptions { Interval = "2h" }))).Message, StringComparison.Ordinal);
        Assert.Contains("Did you mean 'yahoo'?", Assert.Throws<UsageException>(() => fixture.Source("yaho")).Message, StringComparison.Ordinal);
    }
}
