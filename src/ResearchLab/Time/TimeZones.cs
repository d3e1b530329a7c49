namespace ResearchLab.Time;

/// <summary>Time zones of the system, and New York's also where the system has none, as slim images do.</summary>
public static class TimeZones
{
    private const string NewYorkName = "America/New_York";

    /// <summary>Time in New York: the system's zone, else <see cref="BuiltInNewYork"/>.</summary>
    public static TimeZoneInfo NewYork { get; } =
        TimeZoneInfo.TryFindSystemTimeZoneById(NewYorkName, out TimeZoneInfo? zone) || TimeZoneInfo.TryFindSystemTimeZoneById("Eastern Standard Time", out zone) ? zone : BuiltInNewYork();

    /// <summary>Whether the system has time zones at all.</summary>
    public static bool AreInstalled => TimeZoneInfo.TryFindSystemTimeZoneById(NewYorkName, out _) || TimeZoneInfo.TryFindSystemTimeZoneById("Eastern Standard Time", out _);

    /// <summary>A time zone by its name, such as <c>Europe/London</c>; UTC and New York are known on every machine.</summary>
    /// <exception cref="TimeZoneNotFoundException">There is none of that name, or the machine has no time zone data; the message says which.</exception>
    public static TimeZoneInfo Find(string name)
    {
        if (name == NewYorkName)
            return NewYork;
        if (TimeZoneInfo.TryFindSystemTimeZoneById(name, out TimeZoneInfo? zone))
            return zone;
        throw new TimeZoneNotFoundException(AreInstalled
            ? $"'{name}' is not a time zone; write one such as {NewYorkName} or UTC."
            : $"'{name}' cannot be looked up: the time zone data of the system are missing. Install them (Debian: apt-get install tzdata), or write {NewYorkName} or UTC.");
    }

    /// <summary>
    /// The rules of New York from 1950 on as they are today: Uniform Time Act of 1966, its amendments of 1972 and 1986, the Emergency Daylight Saving Time
    /// Energy Conservation Act of 1973, the Energy Policy Act of 2005, and before 1967 the law of the state.
    /// </summary>
    internal static TimeZoneInfo BuiltInNewYork()
    {
        TimeZoneInfo.TransitionTime lastOfApril = Sunday(4, 5), lastOfOctober = Sunday(10, 5);
        return TimeZoneInfo.CreateCustomTimeZone(NewYorkName, TimeSpan.FromHours(-5), NewYorkName, "EST", "EDT",
        [
            Rule(1950, 1954, lastOfApril, Sunday(9, 5)),
            Rule(1955, 1973, lastOfApril, lastOfOctober),
            Rule(1974, 1974, Fixed(1, 6), lastOfOctober),
            Rule(1975, 1975, Fixed(2, 23), lastOfOctober),
            Rule(1976, 1986, lastOfApril, lastOfOctober),
            Rule(1987, 2006, Sunday(4, 1), lastOfOctober),
            Rule(2007, 9999, Sunday(3, 2), Sunday(11, 1)),
        ]);
    }

    private static TimeZoneInfo.AdjustmentRule Rule(int from, int through, TimeZoneInfo.TransitionTime begins, TimeZoneInfo.TransitionTime ends) =>
        TimeZoneInfo.AdjustmentRule.CreateAdjustmentRule(new DateTime(from, 1, 1), new DateTime(through, 12, 31), TimeSpan.FromHours(1), begins, ends);

    // Clocks change at two in the morning; week 5 is the last of the month.
    private static TimeZoneInfo.TransitionTime Sunday(int month, int week) =>
        TimeZoneInfo.TransitionTime.CreateFloatingDateRule(new DateTime(1, 1, 1, 2, 0, 0), month, week, DayOfWeek.Sunday);

    private static TimeZoneInfo.TransitionTime Fixed(int month, int day) => TimeZoneInfo.TransitionTime.CreateFixedDateRule(new DateTime(1, 1, 1, 2, 0, 0), month, day);
}
