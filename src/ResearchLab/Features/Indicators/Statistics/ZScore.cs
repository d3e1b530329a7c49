using ResearchLab.Columns;

namespace ResearchLab.Features;

/// <summary>Distance of a value from its recent mean in standard deviations.</summary>
public static class ZScore
{
    /// <summary>(value − mean) / sample standard deviation of the window, today included; NaN where the window is constant.</summary>
    /// <param name="values">Column.</param>
    /// <param name="window">Values, at least 2.</param>
    /// <param name="destination">Receives one value a session; NaN for the first <paramref name="window"/> − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is below 2.</exception>
    public static void Compute(ReadOnlySpan<double> values, int window, Span<double> destination)
    {
        Rolling.Require(window, 2, values.Length, destination.Length);
        using var mean = new Scratch(values.Length);
        Rolling.Mean(values, window, mean.Span);
        Rolling.StandardDeviation(values, window, sample: true, destination);
        for (int i = 0; i < values.Length; i++)
            destination[i] = Ratio.Of(values[i] - mean.Span[i], destination[i]);
    }
}
