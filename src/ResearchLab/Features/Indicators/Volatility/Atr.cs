using ResearchLab.Columns;

namespace ResearchLab.Features;

/// <summary>Average true range (Wilder, 1978, "New Concepts in Technical Trading Systems").</summary>
public static class Atr
{
    /// <summary>
    /// Wilder's smoothing (factor 1/<paramref name="window"/>) of the true range, seeded with the mean of the first
    /// <paramref name="window"/> true ranges, the first of which is at the second session (TA-Lib ATR).
    /// </summary>
    /// <param name="high">Highs.</param>
    /// <param name="low">Lows.</param>
    /// <param name="close">Closes.</param>
    /// <param name="window">Nominal window, at least 1.</param>
    /// <param name="destination">Receives price units; NaN for the first <paramref name="window"/> sessions and as many after a gap.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is below 1.</exception>
    /// <exception cref="ArgumentException">The columns differ in length.</exception>
    public static void Compute(
        ReadOnlySpan<double> high, ReadOnlySpan<double> low, ReadOnlySpan<double> close, int window, Span<double> destination)
    {
        TrueRange(high, low, close, destination);
        Ema.Smooth(destination[..close.Length], window, 1.0 / window, destination);
    }

    /// <summary>Largest of high − low, |high − previous close| and |low − previous close|; NaN at the first session (TA-Lib TRANGE).</summary>
    /// <param name="high">Highs.</param>
    /// <param name="low">Lows.</param>
    /// <param name="close">Closes.</param>
    /// <param name="destination">Receives price units.</param>
    /// <exception cref="ArgumentException">The columns differ in length.</exception>
    public static void TrueRange(ReadOnlySpan<double> high, ReadOnlySpan<double> low, ReadOnlySpan<double> close, Span<double> destination)
    {
        Rolling.Require(1, 1, close.Length, destination.Length);
        Rolling.RequireSameLength(close.Length, high.Length, nameof(high));
        Rolling.RequireSameLength(close.Length, low.Length, nameof(low));
        if (close.Length > 0)
            destination[0] = double.NaN;
        for (int i = 1; i < close.Length; i++)
            destination[i] = double.IsNaN(close[i]) ? double.NaN : Math.Max(high[i], close[i - 1]) - Math.Min(low[i], close[i - 1]);
    }
}
