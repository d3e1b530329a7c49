using ResearchLab.Columns;

namespace ResearchLab.Features;

/// <summary>Klinger volume oscillator (Klinger, 1997).</summary>
public static class Kvo
{
    /// <summary>
    /// Fast EMA − slow EMA of the volume force volume · |2·(range / cumulated range − 1)| · trend · 100, and an EMA as signal, each seeded
    /// with a mean. The trend is the sign of the change of high + low + close, −1 when there is none; ranges cumulate while it lasts. After a missing
    /// value it starts afresh.
    /// </summary>
    /// <param name="high">Highs.</param>
    /// <param name="low">Lows.</param>
    /// <param name="close">Closes.</param>
    /// <param name="volume">Shares traded.</param>
    /// <param name="fast">Window of the fast EMA, at least 1; usually 34.</param>
    /// <param name="slow">Window of the slow EMA, above <paramref name="fast"/>; usually 55.</param>
    /// <param name="signal">Window of the signal EMA, at least 1; usually 13.</param>
    /// <param name="oscillator">Receives shares; NaN for the first slow + 1 sessions.</param>
    /// <param name="signalLine">Receives shares; NaN for the first slow + signal.</param>
    /// <exception cref="ArgumentOutOfRangeException">A window is below 1 or <paramref name="slow"/> is not above <paramref name="fast"/>.</exception>
    /// <exception cref="ArgumentException">The columns differ in length or a destination is too short.</exception>
    public static void Compute(
        ReadOnlySpan<double> high, ReadOnlySpan<double> low, ReadOnlySpan<double> close, ReadOnlySpan<double> volume, int fast, int slow, int signal,
        Span<double> oscillator, Span<double> signalLine)
    {
        int rows = close.Length;
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(slow, fast);
        ColumnChecks.Inputs(rows, high.Length, low.Length, volume.Length);
        ColumnChecks.Outputs(rows, oscillator.Length, signalLine.Length);
        using var force = new Scratch(rows);
        force.Span.Fill(double.NaN);
        for (Range run = default; CompleteRuns.Next(high, low, close, volume, ref run);)
            Force(high[run], low[run], close[run], volume[run], force.Span[run]);
        Macd.Line(force.Span, fast, slow, oscillator);
        Ema.Compute(oscillator[..rows], signal, signalLine);
    }

    private static void Force(
        ReadOnlySpan<double> high, ReadOnlySpan<double> low, ReadOnlySpan<double> close, ReadOnlySpan<double> volume, Span<double> force)
    {
        double cumulated = 0;
        int trend = 0;
        for (int i = 1; i < close.Length; i++)
        {
            int before = trend;
            trend = high[i] + low[i] + close[i] > high[i - 1] + low[i - 1] + close[i - 1] ? 1 : -1;
            if (i < 2)
                continue;
            double range = high[i] - low[i];
            cumulated = trend == before ? cumulated + range : high[i - 1] - low[i - 1] + range;
            force[i] = range == cumulated ? 0 : volume[i] * Math.Abs(2 * ((range / cumulated) - 1)) * trend * 100;
        }
    }
}
