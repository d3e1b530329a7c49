namespace ResearchLab.Runner.Commands;

/// <summary>How many periods a year dated rows have: as many as stand in the years they span, in the usual number where they are near it.</summary>
internal static class StatsFrequency
{
    private const double DaysOfYear = 365.25, Near = 0.06, Hole = 5;
    private const int FewestForRate = 30;

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
        double middle = gaps[gaps.Length / 2], rate = Rate(gaps, middle);
        if (middle < 0.9)
        {
            DateTime[] days = [.. times.Select(time => time.Date).Distinct()];
            return (Of(days) ?? 252) * times.Length / days.Length;
        }

        // A market that never closes; rows of five days in a row tell nothing yet.
        if (middle <= 1.1 && rate > 340 && times.Any(IsWeekend))
            return 365;
        double usual = Array.Find(s_usual, of => middle >= of.From && middle <= of.To).Periods;
        if (times.Length < FewestForRate)
        {
            // Two to four days between a few rows are sessions around weekends and holidays.
            return usual > 0 ? usual : middle is > 1 and < 5 && times.Length < 10 ? 252 : rate;
        }

        return usual > 0 && Math.Abs((rate / usual) - 1) <= Near ? usual : Math.Round(rate, 2);
    }

    /// <summary>What is odd about the dates, for a line; null when nothing is.</summary>
    public static string? Oddity(DateTime[] times)
    {
        if (times.Length < 10)
            return null;
        double[] gaps = Gaps(times);
        double middle = gaps[gaps.Length / 2];
        int odd = gaps.Count(gap => gap > Hole * middle || gap < middle / Hole);
        if (odd > times.Length / 10)
            return $"the rows are not evenly spaced: {odd} of {gaps.Length} steps are more than 5 times as long or short as the middle one, "
                + "so no number of periods a year fits all";
        int hole = Enumerable.Range(1, times.Length - 1).Where(row => IsHole((times[row] - times[row - 1]).TotalDays, middle)).DefaultIfEmpty(-1)
            .MaxBy(row => row < 0 ? TimeSpan.Zero : times[row] - times[row - 1]);
        return hole < 0 || middle < 0.9
            ? null
            : $"rows are missing, the most from {times[hole - 1]:yyyy-MM-dd} to {times[hole]:yyyy-MM-dd}; that time counts for no period";
    }

    /// <summary>Whether a date is on a Saturday or Sunday.</summary>
    public static bool IsWeekend(DateTime time) => time.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;

    /// <summary>Rows a year, without the time of which the file has none.</summary>
    private static double Rate(double[] gaps, double middle)
    {
        double[] steps = Array.FindAll(gaps, gap => !IsHole(gap, middle));
        return DaysOfYear * steps.Length / steps.Sum();
    }

    // Christmas to New Year closes no exchange for a week.
    private static bool IsHole(double gap, double middle) => gap > Math.Max(10, Hole * middle);

    private static double[] Gaps(DateTime[] times) => [.. Enumerable.Range(1, times.Length - 1).Select(row => (times[row] - times[row - 1]).TotalDays).Order()];
}
