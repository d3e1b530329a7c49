using System.Globalization;

namespace ResearchLab.Time;

/// <summary>Time zones of the system, and New York's also where the system has none, as slim images do.</summary>
public static class TimeZones
{
    private const string NewYorkName = "America/New_York";

    /// <summary>Time in New York: the system's zone, else <see cref="BuiltInNewYork"/>.</summary>
    public static TimeZoneInfo NewYork { get; } =
        TimeZoneInfo.TryFindSystemTimeZoneById(NewYorkName, out TimeZoneInfo? zone) || TimeZoneInfo.TryFindSystemTimeZoneById("Eastern Standard Time", out zone)
            ? zone
            : BuiltInNewYork();

    /// <summary>Whether the system has time zones at all.</summary>
    public static bool AreInstalled =>
        TimeZoneInfo.TryFindSystemTimeZoneById(NewYorkName, out _) || TimeZoneInfo.TryFindSystemTimeZoneById("Eastern Standard Time", out _);

    /// <summary>
    /// A time zone by its name, such as <c>Europe/London</c>, or by its distance: <c>UTC-5</c>, <c>-05:00</c>, <c>New York+7</c> (the clock of servers
    /// that keep the summer time of New York). UTC and New York are known on every machine.
    /// </summary>
    /// <exception cref="TimeZoneNotFoundException">There is none of that name, or the machine has no time zone data; the message says which.</exception>
    public static TimeZoneInfo Find(string name)
    {
        if (name == NewYorkName)
            return NewYork;
        if (Distance(name) is { } distant)
            return distant;
        if (TimeZoneInfo.TryFindSystemTimeZoneById(name, out TimeZoneInfo? zone))
            return zone;
        throw new TimeZoneNotFoundException(AreInstalled
            ? $"'{name}' is not a time zone; write one such as {NewYorkName}, UTC, UTC-05:00 or New York+7."
            : $"'{name}' cannot be looked up: the time zone data of the system are missing. Install them (Debian: apt-get install tzdata), "
                + $"or write {NewYorkName} or UTC.");
    }

    /// <summary>A clock that is always the same distance from UTC.</summary>
    public static TimeZoneInfo Fixed(TimeSpan offset)
    {
        string name = Invariant($"UTC{(offset < TimeSpan.Zero ? '-' : '+')}{offset:hh\\:mm}");
        return offset == TimeSpan.Zero ? TimeZoneInfo.Utc : TimeZoneInfo.CreateCustomTimeZone(name, offset, name, name);
    }

    /// <summary>A clock some hours ahead of New York, with its summer time; the hours are -2 to 18.</summary>
    public static TimeZoneInfo NewYorkPlus(int hours) =>
        hours == 0 ? NewYork : NewYorkRules(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"New York{hours:+0;-0}"), hours);

    private static TimeZoneInfo? Distance(string name)
    {
        int sign = name.AsSpan().LastIndexOfAny('+', '-');
        if (sign < 0 || sign + 1 == name.Length || !char.IsAsciiDigit(name[sign + 1]))
            return null;
        string from = name[..sign].Trim().ToLowerInvariant(), text = name[(sign + 1)..];
        int digits = text.AsSpan().IndexOfAnyExceptInRange('0', '9') is >= 0 and var end ? end : text.Length;
        string hours = digits == 4 ? text[..2] : text[..digits], minutes = digits == 4 ? text[2..] : text[digits..].TrimStart(':');
        if (!int.TryParse(hours, CultureInfo.InvariantCulture, out int hour) || hour > 18
            || !int.TryParse(minutes.Length == 0 ? "0" : minutes, CultureInfo.InvariantCulture, out int minute) || minute is < 0 or > 59)
            return null;
        int direction = name[sign] == '-' ? -1 : 1;
        return from switch
        {
            "" or "utc" or "gmt" when hour <= 14 => Fixed(direction * new TimeSpan(hour, minute, 0)),
            "new york" or "new_york" or "america/new_york" when minute == 0 && (direction > 0 || hour <= 2) => NewYorkPlus(direction * hour),
            _ => null,
        };
    }

    /// <summary>
    /// The rules of New York from 1950 on as they are today: Uniform Time Act of 1966, its amendments of 1972 and 1986, the Emergency Daylight Saving Time
    /// Energy Conservation Act of 1973, the Energy Policy Act of 2005, and before 1967 the law of the state.
    /// </summary>
    internal static TimeZoneInfo BuiltInNewYork() => NewYorkRules(NewYorkName, 0);

    private static TimeZoneInfo NewYorkRules(string id, int ahead)
    {
        TimeZoneInfo.TransitionTime lastOfApril = Sunday(4, 5), lastOfOctober = Sunday(10, 5);
        return TimeZoneInfo.CreateCustomTimeZone(id, TimeSpan.FromHours(ahead - 5), id, ahead == 0 ? "EST" : id, ahead == 0 ? "EDT" : id,
        [
            Rule(1950, 1954, lastOfApril, Sunday(9, 5)),
            Rule(1955, 1973, lastOfApril, lastOfOctober),
            Rule(1974, 1974, Day(1, 6), lastOfOctober),
            Rule(1975, 1975, Day(2, 23), lastOfOctober),
            Rule(1976, 1986, lastOfApril, lastOfOctober),
            Rule(1987, 2006, Sunday(4, 1), lastOfOctober),
            Rule(2007, 9999, Sunday(3, 2), Sunday(11, 1)),
        ]);

        // Clocks change at two in the morning of New York; week 5 is the last of the month.
        TimeZoneInfo.TransitionTime Sunday(int month, int week) =>
            TimeZoneInfo.TransitionTime.CreateFloatingDateRule(new DateTime(1, 1, 1, 2 + ahead, 0, 0), month, week, DayOfWeek.Sunday);
        TimeZoneInfo.TransitionTime Day(int month, int day) =>
            TimeZoneInfo.TransitionTime.CreateFixedDateRule(new DateTime(1, 1, 1, 2 + ahead, 0, 0), month, day);
    }

    private static TimeZoneInfo.AdjustmentRule Rule(int from, int through, TimeZoneInfo.TransitionTime begins, TimeZoneInfo.TransitionTime ends) =>
        TimeZoneInfo.AdjustmentRule.CreateAdjustmentRule(new DateTime(from, 1, 1), new DateTime(through, 12, 31), TimeSpan.FromHours(1), begins, ends);
}
