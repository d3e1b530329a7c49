namespace ResearchLab.Features;

/// <summary>ATR trailing stop.</summary>
public static class AtrStop
{
    /// <summary>
    /// Close ± <paramref name="multiplier"/> · ATR as stops that only tighten until the close crosses them: a sell stop below while
    /// long, a buy stop above while short. After a missing value it starts afresh.
    /// </summary>
    /// <param name="high">Highs.</param>
    /// <param name="low">Lows.</param>
    /// <param name="close">Closes.</param>
    /// <param name="window">Window of the ATR (see <see cref="Atr"/>), at least 1; usually 21.</param>
    /// <param name="multiplier">ATRs from the close, above 0; usually 3.</param>
    /// <param name="stop">Receives the active stop in price units; NaN for the first <paramref name="window"/> sessions.</param>
    /// <param name="buyStop">Receives it while short, else NaN.</param>
    /// <param name="sellStop">Receives it while long, else NaN.</param>
    /// <param name="atr">Receives the ATR.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is below 1 or <paramref name="multiplier"/> not positive.</exception>
    /// <exception cref="ArgumentException">The columns differ in length or a destination is too short.</exception>
    public static void Compute(
        ReadOnlySpan<double> high, ReadOnlySpan<double> low, ReadOnlySpan<double> close, int window, double multiplier,
        Span<double> stop, Span<double> buyStop, Span<double> sellStop, Span<double> atr)
    {
        int rows = close.Length;
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(multiplier);
        ColumnChecks.Outputs(rows, stop.Length, buyStop.Length, sellStop.Length, atr.Length);
        Atr.Compute(high, low, close, window, atr);
        var bands = new TrailingBands(false);
        bool running = false;
        for (int i = 0; i < rows; i++)
        {
            double reach = multiplier * atr[i];
            stop[i] = buyStop[i] = sellStop[i] = double.NaN;
            if (double.IsNaN(reach))
            {
                running = false;
                continue;
            }

            if (!running)
                bands = new TrailingBands(close[i] >= close[i - 1]);
            running = true;
            (stop[i], bool isLower) = bands.Update(close[i] + reach, close[i] - reach, close[i - 1], close[i]);
            (isLower ? sellStop : buyStop)[i] = stop[i];
        }
    }
}
