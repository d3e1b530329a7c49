using System.Numerics.Tensors;

namespace ResearchLab.Statistics;

/// <summary>Moments, autocovariances and the long-run variance of a series.</summary>
public static class Moments
{
    /// <summary>Count, mean, deviation, skewness and kurtosis.</summary>
    /// <param name="values">Values without NaN.</param>
    public static SeriesMoments Of(ReadOnlySpan<double> values)
    {
        int n = values.Length;
        if (n == 0)
            return new SeriesMoments(0, double.NaN, double.NaN, double.NaN, double.NaN);
        double mean = Performance.Mean(values), second = 0, third = 0, fourth = 0;
        foreach (double value in values)
        {
            double gap = value - mean, square = gap * gap;
            second += square;
            third += square * gap;
            fourth += square * square;
        }

        double deviation = n > 1 ? Math.Sqrt(second / (n - 1)) : double.NaN;
        // A constant series leaves rounding noise, which has no shape.
        if (!(deviation > 1e-14 * Math.Abs(mean)))
            return new SeriesMoments(n, mean, n > 1 ? 0 : double.NaN, double.NaN, double.NaN);
        double variance = second / n;
        return new SeriesMoments(n, mean, deviation, third / n / (variance * Math.Sqrt(variance)), fourth / n / (variance * variance));
    }

    /// <summary>Sample autocovariances at lags 0 … <paramref name="longest"/>, each a sum of products over n.</summary>
    /// <param name="values">Values without NaN.</param>
    /// <param name="longest">Longest lag, in [0, n − 1].</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such lag.</exception>
    public static double[] Autocovariances(ReadOnlySpan<double> values, int longest)
    {
        int n = values.Length;
        ArgumentOutOfRangeException.ThrowIfLessThan(longest, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(longest, n);
        double mean = Performance.Mean(values);
        var centred = new double[n];
        TensorPrimitives.Subtract(values, mean, centred);
        var covariance = new double[longest + 1];
        for (int lag = 0; lag <= longest; lag++)
            covariance[lag] = TensorPrimitives.Dot(centred.AsSpan(0, n - lag), centred.AsSpan(lag)) / n;
        return covariance;
    }

    /// <summary>Variance of √n times the mean of a dependent series, with Bartlett weights: never negative.</summary>
    /// <param name="values">Values without NaN, at least two.</param>
    /// <param name="lags">Lags, in [0, n − 1]; null takes ⌊4 (n/100)^(2/9)⌋.</param>
    /// <remarks>
    /// Newey and West (1987), "A Simple, Positive Semi-Definite, Heteroskedasticity and Autocorrelation Consistent Covariance Matrix",
    /// Econometrica 55(3), 703–708; the default lag is the rule of their 1994 paper, Review of Economic Studies 61(4), 631–653.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than two values, or no such lag.</exception>
    public static double LongRunVariance(ReadOnlySpan<double> values, int? lags = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(values.Length, 2, nameof(values));
        int used = lags ?? DefaultLags(values.Length);
        double[] covariance = Autocovariances(values, used);
        double sum = covariance[0];
        for (int lag = 1; lag <= used; lag++)
            sum += 2 * (1 - (lag / (used + 1.0))) * covariance[lag];
        return sum;
    }

    /// <summary>Newey and West's rule of thumb for the number of lags, at most n − 1.</summary>
    internal static int DefaultLags(int count) => Math.Min((int)(4 * Math.Pow(count / 100.0, 2.0 / 9)), count - 1);
}
