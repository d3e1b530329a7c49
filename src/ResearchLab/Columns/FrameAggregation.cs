namespace ResearchLab.Columns;

/// <summary>One value for each group of rows.</summary>
internal static class FrameAggregation
{
    /// <param name="column">The values.</param>
    /// <param name="how">What to compute.</param>
    /// <param name="groups">Each row's group.</param>
    /// <param name="count">Number of groups; one without rows gets a missing value, or 0 for a count.</param>
    /// <param name="name">Name of the result.</param>
    /// <exception cref="ArgumentException">The column holds no numbers where they are needed.</exception>
    public static Column Of(Column column, Aggregation how, int[] groups, int count, string name)
    {
        switch (how)
        {
            case Aggregation.Rows or Aggregation.Count or Aggregation.Distinct:
                return new Column<long>(name, Counts(column, how, groups, count));
            case Aggregation.First or Aggregation.Last or Aggregation.Min or Aggregation.Max:
                return column.TakeOrMissing(Chosen(column, how, groups, count)).Rename(name);
            case Aggregation.Sum when column is Column<int> or Column<long>:
                return WholeSums(column, groups, count, name);
            default:
                return new Column<double>(name, Numbers(column, how, groups, count));
        }
    }

    /// <summary>Rows by group, in the frame's order within each; group g is at start[g] … start[g + 1] − 1.</summary>
    public static int[] Order(int[] groups, int count, out int[] start)
    {
        start = new int[count + 1];
        foreach (int group in groups)
            start[group + 1]++;
        for (int group = 0; group < count; group++)
            start[group + 1] += start[group];
        int[] at = start[..count], order = new int[groups.Length];
        for (int row = 0; row < groups.Length; row++)
            order[at[groups[row]]++] = row;
        return order;
    }

    private static long[] Counts(Column column, Aggregation how, int[] groups, int count)
    {
        var counts = new long[count];
        int[]? codes = how == Aggregation.Distinct ? column.Codes() : null;
        var seen = new HashSet<(int Group, int Code)>();
        for (int row = 0; row < groups.Length; row++)
        {
            if (how == Aggregation.Rows || (!column.IsNull(row) && (codes is null || seen.Add((groups[row], codes[row])))))
                counts[groups[row]]++;
        }

        return counts;
    }

    private static int[] Chosen(Column column, Aggregation how, int[] groups, int count)
    {
        var chosen = new int[count];
        Array.Fill(chosen, -1);
        for (int row = 0; row < groups.Length; row++)
        {
            if (column.IsNull(row))
                continue;
            ref int best = ref chosen[groups[row]];
            bool better = best < 0 || how switch
            {
                Aggregation.First => false,
                Aggregation.Last => true,
                Aggregation.Min => column.Compare(row, best) < 0,
                _ => column.Compare(row, best) > 0,
            };
            if (better)
                best = row;
        }

        return chosen;
    }

    private static Column<long> WholeSums(Column column, int[] groups, int count, string name)
    {
        var sums = new long[count];
        var any = new bool[count];
        for (int row = 0; row < groups.Length; row++)
        {
            if (column.IsNull(row))
                continue;
            long value = column is Column<long> longs ? longs.Span[row] : ((Column<int>)column).Span[row];
            try
            {
                sums[groups[row]] = checked(sums[groups[row]] + value);
            }
            catch (OverflowException e)
            {
                throw new OverflowException($"The sum of column '{column.Name}' does not fit long. Sum it as doubles.", e);
            }

            any[groups[row]] = true;
        }

        return new Column<long>(name, sums, any);
    }

    private static double[] Numbers(Column column, Aggregation how, int[] groups, int count)
    {
        double[] values = column.ToDoubles(), results = new double[count];
        int[] order = Order(groups, count, out int[] start);
        var present = new double[values.Length];
        for (int group = 0; group < count; group++)
        {
            int length = 0;
            for (int i = start[group]; i < start[group + 1]; i++)
            {
                if (!double.IsNaN(values[order[i]]))
                    present[length++] = values[order[i]];
            }

            Span<double> own = present.AsSpan(0, length);
            results[group] = length == 0 ? double.NaN : how switch
            {
                Aggregation.Sum => Sum(own),
                Aggregation.Mean => Sum(own) / length,
                Aggregation.Median => Median(own),
                _ => StandardDeviation(own),
            };
        }

        return results;
    }

    private static double Sum(ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (double value in values)
            sum += value;
        return sum;
    }

    private static double Median(Span<double> values)
    {
        values.Sort();
        int middle = values.Length / 2;
        return values.Length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }

    private static double StandardDeviation(ReadOnlySpan<double> values)
    {
        double mean = Sum(values) / values.Length, squares = 0;
        foreach (double value in values)
            squares += (value - mean) * (value - mean);
        return values.Length < 2 ? double.NaN : Math.Sqrt(squares / (values.Length - 1));
    }
}
