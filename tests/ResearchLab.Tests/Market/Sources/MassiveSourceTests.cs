using ResearchLab.Lake;
using ResearchLab.Market;
using ResearchLab.Market.Sources;
using ResearchLab.Options;
using ResearchLab.Tests.Shared;
using ResearchLab.Time;

namespace ResearchLab.Tests.Market.Sources;

/// <summary>Massive's bars, actions and option snapshots.</summary>
public sealed class MassiveSourceTests
{
    [Fact]
    public async Task Ingest_Bars_ArePagedAndRaw_WithActions()
    {
        using var fixture = new SourceFixture(_ => new("{}"));
        fixture.Vendor.Answer = Market(fixture);
        SymbolIngest result = await fixture.Ingest("massive", "ABC", new SourceIngestOptions { From = new(2024, 3, 1) });
        Assert.Null(result.Error);
        using LakeView view = fixture.View();
        BarSeries bars = LakeMarket.Prices(view, "ABC", PriceBasis.Raw);
        Assert.Equal(ExchangeCalendar.Nyse.Sessions(new(2024, 3, 1), new(2024, 3, 19)), bars.Sessions);
        Assert.Equal([(new DateOnly(2024, 3, 12), 2.0)], LakeMarket.Splits(view, "ABC"));
        Assert.Equal([(new DateOnly(2024, 3, 5), 0.75)], LakeMarket.Dividends(view, "ABC")); // regular and special together
        Assert.All(fixture.Vendor.Asked, request => Assert.Equal("Bearer " + SourceFixture.Key, request.Headers["Authorization"]));
        Assert.All(fixture.Vendor.Asked, request => Assert.DoesNotContain("apiKey", request.Target, StringComparison.Ordinal));
        Assert.Contains("adjusted=false", fixture.Vendor.Asked.First(request => request.Path.StartsWith("/v2/aggs", StringComparison.Ordinal)).Target,
            StringComparison.Ordinal);
        Assert.True((await fixture.Ingest("massive", "ABC", new SourceIngestOptions { From = new(2024, 3, 1) })).UpToDate);
    }

    [Fact]
    public async Task Ingest_NextPageElsewhere_DoesNotGetTheKey()
    {
        using var other = new FakeVendor(_ => new("{}"));
        using var fixture = new SourceFixture(_ => new($$"""{"results":[],"next_url":"http://elsewhere.example:{{other.Url.Port}}/v3?cursor=1"}"""));
        SymbolIngest result = await fixture.Ingest("massive", "ABC");
        Assert.Contains("another host", result.Error, StringComparison.Ordinal);
        Assert.Empty(other.Asked);
    }

