namespace ResearchLab.Statistics;

/// <summary>How deep and how long an equity curve was under water.</summary>
public static class Drawdown
{
    /// <summary>Equity of 1 reinvested in returns: 1, then the value after each return; 0 for good once it is lost.</summary>
    /// <param name="returns">Periodic returns as fractions.</param>
    /// <returns>One value more than there are returns.</returns>
    public static double[] Equity(ReadOnlySpan<double> returns)
    {
        var equity = new double[returns.Length + 1];
        equity[0] = 1;
        for (int i = 0; i < returns.Length; i++)
            equity[i + 1] = Math.Max(equity[i] * (1 + returns[i]), 0);
        return equity;
    }

    /// <summary>Distance below the highest equity so far, as a positive fraction of it; 0 at a peak.</summary>
    /// <param name="equity">Equity after each period; starts positive.</param>
    /// <param name="destination">Receives one value each.</param>
    /// <exception cref="ArgumentException"><paramref name="destination"/> is too short.</exception>
    public static void Series(ReadOnlySpan<double> equity, Span<double> destination)
    {
        if (destination.Length < equity.Length)
            throw new ArgumentException($"The destination has {destination.Length} places for {equity.Length} values.", nameof(destination));
        double peak = double.NegativeInfinity;
        for (int i = 0; i < equity.Length; i++)
        {
            peak = Math.Max(peak, equity[i]);
            destination[i] = 1 - (equity[i] / peak);
        }
    }

    /// <summary>Every fall from a peak, in order of time.</summary>
    /// <param name="equity">Equity after each period; starts positive.</param>
    public static IReadOnlyList<DrawdownSpan> Spans(ReadOnlySpan<double> equity)
    {
        var spans = new List<DrawdownSpan>();
        int peak = 0, trough = 0;
        for (int i = 1; i < equity.Length; i++)
        {
            if (equity[i] >= equity[peak])
            {
                if (trough > peak)
                    spans.Add(new DrawdownSpan(peak, trough, i, 1 - (equity[trough] / equity[peak]), i - peak));
                (peak, trough) = (i, i);
            }
            else if (trough == peak || equity[i] < equity[trough])
            {
                trough = i;
            }
        }

        if (trough > peak)
            spans.Add(new DrawdownSpan(peak, trough, null, 1 - (equity[trough] / equity[peak]), equity.Length - 1 - peak));
        return spans;
    }

    /// <summary>Most periods from one peak to the next, or to the end; 0 for a curve that never falls.</summary>
    /// <param name="equity">Equity after each period; starts positive.</param>
    public static int LongestDuration(ReadOnlySpan<double> equity)
    {
        int longest = 0;
        foreach (DrawdownSpan span in Spans(equity))
            longest = Math.Max(longest, span.Duration);
        return longest;
    }
}
