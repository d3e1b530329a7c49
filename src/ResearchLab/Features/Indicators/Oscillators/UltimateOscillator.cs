using ResearchLab.Columns;

namespace ResearchLab.Features;

/// <summary>Ultimate oscillator (Williams, 1985).</summary>
public static class UltimateOscillator
{
    /// <summary>
    /// Buying pressure (close − true low) over true range, summed over three windows and weighted 4:2:1, in 0 … 100
    /// (TA-Lib ULTOSC).
    /// </summary>
    /// <remarks>NaN where a window has no range (TA-Lib drops the term).</remarks>
    /// <param name="high">Highs.</param>
    /// <param name="low">Lows.</param>
    /// <param name="close">Closes.</param>
    /// <param name="fast">Shortest window, usually 7.</param>
    /// <param name="middle">Middle window, usually 14.</param>
    /// <param name="slow">Longest window, usually 28.</param>
    /// <param name="destination">Receives one value a session; NaN for the first <paramref name="slow"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A window is below 1.</exception>
    /// <exception cref="ArgumentException">The columns differ in length.</exception>
    public static void Compute(
        ReadOnlySpan<double> high, ReadOnlySpan<double> low, ReadOnlySpan<double> close,
        int fast, int middle, int slow, Span<double> destination)
    {
        int rows = close.Length;
        Rolling.Require(fast, 1, rows, destination.Length);
        using var ranges = new Scratch(rows);
        using var pressure = new Scratch(rows);
        using var rangeSum = new Scratch(rows);
        using var pressureSum = new Scratch(rows);
        Atr.TrueRange(high, low, close, ranges.Span);
        for (int i = 0; i < rows; i++)
            pressure.Span[i] = i == 0 || double.IsNaN(ranges.Span[i]) ? double.NaN : close[i] - Math.Min(low[i], close[i - 1]);
        destination[..rows].Clear();
        foreach ((int window, double weight) in (ReadOnlySpan<(int, double)>)[(fast, 4), (middle, 2), (slow, 1)])
        {
            Rolling.Sum(ranges.Span, window, rangeSum.Span);
            Rolling.Sum(pressure.Span, window, pressureSum.Span);
            for (int i = 0; i < rows; i++)
                destination[i] += Ratio.Of(100 * weight * pressureSum.Span[i], 7 * rangeSum.Span[i]);
        }
    }
}
