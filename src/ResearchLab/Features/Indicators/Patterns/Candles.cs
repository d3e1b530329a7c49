namespace ResearchLab.Features;

/// <summary>Single candlestick patterns.</summary>
public static class Candles
{
    /// <summary>Doji: 1 where |close / open − 1| is at most <paramref name="percent"/> percent, else 0, and the close there.</summary>
    /// <param name="open">Opens.</param>
    /// <param name="close">Closes.</param>
    /// <param name="percent">Largest change in percent; usually 0.1.</param>
    /// <param name="match">Receives 1 or 0; NaN where a price is missing.</param>
    /// <param name="price">Receives the close of a match, else NaN.</param>
    /// <exception cref="ArgumentException">The columns differ in length or a destination is too short.</exception>
    public static void Doji(ReadOnlySpan<double> open, ReadOnlySpan<double> close, double percent, Span<double> match, Span<double> price)
    {
        ColumnChecks.Inputs(close.Length, open.Length);
        ColumnChecks.Outputs(close.Length, match.Length, price.Length);
        for (int i = 0; i < close.Length; i++)
        {
            double change = Ratio.Of(close[i], open[i]) - 1;
            match[i] = double.IsNaN(change) ? double.NaN : Math.Abs(change) <= percent / 100 ? 1 : 0;
            price[i] = match[i] == 1 ? close[i] : double.NaN;
        }
    }

    /// <summary>Marubozu: 100 for a rise and −100 for a fall whose body is at least <paramref name="percent"/> percent of the range, else 0.</summary>
    /// <param name="open">Opens.</param>
    /// <param name="high">Highs.</param>
    /// <param name="low">Lows.</param>
    /// <param name="close">Closes.</param>
    /// <param name="percent">Smallest body in percent of high − low; usually 95.</param>
    /// <param name="match">Receives 100, −100 or 0; NaN where a price is missing.</param>
    /// <param name="price">Receives the close of a match, else NaN.</param>
    /// <exception cref="ArgumentException">The columns differ in length or a destination is too short.</exception>
    public static void Marubozu(
        ReadOnlySpan<double> open, ReadOnlySpan<double> high, ReadOnlySpan<double> low, ReadOnlySpan<double> close, double percent,
        Span<double> match, Span<double> price)
    {
        ColumnChecks.Inputs(close.Length, open.Length, high.Length, low.Length);
        ColumnChecks.Outputs(close.Length, match.Length, price.Length);
        for (int i = 0; i < close.Length; i++)
        {
            double body = close[i] - open[i], range = high[i] - low[i];
            bool matches = range > 0 && Math.Abs(body) >= percent / 100 * range;
            match[i] = double.IsNaN(body + range) ? double.NaN : matches ? 100 * Math.Sign(body) : 0;
            price[i] = matches ? close[i] : double.NaN;
        }
    }
}
