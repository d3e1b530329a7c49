using System.Runtime.CompilerServices;

namespace ResearchLab.Columns;

/// <summary>Groups, pivots, resampling and rolling windows.</summary>
public sealed partial class Frame
{
    /// <summary>One row for each combination of values of the <paramref name="keys"/>, in order of appearance: the keys, then the aggregates.</summary>
    /// <param name="keys">Names of columns; none makes the whole frame one group.</param>
    /// <param name="aggregates">
    /// What to compute. First and Last go by the frame's order, which must be that of its times when it has some: a column of dates or instants named
    /// time, timestamp, datetime, session, date or day, or the only one there is. </param>
    /// <exception cref="KeyNotFoundException">There is no such column; the message names the nearest.</exception>
    /// <exception cref="ArgumentException">A column cannot be aggregated so, or two results share a name.</exception>
    /// <exception cref="InvalidOperationException">First or Last of rows that are not in order of time.</exception>
    public Frame GroupBy(IReadOnlyList<string> keys, params IReadOnlyList<Aggregate> aggregates)
    {
        Column[] by = [.. keys.Select(key => this[key])];
        int[] groups = FrameKeys.Groups(by, Rows, out int count);
        if (aggregates.FirstOrDefault(aggregate => IsOfOrder(aggregate.How)) is { Column: not null } ordered)
            FrameTimes.RequireAscending(this, groups, count, $"{ordered.How} of '{ordered.Column}'");
        return Grouped(by, groups, count, aggregates);
    }

    /// <inheritdoc cref="GroupBy(IReadOnlyList{string}, IReadOnlyList{Aggregate})"/>
    public Frame GroupBy(string key, params IReadOnlyList<Aggregate> aggregates) => GroupBy([key], aggregates);

    // new(…) alone would be taken for the list itself, so a single aggregate has methods of its own.

    /// <inheritdoc cref="GroupBy(IReadOnlyList{string}, IReadOnlyList{Aggregate})"/>
    [OverloadResolutionPriority(1)]
    public Frame GroupBy(IReadOnlyList<string> keys, Aggregate aggregate) => GroupBy(keys, [aggregate]);

    /// <inheritdoc cref="GroupBy(IReadOnlyList{string}, IReadOnlyList{Aggregate})"/>
    [OverloadResolutionPriority(1)]
    public Frame GroupBy(string key, Aggregate aggregate) => GroupBy([key], [aggregate]);

    /// <summary>
    /// A row for each value of one column, ascending, a column for each value of another, ascending and named as it prints, and in the cells the
    /// values of a third.
    /// </summary>
    /// <param name="rows">Name of the column whose values become rows.</param>
    /// <param name="columns">Name of the column whose values become columns.</param>
    /// <param name="values">Name of the column whose values fill the cells; missing where there is none.</param>
    /// <param name="how">What to do with several values for one cell; First and Last as in
    /// <see cref="GroupBy(IReadOnlyList{string}, IReadOnlyList{Aggregate})"/>.</param>
    /// <exception cref="KeyNotFoundException">There is no such column; the message names the nearest.</exception>
    /// <exception cref="InvalidOperationException">First or Last of rows that are not in order of time.</exception>
    public Frame Pivot(string rows, string columns, string values, Aggregation how = Aggregation.Last)
    {
        int[] rowOf = FrameKeys.Groups([this[rows]], Rows, out int rowCount), columnOf = FrameKeys.Groups([this[columns]], Rows, out int columnCount);
        Frame heads = Firsts([this[columns]], columnOf, columnCount).With(new Column<int>("#", [.. Enumerable.Range(0, columnCount)])).Sort(columns);
        Frame sides = Firsts([this[rows]], rowOf, rowCount).With(new Column<int>("#", [.. Enumerable.Range(0, rowCount)])).Sort(rows);
        int[] cellOf = new int[Rows];
        for (int row = 0; row < Rows; row++)
            cellOf[row] = (columnOf[row] * rowCount) + rowOf[row];
        if (IsOfOrder(how))
            FrameTimes.RequireAscending(this, cellOf, rowCount * columnCount, $"{how} of '{values}'");
        Column cells = FrameAggregation.Of(this[values], how, cellOf, rowCount * columnCount, values);
        var result = new List<Column> { sides[rows] };
        int[] order = sides.ToArray<int>("#");
        for (int i = 0; i < columnCount; i++)
        {
            int column = heads.Get<int>("#")[i];
            string name = heads[columns].IsNull(i) ? "missing" : heads[columns].Format(i);
            result.Add(cells.Take(Array.ConvertAll(order, row => (column * rowCount) + row)).Rename(name == rows ? name + "_" : name));
        }

        return new Frame(result);
    }

