using System.Numerics.Tensors;
using ResearchLab.Columns;

namespace ResearchLab.Features;

/// <summary>Volatility system, stop and reverse by ATR (Wilder, 1978).</summary>
public static class VolatilityStop
{
    /// <summary>
    /// The most favourable close of the trade ∓ <paramref name="multiplier"/> · the previous session's ATR; a close through it stops
    /// and reverses. The first side is guessed from the first <paramref name="window"/> closes, so nothing is reported through the
    /// first stop. After a missing value it starts afresh.
    /// </summary>
    /// <param name="high">Highs.</param>
    /// <param name="low">Lows.</param>
    /// <param name="close">Closes.</param>
    /// <param name="window">Window of the ATR (see <see cref="Atr"/>), at least 2; usually 7.</param>
    /// <param name="multiplier">ATRs from the extreme close, above 0; usually 3.</param>
    /// <param name="sar">Receives the stop in price units; NaN through the first stop.</param>
    /// <param name="isStop">Receives 1 where it was hit, else 0; NaN likewise.</param>
    /// <param name="upper">Receives the stop while short, else NaN.</param>
    /// <param name="lower">Receives the stop while long, else NaN.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is below 2 or <paramref name="multiplier"/> not positive.</exception>
    /// <exception cref="ArgumentException">The columns differ in length or a destination is too short.</exception>
    public static void Compute(
        ReadOnlySpan<double> high, ReadOnlySpan<double> low, ReadOnlySpan<double> close, int window, double multiplier,
        Span<double> sar, Span<double> isStop, Span<double> upper, Span<double> lower)
    {
        int rows = close.Length;
        ArgumentOutOfRangeException.ThrowIfLessThan(window, 2);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(multiplier);
        ColumnChecks.Inputs(rows, high.Length, low.Length);
        ColumnChecks.Outputs(rows, sar.Length, isStop.Length, upper.Length, lower.Length);
        sar[..rows].Fill(double.NaN);
        isStop[..rows].Fill(double.NaN);
        upper[..rows].Fill(double.NaN);
        lower[..rows].Fill(double.NaN);
        for (Range run = default; CompleteRuns.Next(high, low, close, ref run);)
            Run(high[run], low[run], close[run], window, multiplier, sar[run], isStop[run], upper[run], lower[run]);
    }

    private static void Run(
        ReadOnlySpan<double> high, ReadOnlySpan<double> low, ReadOnlySpan<double> close, int window, double multiplier,
        Span<double> sar, Span<double> isStop, Span<double> upper, Span<double> lower)
    {
        int rows = close.Length;
        if (rows <= window)
            return;
        using var ranges = new Scratch(rows);
        Atr.Compute(high, low, close, window, ranges.Span);
        bool isLong = close[window - 1] > close[0], known = false;
        double best = isLong ? TensorPrimitives.Max(close[..window]) : TensorPrimitives.Min(close[..window]);
        for (int i = window; i < rows; i++)
        {
            double reach = multiplier * ranges.Span[i - 1], stop = isLong ? best - reach : best + reach;
            bool hit = isLong ? close[i] < stop : close[i] > stop;
            if (known)
            {
                sar[i] = stop;
                isStop[i] = hit ? 1 : 0;
                (isLong ? lower : upper)[i] = stop;
            }

            known |= hit;
            isLong ^= hit;
            best = hit ? close[i] : isLong ? Math.Max(best, close[i]) : Math.Min(best, close[i]);
        }
    }
}
