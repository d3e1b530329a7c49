using ResearchLab.Columns;

namespace ResearchLab.Features;

/// <summary>Chandelier exit (Le Beau).</summary>
public static class Chandelier
{
    /// <summary>Highest high − <paramref name="multiplier"/> · ATR for longs, lowest low + the same for shorts, all over the window.</summary>
    /// <param name="high">Highs.</param>
    /// <param name="low">Lows.</param>
    /// <param name="close">Closes.</param>
    /// <param name="window">Sessions of the range and of the ATR (see <see cref="Atr"/>), at least 1; usually 22.</param>
    /// <param name="multiplier">ATRs from the extreme, above 0; usually 3.</param>
    /// <param name="longExit">Receives price units; NaN for the first <paramref name="window"/> sessions.</param>
    /// <param name="shortExit">Receives price units; NaN likewise.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is below 1 or <paramref name="multiplier"/> not positive.</exception>
    /// <exception cref="ArgumentException">The columns differ in length or a destination is too short.</exception>
    public static void Compute(
        ReadOnlySpan<double> high, ReadOnlySpan<double> low, ReadOnlySpan<double> close, int window, double multiplier,
        Span<double> longExit, Span<double> shortExit)
    {
        int rows = close.Length;
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(multiplier);
        ColumnChecks.Outputs(rows, longExit.Length, shortExit.Length);
        using var ranges = new Scratch(rows);
        Atr.Compute(high, low, close, window, ranges.Span);
        Rolling.Max(high, window, longExit);
        Rolling.Min(low, window, shortExit);
        for (int i = 0; i < rows; i++)
        {
            longExit[i] -= multiplier * ranges.Span[i];
            shortExit[i] += multiplier * ranges.Span[i];
        }
    }
}
