using ResearchLab.Lake;
using ResearchLab.Time;

namespace ResearchLab.Market;

/// <summary>
/// What a whole series tells against itself: two values a date, values of weeks or months, dates on which nothing is quoted, values that are held,
/// and a change of its unit. Each is refused whole.
/// </summary>
internal static class SeriesChecks
{
    private const int MinGaps = 5, WeeklyGapDays = 5, MinDates = 20, HeldRun = 5, LongestError = 20, StableRows = 2, LookBackDays = 30;
    private const double OffSessions = 0.04, HeldShare = 0.25, IndexStep = 4, Stable = 2, UnitTolerance = 0.3;
    private static readonly double[] s_units = [100, 1_000, 10_000];

    /// <summary>Values of one series by date.</summary>
    /// <param name="Name">What it is called.</param>
    /// <param name="Rows">Rows of the file, ascending by date.</param>
    private sealed record Of(string Name, int[] Rows);

    /// <summary>Checks all series of a file; marks held and wrong values of indices.</summary>
    /// <param name="file">Name of the file, for messages.</param>
    /// <param name="names">Series of each row.</param>
    /// <param name="dates">Date of each row.</param>
    /// <param name="values">Value of each row, in the unit it is stored in.</param>
    /// <param name="reasons">One a row; those with a reason play no part.</param>
    /// <param name="lines">Line of each row.</param>
    /// <param name="rates">Whether they are rates, which are kept on all days.</param>
    /// <param name="options">How the file is read.</param>
    /// <param name="stored">The stored series of a name.</param>
    /// <exception cref="CsvIngestException">A series contradicts itself; the message names series, dates, values and the remedy.</exception>
    public static void Require(
        string file, string[] names, DateOnly[] dates, double[] values, QualityReason[] reasons, long[] lines, bool rates, CsvIngestOptions options,
        Func<string, DailySeries> stored)
    {
        foreach (IGrouping<string, int> group in Enumerable.Range(0, names.Length)
            .Where(row => reasons[row] == QualityReason.None && double.IsFinite(values[row])).GroupBy(row => names[row], StringComparer.Ordinal))
        {
            var of = new Of(group.Key, [.. group.OrderBy(row => dates[row])]);
            RequireOneADate(file, of, dates, values, lines);
            RequireDays(file, of, dates, options);
            bool index = IndexName.Is(of.Name);
            if (!rates)
                RequireSessions(file, of, dates, options.Calendar);
            if (index)
                MarkHeld(file, of, dates, values, reasons);
            RequireOneUnit(file, of, dates, values, reasons, index, stored(of.Name));
        }
    }

    private static void RequireOneADate(string file, Of of, DateOnly[] dates, double[] values, long[] lines)
    {
        foreach ((int first, int second) in of.Rows.Zip(of.Rows.Skip(1)))
        {
            if (dates[first] == dates[second] && !values[first].Equals(values[second]))
                throw new CsvIngestException(Invariant($"{file} has two values of {of.Name} for {dates[first]:yyyy-MM-dd}: ")
                    + Invariant($"{values[first]} on line {lines[first]}, {values[second]} on line {lines[second]}. Keep one row a date, ")
                    + "of times within a day the last.");
        }
    }

    private static void RequireDays(string file, Of of, DateOnly[] dates, CsvIngestOptions options)
    {
        if (options.PublishedAfterSessions is not null || of.Rows.Length <= MinGaps)
            return;
        int[] gaps = [.. of.Rows.Zip(of.Rows.Skip(1)).Select(pair => dates[pair.Second].DayNumber - dates[pair.First].DayNumber).Order()];
        if (gaps[gaps.Length / 4] >= WeeklyGapDays)
            throw new CsvIngestException(Invariant($"{file} has a value of {of.Name} every {gaps[gaps.Length / 2]} days: a value of a week or month is ")
                + "known when that is over and published, not on the date beside it. Give daily values, or say the sessions from its date to its "
                + Invariant($"publication, such as --published-after {(gaps[gaps.Length / 2] > 10 ? 45 : 6)}."));
    }

    private static void RequireSessions(string file, Of of, DateOnly[] dates, ExchangeCalendar? calendar)
    {
        int[] off = [.. of.Rows.Where(row => !QualityGates.IsSession(calendar, dates[row]))];
        if (of.Rows.Length >= MinDates && off.Length > OffSessions * of.Rows.Length)
            throw new CsvIngestException(Invariant($"{file}: {off.Length} of {of.Rows.Length} dates of {of.Name} are no sessions, ")
                + Invariant($"such as {dates[off[0]]:yyyy-MM-dd}: they are shifted, or of another calendar. ")
                + Invariant($"Correct the dates{(IndexName.Is(of.Name) ? "" : ", or say --calendar crypto if it has a value on every day of the week")}."));
    }

