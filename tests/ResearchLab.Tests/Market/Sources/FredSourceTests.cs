using ResearchLab.Columns;
using ResearchLab.Lake;
using ResearchLab.Market;
using ResearchLab.Market.Sources;
using ResearchLab.Tests.Shared;

namespace ResearchLab.Tests.Market.Sources;

/// <summary>FRED with the publications ALFRED keeps.</summary>
public sealed class FredSourceTests
{
    private const string Gdp = """
        {"count":5,"offset":0,"limit":100000,"observations":[
        {"realtime_start":"2014-04-30","realtime_end":"2014-05-28","date":"2014-01-01","value":"17149.6"},
        {"realtime_start":"2014-05-29","realtime_end":"2014-06-24","date":"2014-01-01","value":"17101.3"},
        {"realtime_start":"2014-06-25","realtime_end":"2014-07-29","date":"2014-01-01","value":"17016.0"},
        {"realtime_start":"2014-07-30","realtime_end":"9999-12-31","date":"2014-04-01","value":"17294.7"},
        {"realtime_start":"2014-07-30","realtime_end":"9999-12-31","date":"2014-07-01","value":"."}]}
        """;

    [Fact]
    public async Task Ingest_Publications_AreEachKnownFromTheirOwnDay()
    {
        using var fixture = new SourceFixture(Answers("GDP", "Billions of Dollars", "Q", Gdp));
        SymbolIngest result = await fixture.Ingest("fred", "GDP");
        Assert.Equal(new AppendResult(2, 0, 2), Assert.Single(result.Results).Rows);
        double Known(string day)
        {
            using LakeView view = fixture.Lake.Lake.AsOf(new DateTimeOffset(DateTime.Parse(day + "T12:00:00"), TimeSpan.Zero), DateTimeOffset.MaxValue);
            return LakeMarket.Series(view, "gdp").Values is [var first, ..] ? first : double.NaN;
        }

        // Published in the morning of the 30th; counted from the end of that day.
        Assert.Equal(double.NaN, Known("2014-04-30"));
        Assert.Equal([17149.6, 17149.6, 17101.3, 17016.0], [Known("2014-05-01"), Known("2014-05-29"), Known("2014-05-30"), Known("2024-01-01")]);

        // Then only the last two years, and nothing while that answer is fresh.
        SymbolIngest again = await fixture.Ingest("fred", "GDP");
        Assert.Equal((1, 0), (again.Requests, again.Results[0].Rows.New + again.Results[0].Rows.Revised));
        Assert.Equal("2012-04-01", fixture.Vendor.Asked.Last().Query("observation_start"));
        Assert.Equal(0, (await fixture.Ingest("fred", "GDP")).Requests);
    }

    [Fact]
    public async Task Ingest_DailyPercentRate_IsAFraction_KnownAfterTheNextSession_ThoughTheArchiveBeganLater()
    {
        const string Rates = """
            {"count":3,"observations":[
            {"realtime_start":"2005-06-28","realtime_end":"9999-12-31","date":"1990-01-02","value":"7.68"},
            {"realtime_start":"2024-03-05","realtime_end":"9999-12-31","date":"2024-03-04","value":"5.23"},
            {"realtime_start":"2005-06-28","realtime_end":"9999-12-31","date":"1990-01-01","value":"."}]}
            """;
        using var fixture = new SourceFixture(Answers("DTB3", "Percent", "D", Rates));
        SymbolIngest result = await fixture.Ingest("fred", "DTB3");
        using LakeView view = fixture.View();
        Frame rows = view.Read(Datasets.Series, ["session", "value", "known_at"], LakeFilter.Equal("name", "tbill_13w"));
        Assert.Equal([0.0768, 0.0523], rows.ToArray<double>("value"));
        Assert.Equal(new DateTimeOffset[] { new(1990, 1, 4, 5, 0, 0, default), new(2024, 3, 6, 5, 0, 0, default) }, rows.ToArray<DateTimeOffset>("known_at"));
        Assert.Contains("tbill_13w=DTB3", Assert.Single(result.Remarks), StringComparison.Ordinal);
        Assert.Equal(SourceFixture.Key, fixture.Vendor.Asked.First().Query("api_key"));
    }

    [Fact]
    public async Task Ingest_TooManyPublications_FallsBackToTheNextSession()
    {
        using var fixture = new SourceFixture(request => request.Path == "/fred/series" ? About("DGS10", "Percent", "D")
            : request.Query("realtime_start").Length > 0
                ? new("""{"error_code":400,"error_message":"Bad Request.  Number of vintage dates exceeds the maximum of 2000."}""", 400)
            : new("""{"count":1,"observations":[{"realtime_start":"2024-03-19","realtime_end":"2024-03-19","date":"2024-03-15","value":"4.31"}]}"""));
        SymbolIngest result = await fixture.Ingest("fred", "DGS10");
        Assert.Contains("next session", Assert.Single(result.Remarks), StringComparison.Ordinal);
        using LakeView view = fixture.View();
        Assert.Equal(new DateTimeOffset(2024, 3, 19, 4, 0, 0, default), view.Read(Datasets.Series, ["session", "known_at"]).Get<DateTimeOffset>("known_at")[0]);
    }

    [Theory]
    [InlineData("""{"error_code":400,"error_message":"Bad Request.  The series does not exist."}""", "knows no series 'GPD'")]
    [InlineData("""{"error_code":400,"error_message":"Bad Request.  The value for variable api_key is not registered."}""", "Check the key in TEST_API_KEY")]
    public async Task Ingest_Refusal_SaysWhatToDo(string body, string named)
    {
        using var fixture = new SourceFixture(request => request.Path == "/fred/series/search" ? new("""{"seriess":[{"id":"GDP"}]}""") : new(body, 400));
        SymbolIngest result = await fixture.Ingest("fred", "GPD");
        Assert.Contains(named, result.Error, StringComparison.Ordinal);
        Assert.Equal(named.Contains("knows", StringComparison.Ordinal), result.Error!.Contains("Did you mean 'GDP'?", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("\"17149.6\"", "17149.6", "observations[0].value' of the answer is 17149.6 where a text")]
    [InlineData("\"17149.6\"", "\"n/a\"", "where a number in quotes")]
    [InlineData("\"date\":\"2014-01-01\"", "\"day\":\"2014-01-01\"", "no field 'observations[0].date'")]
    [InlineData("2014-04-30", "30.04.2014", "a date such as")]
    public async Task Ingest_ChangedFormat_IsOneLine(string from, string to, string named)
    {
        using var fixture = new SourceFixture(Answers("GDP", "Dollars", "Q", Gdp.Replace(from, to, StringComparison.Ordinal)));
        Assert.Contains(named, (await fixture.Ingest("fred", "GDP")).Error, StringComparison.Ordinal);
        Assert.Empty(fixture.Lake.DataFiles());
    }

    [Fact]
    public async Task Ingest_WrongSeries_IsRefused()
    {
        using var fixture = new SourceFixture(Answers("GNP", "Dollars", "Q", Gdp));
        Assert.Contains("another series", (await fixture.Ingest("fred", "GDP")).Error, StringComparison.Ordinal);
    }

    private static Func<VendorRequest, VendorAnswer> Answers(string id, string units, string frequency, string observations) =>
        request => request.Path == "/fred/series" ? About(id, units, frequency) : new VendorAnswer(observations);

    private static VendorAnswer About(string id, string units, string frequency) =>
        new($$"""{"seriess":[{"id":"{{id}}","title":"A series","units":"{{units}}","frequency_short":"{{frequency}}"}]}""");
}
