namespace ResearchLab.Time;

/// <summary>Expiries of US listed equity and index options, named by their last trading session.</summary>
/// <remarks>
/// Friday expiries that fall on a holiday move to the session before. Until February 2015 monthly options legally expired on the
/// Saturday after the third Friday; the lab uses the last trading day throughout, since that is when they stop being worth a quote.
/// </remarks>
public static class OptionExpiries
{
    private const int MonthlySpanMonths = 6, QuarterlySpanMonths = 9;
    private static readonly (DateOnly From, int Days)[] s_weeklySpans = [(new(2016, 1, 1), 63), (new(2012, 11, 1), 35), (new(2005, 10, 28), 7)];

    /// <summary>The monthly expiry: third Friday, or the session before when that is a holiday.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The month does not exist or is outside the calendar.</exception>
    public static DateOnly Monthly(int year, int month) =>
        ExchangeCalendar.Nyse.OnOrBefore(NyseHolidays.NthWeekday(year, month, DayOfWeek.Friday, 3));

    /// <summary>Whether <paramref name="expiry"/> is the monthly expiry of its month.</summary>
    public static bool IsMonthly(DateOnly expiry) => expiry == Monthly(expiry.Year, expiry.Month);

    /// <summary>The weekly expiry of the week of a date: its Friday, or the session before when that is a holiday.</summary>
    /// <exception cref="Basics.UsageException">The date is outside the calendar.</exception>
    public static DateOnly Weekly(DateOnly date) =>
        ExchangeCalendar.Nyse.OnOrBefore(date.AddDays(((int)DayOfWeek.Friday - (int)date.DayOfWeek + 7) % 7));

    /// <summary>The last session of a month, on which month-end options expire.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The month does not exist or is outside the calendar.</exception>
    public static DateOnly MonthEnd(int year, int month) => ExchangeCalendar.Nyse.OnOrBefore(new DateOnly(year, month, DateTime.DaysInMonth(year, month)));

    /// <summary>
    /// The final settlement of VIX options of a month: the Wednesday 30 days before the third Friday of the month after, or the session before when
    /// that Wednesday or that Friday is a holiday. Source: Cboe, Volatility Index Options contract specifications.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The month does not exist or is outside the calendar.</exception>
    public static DateOnly Vix(int year, int month)
    {
        DateOnly following = new DateOnly(year, month, 1).AddMonths(1);
        DateOnly friday = NyseHolidays.NthWeekday(following.Year, following.Month, DayOfWeek.Friday, 3);
        DateOnly wednesday = friday.AddDays(-30);
        return ExchangeCalendar.Nyse.IsSession(friday) ? ExchangeCalendar.Nyse.OnOrBefore(wednesday) : ExchangeCalendar.Nyse.Previous(wednesday);
    }

    /// <summary>What expires on a session.</summary>
    /// <exception cref="Basics.UsageException">The date is outside the calendar.</exception>
    public static OptionExpiryKinds KindsOf(DateOnly session)
    {
        var kinds = OptionExpiryKinds.None;
        if (session == Weekly(session))
            kinds |= OptionExpiryKinds.Weekly;
        if (IsMonthly(session))
            kinds |= OptionExpiryKinds.Monthly;
        if (session == MonthEnd(session.Year, session.Month))
            kinds |= session.Month % 3 == 0 ? OptionExpiryKinds.MonthEnd | OptionExpiryKinds.QuarterEnd : OptionExpiryKinds.MonthEnd;
        if (session == Vix(session.Year, session.Month))
            kinds |= OptionExpiryKinds.Vix;
        return kinds;
    }

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
    /// The expiries of liquid underlyings listed after <paramref name="session"/>: Friday weeklies, monthlies for six months and the March
    /// cycle for nine; ascending, without duplicates, all later than <paramref name="session"/>.
    /// </summary>
    /// <remarks>
    /// Weeklies as Cboe listed them: none before 28 October 2005, then the next one, listed a week before it expires; five in a row from
    /// November 2012 (information circular IC12-093); nine weeks from 2016, as the index chains of 2019 have them. Options on funds and
    /// stocks had none before June 2010, and those that expire on other days of the week are left out.
    /// </remarks>
    public static IReadOnlyList<DateOnly> Listed(DateOnly session)
    {
        var expiries = new SortedSet<DateOnly>();
        DateOnly friday = session.AddDays(((int)DayOfWeek.Friday - (int)session.DayOfWeek + 7) % 7), last = session.AddDays(WeeklySpan(session));
        for (; friday <= last; friday = friday.AddDays(7))
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

    // Days ahead for which weeklies were listed; −1 before there were any.
    private static int WeeklySpan(DateOnly session)
    {
        foreach ((DateOnly from, int days) in s_weeklySpans)
        {
            if (session >= from)
                return days;
        }

        return -1;
    }
}
