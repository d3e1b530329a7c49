namespace ResearchLab.Runner.Commands;

/// <summary>How many periods a year dated rows have.</summary>
internal static class StatsFrequency
{
    private const double DaysOfYear = 365.25;

    // Days between rows, and the periods a year they mean; sessions leave out weekends and holidays.
    private static readonly (double From, double To, double Periods)[] s_usual =
        [(0.9, 1.1, 252), (6.5, 7.5, 52), (13, 15, 26), (27.5, 31.5, 12), (89, 93, 4), (180, 186, 2), (363, 368, 1)];

    /// <summary>Periods a year; null with fewer than two rows.</summary>
    /// <param name="times">Time of each row, ascending.</param>
    public static double? Of(DateTime[] times)
    {
        if (times.Length < 2)
            return null;
        double[] gaps = Gaps(times);
        double middle = gaps[gaps.Length / 2];
        foreach ((double from, double to, double periods) in s_usual)
        {
            if (middle >= from && middle <= to)
                return periods;
        }

        // Two to four days between a few rows are sessions around weekends and holidays.
        if (middle is > 1 and < 5 && times.Length < 10)
            return 252;
        if (middle >= 0.9)
            return DaysOfYear / middle;
        double days = times.Select(time => time.Date).Distinct().Count();
        return 252 * times.Length / days;
    }

    /// <summary>What is odd about the dates, for a line; null when nothing is.</summary>
    public static string? Oddity(DateTime[] times, double periods)
    {
        if (times.Length < 10)
            return null;
        double[] gaps = Gaps(times);
        double middle = gaps[gaps.Length / 2];
        if (periods is > 240 and < 260 && times.Count(time => time.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday) > times.Length / 7)
            return "the dates include weekends; if it is a market that never closes, a year has 365 periods: give --periods 365";
        int odd = gaps.Count(gap => gap > 5 * middle || gap < middle / 5);
        return odd > times.Length / 10 ? $"the rows are not evenly spaced: {odd} of {gaps.Length} steps are more than 5 times as long or short as the middle one, so no number of periods a year fits all" : null;
    }

    private static double[] Gaps(DateTime[] times) => [.. Enumerable.Range(1, times.Length - 1).Select(row => (times[row] - times[row - 1]).TotalDays).Order()];
}
