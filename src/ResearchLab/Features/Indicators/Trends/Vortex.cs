using ResearchLab.Columns;

namespace ResearchLab.Features;

/// <summary>Vortex indicator (Botes and Siepman, 2010).</summary>
public static class Vortex
{
    /// <summary>Σ |high − previous low| / Σ true range and Σ |low − previous high| / Σ true range over the window.</summary>
    /// <param name="high">Highs.</param>
    /// <param name="low">Lows.</param>
    /// <param name="close">Closes.</param>
    /// <param name="window">Sessions, at least 1; usually 14.</param>
    /// <param name="positive">Receives VI+; NaN for the first <paramref name="window"/> sessions and where the price had no range.</param>
    /// <param name="negative">Receives VI−; NaN likewise.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is below 1.</exception>
    /// <exception cref="ArgumentException">The columns differ in length or a destination is too short.</exception>
    public static void Compute(
        ReadOnlySpan<double> high, ReadOnlySpan<double> low, ReadOnlySpan<double> close, int window, Span<double> positive, Span<double> negative)
    {
        int rows = close.Length;
        ColumnChecks.Outputs(rows, positive.Length, negative.Length);
        using var moves = new Scratch(rows);
        using var ranges = new Scratch(rows);
        using var total = new Scratch(rows);
        Atr.TrueRange(high, low, close, ranges.Span);
        Rolling.Sum(ranges.Span, window, total.Span);
        for (int i = 0; i < rows; i++)
            moves.Span[i] = i == 0 ? double.NaN : Math.Abs(high[i] - low[i - 1]);
        Rolling.Sum(moves.Span, window, positive);
        for (int i = 0; i < rows; i++)
            moves.Span[i] = i == 0 ? double.NaN : Math.Abs(low[i] - high[i - 1]);
        Rolling.Sum(moves.Span, window, negative);
        Ratio.Of(positive[..rows], total.Span, positive);
        Ratio.Of(negative[..rows], total.Span, negative);
    }
}
