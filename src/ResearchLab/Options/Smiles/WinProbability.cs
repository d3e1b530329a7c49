namespace ResearchLab.Options;

/// <summary>Risk-neutral probability that a position has a profit at its nearest expiry.</summary>
public static class WinProbability
{
    /// <summary>Sum over the price intervals between breakevens in which the profit is positive.</summary>
    /// <param name="distribution">Distribution of the price at the nearest expiry.</param>
    /// <param name="breakevens">Ascending prices at which the profit is 0.</param>
    /// <param name="profit">Profit at a price of the underlying.</param>
    public static double Of(RiskNeutralDistribution distribution, IReadOnlyList<double> breakevens, Func<double, double> profit)
    {
        ArgumentNullException.ThrowIfNull(distribution);
        ArgumentNullException.ThrowIfNull(breakevens);
        ArgumentNullException.ThrowIfNull(profit);
        double total = 0, low = 0, below = 0;
        for (int i = 0; i <= breakevens.Count; i++)
        {
            bool last = i == breakevens.Count;
            double high = last ? 2 * Math.Max(low, distribution.Forward) : breakevens[i], upTo = last ? 1 : distribution.Below(high);
            if (profit(0.5 * (low + high)) > 0)
                total += upTo - below;
            (low, below) = (high, upTo);
        }

        return Math.Clamp(total, 0, 1);
    }
}
