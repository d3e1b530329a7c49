using ResearchLab.Columns;

namespace ResearchLab.Features;

/// <summary>Choppiness index (Dreiss).</summary>
public static class Choppiness
{
    /// <summary>100 · log(Σ true range / (highest true high − lowest true low)) / log(window), in 0 … 100: high when the price goes nowhere.</summary>
    /// <param name="high">Highs.</param>
    /// <param name="low">Lows.</param>
    /// <param name="close">Closes.</param>
    /// <param name="window">Sessions, at least 2; usually 14.</param>
    /// <param name="destination">Receives one value a session; NaN for the first <paramref name="window"/> and where the price had no range.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is below 2.</exception>
    /// <exception cref="ArgumentException">The columns differ in length.</exception>
    public static void Compute(
        ReadOnlySpan<double> high, ReadOnlySpan<double> low, ReadOnlySpan<double> close, int window, Span<double> destination)
    {
        int rows = close.Length;
        Rolling.Require(window, 2, rows, destination.Length);
        ColumnChecks.Inputs(rows, high.Length, low.Length);
        using var edges = new Scratch(rows);
        using var highest = new Scratch(rows);
        using var lowest = new Scratch(rows);
        for (int i = 0; i < rows; i++)
            edges.Span[i] = i == 0 ? double.NaN : Math.Max(high[i], close[i - 1]);
        Rolling.Max(edges.Span, window, highest.Span);
        for (int i = 0; i < rows; i++)
            edges.Span[i] = i == 0 ? double.NaN : Math.Min(low[i], close[i - 1]);
        Rolling.Min(edges.Span, window, lowest.Span);
        Atr.TrueRange(high, low, close, edges.Span);
        Rolling.Sum(edges.Span, window, destination);
        for (int i = 0; i < rows; i++)
            destination[i] = Ratio.Of(100 * Math.Log(Ratio.Of(destination[i], highest.Span[i] - lowest.Span[i])), Math.Log(window));
    }
}
