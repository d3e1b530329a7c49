using ResearchLab.Tests.Shared;
using ResearchLab.Time;

namespace ResearchLab.Tests.Time;

public sealed class OptionExpiriesTests
{
    [Theory]
    [InlineData(2024, 1, "2024-01-19")]
    [InlineData(2019, 4, "2019-04-18")] // Good Friday
    [InlineData(2014, 4, "2014-04-17")] // Good Friday
    [InlineData(2026, 6, "2026-06-18")] // Juneteenth
    [InlineData(2003, 8, "2003-08-15")] // legally Saturday the 16th
    [InlineData(2024, 3, "2024-03-15")]
    public void Monthly_IsTheThirdFridayOrTheSessionBefore(int year, int month, string expected) =>
        Assert.Equal(DateOnly.Parse(expected), OptionExpiries.Monthly(year, month));

    [Theory]
    [InlineData("2024-01-19", "2024-01-19")]
    [InlineData("2024-01-20", "2024-02-16")]
    [InlineData("2024-12-31", "2025-01-17")]
    [InlineData("2019-04-19", "2019-05-17")] // the expiry was the day before
    public void NextMonthly_OnOrAfter_IsFound(string date, string expected) =>
        Assert.Equal(DateOnly.Parse(expected), OptionExpiries.NextMonthly(DateOnly.Parse(date)));

    // Final settlement dates as Cboe published them.
    [Theory]
    [InlineData(2024, 1, "2024-01-17")]
    [InlineData(2024, 2, "2024-02-14")]
    [InlineData(2024, 3, "2024-03-20")]
    [InlineData(2024, 4, "2024-04-17")]
    [InlineData(2024, 5, "2024-05-22")]
    [InlineData(2024, 6, "2024-06-18")] // the Wednesday is Juneteenth
    [InlineData(2024, 12, "2024-12-18")]
    [InlineData(2019, 3, "2019-03-19")] // the Friday 30 days later is Good Friday
    [InlineData(2014, 3, "2014-03-18")]
    [InlineData(2020, 3, "2020-03-18")]
    public void Vix_IsThirtyDaysBeforeTheNextMonthly(int year, int month, string expected) =>
        Assert.Equal(DateOnly.Parse(expected), OptionExpiries.Vix(year, month));

    [Theory]
    [InlineData("2024-03-26", "2024-03-28")] // Good Friday
    [InlineData("2024-03-28", "2024-03-28")]
    [InlineData("2020-12-22", "2020-12-24")] // Christmas on a Friday
    [InlineData("2024-07-01", "2024-07-05")]
    public void Weekly_IsTheLastSessionOfItsWeek(string date, string expected) =>
        Assert.Equal(DateOnly.Parse(expected), OptionExpiries.Weekly(DateOnly.Parse(date)));

    [Theory]
    [InlineData("2024-03-28", OptionExpiryKinds.Weekly | OptionExpiryKinds.MonthEnd | OptionExpiryKinds.QuarterEnd)]
    [InlineData("2024-03-15", OptionExpiryKinds.Weekly | OptionExpiryKinds.Monthly)]
    [InlineData("2024-03-20", OptionExpiryKinds.Vix)]
    [InlineData("2024-05-31", OptionExpiryKinds.Weekly | OptionExpiryKinds.MonthEnd)]
    [InlineData("2024-03-19", OptionExpiryKinds.None)]
    [InlineData("2019-04-18", OptionExpiryKinds.Weekly | OptionExpiryKinds.Monthly)]
    public void KindsOf_KnownSessions_AreRight(string session, OptionExpiryKinds expected) =>
        Assert.Equal(expected, OptionExpiries.KindsOf(DateOnly.Parse(session)));

    /// <summary>The expiries that a real chain lists are days on which the calendar says that something expires.</summary>
    [Fact]
    public void KindsOf_ExpiriesOfRealSpxChains_AreWeeklyMonthlyMonthEndOrDaily()
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        using (StreamReader text = RealData.OpenText("options_SPX_2019.csv.gz"))
        {
            text.ReadLine();
            while (text.ReadLine() is { } line)
                found.Add(line.Split(',', 6)[4]);
        }

        DateOnly[] expiries = [.. found.Select(DateOnly.Parse).Order()];
        Assert.True(expiries.Length > 60);
        Assert.All(expiries, expiry => Assert.True(ExchangeCalendar.Nyse.IsSession(expiry), expiry.ToString("yyyy-MM-dd")));
        // Beyond three months only weeklies, monthlies and month-ends are listed; nearer, Mondays and Wednesdays too.
        Assert.All(expiries.Where(expiry => expiry > new DateOnly(2019, 10, 1)),
            expiry => Assert.NotEqual(OptionExpiryKinds.None, OptionExpiries.KindsOf(expiry) & ~OptionExpiryKinds.Vix));
    }

    [Fact]
    public void Listed_MidFebruary2024_IsTheKnownGrid()
    {
        IReadOnlyList<DateOnly> listed = OptionExpiries.Listed(new(2024, 2, 14));
        DateOnly[] expected =
        [
            new(2024, 2, 16), new(2024, 2, 23), new(2024, 3, 1), new(2024, 3, 8), new(2024, 3, 15), new(2024, 3, 22), new(2024, 3, 28),
            new(2024, 4, 5), new(2024, 4, 12), new(2024, 4, 19), new(2024, 5, 17), new(2024, 6, 21), new(2024, 7, 19), new(2024, 9, 20),
        ];
        Assert.Equal([.. expected.Where(e => e <= new DateOnly(2024, 4, 17)), .. expected[9..]], listed);
    }

    [Fact]
    public void Listed_EverySessionOfThirtyYears_IsAscendingLaterAndTradable()
    {
        ExchangeCalendar nyse = ExchangeCalendar.Nyse;
        foreach (DateOnly session in nyse.Sessions(new(1993, 1, 1), new(2023, 12, 31)))
        {
            IReadOnlyList<DateOnly> listed = OptionExpiries.Listed(session);
            Assert.True(listed[0] > session);
            Assert.InRange(listed.Count, session.Year < 2016 ? 6 : 11, 17);
            for (int i = 0; i < listed.Count; i++)
            {
                Assert.True(nyse.IsSession(listed[i]));
                Assert.True(i == 0 || listed[i] > listed[i - 1]);
            }

            Assert.Contains(listed, expiry => expiry.DayNumber - session.DayNumber > 90);
            if (session.Year < 2016)
                continue;
            // Every tenor of the rules finds an expiry: 21–45, 30–60 and 45–75 days.
            foreach ((int low, int high) in new[] { (21, 45), (30, 60), (45, 75) })
                Assert.Contains(listed, expiry => expiry.DayNumber - session.DayNumber >= low && expiry.DayNumber - session.DayNumber <= high);
        }
    }

    /// <summary>Cboe: the first weeklies on 28 October 2005, listed on Fridays for the Friday after; five in a row from November 2012.</summary>
    [Theory]
    [InlineData("2005-10-27", 0)]
    [InlineData("2005-10-28", 1)]
    [InlineData("2005-11-14", 0)] // the week of the monthly expiry has no other
    [InlineData("2010-06-04", 1)]
    [InlineData("2012-11-05", 4)] // of five Fridays one is a monthly expiry
    [InlineData("2019-04-25", 7)]
    public void Listed_Weeklies_AreThoseOfTheirTime(string session, int weeklies)
    {
        IReadOnlyList<DateOnly> listed = OptionExpiries.Listed(DateOnly.Parse(session));
        Assert.Equal(weeklies, listed.Count(expiry => !OptionExpiries.IsMonthly(expiry)));
    }
}
