using ResearchLab.Columns;

namespace ResearchLab.Features;

/// <summary>Aroon (Chande, 1995).</summary>
public static class Aroon
{
    /// <summary>
    /// Aroon up − Aroon down, in −100 … 100 (TA-Lib AROONOSC): how much more recent the highest high of the last
    /// <paramref name="window"/> + 1 sessions is than the lowest low; the latest of equal extremes counts.
    /// </summary>
    /// <param name="high">Highs.</param>
    /// <param name="low">Lows.</param>
    /// <param name="window">Sessions back, at least 1.</param>
    /// <param name="destination">Receives one value a session; NaN for the first <paramref name="window"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is below 1.</exception>
    /// <exception cref="ArgumentException">The columns differ in length.</exception>
    public static void Oscillator(ReadOnlySpan<double> high, ReadOnlySpan<double> low, int window, Span<double> destination)
    {
        Rolling.Require(window, 1, high.Length, destination.Length);
        Rolling.RequireSameLength(high.Length, low.Length, nameof(low));
        using var sinceHigh = new Scratch(high.Length);
        Rolling.RowsSinceMax(high, window + 1, sinceHigh.Span);
        Rolling.RowsSinceMin(low, window + 1, destination);
        for (int i = 0; i < high.Length; i++)
            destination[i] = 100 * (destination[i] - sinceHigh.Span[i]) / window;
    }
}
