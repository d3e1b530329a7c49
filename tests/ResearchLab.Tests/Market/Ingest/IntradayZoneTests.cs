using ResearchLab.Lake;
using ResearchLab.Market;
using ResearchLab.Tests.Lake;
using ResearchLab.Time;

namespace ResearchLab.Tests.Market;

/// <summary>Times without a zone: the sessions tell it, or it must be said. None may make a bar known before it existed.</summary>
public sealed class IntradayZoneTests : IDisposable
{
    private readonly LakeFixture _fixture = new("2024-06-01");

    public void Dispose() => _fixture.Dispose();

    /// <summary>Half-hour bars of whole sessions, written in a zone.</summary>
    private static string Text(string zone, DateOnly from, DateOnly to, int openHour = 0)
    {
        TimeZoneInfo there = TimeZoneInfo.FindSystemTimeZoneById(zone);
        var text = new System.Text.StringBuilder("datetime,open,high,low,close\n");
        foreach (DateOnly session in ExchangeCalendar.Nyse.Sessions(from, to))
        {
            DateTimeOffset close = ExchangeCalendar.Nyse.CloseOf(session);
            for (DateTimeOffset at = ExchangeCalendar.Nyse.OpenOf(session).AddHours(openHour); at < close; at = at.AddMinutes(30))
                text.Append(System.Globalization.CultureInfo.InvariantCulture, $"{TimeZoneInfo.ConvertTime(at, there):yyyy-MM-dd HH:mm},10,11,9,10\n");
        }

        return text.ToString();
    }

    private IngestResult Ingest(string text, TimeZoneInfo? zone = null) =>
        CsvIngest.Ingest(_fixture.Lake, _fixture.Write("bars.csv", text), new CsvIngestOptions { Name = "X", Zone = zone, InferCalendar = true });

    [Theory]
    [InlineData("America/New_York", "2024-01-02", "2024-01-12")]
    [InlineData("America/New_York", "2023-11-22", "2023-11-27")] // with an early close
    [InlineData("America/New_York", "2024-03-06", "2024-03-13")] // over the change to daylight saving
    [InlineData("UTC", "2024-01-02", "2024-01-12")]
    [InlineData("UTC", "2024-03-06", "2024-03-13")]
    [InlineData("America/Chicago", "2024-03-06", "2024-03-13")]
    [InlineData("Europe/Berlin", "2024-03-06", "2024-03-13")]
    public void Zone_IsToldFromTheSessions(string zone, string from, string to)
    {
        Assert.StartsWith(zone, Ingest(Text(zone, DateOnly.Parse(from), DateOnly.Parse(to))).TakenFor!.Zone, StringComparison.Ordinal);
        using LakeView view = _fixture.Lake.Now();
        IntradayBars bars = LakeMarket.Intraday(view, "X", "30m", DateOnly.Parse(from), DateOnly.Parse(to));
        Assert.Equal(ExchangeCalendar.Nyse.OpenOf(DateOnly.Parse(from)), bars.Times[0]);
        Assert.All(bars.Times, time => Assert.True(time >= ExchangeCalendar.Nyse.OpenOf(LakeMarket.SessionOf(time, ExchangeCalendar.Nyse))));
    }

    [Fact]
    public void Zone_ThatNothingTells_MustBeSaid()
    {
        string afternoons = Text("America/New_York", new(2024, 1, 2), new(2024, 1, 12), openHour: 3);
        Assert.Contains("Say their zone, such as --zone America/New_York", Assert.Throws<CsvIngestException>(() => Ingest(afternoons)).Message,
            StringComparison.Ordinal);
        Assert.Empty(_fixture.DataFiles());
        Assert.True(Ingest(afternoons, ExchangeCalendar.Nyse.Zone).Rows.New > 50);
    }

    [Fact]
    public void Zone_OfAMarketThatNeverCloses_MustBeSaid()
    {
        string hours = "time,open,high,low,close\n"
            + string.Concat(Enumerable.Range(0, 24 * 9).Select(hour => $"{new DateTime(2024, 1, 1).AddHours(hour):yyyy-MM-dd HH:mm},1,2,1,1\n"));
        Assert.Contains("--zone UTC", Assert.Throws<CsvIngestException>(() => Ingest(hours)).Message, StringComparison.Ordinal);
        Assert.Equal(24 * 9, Ingest(hours, TimeZoneInfo.Utc).Rows.New);
    }
}
