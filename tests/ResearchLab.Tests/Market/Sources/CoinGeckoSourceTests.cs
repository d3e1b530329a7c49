using System.Globalization;
using ResearchLab.Lake;
using ResearchLab.Market;
using ResearchLab.Market.Sources;
using ResearchLab.Tests.Shared;

namespace ResearchLab.Tests.Market.Sources;

/// <summary>CoinGecko's daily closes: which point of an answer is a close, when it was known, what a free plan cannot have.</summary>
public sealed class CoinGeckoSourceTests
{
    private static readonly SourceIngestOptions s_march = new() { From = new(2024, 3, 1) };

    [Fact]
    public async Task Ingest_DailyPoints_AreTheClosesOfTheDaysBefore()
    {
        using var fixture = new SourceFixture(Chart);
        fixture.Lake.Clock.Now = fixture.Lake.Clock.Now.AddHours(9);
        SymbolIngest result = await fixture.Ingest("coingecko", "BITCOIN", s_march);
        Assert.Null(result.Error);
        using LakeView view = fixture.View();
        DailySeries series = LakeMarket.Series(view, "bitcoin_usd");
        // The price of 2 March at midnight is the close of 1 March; the running day has none.
        Assert.Equal((new DateOnly(2024, 3, 1), new DateOnly(2024, 3, 19), 19), (series.Sessions[0], series.Sessions[^1], series.Sessions.Length));
        Assert.Equal(Price(new DateTime(2024, 3, 2)), series.Values[0]);
    }

    [Fact]
    public async Task Ingest_HourlyPoints_GiveTheSame()
    {
        using var fixture = new SourceFixture(request => Chart(request, TimeSpan.FromHours(1), TimeSpan.FromSeconds(47)));
        fixture.Lake.Clock.Now = fixture.Lake.Clock.Now.AddHours(9);
        await fixture.Ingest("coingecko", "bitcoin", s_march);
        using LakeView view = fixture.View();
        Assert.Equal(19, LakeMarket.Series(view, "bitcoin_usd").Sessions.Length);
        Assert.Equal(Price(new DateTime(2024, 3, 2, 0, 0, 47)), LakeMarket.Series(view, "bitcoin_usd").Values[0]);
    }

    [Fact]
    public async Task Ingest_Close_IsNotKnownBeforeItsDayIsOver()
    {
        using var fixture = new SourceFixture(Chart);
        await fixture.Ingest("coingecko", "bitcoin", s_march);
        using LakeView before = fixture.Lake.Lake.AsOf(new DateTimeOffset(2024, 3, 10, 0, 0, 0, TimeSpan.Zero), DateTimeOffset.MaxValue);
        Assert.Equal(new DateOnly(2024, 3, 8), LakeMarket.Series(before, "bitcoin_usd").Sessions[^1]);
    }

    [Fact]
    public async Task Ingest_Again_AsksForTheLastDaysOnly()
    {
        using var fixture = new SourceFixture(Chart);
        fixture.Lake.Clock.Now = fixture.Lake.Clock.Now.AddHours(9);
        await fixture.Ingest("coingecko", "bitcoin", s_march);
        var asked = new List<VendorRequest>();
        fixture.Vendor.Answer = request =>
        {
            asked.Add(request);
            return Chart(request);
        };
        fixture.Lake.Clock.Now = fixture.Lake.Clock.Now.AddDays(2);
        IngestResult added = (await fixture.Ingest("coingecko", "bitcoin", s_march)).Results.Single();
        Assert.Equal((2, 0), (added.Rows.New, added.Rows.Revised));
        Assert.Equal(new DateTimeOffset(2024, 3, 14, 0, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds(), From(asked.Single()));
    }

    [Fact]
    public async Task Ingest_FreePlan_GoesBackAsFarAsItMay_AndSaysSo()
    {
        using var fixture = new SourceFixture(request => From(request) < new DateTimeOffset(2023, 3, 20, 0, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds()
            ? new("""{"error":{"status":{"error_code":10012,"error_message":"Your request exceeds the allowed time range."}}}""", 401)
            : Chart(request));
        SymbolIngest all = await fixture.Ingest("coingecko", "bitcoin");
        Assert.Null(all.Error);
        Assert.Contains("last 365 days", Assert.Single(all.Remarks, remark => remark.StartsWith("coingecko", StringComparison.Ordinal)),
            StringComparison.Ordinal);
        Assert.Equal(new DateOnly(2023, 3, 21), all.Results.Single().From);
        SymbolIngest old = await fixture.Ingest("coingecko", "bitcoin",
            new SourceIngestOptions { From = new(2019, 1, 1), To = new(2019, 12, 31), Refresh = true });
        Assert.Contains("paid plan", old.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ingest_UnknownCoin_NamesTheNearest()
    {
        using var fixture = new SourceFixture(request => request.Path.Contains("/search", StringComparison.Ordinal)
            ? new("""{"coins":[{"id":"bitcoin"},{"id":"bitcoin-cash"}]}""")
            : new("""{"error":"coin not found"}""", 404));
        string error = (await fixture.Ingest("coingecko", "BITCON", s_march)).Error!;
        Assert.Contains("knows no coin 'bitcon'", error, StringComparison.Ordinal);
        Assert.Contains("Did you mean 'bitcoin'", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"prices":[[1709337600000]]}""", "a time and a price")]
    [InlineData("""{"prices":[["x",1]]}""", "prices")]
    [InlineData("""{"nothing":1}""", "prices")]
    public async Task Ingest_AnotherFormat_IsRefusedWhole(string body, string says)
    {
        using var fixture = new SourceFixture(_ => new(body));
        SymbolIngest result = await fixture.Ingest("coingecko", "bitcoin", s_march);
        Assert.Contains(says, result.Error, StringComparison.Ordinal);
        Assert.Equal(0, result.Usable);
    }

    private static VendorAnswer Chart(VendorRequest request) => Chart(request, TimeSpan.FromDays(1), TimeSpan.Zero);

    private static VendorAnswer Chart(VendorRequest request, TimeSpan step, TimeSpan late)
    {
        DateTimeOffset from = DateTimeOffset.FromUnixTimeSeconds(From(request)),
            to = DateTimeOffset.FromUnixTimeSeconds(long.Parse(request.Query("to"), CultureInfo.InvariantCulture));
        var points = new List<string>();
        for (DateTimeOffset at = from + late; at <= to; at += step)
            points.Add(string.Create(CultureInfo.InvariantCulture, $"[{at.ToUnixTimeMilliseconds()},{Price(at.UtcDateTime)}]"));
        return new($$"""{"prices":[{{string.Join(',', points)}}],"market_caps":[],"total_volumes":[]}""");
    }

    private static double Price(DateTime at) => 60_000 + at.DayOfYear + (at.Second / 100.0);

    private static long From(VendorRequest request) => long.Parse(request.Query("from"), CultureInfo.InvariantCulture);
}
