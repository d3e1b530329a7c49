using ResearchLab.Columns;

namespace ResearchLab.Features;

/// <summary>Least-squares line through the values of a window against the session number.</summary>
public static class LinearRegression
{
    /// <summary>Slope a session (TA-Lib LINEARREG_SLOPE), intercept, population standard deviation of the values and R².</summary>
    /// <remarks>The intercept is the line at session 0 when the first row is session 1, so it depends on where the history starts.</remarks>
    /// <param name="values">Prices or any column.</param>
    /// <param name="window">Sessions fitted, at least 2; usually 14.</param>
    /// <param name="slope">Receives units of the values a session; NaN for the first <paramref name="window"/> − 1.</param>
    /// <param name="intercept">Receives units of the values; NaN likewise.</param>
    /// <param name="deviation">Receives units of the values; NaN likewise.</param>
    /// <param name="rSquared">Receives 0 … 1; NaN likewise and where nothing moved.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is below 2.</exception>
    /// <exception cref="ArgumentException">A destination is too short.</exception>
    public static void Compute(
        ReadOnlySpan<double> values, int window, Span<double> slope, Span<double> intercept, Span<double> deviation, Span<double> rSquared)
    {
        int rows = values.Length;
        ColumnChecks.Outputs(rows, slope.Length, intercept.Length, deviation.Length, rSquared.Length);
        Rolling.Slope(values, window, slope);
        Rolling.Mean(values, window, intercept);
        Rolling.StandardDeviation(values, window, sample: false, deviation);
        Rolling.RSquared(values, window, rSquared);
        for (int i = 0; i < rows; i++)
            intercept[i] -= slope[i] * (i + 1 - ((window - 1) / 2.0));
    }
}
