namespace ResearchLab.Features;

/// <summary>Parabolic stop and reverse (Wilder, 1978).</summary>
public static class ParabolicSar
{
    /// <summary>
    /// The stop moves towards the extreme by an acceleration that grows by <paramref name="step"/> with each new extreme, never beyond the
    /// last two lows (highs); a price through it reverses the side, with the old extreme as the first stop.
    /// </summary>
    /// <remarks>
    /// The first side is a guess (up), so nothing is reported through the first reversal. TA-Lib SAR guesses by directional
    /// movement and reports from the second session on; both agree once each has reversed at the same session. After a missing
    /// value it starts afresh.
    /// </remarks>
    /// <param name="high">Highs.</param>
    /// <param name="low">Lows.</param>
    /// <param name="step">Acceleration at first and by extreme, above 0; usually 0.02.</param>
    /// <param name="maximum">Largest acceleration, at least <paramref name="step"/>; usually 0.2.</param>
    /// <param name="sar">Receives the stop in price units; NaN through the first reversal.</param>
    /// <param name="isReversal">Receives 1 where the side changed, else 0; NaN likewise.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="step"/> is not positive or above <paramref name="maximum"/>.</exception>
    /// <exception cref="ArgumentException">The columns differ in length or a destination is too short.</exception>
    public static void Compute(ReadOnlySpan<double> high, ReadOnlySpan<double> low, double step, double maximum, Span<double> sar, Span<double> isReversal)
    {
        int rows = high.Length;
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(step);
        ArgumentOutOfRangeException.ThrowIfLessThan(maximum, step);
        ColumnChecks.Inputs(rows, low.Length);
        ColumnChecks.Outputs(rows, sar.Length, isReversal.Length);
        sar[..rows].Fill(double.NaN);
        isReversal[..rows].Fill(double.NaN);
        for (Range run = default; CompleteRuns.Next(high, low, low, ref run);)
            Run(high[run], low[run], step, maximum, sar[run], isReversal[run]);
    }

    private static void Run(ReadOnlySpan<double> high, ReadOnlySpan<double> low, double step, double maximum, Span<double> sar, Span<double> isReversal)
    {
        bool rising = true, known = false;
        double extreme = high[0], stop = low[0], acceleration = step;
        for (int i = 1; i < high.Length; i++)
        {
            int before = Math.Max(i - 2, 0);
            stop += acceleration * (extreme - stop);
            if (i >= 2)
                stop = rising ? Math.Min(stop, Math.Min(low[i - 1], low[before])) : Math.Max(stop, Math.Max(high[i - 1], high[before]));
            bool reverses = rising ? low[i] < stop : high[i] > stop, further = rising ? high[i] > extreme : low[i] < extreme;
            if (known)
            {
                sar[i] = reverses ? extreme : stop;
                isReversal[i] = reverses ? 1 : 0;
            }

            if (reverses)
            {
                rising = !rising;
                known = true;
                stop = extreme;
                extreme = rising ? high[i] : low[i];
                acceleration = step;
            }
            else if (further)
            {
                extreme = rising ? high[i] : low[i];
                acceleration = Math.Min(acceleration + step, maximum);
            }
        }
    }
}
