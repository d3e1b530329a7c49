using MathNet.Numerics.Distributions;

namespace ResearchLab.Statistics;

/// <summary>Equal accuracy of two forecasts.</summary>
/// <remarks>
/// Diebold and Mariano (1995), "Comparing Predictive Accuracy", Journal of Business and Economic Statistics 13(3), 253–263, with the
/// correction of Harvey, Leybourne and Newbold (1997), "Testing the Equality of Prediction Mean Squared Errors", International Journal of
/// Forecasting 13(2), 281–291.
/// </remarks>
public static class DieboldMariano
{
    /// <summary>Compares the losses of two forecasts.</summary>
    /// <param name="firstLosses">Loss of the first forecast at each time, such as its squared error or log-loss.</param>
    /// <param name="secondLosses">Loss of the second at the same times.</param>
    /// <param name="horizon">Steps ahead, at least 1 and below n: forecasts that far ahead have losses that depend on each other over horizon − 1
    /// steps.</param>
    /// <exception cref="ArgumentException">Lengths differ, or there are fewer than two.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="horizon"/> is outside its range.</exception>
    public static ForecastComparison Test(ReadOnlySpan<double> firstLosses, ReadOnlySpan<double> secondLosses, int horizon = 1)
    {
        int n = firstLosses.Length;
        if (n != secondLosses.Length || n < 2)
            throw new ArgumentException(Invariant($"There are {n} and {secondLosses.Length} losses; there must be the same number, at least 2."),
                nameof(secondLosses));
        ArgumentOutOfRangeException.ThrowIfLessThan(horizon, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(horizon, n);
        var difference = new double[n];
        for (int i = 0; i < n; i++)
            difference[i] = firstLosses[i] - secondLosses[i];

        double mean = Performance.Mean(difference);
        double[] covariance = Moments.Autocovariances(difference, horizon - 1);
        double variance = covariance[0];
        for (int lag = 1; lag < horizon; lag++)
            variance += 2 * covariance[lag];
        bool weighted = variance <= 0 && covariance[0] > 0;
        if (weighted)
            variance = Moments.LongRunVariance(difference, horizon - 1);
        // Equal losses leave rounding noise, which must not become significance.
        if (!(variance > 1e-28 * mean * mean) || variance <= 0)
            return new ForecastComparison(mean, double.NaN, double.NaN, n, horizon, weighted);
        double correction = Math.Sqrt((n + 1 - (2.0 * horizon) + ((double)horizon * (horizon - 1) / n)) / n);
        double statistic = mean / Math.Sqrt(variance / n) * correction;
        return new ForecastComparison(mean, statistic, 2 * StudentT.CDF(0, 1, n - 1, -Math.Abs(statistic)), n, horizon, weighted);
    }
}
