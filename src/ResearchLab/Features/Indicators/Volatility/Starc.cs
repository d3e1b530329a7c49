using ResearchLab.Columns;

namespace ResearchLab.Features;

/// <summary>STARC bands (Stoller average range channel).</summary>
public static class Starc
{
    /// <summary>SMA of the close ± <paramref name="multiplier"/> · ATR.</summary>
    /// <param name="high">Highs.</param>
    /// <param name="low">Lows.</param>
    /// <param name="close">Closes.</param>
    /// <param name="window">Sessions averaged, at least 1; usually 5.</param>
    /// <param name="multiplier">ATRs from the middle, above 0; usually 2.</param>
    /// <param name="atrWindow">Window of the ATR (see <see cref="Atr"/>), at least 1; usually 10.</param>
    /// <param name="center">Receives the SMA; NaN for the first <paramref name="window"/> − 1 sessions.</param>
    /// <param name="upper">Receives the upper band; NaN until both have a value.</param>
    /// <param name="lower">Receives the lower band; NaN likewise.</param>
    /// <exception cref="ArgumentOutOfRangeException">A window is below 1 or <paramref name="multiplier"/> is not positive.</exception>
    /// <exception cref="ArgumentException">The columns differ in length or a destination is too short.</exception>
    public static void Compute(
        ReadOnlySpan<double> high, ReadOnlySpan<double> low, ReadOnlySpan<double> close, int window, double multiplier, int atrWindow,
        Span<double> center, Span<double> upper, Span<double> lower)
    {
        int rows = close.Length;
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(multiplier);
        ColumnChecks.Outputs(rows, center.Length, upper.Length, lower.Length);
        Rolling.Mean(close, window, center);
        Atr.Compute(high, low, close, atrWindow, lower);
        for (int i = 0; i < rows; i++)
        {
            double reach = multiplier * lower[i];
            upper[i] = center[i] + reach;
            lower[i] = center[i] - reach;
        }
    }
}
