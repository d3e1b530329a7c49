using ResearchLab.Statistics;

namespace ResearchLab.Runner.Commands;

/// <summary>What the values of a series look like, whatever they are called.</summary>
internal static class StatsShape
{
    /// <summary>Per cent is a hundred fractions; a scale this many times another is of another unit, however wild the market.</summary>
    private const double OtherScale = 30;

    /// <summary>Size of the values: the middle one of those that are not 0, without sign; 0 when all are.</summary>
    public static double Middle(ReadOnlySpan<double> values)
    {
        double[] sizes = Sizes(values);
        return sizes.Length == 0 ? 0 : sizes[sizes.Length / 2];
    }

    /// <summary>Values that never fall to 0 and either are far from any return or would earn more than five times their worth a year without a loss.</summary>
    public static bool AreLevels(double[] values, double periods)
    {
        if (values.Length < 3 || values.Min() <= 0)
            return false;
        return values.Min() > (periods <= 4 ? 0.5 : 0.2) || (values.Length >= 20 && values.Average() * periods > 5);
    }

    /// <summary>Whether levels are rather growth factors: all around 1, and if there are enough to tell, none follows from the one before.</summary>
    public static bool AreGross(double[] levels)
    {
        double middle = levels.Order().ElementAt(levels.Length / 2);
        return levels.Min() > 0.3 && levels.Max() < 3 && middle is > 0.8 and < 1.25 && !AreSlow(levels);
    }

    /// <summary>
    /// Whether each value is near the one before: the mean squared step is a fraction of twice the variance (von Neumann's ratio, 2 for independent values),
    /// which no series of separate returns shows, but cumulative ones, drawdowns, yields and overlapping returns do.
    /// </summary>
    public static bool AreSlow(ReadOnlySpan<double> values)
    {
        if (values.Length < 15)
            return false;
        double variance = Math.Pow(Moments.Of(values).StandardDeviation, 2), steps = 0;
        for (int row = 1; row < values.Length; row++)
            steps += Math.Pow(values[row] - values[row - 1], 2);
        return steps / (values.Length - 1) < 0.35 * variance;
    }

    /// <summary>
    /// Of how many rows each value is, when values overlap: the autocorrelation of returns of h rows taken at each row falls evenly, by 1/h a row, to nothing
    /// at h rows. 1 when they do not, or there are too few to tell.
    /// </summary>
    /// <param name="values">The values.</param>
    /// <param name="fewest">The fewest rows that count: two, where their name says that they overlap.</param>
    public static int Overlap(double[] values, int fewest)
    {
        const int Rows = 100, Widest = 65;
        const double Off = 0.2;
        if (values.Length < Rows)
            return 1;
        double[] covariance = Moments.Autocovariances(values, Math.Min(Widest + 3, values.Length - 1));
        if (!(covariance[0] > 0))
            return 1;
        (int found, double best) = (1, Off);
        for (int span = fewest; span <= Math.Min(Widest, values.Length / 10); span++)
        {
            double off = 0;
            for (int lag = 1; lag < span + 3; lag++)
                off = Math.Max(off, Math.Abs((covariance[lag] / covariance[0]) - Math.Max(0, 1 - ((double)lag / span))));
            if (off < best)
                (found, best) = (span, off);
        }

        return found;
    }

    /// <summary>First row of those that are of another scale than the rows before, or −1.</summary>
    public static int OtherScaleFrom(double[] values)
    {
        const int Side = 8, Tried = 60;
        int step = Math.Max(1, values.Length / Tried), found = -1;
        double widest = OtherScale;
        for (int row = Side; row <= values.Length - Side; row += step)
        {
            double before = Middle(values.AsSpan(0, row)), after = Middle(values.AsSpan(row));
            if (before > 0 && after > 0 && Math.Max(before / after, after / before) is double ratio && ratio > widest)
                (widest, found) = (ratio, row);
        }

        return found;
    }

    /// <summary>
    /// Whether sizes spread over what two units would give: the tenth largest in ten is a hundred times the tenth smallest (13 times for a normal law).
    /// </summary>
    public static bool AreOfTwoScales(double[] values)
    {
        double[] sizes = Sizes(values);
        return sizes.Length >= 20 && sizes[sizes.Length * 9 / 10] > 100 * sizes[sizes.Length / 10];
    }

    /// <summary>Whether two series are of different units by their sizes.</summary>
    public static bool AreOfOtherScale(double[] a, double[] b) =>
        Middle(a) is > 0 and double x && Middle(b) is > 0 and double y && Math.Max(x / y, y / x) > OtherScale;

    private static double[] Sizes(ReadOnlySpan<double> values)
    {
        double[] sizes = [.. values.ToArray().Select(Math.Abs).Where(size => size > 0)];
        Array.Sort(sizes);
        return sizes;
    }
}
