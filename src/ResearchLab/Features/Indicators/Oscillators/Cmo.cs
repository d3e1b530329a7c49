using ResearchLab.Columns;

namespace ResearchLab.Features;

/// <summary>Chande momentum oscillator (Chande and Kroll, 1994).</summary>
public static class Cmo
{
    /// <summary>100 · (Σ rises − Σ falls) / (Σ rises + Σ falls) over the window, in −100 … 100; NaN where nothing moved.</summary>
    /// <remarks>TA-Lib CMO smooths rises and falls as RSI does (it is 2·RSI − 100); this is Chande's own, with plain sums.</remarks>
    /// <param name="values">Closes.</param>
    /// <param name="window">Changes, at least 1; usually 14.</param>
    /// <param name="destination">Receives one value a session; NaN for the first <paramref name="window"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is below 1.</exception>
    public static void Compute(ReadOnlySpan<double> values, int window, Span<double> destination)
    {
        int rows = values.Length;
        Rolling.Require(window, 1, rows, destination.Length);
        using var moves = new Scratch(rows);
        using var path = new Scratch(rows);
        double previous = double.NaN;
        for (int i = 0; i < rows; i++)
        {
            moves.Span[i] = Math.Abs(values[i] - previous);
            previous = values[i];
        }

        Rolling.Sum(moves.Span, window, path.Span);
        for (int i = 0; i < rows; i++)
            destination[i] = i < window ? double.NaN : 100 * Ratio.Of(values[i] - values[i - window], path.Span[i]);
    }
}
