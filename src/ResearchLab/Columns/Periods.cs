namespace ResearchLab.Columns;

/// <summary>Periods of times.</summary>
internal static class Periods
{
    /// <summary>A number for each row that rises from period to period.</summary>
    /// <exception cref="ArgumentException">The column holds no times.</exception>
    public static int[] Number(Column times, Period period) => times switch
    {
        Column<DateOnly> dates => Array.ConvertAll(dates.ToArray(), date => Number(date, period)),
        Column<DateTimeOffset> instants => Array.ConvertAll(instants.ToArray(), instant => Number(DateOnly.FromDateTime(instant.UtcDateTime), period)),
        _ => throw new ArgumentException($"Column '{times.Name}' holds {times.ElementType.Name}, not dates or instants.", nameof(times)),
    };

    // Day 0 of the calendar, 0001-01-01, was a Monday.
    private static int Number(DateOnly date, Period period) => period switch
    {
        Period.Day => date.DayNumber,
        Period.Week => date.DayNumber / 7,
        Period.Month => (date.Year * 12) + date.Month,
        Period.Quarter => (date.Year * 4) + ((date.Month - 1) / 3),
        _ => date.Year,
    };
}
