namespace ResearchLab.Features;

/// <summary>Chaikin oscillator (Chaikin).</summary>
public static class ChaikinOscillator
{
    /// <summary>Fast EMA − slow EMA of the accumulation/distribution line (<see cref="Adl"/>), each seeded with the mean of its first values.</summary>
    /// <remarks>TA-Lib ADOSC starts both EMA at the first value; the difference dies out.</remarks>
    /// <param name="high">Highs.</param>
    /// <param name="low">Lows.</param>
    /// <param name="close">Closes.</param>
    /// <param name="volume">Shares traded.</param>
    /// <param name="fast">Window of the fast EMA, at least 1; usually 3.</param>
    /// <param name="slow">Window of the slow EMA, above <paramref name="fast"/>; usually 10.</param>
    /// <param name="multiplier">Receives the money flow multiplier.</param>
    /// <param name="flow">Receives the money flow volume in shares.</param>
    /// <param name="line">Receives the line in shares.</param>
    /// <param name="oscillator">Receives shares; NaN for the first <paramref name="slow"/> − 1 sessions.</param>
    /// <exception cref="ArgumentOutOfRangeException">A window is below 1 or <paramref name="slow"/> is not above <paramref name="fast"/>.</exception>
    /// <exception cref="ArgumentException">The columns differ in length or a destination is too short.</exception>
    public static void Compute(
        ReadOnlySpan<double> high, ReadOnlySpan<double> low, ReadOnlySpan<double> close, ReadOnlySpan<double> volume, int fast, int slow,
        Span<double> multiplier, Span<double> flow, Span<double> line, Span<double> oscillator)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(slow, fast);
        Adl.Compute(high, low, close, volume, multiplier, flow, line);
        Macd.Line(line[..close.Length], fast, slow, oscillator);
    }
}
