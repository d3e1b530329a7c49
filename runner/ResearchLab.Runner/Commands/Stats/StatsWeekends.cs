namespace ResearchLab.Runner.Commands;

/// <summary>Rows of weekends on which nothing moved: days of a calendar that was filled up, and no periods of a market that was closed.</summary>
internal static class StatsWeekends
{
    private const int Fewest = 4;

    /// <summary>The rows without them, when nothing moved on any weekend and something did on other days.</summary>
    /// <param name="times">Time of each row; null without dates.</param>
    /// <param name="columns">Columns of numbers.</param>
    /// <param name="wishes">What columns are said to hold.</param>
    /// <param name="notes">Told how many are left out.</param>
    public static (DateTime[]? Times, List<(string Name, double[] Values)> Columns) Without(
        DateTime[]? times, List<(string Name, double[] Values)> columns, ILookup<string, StatsKind> wishes, List<string> notes)
    {
        if (times is null)
            return (times, columns);
        int[] weekends = [.. Enumerable.Range(0, times.Length).Where(row => StatsFrequency.IsWeekend(times[row]))];
        int[] others = [.. Enumerable.Range(0, times.Length).Except(weekends)];
        // A day a row: stamps of weeks and months may stand on any day.
        bool daily = weekends.Length >= Fewest && weekends.Length * 2 < others.Length
            && Enumerable.Range(1, times.Length - 1).Count(row => (times[row] - times[row - 1]).TotalDays is > 0.9 and < 1.1) * 2 > times.Length;
        if (!daily || !columns.TrueForAll(column => Array.TrueForAll(weekends, row => IsIdle(column, row)))
            || !columns.Exists(column => Array.Exists(others, row => !IsIdle(column, row))))
            return (times, columns);
        notes.Add($"{weekends.Length} rows of Saturdays and Sundays, on which nothing moved, are left out");
        return (Array.ConvertAll(others, row => times[row]), [.. columns.Select(column => (column.Name, Array.ConvertAll(others, row => column.Values[row])))]);

        bool IsIdle((string Name, double[] Values) column, int row)
        {
            double value = column.Values[row];
            bool level = wishes[column.Name].Any(kind => kind is StatsKind.Levels or StatsKind.Cumulative or StatsKind.YearToDate);
            return double.IsNaN(value)
                || (level ? row == 0 || value.Equals(column.Values[row - 1]) : value == (wishes[column.Name].Contains(StatsKind.Gross) ? 1 : 0));
        }
    }
}
