namespace ResearchLab.Market;

/// <summary>What the holder of an underlying is expected to receive until an option ends: the difference between its price and a forward's.</summary>
/// <param name="Basis">Where it comes from, in words for the evidence.</param>
/// <param name="YieldPerYear">Continuous dividend yield, fraction of the price a year; 0 where <see cref="Dividends"/> tell.</param>
public sealed record Carry(string Basis, double YieldPerYear)
{
    /// <summary>No dividends.</summary>
    public static Carry None { get; } = new("no dividends", 0);

    /// <summary>Expected dividends: calendar days ahead, ascending, and share of today's price.</summary>
    public IReadOnlyList<(int Days, double Share)> Dividends { get; init; } = [];

    /// <summary>Share of the price that is paid for the underlying delivered later, without its dividends until then: forward × discount ÷ price.</summary>
    /// <param name="years">Calendar days to delivery / 365, not negative.</param>
    public double PrepaidShare(double years)
    {
        double share = YieldPerYear == 0 ? 1 : Math.Exp(-YieldPerYear * years);
        for (int i = Until(years) - 1; i >= 0; i--)
            share -= Dividends[i].Share;
        return Math.Max(share, LeastPrepaid);
    }

    /// <summary>Dividends that fall until a delivery.</summary>
    /// <param name="years">Calendar days to delivery / 365.</param>
    internal int Until(double years)
    {
        int count = 0;
        while (count < Dividends.Count && Dividends[count].Days <= (365 * years) + 1e-6)
            count++;
        return count;
    }

    /// <summary>When a call would be exercised for a dividend, the day before it, as calendar days / 365, and the prepaid share until then.</summary>
    /// <param name="dividend">Index of the dividend.</param>
    internal (double Years, double PrepaidShare) ExerciseFor(int dividend)
    {
        double share = 1;
        for (int i = 0; i < dividend; i++)
            share -= Dividends[i].Share;
        return ((Dividends[dividend].Days - 1) / 365.0, Math.Max(share, LeastPrepaid));
    }

    /// <summary>Equal when it says the same of the same dividends.</summary>
    public bool Equals(Carry? other) =>
        other is not null && Basis == other.Basis && YieldPerYear.Equals(other.YieldPerYear) && Dividends.SequenceEqual(other.Dividends);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Basis, YieldPerYear, Dividends.Count);

    // A company that pays out more than nine tenths of itself within the life of an option has no chain one could model.
    private const double LeastPrepaid = 0.1;
}
