using ResearchLab.Columns;

namespace ResearchLab.Features;

/// <summary>Simple moving average.</summary>
public static class Sma
{
    /// <summary>Mean of the last <paramref name="window"/> values (TA-Lib SMA).</summary>
    /// <param name="values">Prices or any column.</param>
    /// <param name="window">Sessions averaged, at least 1.</param>
    /// <param name="destination">Receives one value a session; NaN for the first <paramref name="window"/> − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is below 1.</exception>
    public static void Compute(ReadOnlySpan<double> values, int window, Span<double> destination) =>
        Rolling.Mean(values, window, destination);

    /// <summary>Distance of each value from its average: value / SMA − 1, a fraction.</summary>
    /// <inheritdoc cref="Compute"/>
    public static void Distance(ReadOnlySpan<double> values, int window, Span<double> destination)
    {
        Rolling.Mean(values, window, destination);
        Ratio.Excess(values, destination[..values.Length], destination);
    }
}
