namespace ResearchLab.Columns;

/// <summary>The order of a frame's rows in time.</summary>
internal static class FrameTimes
{
    private static readonly string[] s_names = ["time", "timestamp", "datetime", "session", "date", "day"];

    /// <summary>
    /// The column of dates or instants that says when a row was: one named so, or the only one; null when there is none or several without such a name.
    /// </summary>
    public static Column? Of(Frame frame)
    {
        Column[] times = [.. frame.Where(column => column is Column<DateOnly> or Column<DateTimeOffset>)];
        return s_names.Select(name => Array.Find(times, column => column.Name.Equals(name, StringComparison.OrdinalIgnoreCase)))
            .FirstOrDefault(column => column is not null)
            ?? (times.Length == 1 ? times[0] : null);
    }

    /// <summary>Throws when rows of a group go back in time, where their order is taken for that of time.</summary>
    /// <param name="frame">The rows.</param>
    /// <param name="groups">Each row's group.</param>
    /// <param name="count">Number of groups.</param>
    /// <param name="what">What is computed, for the message.</param>
    /// <exception cref="InvalidOperationException">They do; the message names the rows and the remedy.</exception>
    public static void RequireAscending(Frame frame, int[] groups, int count, string what)
    {
        if (Of(frame) is { } time && FirstStepBack(time, groups, count) is ({ } before, { } row))
        {
            throw new InvalidOperationException($"Rows are not in order of '{time.Name}' ({time.Format(row)} comes after {time.Format(before)}), "
                + $"so {what} would go by another order than time. " +
                "Sort first: "
                + $".Sort(\"{time.Name}\"){(what.Contains("without keys", StringComparison.Ordinal) ? ", or name the keys of several series" : "")}; "
                + $"if the order of the rows is meant, leave the times out: .Without(\"{time.Name}\").");
        }
    }

    /// <summary>
    /// The first row that is earlier than the one before it in its group, after that one; null when there is none. Rows without a time are passed over.
    /// </summary>
    public static (int Before, int Row)? FirstStepBack(Column time, int[] groups, int count)
    {
        long[] times = time.Ordinals();
        var last = new int[count];
        Array.Fill(last, -1);
        for (int row = 0; row < groups.Length; row++)
        {
            if (time.IsNull(row))
                continue;
            ref int before = ref last[groups[row]];
            if (before >= 0 && times[row] < times[before])
                return (before, row);
            before = row;
        }

        return null;
    }

    /// <summary>The rows in order of time; those of one time keep their order.</summary>
    public static int[] Order(Column time)
    {
        long[] times = time.Ordinals();
        return [.. Enumerable.Range(0, times.Length).OrderBy(row => times[row])];
    }
}
