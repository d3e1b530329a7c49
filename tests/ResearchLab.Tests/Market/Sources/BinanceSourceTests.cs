using ResearchLab.Lake;
using ResearchLab.Market;
using ResearchLab.Market.Sources;
using ResearchLab.Tests.Shared;

namespace ResearchLab.Tests.Market.Sources;

/// <summary>Binance's klines, pages and refusals.</summary>
public sealed class BinanceSourceTests
{
    private static readonly DateTimeOffset s_listed = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Ingest_Daily_ReadsAllPages_WithoutTheRunningDay()
    {
        using var fixture = new SourceFixture(Klines);
        fixture.Lake.Clock.Now = fixture.Lake.Clock.Now.AddHours(9);
        SymbolIngest result = await fixture.Ingest("binance", "BTCUSDT");
        Assert.Null(result.Error);
        Assert.Equal(2, result.Requests); // 1,540 days in pages of 1,000
        using LakeView view = fixture.View();
        BarSeries bars = LakeMarket.Bars(view, "BTCUSDT");
        Assert.Equal((new DateOnly(2020, 1, 1), new DateOnly(2024, 3, 19), 1540), (bars.Sessions[0], bars.Sessions[^1], bars.Count));
        Assert.Equal((100.5, 12.25), (bars.Close[0], bars.Volume[0]));
        Assert.True((await fixture.Ingest("binance", "BTCUSDT")).UpToDate);
    }

    [Fact]
    public async Task Ingest_StoppedBetweenPages_KeepsTheFirstAndGoesOn()
    {
        int pages = 0;
        using var fixture = new SourceFixture(Klines, "2024-03-21", SourceFixture.Fast with { Retries = 1 });
        fixture.Vendor.Answer = request => Interlocked.Increment(ref pages) is 2 or 3 ? new("{}", 418) : Klines(request);
        SymbolIngest stopped = await fixture.Ingest("binance", "BTCUSDT");
        Assert.Contains("too many requests", stopped.Error, StringComparison.Ordinal);
        Assert.Equal(1000, stopped.Results.Single().Rows.New);
        SymbolIngest rest = await fixture.Ingest("binance", "BTCUSDT");
        Assert.Null(rest.Error);
        using LakeView view = fixture.View();
        Assert.Equal(1540, LakeMarket.Bars(view, "BTCUSDT").Count);
    }

    [Fact]
    public async Task Ingest_Hours_OnlyThoseThatEnded_ThenOnlyTheRest()
    {
        using var fixture = new SourceFixture(Klines);
        fixture.Lake.Clock.Now = fixture.Lake.Clock.Now.AddHours(9.5);
        var options = new SourceIngestOptions { Interval = "1h", From = new(2024, 3, 18) };
        await fixture.Ingest("binance", "BTCUSDT", options);
        using (LakeView view = fixture.View())
        {
            IntradayBars bars = LakeMarket.Intraday(view, "BTCUSDT", "1h", new(2024, 3, 18), new(2024, 3, 20));
            Assert.Equal((24 + 24 + 9, new DateTimeOffset(2024, 3, 20, 8, 0, 0, TimeSpan.Zero)), (bars.Count, bars.Times[^1]));
        }

        fixture.Lake.Clock.Now = fixture.Lake.Clock.Now.AddHours(2);
        AppendResult rows = (await fixture.Ingest("binance", "BTCUSDT", options)).Results.Single().Rows;
        Assert.Equal((2, 0), (rows.New, rows.Revised));
    }

    [Fact]
    public async Task Ingest_Typo_NamesTheNearPairs()
    {
        using var fixture = new SourceFixture(request => request.Path == "/api/v3/ticker/price"
            ? new("""[{"symbol":"ETHBTC","price":"0.05"},{"symbol":"BTCUSDT","price":"60000.0"}]""")
            : new("""{"code":-1121,"msg":"Invalid symbol."}""", 400));
        Assert.Contains("Did you mean 'BTCUSDT'?", (await fixture.Ingest("binance", "BTCUSTD")).Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""[[1577836800000,"1","2","0.5","1.5"]]""", 200, "12 fields")]
    [InlineData("""[[1577836800000,1,"2","0.5","1.5","3",0,"0",0,"0","0","0"]]""", 200, "[0][1]' of the answer is 1 where a number in quotes")]
    [InlineData("""[[1483228800000,"1","2","0.5","1.5","3",0,"0",0,"0","0","0"]]""", 200, "2017-01-01")]
    [InlineData("""{"code":0,"msg":"Service unavailable from a restricted location"}""", 451, "does not serve every country")]
    public async Task Ingest_WrongAnswer_IsOneLine(string body, int status, string named)
    {
        using var fixture = new SourceFixture(_ => new(body, status));
        SymbolIngest result = await fixture.Ingest("binance", "BTCUSDT", new SourceIngestOptions { From = new(2018, 1, 1) });
        Assert.Contains(named, result.Error, StringComparison.Ordinal);
        Assert.Empty(fixture.Lake.DataFiles());
    }

    private static VendorAnswer Klines(VendorRequest request)
    {
        TimeSpan step = request.Query("interval") == "1d" ? TimeSpan.FromDays(1) : TimeSpan.FromHours(1);
        DateTimeOffset start = DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(request.Query("startTime"))),
            end = DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(request.Query("endTime")));
        List<string> rows = [];
        for (DateTimeOffset at = start < s_listed ? s_listed : start; at <= end && rows.Count < int.Parse(request.Query("limit")); at += step)
        {
            double price = 100 + (at.Hour / 10.0) + (at.Day % 5) - 1;
            rows.Add($"[{at.ToUnixTimeMilliseconds()},\"{price}\",\"{price + 1}\",\"{price - 1}\",\"{price + 0.5}\",\"12.25\","
                + $"{(at + step).ToUnixTimeMilliseconds() - 1},\"1\",10,\"1\",\"1\",\"0\"]");
        }

        return new VendorAnswer($"[{string.Join(',', rows)}]");
    }
}
