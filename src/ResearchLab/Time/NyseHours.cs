namespace ResearchLab.Time;

/// <summary>When the New York Stock Exchange opens and closes on its sessions, in local time.</summary>
/// <remarks>
/// Regular hours: 10:00–15:30 from 1952-09-29, to 16:00 from 1974-10-01, from 9:30 since 1985-09-30. Openings delayed by a moment of
/// silence or by less than five minutes are not represented, nor are halts within a session.
/// </remarks>
internal static class NyseHours
{
    private static readonly TimeOnly s_onePm = new(13, 0), s_twoPm = new(14, 0), s_halfPastTwo = new(14, 30),
        s_threePm = new(15, 0), s_halfPastThree = new(15, 30);

    private static readonly Dictionary<DateOnly, TimeOnly> s_specialCloses = new()
    {
        [new(1963, 11, 22)] = new(14, 7),
        [new(1964, 10, 23)] = s_twoPm,
        [new(1967, 2, 7)] = s_twoPm,
        [new(1974, 12, 24)] = s_twoPm,
        [new(1975, 2, 12)] = s_halfPastTwo,
        [new(1975, 12, 24)] = s_twoPm,
        [new(1976, 8, 9)] = s_threePm,
        [new(1978, 2, 6)] = s_twoPm,
        [new(1981, 3, 30)] = new(15, 17),
        [new(1981, 9, 9)] = new(15, 28),
        [new(1990, 12, 24)] = s_twoPm,
        [new(1991, 12, 24)] = s_twoPm,
        [new(1992, 11, 27)] = s_twoPm,
        [new(1992, 12, 24)] = s_twoPm,
        [new(1994, 2, 11)] = s_halfPastTwo,
        [new(1996, 1, 8)] = s_twoPm,
        [new(1997, 10, 27)] = s_halfPastThree,
        [new(1997, 12, 26)] = s_onePm,
        [new(1999, 12, 31)] = s_onePm,
        [new(2003, 12, 26)] = s_onePm,
        [new(2005, 6, 1)] = new(15, 56),
    };

    // Spans in which every session closed early, while back offices or transport could not keep up.
    private static readonly (DateOnly From, DateOnly To, TimeOnly Close)[] s_closeSpans =
    [
        (new(1966, 1, 6), new(1966, 1, 14), s_twoPm),
        (new(1967, 8, 9), new(1967, 8, 18), s_twoPm),
        (new(1968, 1, 22), new(1968, 3, 1), s_twoPm),
        (new(1969, 1, 1), new(1969, 7, 3), s_twoPm),
        (new(1969, 7, 7), new(1969, 9, 26), s_halfPastTwo),
        (new(1969, 9, 29), new(1970, 5, 1), s_threePm),
        (new(1987, 10, 23), new(1987, 10, 30), s_twoPm),
        (new(1987, 11, 2), new(1987, 11, 4), s_halfPastTwo),
        (new(1987, 11, 5), new(1987, 11, 6), s_threePm),
        (new(1987, 11, 9), new(1987, 11, 11), s_halfPastThree),
    ];

    private static readonly Dictionary<DateOnly, TimeOnly> s_specialOpens = new()
    {
        [new(1960, 12, 12)] = new(11, 0),
        [new(1965, 11, 10)] = new(11, 5),
        [new(1967, 2, 7)] = new(10, 15),
        [new(1969, 2, 11)] = new(11, 0),
        [new(1969, 6, 2)] = new(10, 45),
        [new(1973, 12, 17)] = new(11, 0),
        [new(1974, 1, 16)] = new(10, 15),
        [new(1974, 11, 22)] = new(10, 15),
        [new(1976, 2, 2)] = new(11, 15),
        [new(1976, 6, 8)] = new(10, 15),
        [new(1978, 1, 20)] = new(12, 0),
        [new(1978, 2, 7)] = new(11, 0),
        [new(1989, 11, 10)] = new(11, 0),
        [new(1990, 12, 27)] = new(11, 0),
        [new(1995, 12, 18)] = new(10, 30),
        [new(1996, 1, 8)] = new(11, 0),
        [new(2002, 9, 11)] = new(12, 0),
    };

    /// <summary>Local time of the opening of a session.</summary>
    public static TimeOnly Open(DateOnly session) =>
        s_specialOpens.TryGetValue(session, out TimeOnly open) ? open
        : session >= new DateOnly(1985, 9, 30) ? new TimeOnly(9, 30)
        : new TimeOnly(10, 0);

    /// <summary>Local time of the close of a session.</summary>
    public static TimeOnly Close(DateOnly session) => EarlyClose(session) ?? RegularClose(session);

    /// <summary>Local time of an early close; null on a session of full length.</summary>
    public static TimeOnly? EarlyClose(DateOnly session)
    {
        if (s_specialCloses.TryGetValue(session, out TimeOnly close))
            return close;
        if (session.Year is >= 1966 and <= 1987)
        {
            foreach ((DateOnly from, DateOnly to, TimeOnly early) in s_closeSpans)
            {
                if (session >= from && session <= to)
                    return early;
            }
        }

        return session.Year >= 1993 && IsHalfDay(session) ? s_onePm : null;
    }

    private static bool IsHalfDay(DateOnly session) => session switch
    {
        { Month: 11, Day: >= 23 } => session == NyseHolidays.NthWeekday(session.Year, 11, DayOfWeek.Thursday, 4).AddDays(1),
        { Month: 12, Day: 24 } => true,
        // The eve of Independence Day; before 2013 the day after instead when the holiday was a Thursday.
        { Month: 7, Day: 3, Year: >= 1995 } => session.Year >= 2013 || session.DayOfWeek != DayOfWeek.Wednesday,
        { Month: 7, Day: 5, Year: >= 1996 and < 2013, DayOfWeek: DayOfWeek.Friday } => true,
        _ => false,
    };

    private static TimeOnly RegularClose(DateOnly session) =>
        session >= new DateOnly(1974, 10, 1) ? new TimeOnly(16, 0)
        : session >= new DateOnly(1952, 9, 29) ? s_halfPastThree
        : s_threePm;
}