    [Fact]
    public async Task Ingest_PagesInACircle_End()
    {
        using var fixture = new SourceFixture(_ => new("{}"));
        fixture.Vendor.Answer = _ => new($$"""{"results":[],"next_url":"{{fixture.Vendor.Url}}v3/x?cursor=1"}""");
        Assert.Contains("do not end", (await fixture.Ingest("massive", "ABC")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ingest_Chain_IsTheOneOfTheLastClose_AcrossPages()
    {
        using var fixture = new SourceFixture(_ => new("{}"));
        fixture.Vendor.Answer = request => request.Query("cursor") == "2"
            ? new(
                $$"""{"results":[{{Option("put", 95, 1.0, 1.2)}},{{Option("call", 105, 0.5, 0.6, shares: 10)}},{{Option("call", 110, 0.1, 0.2, day: 18)}}]}""")
            : new(
                $$"""{"results":[{{Option("call", 100, 2.0, 2.2)}},{{Option("put", 100, 1.9, 2.1)}}],"next_url":"{{fixture.Vendor.Url}}v3/snapshot/options/ABC?cursor=2&apiKey=x"}""");
        SymbolIngest result = await fixture.Ingest("massive", "ABC", new SourceIngestOptions { Dataset = "chains" });
        Assert.Null(result.Error);
        using LakeView view = fixture.View();
        OptionChain chain = LakeMarket.Chain(view, "ABC", new DateOnly(2024, 3, 19))!;
        Assert.Equal((3, 100.25, ChainOrigin.Observed), (chain.Count, chain.Spot, chain.Origin));
        Assert.Equal([1.0, 1.9, 2.0], chain.Bid.Order());
        Assert.Equal([new OptionContract(new DateOnly(2024, 4, 19), 95, OptionRight.Put)], chain.Contracts.Where(contract => contract.Strike == 95));
        Assert.Equal(2, result.Remarks.Count); // an adjusted contract and a quote of the day before
    }

    [Fact]
    public async Task Ingest_Chain_WhileTheMarketIsOpen_Waits()
    {
        using var fixture = new SourceFixture(_ => new("{}"));
        fixture.Lake.Clock.Now = new DateTimeOffset(2024, 3, 20, 15, 0, 0, TimeSpan.Zero);
        SymbolIngest result = await fixture.Ingest("massive", "ABC", new SourceIngestOptions { Dataset = "chains" });
        Assert.Contains("after 20:30 UTC", result.Error, StringComparison.Ordinal);
        Assert.Empty(fixture.Vendor.Asked);
    }

    [Theory]
    [InlineData("""{"status":"ERROR","error":"Unknown API Key"}""", 401, "Check the key in TEST_API_KEY")]
    [InlineData("""{"status":"NOT_AUTHORIZED","message":"You are not entitled to this data."}""", 403, "not entitled")]
    [InlineData("""{"ticker":"XYZ","results":[{"t":1,"o":1,"h":1,"l":1,"c":1,"v":1}]}""", 200, "no field 'results[0].ticker'")]
    [InlineData("""{"results":{"t":1}}""", 200, "where a list is documented")]
    [InlineData("[]", 200, "where an object is documented")]
    public async Task Ingest_WrongAnswer_IsOneLine(string body, int status, string named)
    {
        using var fixture = new SourceFixture(_ => new(body, status));
        SymbolIngest result = await fixture.Ingest("massive", "ABC");
        Assert.Contains(named, result.Error, StringComparison.Ordinal);
        Assert.Empty(fixture.Lake.DataFiles());
    }

    [Theory]
    [InlineData("\"c\":", "\"close\":", "no field 'results[0].c'")]
    [InlineData("\"v\":1000", "\"v\":\"1000\"", "is \"1000\" where a number")]
    [InlineData("\"ticker\":\"ABC\"", "\"ticker\":\"ABD\"", "answered with 'ABD'")]
    public async Task Ingest_ChangedBars_StoreNoBars(string from, string to, string named)
    {
        using var fixture = new SourceFixture(_ => new("{}"));
        Func<VendorRequest, VendorAnswer> market = Market(fixture);
        fixture.Vendor.Answer = request => request.Path.StartsWith("/v2/aggs", StringComparison.Ordinal)
            ? market(request) is var answer ? answer with { Body = answer.Body.Replace(from, to, StringComparison.Ordinal) } : answer
            : market(request);
        Assert.Contains(named, (await fixture.Ingest("massive", "ABC", new SourceIngestOptions { From = new(2024, 3, 1) })).Error, StringComparison.Ordinal);
        using LakeView view = fixture.View();
        Assert.Equal(0, LakeMarket.Bars(view, "ABC").Count);
    }

    // Raw prices step at the split.
    private static int Raw(DateOnly session) => (50 + (session.Day % 4)) * (session < new DateOnly(2024, 3, 12) ? 2 : 1);

    private static Func<VendorRequest, VendorAnswer> Market(SourceFixture fixture) => request =>
    {
        if (request.Path == "/v3/reference/splits")
            return new("""{"status":"OK","results":[{"execution_date":"2024-03-12","split_from":1,"split_to":2,"ticker":"ABC"}]}""");
        if (request.Path == "/v3/reference/dividends")
            return new(
                """{"results":[{"ex_dividend_date":"2024-03-05","cash_amount":0.5,"ticker":"ABC"},{"ex_dividend_date":"2024-03-05","cash_amount":0.25,"ticker":"ABC"}]}""");
        DateOnly[] all = ExchangeCalendar.Nyse.Sessions(new(2024, 3, 1), new(2024, 3, 20));
        bool second = request.Query("cursor") == "2";
        IEnumerable<DateOnly> page = second ? all.Skip(7) : all.Take(7).Reverse();
        string bars = string.Join(',', page.Select(session =>
            $$"""{"v":1000,"vw":50.1,"o":{{Raw(session)}},"c":{{Raw(session)}},"h":{{Raw(session) + 5}},"l":{{Raw(session) - 5}},"t":{{new DateTimeOffset(session.ToDateTime(TimeOnly.MinValue), ExchangeCalendar.Nyse.Zone.GetUtcOffset(session.ToDateTime(TimeOnly.MinValue))).ToUnixTimeMilliseconds()}},"n":9}"""));
        string next = second
            ? ""
            : $$""","next_url":"{{fixture.Vendor.Url}}v2/aggs/ticker/ABC/range/1/day/x/y?cursor=2&apiKey={{Uri.EscapeDataString(SourceFixture.Key)}}" """;
        return new($$"""{"ticker":"ABC","adjusted":false,"status":"OK","results":[{{bars}}]{{next}}}""");
    };

    private static string Option(string type, double strike, double bid, double ask, int shares = 100, int day = 19) => $$$"""
        {"details":{"contract_type":"{{{type}}}","exercise_style":"american","expiration_date":"2024-04-19","shares_per_contract":{{{shares}}},"strike_price":{{{strike}}},"ticker":"O:ABC"},
        "day":{"close":1.1,"volume":12},"greeks":{"delta":0.5,"gamma":0.01},"implied_volatility":0.21,"open_interest":340,
        "last_quote":{"bid":{{{bid}}},"ask":{{{ask}}},"last_updated":{{{new DateTimeOffset(2024, 3, day, 19, 59, 58, TimeSpan.Zero).ToUnixTimeMilliseconds()}}}000000},
        "underlying_asset":{"price":100.25,"ticker":"ABC"}}
        """;
}