    /// <summary>
    /// One row for each period, and each combination of <paramref name="by"/>, in order of appearance: the keys, the newest time seen in the period,
    /// the aggregates. Weeks begin on Monday; an instant belongs to its date in UTC.
    /// </summary>
    /// <param name="time">Name of a column of dates or instants; rows without a time are left out.</param>
    /// <param name="period">Length of the periods.</param>
    /// <param name="by">Names of keys, such as the symbol.</param>
    /// <param name="aggregates">What to compute; First and Last go by the times, whatever the order of the rows.</param>
    /// <exception cref="KeyNotFoundException">There is no such column; the message names the nearest.</exception>
    /// <exception cref="ArgumentException">The column holds no times.</exception>
    public Frame ResampleBy(string time, Period period, IReadOnlyList<string> by, params IReadOnlyList<Aggregate> aggregates)
    {
        Column given = this[time];
        Frame timed = given.NullCount == 0 ? this : Where([.. Enumerable.Range(0, Rows).Select(row => !given.IsNull(row))]);
        var periods = new Column<int>("period", Periods.Number(timed[time], period));
        Column[] keys = [.. by.Select(key => timed[key])];
        int[] groups = FrameKeys.Groups([.. keys, periods], timed.Rows, out int count);
        if (FrameTimes.FirstStepBack(timed[time], groups, count) is not null)
        {
            // Groups keep their numbers, so the periods keep their order.
            int[] order = FrameTimes.Order(timed[time]);
            (timed, groups) = (timed.Take(order), Array.ConvertAll(order, row => groups[row]));
            keys = [.. by.Select(key => timed[key])];
        }

        return timed.Grouped(keys, groups, count, [new Aggregate(time, Aggregation.Max, time), .. aggregates]);
    }

    /// <inheritdoc cref="ResampleBy(string, Period, IReadOnlyList{string}, IReadOnlyList{Aggregate})"/>
    public Frame Resample(string time, Period period, params IReadOnlyList<Aggregate> aggregates) => ResampleBy(time, period, [], aggregates);

    /// <inheritdoc cref="ResampleBy(string, Period, IReadOnlyList{string}, IReadOnlyList{Aggregate})"/>
    [OverloadResolutionPriority(1)]
    public Frame ResampleBy(string time, Period period, IReadOnlyList<string> by, Aggregate aggregate) => ResampleBy(time, period, by, [aggregate]);

    /// <inheritdoc cref="ResampleBy(string, Period, IReadOnlyList{string}, IReadOnlyList{Aggregate})"/>
    [OverloadResolutionPriority(1)]
    public Frame Resample(string time, Period period, Aggregate aggregate) => ResampleBy(time, period, [], [aggregate]);

    /// <summary>
    /// This frame with a column that a kernel computes over the last <paramref name="window"/> rows, within each group of <paramref name="by"/>.
    /// </summary>
    /// <param name="column">A column of numbers; a missing value is NaN to the kernel.</param>
    /// <param name="window">Rows of a window.</param>
    /// <param name="kernel">Such as <see cref="Rolling.Mean"/>; NaN until the window is full.</param>
    /// <param name="into">Name of the new column.</param>
    /// <param name="by">Names of keys, such as the symbol; windows never reach over groups.</param>
    /// <exception cref="KeyNotFoundException">There is no such column; the message names the nearest.</exception>
    /// <exception cref="ArgumentException">The column holds no numbers.</exception>
    /// <exception cref="InvalidOperationException">
    /// The frame has times (see <see cref="GroupBy(IReadOnlyList{string}, IReadOnlyList{Aggregate})"/>) and its rows are not in their order: a window
    /// would hold what came later. </exception>
    public Frame Roll(string column, int window, RollingKernel kernel, string into, params IReadOnlyList<string> by)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        double[] values = this[column].ToDoubles(), results = new double[Rows];
        int[] groups = FrameKeys.Groups([.. by.Select(key => this[key])], Rows, out int count);
        FrameTimes.RequireAscending(this, groups, count, $"a window over '{column}'{(by.Count == 0 ? " without keys" : "")}");
        if (by.Count == 0)
        {
            kernel(values, window, results);
            return With(new Column<double>(into, results));
        }

        int[] order = FrameAggregation.Order(groups, count, out int[] start);
        double[] gathered = Array.ConvertAll(order, row => values[row]), computed = new double[Rows];
        for (int group = 0; group < count; group++)
        {
            int length = start[group + 1] - start[group];
            kernel(gathered.AsSpan(start[group], length), window, computed.AsSpan(start[group], length));
        }

        for (int i = 0; i < order.Length; i++)
            results[order[i]] = computed[i];
        return With(new Column<double>(into, results));
    }

    private static bool IsOfOrder(Aggregation how) => how is Aggregation.First or Aggregation.Last;

    private Frame Grouped(IReadOnlyList<Column> keys, int[] groups, int count, IReadOnlyList<Aggregate> aggregates) =>
        new(Firsts(keys, groups, count)
            .Concat(aggregates.Select(aggregate => FrameAggregation.Of(this[aggregate.Column], aggregate.How, groups, count, aggregate.Name))));

    /// <summary>The keys of each group.</summary>
    private static Frame Firsts(IReadOnlyList<Column> keys, int[] groups, int count)
    {
        var first = new int[count];
        for (int row = groups.Length - 1; row >= 0; row--)
            first[groups[row]] = row;
        return new Frame(keys.Select(key => key.Take(first)));
    }
}
