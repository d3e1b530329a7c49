using ResearchLab.Basics;
using ResearchLab.Tests.Shared;
using ResearchLab.Time;

namespace ResearchLab.Tests.Time;

public sealed class ExchangeCalendarTests
{
    private static readonly ExchangeCalendar s_nyse = ExchangeCalendar.Nyse;

    [Theory]
    [InlineData("daily_SPY.csv.gz", "1993-01-29", "2023-12-29")]
    [InlineData("daily_SPX_index.csv.gz", "1952-10-01", "2022-03-10")]
    [InlineData("daily_QQQ.csv.gz", "1999-03-10", "2023-12-29")]
    public void Sessions_OfRealHistory_AreExactlyTheCalendar(string file, string from, string to)
    {
        HashSet<DateOnly> traded = [.. DatesOf(file, Date(from), Date(to))];
        DateOnly[] expected = s_nyse.Sessions(Date(from), Date(to));
        Assert.True(expected.Length > 6_000);
        Assert.Equal([], expected.Where(session => !traded.Contains(session)).Select(Text));
        Assert.Equal([], traded.Where(session => !s_nyse.IsSession(session)).Order().Select(Text));
    }

    [Fact]
    public void Sessions_OfVixHistory_DifferOnlyByItsKnownGaps()
    {
        HashSet<DateOnly> quoted = [.. DatesOf("vol_VIX.csv.gz", Date("1990-01-02"), Date("2023-12-29"))];
        DateOnly[] expected = s_nyse.Sessions(Date("1990-01-02"), Date("2023-12-29"));
        // The four sessions that the index's own history lacks; SPY and the S&P 500 traded on each of them.
        Assert.Equal(["1991-03-01", "1997-01-31", "1997-11-26", "1999-12-31"], expected.Where(session => !quoted.Contains(session)).Select(Text));
        // Index options trade in global hours on most stock holidays, and since 2022 the index's file has rows for those days.
        DateOnly[] extra = [.. quoted.Where(session => !s_nyse.IsSession(session)).Order()];
        Assert.Equal(["2004-06-11"], extra.Where(day => day.Year < 2022).Select(Text));
        Assert.All(extra, day => Assert.DoesNotContain(s_nyse.ClosedReason(day), new[] { "Saturday", "Sunday", "Christmas Day" }));
    }

    [Theory]
    [InlineData(1993, 253)]
    [InlineData(1996, 254)]
    [InlineData(2001, 248)]
    [InlineData(2012, 250)]
    [InlineData(2018, 251)]
    [InlineData(2020, 253)]
    [InlineData(2022, 251)]
    [InlineData(2023, 250)]
    [InlineData(2024, 252)]
    [InlineData(2025, 250)]
    public void Sessions_PerYear_AreAsPublished(int year, int expected) =>
        Assert.Equal(expected, s_nyse.Sessions(new(year, 1, 1), new(year, 12, 31)).Length);

    [Theory]
    [InlineData("2024-01-01", "New Year's Day")]
    [InlineData("2023-01-02", "New Year's Day")]
    [InlineData("2024-01-15", "Martin Luther King Jr. Day")]
    [InlineData("2024-02-19", "Washington's Birthday")]
    [InlineData("2024-03-29", "Good Friday")]
    [InlineData("2038-04-23", "Good Friday")]
    [InlineData("2024-05-27", "Memorial Day")]
    [InlineData("2022-06-20", "Juneteenth")]
    [InlineData("2027-06-18", "Juneteenth")]
    [InlineData("2026-07-03", "Independence Day")]
    [InlineData("2021-07-05", "Independence Day")]
    [InlineData("2024-09-02", "Labor Day")]
    [InlineData("2024-11-28", "Thanksgiving Day")]
    [InlineData("2021-12-24", "Christmas Day")]
    [InlineData("2022-12-26", "Christmas Day")]
    [InlineData("2001-09-12", "Attacks of September 11")]
    [InlineData("2012-10-29", "Hurricane Sandy")]
    [InlineData("2025-01-09", "Day of mourning for President Carter")]
    [InlineData("2024-06-01", "Saturday")]
    [InlineData("2024-06-02", "Sunday")]
    public void ClosedReason_Holiday_IsNamed(string date, string reason)
    {
        Assert.Equal(reason, s_nyse.ClosedReason(Date(date)));
        Assert.False(s_nyse.IsSession(Date(date)));
    }

