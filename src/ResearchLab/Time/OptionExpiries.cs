namespace ResearchLab.Time;

/// <summary>Expiries of US listed equity and index options, named by their last trading session.</summary>
/// <remarks>
/// Friday expiries that fall on a holiday move to the session before. Until February 2015 monthly options legally expired on the
/// Saturday after the third Friday; the lab uses the last trading day throughout, since that is when they stop being worth a quote.
/// </remarks>
public static class OptionExpiries
{
    private const int WeeklySpanDays = 63, MonthlySpanMonths = 6, QuarterlySpanMonths = 9;

    /// <summary>The monthly expiry: third Friday, or the session before when that is a holiday.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The month does not exist or is outside the calendar.</exception>
    public static DateOnly Monthly(int year, int month) =>
        ExchangeCalendar.Nyse.OnOrBefore(NyseHolidays.NthWeekday(year, month, DayOfWeek.Friday, 3));

    /// <summary>Whether <paramref name="expiry"/> is the monthly expiry of its month.</summary>
    public static bool IsMonthly(DateOnly expiry) => expiry == Monthly(expiry.Year, expiry.Month);

    /// <summary>The first monthly expiry on or after a date.</summary>
    public static DateOnly NextMonthly(DateOnly onOrAfter)
    {
        DateOnly expiry = Monthly(onOrAfter.Year, onOrAfter.Month);
        if (expiry >= onOrAfter)
            return expiry;
        DateOnly nextMonth = new DateOnly(onOrAfter.Year, onOrAfter.Month, 1).AddMonths(1);
        return Monthly(nextMonth.Year, nextMonth.Month);
    }

    /// <summary>
    /// The expiries listed after <paramref name="session"/>: Friday weeklies for nine weeks, monthlies for six months and the March
    /// cycle for nine; ascending, without duplicates, all later than <paramref name="session"/>.
    /// </summary>
    /// <remarks>
    /// The grid of today's liquid underlyings, used for every year so that modelled histories are alike; in truth weeklies were listed
    /// from 2005 and on many names from 2010.
    /// </remarks>
    public static IReadOnlyList<DateOnly> Listed(DateOnly session)
    {
        var expiries = new SortedSet<DateOnly>();
        DateOnly friday = session.AddDays(((int)DayOfWeek.Friday - (int)session.DayOfWeek + 7) % 7);
        for (; friday <= session.AddDays(WeeklySpanDays); friday = friday.AddDays(7))
            expiries.Add(ExchangeCalendar.Nyse.OnOrBefore(friday));

        var month = new DateOnly(session.Year, session.Month, 1);
        for (int ahead = 0; ahead <= QuarterlySpanMonths; ahead++, month = month.AddMonths(1))
        {
            bool quarterly = month.Month % 3 == 0;
            DateOnly expiry = Monthly(month.Year, month.Month);
            if (expiry <= session.AddMonths(quarterly ? QuarterlySpanMonths : MonthlySpanMonths))
                expiries.Add(expiry);
        }

        expiries.RemoveWhere(expiry => expiry <= session);
        return [.. expiries];
    }
}
