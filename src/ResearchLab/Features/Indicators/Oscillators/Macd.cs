using ResearchLab.Columns;

namespace ResearchLab.Features;

/// <summary>Moving average convergence/divergence (Appel).</summary>
public static class Macd
{
    /// <summary>MACD line (fast EMA − slow EMA) minus its own EMA: the histogram, in units of <paramref name="values"/>.</summary>
    /// <remarks>
    /// Each EMA is seeded with the mean of its own first values. TA-Lib's MACD seeds the fast one with the last
    /// <paramref name="fast"/> values before the slow one starts; the difference dies out within the warm-up of the feature.
    /// </remarks>
    /// <param name="values">Closes.</param>
    /// <param name="fast">Window of the fast EMA, usually 12.</param>
    /// <param name="slow">Window of the slow EMA, usually 26, above <paramref name="fast"/>.</param>
    /// <param name="signal">Window of the signal EMA, usually 9.</param>
    /// <param name="histogram">Receives one value a session; NaN for the first slow + signal − 2 and as many after a gap.</param>
    /// <exception cref="ArgumentOutOfRangeException">A window is below 1 or <paramref name="slow"/> is not above <paramref name="fast"/>.</exception>
    public static void Histogram(ReadOnlySpan<double> values, int fast, int slow, int signal, Span<double> histogram)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(slow, fast);
        Rolling.Require(slow, 1, values.Length, histogram.Length);
        using var line = new Scratch(values.Length);
        Line(values, fast, slow, line.Span);
        Ema.Compute(line.Span, signal, histogram);
        for (int i = 0; i < values.Length; i++)
            histogram[i] = line.Span[i] - histogram[i];
    }

    /// <summary>MACD line: fast EMA − slow EMA, in units of <paramref name="values"/>.</summary>
    /// <param name="values">Closes.</param>
    /// <param name="fast">Window of the fast EMA, at least 1.</param>
    /// <param name="slow">Window of the slow EMA, at least 1.</param>
    /// <param name="line">Receives one value a session; NaN for the first slow − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A window is below 1.</exception>
    public static void Line(ReadOnlySpan<double> values, int fast, int slow, Span<double> line)
    {
        using var fastAverage = new Scratch(values.Length);
        Ema.Compute(values, fast, fastAverage.Span);
        Ema.Compute(values, slow, line);
        for (int i = 0; i < values.Length; i++)
            line[i] = fastAverage.Span[i] - line[i];
    }

    /// <summary>Line, signal and histogram, and the two averages, in one pass: the three recurrences run side by side.</summary>
    /// <param name="values">Closes.</param>
    /// <param name="fast">Window of the fast EMA, at least 1; usually 12.</param>
    /// <param name="slow">Window of the slow EMA, above <paramref name="fast"/>; usually 26.</param>
    /// <param name="signal">Window of the signal EMA, at least 1; usually 9.</param>
    /// <param name="line">Receives fast − slow; NaN for the first slow − 1 sessions.</param>
    /// <param name="signalLine">Receives the EMA of the line; NaN for the first slow + signal − 2.</param>
    /// <param name="histogram">Receives line − signal; NaN likewise.</param>
    /// <exception cref="ArgumentOutOfRangeException">A window is below 1 or <paramref name="slow"/> is not above <paramref name="fast"/>.</exception>
    /// <exception cref="ArgumentException">A destination is too short.</exception>
    public static void Compute(
        ReadOnlySpan<double> values, int fast, int slow, int signal, Span<double> line, Span<double> signalLine, Span<double> histogram)
    {
        int rows = values.Length;
        ArgumentOutOfRangeException.ThrowIfLessThan(fast, 1);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(slow, fast);
        ArgumentOutOfRangeException.ThrowIfLessThan(signal, 1);
        ColumnChecks.Outputs(rows, line.Length, signalLine.Length, histogram.Length);
        var state = new MacdStream(fast, slow, signal);
        for (int i = 0; i < rows; i++)
            (line[i], signalLine[i], histogram[i]) = state.Update(values[i]);
    }
}
