namespace ResearchLab.Features;

/// <summary>Smoothed moving average, Wilder's (1978).</summary>
public static class Smma
{
    /// <summary>
    /// Smoothing factor 1/<paramref name="window"/>, seeded with the mean of the first <paramref name="window"/> values; after a missing value afresh.
    /// </summary>
    /// <param name="values">Prices or any column.</param>
    /// <param name="window">Nominal window, at least 1.</param>
    /// <param name="destination">Receives one value a session; NaN for the first <paramref name="window"/> − 1. May be the input.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is below 1.</exception>
    public static void Compute(ReadOnlySpan<double> values, int window, Span<double> destination) =>
        Ema.Smooth(values, window, 1.0 / window, destination);
}
