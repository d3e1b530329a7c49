namespace ResearchLab.Statistics;

/// <summary>Chooses the block length of a bootstrap from the data.</summary>
/// <remarks>
/// Politis and White (2004), "Automatic Block-Length Selection for the Dependent Bootstrap", Econometric Reviews 23(1), 53–70,
/// with the correction of Patton, Politis and White (2009), 28(4), 372–375.
/// </remarks>
public static class BlockLength
{
    /// <summary>The lengths for the mean of <paramref name="values"/>.</summary>
    /// <param name="values">The series, without NaN.</param>
    /// <returns>At least 1 and at most ⌈min(3√n, n/3)⌉; 1 for fewer than 10 values or a constant.</returns>
    public static BlockLengths Automatic(ReadOnlySpan<double> values)
    {
        int n = values.Length;
        if (n < 10)
            return new BlockLengths(1, 1);
        int run = Math.Max(5, (int)Math.Sqrt(Math.Log10(n)));
        int longest = Math.Min((int)Math.Ceiling(Math.Sqrt(n)) + run, n - 1);
        double[] covariance = Moments.Autocovariances(values, longest);
        if (covariance[0] <= 0)
            return new BlockLengths(1, 1);

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

        // b = (2 G² n / D)^(1/3) with D = 2 g(0)² for stationary blocks and 4/3 g(0)² for circular ones.
        double ratio = weighted * weighted / (spectrum * spectrum);
        double largest = Math.Ceiling(Math.Min(3 * Math.Sqrt(n), n / 3.0));
        return new BlockLengths(Math.Clamp(Math.Cbrt(ratio * n), 1, largest), Math.Clamp(Math.Cbrt(1.5 * ratio * n), 1, largest));
    }

    /// <summary>
    /// One length for several series that are resampled together: the median of theirs, so that a single odd series decides nothing.
    /// </summary>
    /// <exception cref="ArgumentException">There is no series.</exception>
    public static BlockLengths Automatic(IReadOnlyList<double[]> series)
    {
        ArgumentNullException.ThrowIfNull(series);
        if (series.Count == 0)
            throw new ArgumentException("A block length needs at least one series.", nameof(series));
        double[] stationary = new double[series.Count], circular = new double[series.Count];
        for (int i = 0; i < series.Count; i++)
            (stationary[i], circular[i]) = Automatic(series[i]);
        Array.Sort(stationary);
        Array.Sort(circular);
        return new BlockLengths(Quantile.OfSorted(stationary, 0.5), Quantile.OfSorted(circular, 0.5));
    }

    /// <summary>
    /// The first lag from which <paramref name="run"/> autocorrelations are all insignificant, as in the program of Patton that came with
    /// the papers (their text names the lag before); else the last significant one.
    /// </summary>
    private static int CutLag(double[] covariance, int run, double bound)
    {
        int quiet = 0, last = 0;
        for (int lag = 1; lag < covariance.Length; lag++)
        {
            if (Math.Abs(covariance[lag] / covariance[0]) < bound)
            {
                if (++quiet == run)
                    return lag - run + 1;
                continue;
            }

            (quiet, last) = (0, lag);
        }

        return last;
    }
}
