namespace ResearchLab.Features;

/// <summary>Percentage price oscillator (Appel): <see cref="Macd"/> relative to its slow average.</summary>
public static class Ppo
{
    /// <summary>
    /// 100 · (fast EMA − slow EMA) / slow EMA, its EMA and their difference; each EMA seeded with the mean of its own first values.
    /// Of volume it is the percentage volume oscillator (PVO).
    /// </summary>
    /// <remarks>TA-Lib PPO uses simple averages by default.</remarks>
    /// <param name="values">Closes or volumes.</param>
    /// <param name="fast">Window of the fast EMA, at least 1; usually 12.</param>
    /// <param name="slow">Window of the slow EMA, above <paramref name="fast"/>; usually 26.</param>
    /// <param name="signal">Window of the signal EMA, at least 1; usually 9.</param>
    /// <param name="oscillator">Receives percent; NaN for the first slow − 1 sessions.</param>
    /// <param name="signalLine">Receives percent; NaN for the first slow + signal − 2.</param>
    /// <param name="histogram">Receives oscillator − signal; NaN likewise.</param>
    /// <exception cref="ArgumentOutOfRangeException">A window is below 1 or <paramref name="slow"/> is not above <paramref name="fast"/>.</exception>
    /// <exception cref="ArgumentException">A destination is too short.</exception>
    public static void Compute(
        ReadOnlySpan<double> values, int fast, int slow, int signal, Span<double> oscillator, Span<double> signalLine, Span<double> histogram)
    {
        int rows = values.Length;
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(slow, fast);
        ColumnChecks.Outputs(rows, oscillator.Length, signalLine.Length, histogram.Length);
        Ema.Compute(values, fast, signalLine);
        Ema.Compute(values, slow, histogram);
        for (int i = 0; i < rows; i++)
            oscillator[i] = Ratio.Of(100 * (signalLine[i] - histogram[i]), histogram[i]);
        Ema.Compute(oscillator[..rows], signal, signalLine);
        for (int i = 0; i < rows; i++)
            histogram[i] = oscillator[i] - signalLine[i];
    }
}
