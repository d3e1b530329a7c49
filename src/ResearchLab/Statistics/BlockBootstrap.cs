using System.Numerics.Tensors;
using ResearchLab.Basics;

namespace ResearchLab.Statistics;

/// <summary>
/// Intervals of statistics of dependent rows: blocks wrapped around the end keep the dependence inside a block.
/// </summary>
/// <remarks>
/// Politis and Romano (1994), "The Stationary Bootstrap", JASA 89, 1303–1313; Politis and Romano (1992), "A Circular Block-Resampling
/// Procedure for Stationary Data", in Exploring the Limits of Bootstrap, Wiley, 263–270.
/// </remarks>
public static class BlockBootstrap
{
    /// <summary>Percentile interval of the mean.</summary>
    /// <exception cref="ArgumentException">There are no values.</exception>
    public static Interval Mean(double[] values, BootstrapOptions options, double level = 0.95) =>
        Percentile(Means([values], options)[0], level);

    /// <summary>Percentile interval of the mean of <paramref name="first"/> − <paramref name="second"/>, paired by row.</summary>
    /// <exception cref="ArgumentException">There are no values, or lengths differ.</exception>
    public static Interval MeanDifference(double[] first, double[] second, BootstrapOptions options, double level = 0.95)
    {
        double[][] means = Means([first, second], options);
        TensorPrimitives.Subtract(means[0], means[1], means[0]);
        return Percentile(means[0], level);
    }

    /// <summary>Percentile interval of any statistic of one series, such as its Sharpe ratio.</summary>
    /// <param name="values">The series.</param>
    /// <param name="statistic">Called with each resample; must not keep the span. Resamples where it is NaN are left out.</param>
    /// <param name="options">How to resample.</param>
    /// <param name="level">Confidence in (0, 1).</param>
    /// <returns>Both ends NaN when the statistic never is a number.</returns>
    /// <exception cref="ArgumentException">There are no values.</exception>
    public static Interval Statistic(double[] values, Func<ReadOnlySpan<double>, double> statistic, BootstrapOptions options, double level = 0.95)
    {
        ArgumentNullException.ThrowIfNull(statistic);
        RequireRows(values.Length);
        var resampled = new double[options.Resamples];
        var drawn = new double[values.Length];
        ForEach(values.Length, options, (resample, picked) =>
        {
            for (int i = 0; i < drawn.Length; i++)
                drawn[i] = values[picked[i]];
            resampled[resample] = statistic(drawn);
        });
        return Percentile(Array.FindAll(resampled, value => !double.IsNaN(value)), level);
    }

    /// <summary>Percentile interval of the difference of a statistic between two series, paired: each resample picks the same rows in both.</summary>
    /// <param name="first">The first series.</param>
    /// <param name="second">The second, over the same rows.</param>
    /// <param name="statistic">Called with each resample; must not keep the span. Resamples where a value is NaN are left out.</param>
    /// <param name="options">How to resample.</param>
    /// <param name="level">Confidence in (0, 1).</param>
    /// <returns>Interval of the first's minus the second's; both ends NaN when it never is a number.</returns>
    /// <exception cref="ArgumentException">There are no values, or lengths differ.</exception>
    public static Interval StatisticDifference(
        double[] first, double[] second, Func<ReadOnlySpan<double>, double> statistic, BootstrapOptions options, double level = 0.95)
    {
        ArgumentNullException.ThrowIfNull(statistic);
        RequireRows(first.Length);
        if (first.Length != second.Length)
            throw new ArgumentException($"There are {first.Length} values but {second.Length} to compare them with.", nameof(second));
        var resampled = new double[options.Resamples];
        double[] drawnFirst = new double[first.Length], drawnSecond = new double[first.Length];
        ForEach(first.Length, options, (resample, picked) =>
        {
            for (int i = 0; i < picked.Length; i++)
                (drawnFirst[i], drawnSecond[i]) = (first[picked[i]], second[picked[i]]);
            resampled[resample] = statistic(drawnFirst) - statistic(drawnSecond);
        });
        return Percentile(Array.FindAll(resampled, value => !double.IsNaN(value)), level);
    }

