using ResearchLab.Columns;

namespace ResearchLab.Features;

/// <summary>Linearly weighted moving average.</summary>
public static class Wma
{
    /// <summary>Σ k·valueₖ / Σ k over the window, the oldest value having k = 1 and the newest k = window (TA-Lib WMA).</summary>
    /// <param name="values">Prices or any column.</param>
    /// <param name="window">Sessions averaged, at least 1.</param>
    /// <param name="destination">Receives one value a session; NaN for the first <paramref name="window"/> − 1. Not the input.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is below 1.</exception>
    public static void Compute(ReadOnlySpan<double> values, int window, Span<double> destination)
    {
        Rolling.Require(window, 1, values.Length, destination.Length);
        using var weights = new Scratch(window);
        for (int k = 0; k < window; k++)
            weights.Span[k] = 2.0 * (k + 1) / ((double)window * (window + 1));
        Rolling.WeightedDifference(values, weights.Span, destination);
        for (int i = 0; i < values.Length; i++)
            destination[i] += values[i];
    }
}
