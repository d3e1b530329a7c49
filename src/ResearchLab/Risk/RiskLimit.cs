namespace ResearchLab.Risk;

/// <summary>What is known of one of the <see cref="RiskLimits"/>: its names, its range and how to read it.</summary>
/// <param name="Name">Name of the property.</param>
/// <param name="Variable">Environment variable that sets it; null for none.</param>
/// <param name="Highest">Highest value accepted; the lowest is 0.</param>
/// <param name="Value">Reads it.</param>
public sealed record RiskLimit(string Name, string? Variable, double Highest, Func<RiskLimits, double> Value)
{
    /// <summary>The variable, else the property: what a person sets.</summary>
    public string Setting => Variable ?? Name;

    /// <summary>Whether it counts something; all others are fractions.</summary>
    public bool IsCount => Highest > 1;

    /// <summary>Every limit, in the order of the properties.</summary>
    public static IReadOnlyList<RiskLimit> All { get; } =
    [
        new(nameof(RiskLimits.RiskPerTrade), "RISK_PER_TRADE", 0.10, limits => limits.RiskPerTrade),
        new(nameof(RiskLimits.MaxPositionSize), "MAX_POSITION_SIZE", 0.25, limits => limits.MaxPositionSize),
        new(nameof(RiskLimits.OpenRisk), null, 0.50, limits => limits.OpenRisk),
        new(nameof(RiskLimits.MaxPositions), null, 50, limits => limits.MaxPositions),
        new(nameof(RiskLimits.MinWinProbability), null, 0.95, limits => limits.MinWinProbability),
        new(nameof(RiskLimits.DailyLossStop), null, 0.20, limits => limits.DailyLossStop),
        new(nameof(RiskLimits.PortfolioVar95), null, 0.25, limits => limits.PortfolioVar95),
        new(nameof(RiskLimits.DrawdownHalvesSize), null, 0.50, limits => limits.DrawdownHalvesSize),
        new(nameof(RiskLimits.ConfidenceHalvesSize), "CONFIDENCE_THRESHOLD", 0.95, limits => limits.ConfidenceHalvesSize),
        new(nameof(RiskLimits.SessionsBetweenEntries), null, 250, limits => limits.SessionsBetweenEntries),
        new(nameof(RiskLimits.LossesHalveSize), null, 1000, limits => limits.LossesHalveSize),
        new(nameof(RiskLimits.LossesPause), null, 1000, limits => limits.LossesPause),
        new(nameof(RiskLimits.PauseSessions), null, 250, limits => limits.PauseSessions),
        new(nameof(RiskLimits.MaxOutOfRange), null, 0.50, limits => limits.MaxOutOfRange),
        new(nameof(RiskLimits.MinSimilarStates), "MIN_SIMILAR_TRADES", 1000, limits => limits.MinSimilarStates),
        new(nameof(RiskLimits.MinWeightedWinRate), "MIN_WEIGHTED_WIN_RATE", 0.95, limits => limits.MinWeightedWinRate),
    ];

    /// <summary>Throws when the limit is outside its range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The message names it, its value and its range.</exception>
    public void Check(RiskLimits limits)
    {
        double value = Value(limits);
        if (!(value >= 0 && value <= Highest))
            throw new ArgumentOutOfRangeException(nameof(limits), value, Invariant($"Risk limit {Setting} is {value:R}; it must be between 0 and {Highest:R}")
                + (IsCount ? "." : Invariant($", as a fraction: {Value(new RiskLimits()):0.####} is the default.")));
    }
}
