using ResearchLab.Columns;

namespace ResearchLab.Features;

/// <summary>Awesome oscillator (Williams, 1998).</summary>
public static class Awesome
{
    /// <summary>SMA of the middle price over <paramref name="fast"/> − over <paramref name="slow"/>, and the same in percent of the middle price.</summary>
    /// <param name="high">Highs.</param>
    /// <param name="low">Lows.</param>
    /// <param name="fast">Window of the fast mean, at least 1; usually 5.</param>
    /// <param name="slow">Window of the slow mean, above <paramref name="fast"/>; usually 34.</param>
    /// <param name="oscillator">Receives price units; NaN for the first slow − 1 sessions.</param>
    /// <param name="normalized">Receives percent; NaN likewise.</param>
    /// <exception cref="ArgumentOutOfRangeException">A window is below 1 or <paramref name="slow"/> is not above <paramref name="fast"/>.</exception>
    /// <exception cref="ArgumentException">The columns differ in length or a destination is too short.</exception>
    public static void Compute(ReadOnlySpan<double> high, ReadOnlySpan<double> low, int fast, int slow, Span<double> oscillator, Span<double> normalized)
    {
        int rows = high.Length;
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(slow, fast);
        ColumnChecks.Outputs(rows, oscillator.Length, normalized.Length);
        using var middle = new Scratch(rows);
        Medians.Compute(high, low, middle.Span);
        Rolling.Mean(middle.Span, fast, oscillator);
        Rolling.Mean(middle.Span, slow, normalized);
        for (int i = 0; i < rows; i++)
        {
            oscillator[i] -= normalized[i];
            normalized[i] = Ratio.Of(100 * oscillator[i], middle.Span[i]);
        }
    }
}
