using ResearchLab.Columns;

namespace ResearchLab.Features;

/// <summary>Volatility from the session's range.</summary>
public static class Parkinson
{
    /// <summary>√(252 · mean of ln(high/low)² / (4 ln 2)): a fraction a √year; blind to overnight gaps.</summary>
    /// <remarks>Parkinson (1980), "The Extreme Value Method for Estimating the Variance of the Rate of Return", J. Business 53(1).</remarks>
    /// <param name="high">Highs.</param>
    /// <param name="low">Lows.</param>
    /// <param name="window">Sessions, at least 1.</param>
    /// <param name="destination">Receives one value a session; NaN for the first <paramref name="window"/> − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is below 1.</exception>
    /// <exception cref="ArgumentException">The columns differ in length.</exception>
    public static void Compute(ReadOnlySpan<double> high, ReadOnlySpan<double> low, int window, Span<double> destination)
    {
        Rolling.Require(window, 1, high.Length, destination.Length);
        Rolling.RequireSameLength(high.Length, low.Length, nameof(low));
        using var variance = new Scratch(high.Length);
        Ratio.Log(high, low, variance.Span);
        for (int i = 0; i < high.Length; i++)
            variance.Span[i] *= variance.Span[i] / (4 * double.Log(2));
        Rolling.Mean(variance.Span, window, destination);
        Annual.VolatilityOfVariance(destination[..high.Length]);
    }
}
