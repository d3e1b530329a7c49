namespace ResearchLab.Time;

/// <summary>The days on which the New York Stock Exchange does not trade, by rule and by event.</summary>
/// <remarks>
/// Rules after NYSE Rule 7.2 and the exchange's list of special closings. Exact from 1990 and, as far as the daily history of the
/// S&amp;P 500 shows, from October 1952; Saturday sessions before that are not represented.
/// A holiday on a Sunday moves to Monday. One on a Saturday moves to Friday since 1954 for Christmas and 1959 for the others, but
/// never New Year's Day, since the last day of an accounting year trades.
/// </remarks>
internal static class NyseHolidays
{
    private static readonly Dictionary<DateOnly, string> s_special = Special();

    /// <summary>Why the exchange is closed all of <paramref name="date"/>; null when it trades.</summary>
    public static string? Reason(DateOnly date)
    {
        if (date.DayOfWeek == DayOfWeek.Saturday)
            return "Saturday";
        if (date.DayOfWeek == DayOfWeek.Sunday)
            return "Sunday";
        return s_special.TryGetValue(date, out string? reason) ? reason : Recurring(date);
    }

    private static string? Recurring(DateOnly date) => date.Month switch
    {
        1 when Falls(date, 1, 1, fridayFrom: int.MaxValue) => "New Year's Day",
        1 when date.Year >= 1998 && date == NthWeekday(date.Year, 1, DayOfWeek.Monday, 3) => "Martin Luther King Jr. Day",
        2 when date.Year <= 1953 && Falls(date, 2, 12, fridayFrom: int.MaxValue) => "Lincoln's Birthday",
        2 when IsWashingtonsBirthday(date) => "Washington's Birthday",
        3 or 4 when date == EasterSunday(date.Year).AddDays(-2) => "Good Friday",
        5 when IsMemorialDay(date) => "Memorial Day",
        6 when date.Year >= 2022 && Falls(date, 6, 19) => "Juneteenth",
        7 when Falls(date, 7, 4) => "Independence Day",
        9 when date == NthWeekday(date.Year, 9, DayOfWeek.Monday, 1) => "Labor Day",
        10 when date.Year <= 1953 && Falls(date, 10, 12, fridayFrom: int.MaxValue) => "Columbus Day",
        11 when date.Year <= 1953 && Falls(date, 11, 11, fridayFrom: int.MaxValue) => "Armistice Day",
        11 when date.Year is <= 1968 or 1972 or 1976 or 1980 && date == NthWeekday(date.Year, 11, DayOfWeek.Monday, 1).AddDays(1) =>
            "Election Day",
        11 when date == NthWeekday(date.Year, 11, DayOfWeek.Thursday, 4) => "Thanksgiving Day",
        12 when Falls(date, 12, 25, fridayFrom: 1954) => "Christmas Day",
        _ => null,
    };

    /// <summary>The n-th (from 1) <paramref name="day"/> of a month.</summary>
    public static DateOnly NthWeekday(int year, int month, DayOfWeek day, int n)
    {
        var first = new DateOnly(year, month, 1);
        return first.AddDays(((day - first.DayOfWeek + 7) % 7) + (7 * (n - 1)));
    }

    /// <summary>Easter Sunday of the Gregorian calendar.</summary>
    /// <remarks>Anonymous Gregorian computus, Nature 13 (1876), 487; Meeus (1991), Astronomical Algorithms, ch. 8.</remarks>
    public static DateOnly EasterSunday(int year)
    {
        int a = year % 19, b = year / 100, c = year % 100;
        int g = (b - ((b + 8) / 25) + 1) / 3;
        int h = ((19 * a) + b - (b / 4) - g + 15) % 30;
        int l = (32 + (2 * (b % 4)) + (2 * (c / 4)) - h - (c % 4)) % 7;
        int m = (a + (11 * h) + (22 * l)) / 451;
        int n = h + l - (7 * m) + 114;
        return new DateOnly(year, n / 31, (n % 31) + 1);
    }

    private static bool IsWashingtonsBirthday(DateOnly date) =>
        date.Year >= 1971 ? date == NthWeekday(date.Year, 2, DayOfWeek.Monday, 3) : Falls(date, 2, 22);

    private static bool IsMemorialDay(DateOnly date) =>
        date.Year >= 1971 ? date is { DayOfWeek: DayOfWeek.Monday, Day: > 24 } : Falls(date, 5, 30, fridayFrom: int.MaxValue);

    /// <summary>Whether <paramref name="date"/>, a weekday, is the fixed holiday of its year or the weekday it is observed on.</summary>
    private static bool Falls(DateOnly date, int month, int day, int fridayFrom = 1959)
    {
        var holiday = new DateOnly(date.Year, month, day);
        return holiday.DayOfWeek switch
        {
            DayOfWeek.Sunday => date == holiday.AddDays(1),
            DayOfWeek.Saturday => date.Year >= fridayFrom && date == holiday.AddDays(-1),
            _ => date == holiday,
        };
    }

    private static Dictionary<DateOnly, string> Special()
    {
        var days = new Dictionary<DateOnly, string>();
        void Add(int year, int month, int day, string reason) => days.Add(new DateOnly(year, month, day), reason);

        Add(1954, 12, 24, "Christmas Eve");
        Add(1956, 12, 24, "Christmas Eve");
        Add(1958, 12, 26, "Day after Christmas");
        Add(1961, 5, 29, "Day before Decoration Day");
        Add(1963, 11, 25, "Funeral of President Kennedy");
        Add(1964, 5, 29, "Memorial Day");
        Add(1968, 2, 12, "Lincoln's Birthday");
        Add(1968, 4, 9, "Day of mourning for Martin Luther King Jr.");
        Add(1968, 7, 5, "Day after Independence Day");
        Add(1968, 11, 11, "Veterans Day");
        // The paperwork crisis closed most Wednesdays of the second half of 1968, but not in weeks with another closing.
        for (var day = new DateOnly(1968, 6, 12); day <= new DateOnly(1968, 12, 18); day = day.AddDays(7))
        {
            if (day is not ({ Month: 7, Day: 3 } or { Month: 9, Day: 4 } or { Month: 11, Day: 6 or 13 or 27 }))
                days.Add(day, "Paperwork crisis");
        }

        Add(1969, 2, 10, "Snowstorm");
        Add(1969, 3, 31, "Funeral of President Eisenhower");
        Add(1969, 7, 21, "First lunar landing");
        Add(1972, 12, 28, "Funeral of President Truman");
        Add(1973, 1, 25, "Funeral of President Johnson");
        Add(1977, 7, 14, "New York City blackout");
        Add(1985, 9, 27, "Hurricane Gloria");
        Add(1994, 4, 27, "Funeral of President Nixon");
        for (int day = 11; day <= 14; day++)
            Add(2001, 9, day, "Attacks of September 11");
        Add(2004, 6, 11, "Day of mourning for President Reagan");
        Add(2007, 1, 2, "Day of mourning for President Ford");
        Add(2012, 10, 29, "Hurricane Sandy");
        Add(2012, 10, 30, "Hurricane Sandy");
        Add(2018, 12, 5, "Day of mourning for President George H. W. Bush");
        Add(2025, 1, 9, "Day of mourning for President Carter");
        return days;
    }
}
