using ResearchLab.Columns;

namespace ResearchLab.Features;

/// <summary>Commodity channel index (Lambert, 1980).</summary>
public static class Cci
{
    /// <summary>(typical price − its mean) / (0.015 · its mean absolute deviation) over the window (TA-Lib CCI).</summary>
    /// <remarks>NaN where the typical price did not move (TA-Lib: 0).</remarks>
    /// <param name="high">Highs.</param>
    /// <param name="low">Lows.</param>
    /// <param name="close">Closes.</param>
    /// <param name="window">Sessions, at least 2.</param>
    /// <param name="destination">Receives one value a session; NaN for the first <paramref name="window"/> − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is below 2.</exception>
    /// <exception cref="ArgumentException">The columns differ in length.</exception>
    public static void Compute(
        ReadOnlySpan<double> high, ReadOnlySpan<double> low, ReadOnlySpan<double> close, int window, Span<double> destination)
    {
        Rolling.Require(window, 2, close.Length, destination.Length);
        using var typical = new Scratch(close.Length);
        using var mean = new Scratch(close.Length);
        TypicalPrice.Compute(high, low, close, typical.Span);
        Rolling.Mean(typical.Span, window, mean.Span);
        Rolling.MeanAbsoluteDeviation(typical.Span, window, destination);
        for (int i = 0; i < close.Length; i++)
            destination[i] = Ratio.Of(typical.Span[i] - mean.Span[i], 0.015 * destination[i]);
    }
}
