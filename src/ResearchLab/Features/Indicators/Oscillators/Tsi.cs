using ResearchLab.Columns;

namespace ResearchLab.Features;

/// <summary>True strength index (Blau, 1991).</summary>
public static class Tsi
{
    /// <summary>
    /// 100 · EMA of EMA of the 1-session change / the same of its absolute value, in −100 … 100, and an EMA as signal; each EMA seeded with a mean.
    /// </summary>
    /// <param name="values">Closes.</param>
    /// <param name="slow">Window of the first EMA, at least 1; usually 25.</param>
    /// <param name="fast">Window of the second EMA, at least 1; usually 13.</param>
    /// <param name="signal">Window of the signal EMA, at least 1; usually 7.</param>
    /// <param name="tsi">Receives one value a session; NaN for the first slow + fast − 1 and where nothing moved.</param>
    /// <param name="signalLine">Receives the signal; NaN for the first slow + fast + signal − 2.</param>
    /// <exception cref="ArgumentOutOfRangeException">A window is below 1.</exception>
    /// <exception cref="ArgumentException">A destination is too short.</exception>
    public static void Compute(ReadOnlySpan<double> values, int slow, int fast, int signal, Span<double> tsi, Span<double> signalLine)
    {
        int rows = values.Length;
        ColumnChecks.Outputs(rows, tsi.Length, signalLine.Length);
        using var path = new Scratch(rows);
        double previous = double.NaN;
        for (int i = 0; i < rows; i++)
        {
            tsi[i] = values[i] - previous;
            path.Span[i] = Math.Abs(tsi[i]);
            previous = values[i];
        }

        Span<double> moves = tsi[..rows];
        Ema.Compute(moves, slow, moves);
        Ema.Compute(moves, fast, moves);
        Ema.Compute(path.Span, slow, path.Span);
        Ema.Compute(path.Span, fast, path.Span);
        for (int i = 0; i < rows; i++)
            tsi[i] = 100 * Ratio.Of(moves[i], path.Span[i]);
        Ema.Compute(tsi[..rows], signal, signalLine);
    }
}
