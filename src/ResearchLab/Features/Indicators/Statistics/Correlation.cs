using ResearchLab.Columns;

namespace ResearchLab.Features;

/// <summary>How two columns move together over a window.</summary>
public static class Correlation
{
    /// <summary>Population variances of both, their covariance, Pearson's r and r².</summary>
    /// <param name="values">First column, such as closes.</param>
    /// <param name="other">Second column, as long.</param>
    /// <param name="window">Sessions, at least 2; usually 20.</param>
    /// <param name="variance">Receives the variance of the first; NaN for the first <paramref name="window"/> − 1 sessions.</param>
    /// <param name="otherVariance">Receives the variance of the second; NaN likewise.</param>
    /// <param name="covariance">Receives the covariance; NaN likewise and where either is constant.</param>
    /// <param name="correlation">Receives −1 … 1; NaN likewise.</param>
    /// <param name="rSquared">Receives 0 … 1; NaN likewise.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is below 2.</exception>
    /// <exception cref="ArgumentException">The columns differ in length or a destination is too short.</exception>
    public static void Compute(
        ReadOnlySpan<double> values, ReadOnlySpan<double> other, int window,
        Span<double> variance, Span<double> otherVariance, Span<double> covariance, Span<double> correlation, Span<double> rSquared)
    {
        int rows = values.Length;
        ColumnChecks.Outputs(rows, variance.Length, otherVariance.Length, covariance.Length, correlation.Length, rSquared.Length);
        Rolling.Correlation(values, other, window, correlation);
        Rolling.Beta(values, other, window, covariance);
        Rolling.Variance(values, window, sample: false, variance);
        Rolling.Variance(other, window, sample: false, otherVariance);
        for (int i = 0; i < rows; i++)
        {
            covariance[i] *= otherVariance[i];
            rSquared[i] = correlation[i] * correlation[i];
        }
    }
}