    /// <summary>An index is quoted anew every day: what stays the same for a week was carried forward.</summary>
    private static void MarkHeld(string file, Of of, DateOnly[] dates, double[] values, QualityReason[] reasons)
    {
        int held = 0;
        for (int from = 0, to; from < of.Rows.Length; from = to)
        {
            to = from + 1;
            while (to < of.Rows.Length && values[of.Rows[to]].Equals(values[of.Rows[from]]))
                to++;
            for (int at = from + 1; to - from >= HeldRun && at < to; at++)
                (reasons[of.Rows[at]], held) = (QualityReason.Stale, held + 1);
        }

        if (of.Rows.Length >= MinDates && held > HeldShare * of.Rows.Length)
        {
            int example = Array.Find(of.Rows, row => reasons[row] == QualityReason.Stale);
            throw new CsvIngestException(Invariant($"{file}: {held} of {of.Rows.Length} values of {of.Name} repeat the one before them for days, ")
                + Invariant($"such as {dates[example]:yyyy-MM-dd}: an older value was carried forward. Give the file without them."));
        }
    }

    private static void RequireOneUnit(string file, Of of, DateOnly[] dates, double[] values, QualityReason[] reasons, bool index, DailySeries stored)
    {
        int[] rows = [.. of.Rows.Where(row => reasons[row] == QualityReason.None && values[row] > 0)];
        RequireUnitOfTheLake(file, of.Name, rows, dates, values, index, stored);
        for (int i = 1; i < rows.Length; i++)
        {
            double before = values[rows[i - 1]], after = values[rows[i]];
            if (!(index ? Ratio(before, after) > IndexStep : IsUnit(Ratio(before, after))))
                continue;
            if (index && ComesBack(rows, values, i) is > 0 and var wrong)
            {
                for (int at = i; at < i + wrong; at++)
                    reasons[rows[at]] = QualityReason.Jump;
                rows = [.. rows[..i], .. rows[(i + wrong)..]];
                i--;
            }
            else if (i + 1 < rows.Length && (index || IsStable(rows, values, i)))
            {
                throw new CsvIngestException(Invariant($"{file}: {of.Name} goes from {before} to {after} on {dates[rows[i]]:yyyy-MM-dd} and stays, ")
                    + Invariant($"{Ratio(before, after):0.#} times {(after < before ? "less" : "more")}: its unit changes. Write all values in one unit."));
            }
            else if (index)
            {
                reasons[rows[i]] = QualityReason.Jump; // the last one, which nothing confirms
            }
        }
    }

    private static void RequireUnitOfTheLake(string file, string name, int[] rows, DateOnly[] dates, double[] values, bool index, DailySeries stored)
    {
        if (rows.Length == 0 || stored.Sessions.Length == 0)
            return;
        List<(int Row, double Stored)> shared = [];
        foreach (int row in rows)
        {
            if (Array.BinarySearch(stored.Sessions, dates[row]) is >= 0 and var at && stored.Values[at] > 0)
                shared.Add((row, stored.Values[at]));
        }

        int before = Array.BinarySearch(stored.Sessions, dates[rows[0]]);
        before = (before < 0 ? ~before : before) - 1;
        if (shared.Count == 0 && before >= 0 && stored.Values[before] > 0 && dates[rows[0]].DayNumber - stored.Sessions[before].DayNumber <= LookBackDays)
            shared.Add((rows[0], stored.Values[before]));
        if (shared.Count == 0)
            return;
        (int example, double there) = shared.OrderBy(pair => values[pair.Row] / pair.Stored).ElementAt(shared.Count / 2);
        double ratio = Ratio(there, values[example]);
        if (index ? ratio > IndexStep : IsUnit(ratio))
            throw new CsvIngestException(Invariant($"{file}: {name} is {values[example]} on {dates[example]:yyyy-MM-dd} where the lake has {there}, ")
                + Invariant($"{ratio:0.#} times {(values[example] < there ? "more" : "less")}: their units differ. Say the unit of the file with --unit, ")
                + "or write it in that of the lake.");
    }

    /// <summary>How many values from one on are errors that a later one takes back; 0 when none does.</summary>
    private static int ComesBack(int[] rows, double[] values, int from)
    {
        double before = values[rows[from - 1]];
        for (int at = from + 1; at < Math.Min(rows.Length, from + LongestError); at++)
        {
            if (Ratio(before, values[rows[at]]) < Stable)
                return at - from;
        }

        return 0;
    }

    private static bool IsStable(int[] rows, double[] values, int at)
    {
        for (int away = 1; away <= StableRows; away++)
        {
            if (at - 1 - away < 0 || at + away >= rows.Length || Ratio(values[rows[at - 1]], values[rows[at - 1 - away]]) > Stable
                || Ratio(values[rows[at]], values[rows[at + away]]) > Stable)
                return false;
        }

        return true;
    }

    private static bool IsUnit(double ratio) => Array.Exists(s_units, unit => Math.Abs(Math.Log(ratio / unit)) < UnitTolerance);

    private static double Ratio(double one, double other) => Math.Max(one, other) / Math.Min(one, other);
}
