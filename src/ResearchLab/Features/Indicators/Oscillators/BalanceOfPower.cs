using ResearchLab.Columns;

namespace ResearchLab.Features;

/// <summary>Balance of power (Livshin, 2001).</summary>
public static class BalanceOfPower
{
    /// <summary>
    /// Mean over the window of (close − open) / (high − low), in −1 … 1; NaN where a session in it had one price (TA-Lib BOP, unsmoothed: 0).
    /// </summary>
    /// <param name="open">Opens.</param>
    /// <param name="high">Highs.</param>
    /// <param name="low">Lows.</param>
    /// <param name="close">Closes.</param>
    /// <param name="window">Sessions, at least 1; usually 14.</param>
    /// <param name="destination">Receives one value a session; NaN for the first <paramref name="window"/> − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is below 1.</exception>
    /// <exception cref="ArgumentException">The columns differ in length.</exception>
    public static void Compute(
        ReadOnlySpan<double> open, ReadOnlySpan<double> high, ReadOnlySpan<double> low, ReadOnlySpan<double> close, int window, Span<double> destination)
    {
        int rows = close.Length;
        ColumnChecks.Inputs(rows, open.Length, high.Length, low.Length);
        using var raw = new Scratch(rows);
        for (int i = 0; i < rows; i++)
            raw.Span[i] = Ratio.Of(close[i] - open[i], high[i] - low[i]);
        Rolling.Mean(raw.Span, window, destination);
    }
}
