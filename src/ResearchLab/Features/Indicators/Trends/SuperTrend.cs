namespace ResearchLab.Features;

/// <summary>SuperTrend (Seban).</summary>
public static class SuperTrend
{
    /// <summary>
    /// (high + low) / 2 ± <paramref name="multiplier"/> · ATR as bands that only tighten until the close crosses them; the lower one
    /// while the trend is up, else the upper one. After a missing value it starts afresh.
    /// </summary>
    /// <param name="high">Highs.</param>
    /// <param name="low">Lows.</param>
    /// <param name="close">Closes.</param>
    /// <param name="window">Window of the ATR (see <see cref="Atr"/>), at least 1; usually 10.</param>
    /// <param name="multiplier">ATRs from the middle, above 0; usually 3.</param>
    /// <param name="destination">Receives the active band in price units; NaN for the first <paramref name="window"/> sessions.</param>
    /// <param name="upper">Receives it where the trend is down, else NaN.</param>
    /// <param name="lower">Receives it where the trend is up, else NaN.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is below 1 or <paramref name="multiplier"/> not positive.</exception>
    /// <exception cref="ArgumentException">The columns differ in length or a destination is too short.</exception>
    public static void Compute(
        ReadOnlySpan<double> high, ReadOnlySpan<double> low, ReadOnlySpan<double> close, int window, double multiplier,
        Span<double> destination, Span<double> upper, Span<double> lower)
    {
        int rows = close.Length;
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(multiplier);
        ColumnChecks.Outputs(rows, destination.Length, upper.Length, lower.Length);
        Atr.Compute(high, low, close, window, destination);
        var bands = new TrailingBands(false);
        bool running = false;
        for (int i = 0; i < rows; i++)
        {
            double reach = multiplier * destination[i], middle = (high[i] + low[i]) / 2;
            upper[i] = lower[i] = double.NaN;
            if (double.IsNaN(reach))
            {
                running = false;
                continue;
            }

            if (!running)
                bands = new TrailingBands(close[i] >= middle);
            running = true;
            (destination[i], bool isLower) = bands.Update(middle + reach, middle - reach, close[i - 1], close[i]);
            (isLower ? lower : upper)[i] = destination[i];
        }
    }
}
