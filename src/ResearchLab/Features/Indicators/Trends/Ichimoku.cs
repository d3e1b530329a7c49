namespace ResearchLab.Features;

/// <summary>Ichimoku kinko hyo (Hosoda, 1969).</summary>
public static class Ichimoku
{
    /// <summary>
    /// Tenkan and kijun are the middles of the range over their windows; span A is the mean of both and span B the middle over its own
    /// window, each as of <paramref name="kijun"/> sessions earlier, which is where charts draw them.
    /// </summary>
    /// <remarks>The chikou span, the close of <paramref name="kijun"/> sessions later, is left out: at a session it is not known.</remarks>
    /// <param name="high">Highs.</param>
    /// <param name="low">Lows.</param>
    /// <param name="tenkan">Window of the conversion line, at least 1; usually 9.</param>
    /// <param name="kijun">Window of the base line and delay of the spans, at least 1; usually 26.</param>
    /// <param name="senkou">Window of span B, at least 1; usually 52.</param>
    /// <param name="tenkanSen">Receives price units; NaN for the first tenkan − 1 sessions.</param>
    /// <param name="kijunSen">Receives price units; NaN for the first kijun − 1.</param>
    /// <param name="senkouSpanA">Receives price units; NaN for the first kijun + max(tenkan, kijun) − 1.</param>
    /// <param name="senkouSpanB">Receives price units; NaN for the first kijun + senkou − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A window is below 1.</exception>
    /// <exception cref="ArgumentException">The columns differ in length or a destination is too short.</exception>
    public static void Compute(
        ReadOnlySpan<double> high, ReadOnlySpan<double> low, int tenkan, int kijun, int senkou,
        Span<double> tenkanSen, Span<double> kijunSen, Span<double> senkouSpanA, Span<double> senkouSpanB)
    {
        int rows = high.Length;
        ColumnChecks.Inputs(rows, low.Length);
        ColumnChecks.Outputs(rows, tenkanSen.Length, kijunSen.Length, senkouSpanA.Length, senkouSpanB.Length);
        Medians.OfRange(high, low, tenkan, tenkanSen);
        Medians.OfRange(high, low, kijun, kijunSen);
        Medians.OfRange(high, low, senkou, senkouSpanB);
        for (int i = 0; i < rows; i++)
            senkouSpanA[i] = (tenkanSen[i] + kijunSen[i]) / 2;
        Medians.Delay(senkouSpanA[..rows], kijun);
        Medians.Delay(senkouSpanB[..rows], kijun);
    }
}
