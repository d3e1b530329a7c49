using ResearchLab.Columns;

namespace ResearchLab.Features;

/// <summary>Relative strength index (Wilder, 1978).</summary>
public static class Rsi
{
    /// <summary>
    /// 100 · average gain / (average gain + average loss), Wilder-smoothed, seeded with the mean of the first
    /// <paramref name="window"/> changes (TA-Lib RSI). After a missing value it is seeded afresh.
    /// </summary>
    /// <remarks>NaN while nothing has moved at all since the seed (TA-Lib: 0).</remarks>
    /// <param name="values">Closes or any column.</param>
    /// <param name="window">Nominal window, at least 1.</param>
    /// <param name="destination">Receives 0 … 100; NaN for the first <paramref name="window"/> sessions. May be the input.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is below 1.</exception>
    public static void Compute(ReadOnlySpan<double> values, int window, Span<double> destination)
    {
        Rolling.Require(window, 1, values.Length, destination.Length);
        double previous = double.NaN, gains = 0, losses = 0, keep = 1 - (1.0 / window), share = 1.0 / window;
        int seen = 0;
        for (int i = 0; i < values.Length; i++)
        {
            double change = values[i] - previous;
            previous = values[i];
            if (double.IsNaN(change))
            {
                gains = losses = 0;
                seen = 0;
                destination[i] = double.NaN;
                continue;
            }

            double decay = seen < window ? 1 : keep;
            seen += seen < window ? 1 : 0;
            gains = (gains * decay) + (Math.Max(change, 0) * share);
            losses = (losses * decay) + (Math.Max(-change, 0) * share);
            destination[i] = seen < window ? double.NaN : 100 * Ratio.Of(gains, gains + losses);
        }
    }
}
