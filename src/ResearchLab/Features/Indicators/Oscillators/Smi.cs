using ResearchLab.Columns;

namespace ResearchLab.Features;

/// <summary>Stochastic momentum index (Blau, 1993).</summary>
public static class Smi
{
    /// <summary>
    /// 100 · double EMA of (close − middle of the range) / double EMA of half the range, in −100 … 100, and an EMA as signal. Every EMA
    /// starts at its first value; after a missing value afresh.
    /// </summary>
    /// <param name="high">Highs.</param>
    /// <param name="low">Lows.</param>
    /// <param name="close">Closes.</param>
    /// <param name="window">Sessions in the range, at least 1; usually 13.</param>
    /// <param name="first">Window of the first EMA, at least 1; usually 25.</param>
    /// <param name="second">Window of the second EMA, at least 1; usually 2.</param>
    /// <param name="signal">Window of the signal EMA, at least 1; usually 3.</param>
    /// <param name="smi">Receives one value a session; NaN for the first <paramref name="window"/> − 1.</param>
    /// <param name="signalLine">Receives the signal; NaN likewise.</param>
    /// <exception cref="ArgumentOutOfRangeException">A window is below 1.</exception>
    /// <exception cref="ArgumentException">The columns differ in length or a destination is too short.</exception>
    public static void Compute(
        ReadOnlySpan<double> high, ReadOnlySpan<double> low, ReadOnlySpan<double> close, int window, int first, int second, int signal,
        Span<double> smi, Span<double> signalLine)
    {
        int rows = close.Length;
        ArgumentOutOfRangeException.ThrowIfLessThan(Math.Min(first, Math.Min(second, signal)), 1, nameof(first));
        ColumnChecks.Inputs(rows, high.Length, low.Length);
        ColumnChecks.Outputs(rows, smi.Length, signalLine.Length);
        using var range = new Scratch(rows);
        Rolling.Max(high, window, range.Span);
        Rolling.Min(low, window, smi);
        for (int i = 0; i < rows; i++)
        {
            double highest = range.Span[i], lowest = smi[i];
            smi[i] = close[i] - ((highest + lowest) / 2);
            range.Span[i] = (highest - lowest + (0 * smi[i])) / 2;
        }

        Smooth(smi[..rows], first);
        Smooth(smi[..rows], second);
        Smooth(range.Span, first);
        Smooth(range.Span, second);
        for (int i = 0; i < rows; i++)
            signalLine[i] = smi[i] = 100 * Ratio.Of(smi[i], range.Span[i]);
        Smooth(signalLine[..rows], signal);
    }

    private static void Smooth(Span<double> values, int window)
    {
        double average = double.NaN, factor = 2.0 / (window + 1);
        for (int i = 0; i < values.Length; i++)
            values[i] = average = double.IsNaN(average) ? values[i] : average + (factor * (values[i] - average));
    }
}
