namespace ResearchLab.Features;

/// <summary>Keltner channel (Keltner, 1960; with EMA and ATR after Raschke).</summary>
public static class Keltner
{
    /// <summary>EMA of the close ± <paramref name="multiplier"/> · ATR.</summary>
    /// <param name="high">Highs.</param>
    /// <param name="low">Lows.</param>
    /// <param name="close">Closes.</param>
    /// <param name="window">Window of the EMA, at least 1; usually 20.</param>
    /// <param name="multiplier">ATRs from the middle, above 0; usually 2.</param>
    /// <param name="atrWindow">Window of the ATR (see <see cref="Atr"/>), at least 1; usually 10.</param>
    /// <param name="center">Receives the EMA; NaN for the first max(<paramref name="window"/> − 1, <paramref name="atrWindow"/>) sessions.</param>
    /// <param name="upper">Receives the upper line; NaN likewise.</param>
    /// <param name="lower">Receives the lower line; NaN likewise.</param>
    /// <param name="width">Receives (upper − lower) / center, a fraction; NaN likewise.</param>
    /// <exception cref="ArgumentOutOfRangeException">A window is below 1 or <paramref name="multiplier"/> is not positive.</exception>
    /// <exception cref="ArgumentException">The columns differ in length or a destination is too short.</exception>
    public static void Compute(
        ReadOnlySpan<double> high, ReadOnlySpan<double> low, ReadOnlySpan<double> close, int window, double multiplier, int atrWindow,
        Span<double> center, Span<double> upper, Span<double> lower, Span<double> width)
    {
        int rows = close.Length;
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(multiplier);
        ColumnChecks.Outputs(rows, center.Length, upper.Length, lower.Length, width.Length);
        Ema.Compute(close, window, center);
        Atr.Compute(high, low, close, atrWindow, width);
        for (int i = 0; i < rows; i++)
        {
            double reach = multiplier * width[i];
            center[i] = double.IsNaN(reach) ? double.NaN : center[i];
            upper[i] = center[i] + reach;
            lower[i] = center[i] - reach;
            width[i] = Ratio.Of(2 * reach, center[i]);
        }
    }
}