    /// <summary>Resampled means of several series over the same rows: every resample picks the same rows in all of them.</summary>
    /// <returns>For each series one mean a resample.</returns>
    /// <exception cref="ArgumentException">There are no values, or lengths differ.</exception>
    public static double[][] Means(IReadOnlyList<double[]> series, BootstrapOptions options)
    {
        ArgumentNullException.ThrowIfNull(series);
        RequireRows(series.Count == 0 ? 0 : series[0].Length);
        int rows = series[0].Length, width = series.Count;
        var interleaved = new double[rows * width];
        for (int s = 0; s < width; s++)
        {
            if (series[s].Length != rows)
                throw new ArgumentException(Invariant($"Series {s} has {series[s].Length} values but the first has {rows}."), nameof(series));
            for (int row = 0; row < rows; row++)
                interleaved[(row * width) + s] = series[s][row];
        }

        double[][] means = [.. series.Select(_ => new double[options.Resamples])];
        var sums = new double[width];
        ForEach(rows, options, (resample, picked) =>
        {
            Array.Clear(sums);
            foreach (int row in picked)
                TensorPrimitives.Add(sums, interleaved.AsSpan(row * width, width), sums);
            for (int s = 0; s < width; s++)
                means[s][resample] = sums[s] / rows;
        });
        return means;
    }

    /// <summary>Calls <paramref name="use"/> with each resample's number and picked rows; the array is reused between calls.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There are no rows, or an option is outside its range.</exception>
    public static void ForEach(int rows, BootstrapOptions options, Action<int, int[]> use)
    {
        ArgumentNullException.ThrowIfNull(use);
        Require(rows, options);
        var picked = new int[rows];
        for (int resample = 0; resample < options.Resamples; resample++)
        {
            Pick(rows, options, resample, picked);
            use(resample, picked);
        }
    }

    /// <summary>The rows of one resample: it depends on nothing but the options and its number, so resamples may be drawn on any thread.</summary>
    /// <param name="rows">Rows there are.</param>
    /// <param name="options">How to resample.</param>
    /// <param name="resample">Number of the resample, from 0.</param>
    /// <param name="picked">Receives one row index for each row.</param>
    internal static void Pick(int rows, BootstrapOptions options, int resample, Span<int> picked)
    {
        var random = new Pcg32(options.Seed, (ulong)resample);
        if (options.Kind == BlockKind.Circular)
        {
            int length = (int)Math.Min(Math.Ceiling(options.MeanBlock), rows);
            for (int i = 0, row = 0; i < rows; i++)
            {
                row = i % length == 0 ? random.NextInt(rows) : row + 1 == rows ? 0 : row + 1;
                picked[i] = row;
            }

            return;
        }

        double jump = 1 / options.MeanBlock;
        int at = random.NextInt(rows);
        for (int i = 0; i < rows; i++)
        {
            picked[i] = at;
            at = random.NextDouble() < jump ? random.NextInt(rows) : at + 1 == rows ? 0 : at + 1;
        }
    }

    internal static void Require(int rows, BootstrapOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        if (!(options.MeanBlock >= 1 && options.Resamples >= 100))
            throw new ArgumentOutOfRangeException(nameof(options), options,
                Invariant($"Mean block {options.MeanBlock} must be at least 1 and resamples {options.Resamples} at least 100."));
    }

    /// <summary>Percentile interval of resampled statistics.</summary>
    /// <param name="resampled">One value a resample; sorted in place.</param>
    /// <param name="level">Confidence in (0, 1).</param>
    public static Interval Percentile(double[] resampled, double level = 0.95)
    {
        Array.Sort(resampled);
        double tail = (1 - level) / 2;
        return new Interval(Quantile.OfSorted(resampled, tail), Quantile.OfSorted(resampled, 1 - tail));
    }

    private static void RequireRows(int rows)
    {
        if (rows == 0)
            throw new ArgumentException("The bootstrap needs at least one value. Pass a series that is not empty.", nameof(rows));
    }
}
