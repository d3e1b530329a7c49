using System.Numerics.Tensors;

namespace ResearchLab.Statistics;

/// <summary>How a stationary bootstrap resamples.</summary>
/// <param name="MeanBlock">Mean length of a block in rows, at least 1.</param>
/// <param name="Resamples">Number of resamples, at least 100.</param>
/// <param name="Seed">Seed; resample i is its own stream.</param>
public readonly record struct BootstrapOptions(double MeanBlock, int Resamples, ulong Seed);

/// <summary>
/// Intervals of statistics of dependent rows: blocks of geometric length, wrapped around the end, keep the dependence inside
/// a block.
/// </summary>
/// <remarks>Politis and Romano (1994), "The Stationary Bootstrap", JASA 89, 1303–1313.</remarks>
public static class StationaryBootstrap
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

    /// <summary>Resampled means of several series over the same rows: every resample picks the same rows in all of them.</summary>
    /// <returns>For each series one mean a resample.</returns>
    /// <exception cref="ArgumentException">There are no values, or lengths differ.</exception>
    public static double[][] Means(IReadOnlyList<double[]> series, BootstrapOptions options)
    {
        if (series.Count == 0 || series[0].Length == 0)
            throw new ArgumentException("The bootstrap needs at least one value. Pass a series that is not empty.", nameof(series));
        int rows = series[0].Length, width = series.Count;
        var interleaved = new double[rows * width];
        for (int s = 0; s < width; s++)
        {
            if (series[s].Length != rows)
                throw new ArgumentException($"Series {s} has {series[s].Length} values but the first has {rows}.", nameof(series));
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
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        if (!(options.MeanBlock >= 1 && options.Resamples >= 100))
            throw new ArgumentOutOfRangeException(nameof(options), options, $"Mean block {options.MeanBlock} must be at least 1 and resamples {options.Resamples} at least 100.");
        double jump = 1 / options.MeanBlock;
        var picked = new int[rows];
        for (int resample = 0; resample < options.Resamples; resample++)
        {
            var random = new Pcg32(options.Seed, (ulong)resample);
            int row = random.NextInt(rows);
            for (int i = 0; i < rows; i++)
            {
                picked[i] = row;
                row = random.NextDouble() < jump ? random.NextInt(rows) : row + 1 == rows ? 0 : row + 1;
            }

            use(resample, picked);
        }
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

    /// <summary>Block length that minimises the error of the estimated variance of the mean.</summary>
    /// <param name="values">The series, without NaN.</param>
    /// <returns>At least 1 and at most min(3√n, n/3); 1 for fewer than 10 values or a constant.</returns>
    /// <remarks>
    /// Politis and White (2004), "Automatic Block-Length Selection for the Dependent Bootstrap", Econometric Reviews 23(1), 53–70,
    /// with the correction of Patton, Politis and White (2009), 28(4), 372–375.
    /// </remarks>
    public static double AutomaticBlock(ReadOnlySpan<double> values)
    {
        int n = values.Length;
        if (n < 10)
            return 1;
        int run = Math.Max(5, (int)Math.Ceiling(Math.Sqrt(Math.Log10(n))));
        int longest = Math.Min((int)Math.Ceiling(Math.Sqrt(n)) + run, n - 1);
        double[] covariance = Covariances(values, longest);
        if (covariance[0] <= 0)
            return 1;

        double bound = 2 * Math.Sqrt(Math.Log10(n) / n);
        int cut = CutLag(covariance, run, bound);
        int span = Math.Min(2 * Math.Max(cut, 1), longest);
        double weighted = 0, spectrum = covariance[0];
        for (int lag = 1; lag <= span; lag++)
        {
            double t = (double)lag / span;
            double flatTop = t <= 0.5 ? 1 : 2 * (1 - t);
            weighted += 2 * flatTop * lag * covariance[lag];
            spectrum += 2 * flatTop * covariance[lag];
        }

        double ratio = weighted * weighted / (spectrum * spectrum);
        double largest = Math.Ceiling(Math.Min(3 * Math.Sqrt(n), n / 3.0));
        return Math.Clamp(Math.Cbrt(ratio * n), 1, largest);
    }

    private static double[] Covariances(ReadOnlySpan<double> values, int longest)
    {
        int n = values.Length;
        double mean = Performance.Mean(values);
        var centred = new double[n];
        TensorPrimitives.Subtract(values, mean, centred);
        var covariance = new double[longest + 1];
        for (int lag = 0; lag <= longest; lag++)
            covariance[lag] = TensorPrimitives.Dot(centred.AsSpan(0, n - lag), centred.AsSpan(lag)) / n;
        return covariance;
    }

    /// <summary>The lag after which the next <paramref name="run"/> autocorrelations are all insignificant, else the last significant one.</summary>
    private static int CutLag(double[] covariance, int run, double bound)
    {
        int quiet = 0, last = 0;
        for (int lag = 1; lag < covariance.Length; lag++)
        {
            if (Math.Abs(covariance[lag] / covariance[0]) < bound)
            {
                if (++quiet == run)
                    return lag - run;
                continue;
            }

            (quiet, last) = (0, lag);
        }

        return last;
    }
}
