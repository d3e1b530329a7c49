namespace ResearchLab.Options;

/// <summary>Risk-neutral probability that a position has a profit at its nearest expiry.</summary>
/// <remarks>
/// The underlying is lognormal around the forward; the distribution function at each breakeven uses the implied volatility of the
/// smile at that price, P(S ≤ x) = Φ(−d2(x, σ(x))). This leaves out the small term of the smile's slope, and the values are made
/// monotone where a rough smile would cross them.
/// </remarks>
public static class WinProbability
{
    /// <summary>Sum over the price intervals between breakevens in which the profit is positive.</summary>
    /// <param name="slice">Quotes of the nearest expiry.</param>
    /// <param name="forward">Forward price of that expiry.</param>
    /// <param name="breakevens">Ascending prices at which the profit is 0.</param>
    /// <param name="profit">Profit at a price of the underlying.</param>
    public static double Of(ExpirySlice slice, double forward, IReadOnlyList<double> breakevens, Func<double, double> profit)
    {
        double total = 0, low = 0, below = 0;
        for (int i = 0; i <= breakevens.Count; i++)
        {
            bool last = i == breakevens.Count;
            double high = last ? 2 * Math.Max(low, forward) : breakevens[i];
            double upTo = last ? 1 : Math.Max(below, Below(slice, forward, high));
            if (profit(0.5 * (low + high)) > 0)
                total += upTo - below;
            (low, below) = (high, upTo);
        }

        return Math.Clamp(total, 0, 1);
    }

    private static double Below(ExpirySlice slice, double forward, double price)
    {
        if (price <= 0)
            return 0;
        double vol = slice.VolAt(price, forward), deviation = vol * Math.Sqrt(slice.Years);
        return NormalDistribution.Cdf((Math.Log(price / forward) / deviation) + (0.5 * deviation));
    }
}
