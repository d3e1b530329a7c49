using ResearchLab.Columns;

namespace ResearchLab.Features;

/// <summary>Detrended price oscillator.</summary>
public static class Dpo
{
    /// <summary>
    /// The price window/2 + 1 sessions ago − the mean of the last <paramref name="window"/>: the price against a centred average,
    /// reported at the session at which that average is complete.
    /// </summary>
    /// <remarks>Charts draw it window/2 + 1 sessions earlier, under the price it belongs to, where it was not yet known.</remarks>
    /// <param name="values">Closes.</param>
    /// <param name="window">Sessions averaged, at least 1; usually 14.</param>
    /// <param name="dpo">Receives price units; NaN until both are there: the first max(window − 1, window/2 + 1).</param>
    /// <param name="sma">Receives the mean; NaN for the first <paramref name="window"/> − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is below 1.</exception>
    /// <exception cref="ArgumentException">A destination is too short.</exception>
    public static void Compute(ReadOnlySpan<double> values, int window, Span<double> dpo, Span<double> sma)
    {
        Rolling.Require(window, 1, values.Length, Math.Min(dpo.Length, sma.Length));
        Rolling.Mean(values, window, sma);
        int back = (window / 2) + 1;
        for (int i = 0; i < values.Length; i++)
            dpo[i] = i < back ? double.NaN : values[i - back] - sma[i];
    }
}
