using ResearchLab.Columns;

namespace ResearchLab.Features;

/// <summary>Endpoint moving average: where the least-squares line through the window ends (TA-Lib LINEARREG).</summary>
public static class Epma
{
    /// <summary>Mean of the window + slope · (window − 1) / 2.</summary>
    /// <param name="values">Prices or any column.</param>
    /// <param name="window">Sessions fitted, at least 2.</param>
    /// <param name="destination">Receives one value a session; NaN for the first <paramref name="window"/> − 1. Not the input.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is below 2.</exception>
    public static void Compute(ReadOnlySpan<double> values, int window, Span<double> destination)
    {
        Rolling.Require(window, 2, values.Length, destination.Length);
        using var slope = new Scratch(values.Length);
        Rolling.Slope(values, window, slope.Span);
        Rolling.Mean(values, window, destination);
        for (int i = 0; i < values.Length; i++)
            destination[i] += slope.Span[i] * (window - 1) / 2;
    }
}