    [Theory]
    [InlineData("2021-12-31")] // New Year's Day 2022 was a Saturday: the accounting year still ended with a session.
    [InlineData("2010-12-31")]
    [InlineData("1997-01-20")] // Martin Luther King Jr. Day before the exchange kept it
    [InlineData("2021-06-18")]
    [InlineData("2020-10-12")] // Columbus Day
    [InlineData("2020-11-11")] // Veterans Day
    public void IsSession_DayThatLooksLikeAHoliday_IsOpen(string date)
    {
        Assert.True(s_nyse.IsSession(Date(date)));
        Assert.Null(s_nyse.ClosedReason(Date(date)));
    }

    [Theory]
    [InlineData("2024-01-16", "2024-01-16T14:30:00Z", "2024-01-16T21:00:00Z")] // standard time
    [InlineData("2024-07-16", "2024-07-16T13:30:00Z", "2024-07-16T20:00:00Z")] // daylight time
    [InlineData("2024-03-08", "2024-03-08T14:30:00Z", "2024-03-08T21:00:00Z")] // the session before the clocks change
    [InlineData("2024-03-11", "2024-03-11T13:30:00Z", "2024-03-11T20:00:00Z")]
    [InlineData("2006-04-03", "2006-04-03T13:30:00Z", "2006-04-03T20:00:00Z")] // daylight time began in April before 2007
    [InlineData("2006-03-31", "2006-03-31T14:30:00Z", "2006-03-31T21:00:00Z")]
    [InlineData("2023-11-24", "2023-11-24T14:30:00Z", "2023-11-24T18:00:00Z")] // early close in winter
    [InlineData("2024-07-03", "2024-07-03T13:30:00Z", "2024-07-03T17:00:00Z")] // early close in summer
    [InlineData("1980-01-02", "1980-01-02T15:00:00Z", "1980-01-02T21:00:00Z")] // 10:00 to 16:00
    [InlineData("2002-09-11", "2002-09-11T16:00:00Z", "2002-09-11T20:00:00Z")] // opened at noon
    public void OpenAndClose_AcrossDaylightSaving_AreRightInUtc(string session, string open, string close)
    {
        Assert.Equal(DateTimeOffset.Parse(open), s_nyse.OpenOf(Date(session)));
        Assert.Equal(DateTimeOffset.Parse(close), s_nyse.CloseOf(Date(session)));
        Assert.Equal(TimeSpan.Zero, s_nyse.CloseOf(Date(session)).Offset);
    }

    [Theory]
    [InlineData("1992-11-27", true)]
    [InlineData("2002-07-05", true)] // the day after, while the eve was a Wednesday
    [InlineData("2002-07-03", false)]
    [InlineData("2013-07-03", true)]
    [InlineData("2013-07-05", false)]
    [InlineData("2019-07-03", true)]
    [InlineData("2020-07-02", false)]
    [InlineData("2022-07-01", false)]
    [InlineData("2018-12-24", true)]
    [InlineData("2014-12-26", false)]
    [InlineData("1999-12-31", true)]
    [InlineData("2021-11-26", true)]
    [InlineData("2021-11-24", false)]
    public void IsEarlyClose_KnownDays_AreRight(string session, bool early) => Assert.Equal(early, s_nyse.IsEarlyClose(Date(session)));

    [Fact]
    public void CloseOf_Holiday_NamesIt()
    {
        var error = Assert.Throws<NotASessionException>(() => s_nyse.CloseOf(new(2024, 3, 29)));
        Assert.Equal(new DateOnly(2024, 3, 29), error.Date);
        Assert.Contains("Good Friday", error.Message);
        Assert.Contains("2024-03-29", error.Message);
        Assert.Throws<NotASessionException>(() => s_nyse.AddSessions(new(2024, 6, 1), 1));
        Assert.Throws<UsageException>(() => s_nyse.IsSession(new(1949, 12, 31)));
        Assert.Throws<UsageException>(() => s_nyse.Next(new(2101, 1, 1)));
    }

    [Fact]
    public void Steps_OverAllDays_AgreeWithIsSession()
    {
        DateOnly last = Date("1990-01-02");
        for (DateOnly day = Date("1990-01-03"); day <= Date("2050-12-30"); day = day.AddDays(1))
        {
            Assert.Equal(last, s_nyse.Previous(day));
            bool open = s_nyse.IsSession(day);
            Assert.Equal(open, s_nyse.ClosedReason(day) is null);
            Assert.Equal(open ? 1 : 0, s_nyse.CountSessions(day.AddDays(-1), day));
            if (!open)
                continue;
            Assert.Equal(day, s_nyse.Next(last));
            Assert.Equal(day, s_nyse.AddSessions(last, 1));
            Assert.Equal(last, s_nyse.AddSessions(day, -1));
            Assert.InRange(day.DayNumber - last.DayNumber, 1, 7);
            last = day;
        }
    }

