namespace ResearchLab.Statistics;

/// <summary>Successes and trials of weighted observations, both fractional.</summary>
/// <param name="Successes">Weighted rate times the effective trials.</param>
/// <param name="Trials">Effective trials.</param>
public readonly record struct WeightedCounts(double Successes, double Trials)
{
    /// <summary>Weighted rate.</summary>
    public double Rate => Successes / Trials;
}
