namespace ResearchLab.Features;

/// <summary>Heikin-ashi candles.</summary>
public static class HeikinAshi
{
    /// <summary>
    /// close = mean of the four prices; open = mean of the previous candle's open and close, at first of the session's own; high and low
    /// include them. After a missing value it starts afresh.
    /// </summary>
    /// <param name="open">Opens.</param>
    /// <param name="high">Highs.</param>
    /// <param name="low">Lows.</param>
    /// <param name="close">Closes.</param>
    /// <param name="haOpen">Receives the candle's open in price units.</param>
    /// <param name="haHigh">Receives its high.</param>
    /// <param name="haLow">Receives its low.</param>
    /// <param name="haClose">Receives its close.</param>
    /// <exception cref="ArgumentException">The columns differ in length or a destination is too short.</exception>
    public static void Compute(
        ReadOnlySpan<double> open, ReadOnlySpan<double> high, ReadOnlySpan<double> low, ReadOnlySpan<double> close,
        Span<double> haOpen, Span<double> haHigh, Span<double> haLow, Span<double> haClose)
    {
        int rows = close.Length;
        ColumnChecks.Inputs(rows, open.Length, high.Length, low.Length);
        ColumnChecks.Outputs(rows, haOpen.Length, haHigh.Length, haLow.Length, haClose.Length);
        double previous = double.NaN;
        for (int i = 0; i < rows; i++)
        {
            haClose[i] = (open[i] + high[i] + low[i] + close[i]) / 4;
            bool missing = double.IsNaN(haClose[i]);
            haOpen[i] = missing ? double.NaN : double.IsNaN(previous) ? (open[i] + close[i]) / 2 : previous;
            haHigh[i] = Math.Max(high[i], Math.Max(haOpen[i], haClose[i]));
            haLow[i] = Math.Min(low[i], Math.Min(haOpen[i], haClose[i]));
            previous = (haOpen[i] + haClose[i]) / 2;
        }
    }
}