    [Fact]
    public void CountSessions_Backwards_IsTheNegative()
    {
        Assert.Equal(5, s_nyse.CountSessions(Date("2024-06-07"), Date("2024-06-14")));
        Assert.Equal(-5, s_nyse.CountSessions(Date("2024-06-14"), Date("2024-06-07")));
        Assert.Equal(0, s_nyse.CountSessions(Date("2024-06-07"), Date("2024-06-09")));
        Assert.Empty(s_nyse.Sessions(Date("2024-06-08"), Date("2024-06-09")));
        Assert.Empty(s_nyse.Sessions(Date("2024-06-14"), Date("2024-06-07")));
    }

    [Theory]
    [InlineData("2024-06-14T19:59:59Z", "2024-06-13")]
    [InlineData("2024-06-14T20:00:00Z", "2024-06-14")]
    [InlineData("2024-06-15T03:00:00Z", "2024-06-14")] // still Friday evening in New York
    [InlineData("2024-06-16T12:00:00Z", "2024-06-14")]
    [InlineData("2023-11-24T18:00:00Z", "2023-11-24")]
    [InlineData("2023-11-24T17:59:00Z", "2023-11-22")]
    public void LastCompleted_AroundTheClose_TurnsAtTheInstant(string now, string session) =>
        Assert.Equal(Date(session), s_nyse.LastCompleted(DateTimeOffset.Parse(now)));

    [Fact]
    public void KnownAtDaily_IsHalfAnHourAfterTheClose() =>
        Assert.Equal(DateTimeOffset.Parse("2023-11-24T18:30:00Z"), KnownAt.Daily(new(2023, 11, 24)));

    private static DateOnly Date(string text) => DateOnly.Parse(text);

    private static string Text(DateOnly date) => date.ToString("yyyy-MM-dd");

    [Fact]
    public void Crypto_EveryDayIsASessionFromMidnightToMidnightUtc()
    {
        ExchangeCalendar crypto = ExchangeCalendar.Crypto;
        Assert.Equal(366, crypto.Sessions(new(2024, 1, 1), new(2024, 12, 31)).Length);
        Assert.Equal(Date("2024-03-31"), crypto.Next(Date("2024-03-30"))); // Easter Sunday
        Assert.Equal(Date("2024-01-01"), crypto.AddSessions(Date("2023-12-25"), 7));
        Assert.Equal(new DateTimeOffset(2024, 3, 10, 0, 0, 0, TimeSpan.Zero), crypto.OpenOf(Date("2024-03-10")));
        Assert.Equal(crypto.OpenOf(Date("2024-03-11")), crypto.CloseOf(Date("2024-03-10")));
        Assert.Equal(Date("2024-03-09"), crypto.LastCompleted(new DateTimeOffset(2024, 3, 10, 23, 59, 59, TimeSpan.Zero)));
        Assert.Equal(Date("2024-03-10"), crypto.LastCompleted(new DateTimeOffset(2024, 3, 11, 0, 0, 0, TimeSpan.Zero)));
        Assert.Null(crypto.ClosedReason(Date("2024-12-25")));
        Assert.False(crypto.IsEarlyClose(Date("2024-12-24")));
    }

    [Fact]
    public void Crypto_RealHistory_IsExactlyTheCalendar()
    {
        HashSet<DateOnly> traded = [.. DatesOf("crypto_BTCUSDT_1d.csv.gz", Date("2022-01-01"), Date("2025-12-01"))];
        Assert.Equal(ExchangeCalendar.Crypto.Sessions(Date("2022-01-01"), traded.Max()), traded.Order());
    }

    private static IEnumerable<DateOnly> DatesOf(string file, DateOnly from, DateOnly to)
    {
        using StreamReader reader = RealData.OpenText(file);
        reader.ReadLine();
        while (reader.ReadLine() is { } line)
        {
            DateOnly date = DateOnly.Parse(line.AsSpan(0, 10));
            if (date >= from && date <= to)
                yield return date;
        }
    }
}
