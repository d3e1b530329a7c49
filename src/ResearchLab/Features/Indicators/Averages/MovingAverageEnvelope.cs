using ResearchLab.Columns;

namespace ResearchLab.Features;

/// <summary>Moving average envelope.</summary>
public static class MovingAverageEnvelope
{
    /// <summary>SMA ± a percentage of itself.</summary>
    /// <param name="values">Prices.</param>
    /// <param name="window">Sessions averaged, at least 1.</param>
    /// <param name="percent">Distance of a line from the average in percent; 2.5 means 2.5%.</param>
    /// <param name="center">Receives the average; NaN for the first <paramref name="window"/> − 1 sessions.</param>
    /// <param name="upper">Receives the upper line; NaN likewise.</param>
    /// <param name="lower">Receives the lower line; NaN likewise.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is below 1.</exception>
    /// <exception cref="ArgumentException">A destination is too short.</exception>
    public static void Compute(
        ReadOnlySpan<double> values, int window, double percent, Span<double> center, Span<double> upper, Span<double> lower)
    {
        ColumnChecks.Outputs(values.Length, center.Length, upper.Length, lower.Length);
        Rolling.Mean(values, window, center);
        for (int i = 0; i < values.Length; i++)
        {
            upper[i] = center[i] * (1 + (percent / 100));
            lower[i] = center[i] * (1 - (percent / 100));
        }
    }
}
