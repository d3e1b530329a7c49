using ResearchLab.Columns;

namespace ResearchLab.Features;

/// <summary>Where a value stands in its recent range.</summary>
public static class RangePosition
{
    /// <summary>(value − lowest) / (highest − lowest) of the window, in [0, 1], such as IV rank; NaN where the window is constant.</summary>
    /// <param name="values">Column.</param>
    /// <param name="window">Values, at least 1.</param>
    /// <param name="destination">Receives one value a session; NaN for the first <paramref name="window"/> − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is below 1.</exception>
    public static void Compute(ReadOnlySpan<double> values, int window, Span<double> destination)
    {
        Rolling.Require(window, 1, values.Length, destination.Length);
        using var highest = new Scratch(values.Length);
        Rolling.Max(values, window, highest.Span);
        Rolling.Min(values, window, destination);
        for (int i = 0; i < values.Length; i++)
            destination[i] = Ratio.Of(values[i] - destination[i], highest.Span[i] - destination[i]);
    }

    /// <summary>value / highest of the window − 1: the drawdown from the recent peak, in (−1, 0].</summary>
    /// <inheritdoc cref="Compute"/>
    public static void Drawdown(ReadOnlySpan<double> values, int window, Span<double> destination)
    {
        Rolling.Max(values, window, destination);
        Ratio.Excess(values, destination[..values.Length], destination);
    }
}
