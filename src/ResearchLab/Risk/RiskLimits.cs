using ResearchLab.Options;

namespace ResearchLab.Risk;

/// <summary>The hard limits of the option book, in code and never a vote. Fractions are of the account value.</summary>
public sealed record RiskLimits
{
    /// <summary>Most that one trade may lose; default 2%. Configuration: RISK_PER_TRADE.</summary>
    public double RiskPerTrade { get; init; } = 0.02;

    /// <summary>Most that one position may tie up, margin included; default 10%. Configuration: MAX_POSITION_SIZE.</summary>
    public double MaxPositionSize { get; init; } = 0.10;

    /// <summary>Most that all open positions together may lose; default 20%.</summary>
    public double OpenRisk { get; init; } = 0.20;

    /// <summary>Most positions open at once, the new one included; default 5.</summary>
    public int MaxPositions { get; init; } = 5;

    /// <summary>Least risk-neutral probability of a profit of an eligible structure (<see cref="Eligibility"/>); default 0.55.</summary>
    public double MinWinProbability { get; init; } = Eligibility.MinWinProbability;

    /// <summary>Loss of the day that stops new trades; default 4%.</summary>
    public double DailyLossStop { get; init; } = 0.04;

    /// <summary>Most one-day 95% value at risk of the book; default 5%.</summary>
    public double PortfolioVar95 { get; init; } = 0.05;

    /// <summary>Drawdown from the account's high at which size is halved; default 10%.</summary>
    public double DrawdownHalvesSize { get; init; } = 0.10;

    /// <summary>
    /// Calibrated probability that the proposed trade ends with a profit, below which size is halved; default 0.7. Configuration: CONFIDENCE_THRESHOLD.
    /// </summary>
    public double ConfidenceHalvesSize { get; init; } = 0.70;

    /// <summary>Fewest sessions between entries in one underlying; default 4.</summary>
    public int SessionsBetweenEntries { get; init; } = 4;

    /// <summary>Losses running at which size is halved; default 3.</summary>
    public int LossesHalveSize { get; init; } = 3;

    /// <summary>Losses running at which new trades pause; default 5.</summary>
    public int LossesPause { get; init; } = 5;

    /// <summary>Sessions of that pause, from the last exit; default 5.</summary>
    public int PauseSessions { get; init; } = 5;

    /// <summary>Most of a row's features that may lie outside the training range before the desk abstains; default 25%.</summary>
    public double MaxOutOfRange { get; init; } = 0.25;

    /// <summary>Fewest similar past states; default 3. Configuration: MIN_SIMILAR_TRADES.</summary>
    public int MinSimilarStates { get; init; } = 3;

    /// <summary>
    /// Least lower bound of the weighted win rate of similar past states; default 0.5. Configuration: MIN_WEIGHTED_WIN_RATE.
    /// </summary>
    public double MinWeightedWinRate { get; init; } = 0.50;

    /// <summary>Returns this record when every limit lies in its range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">One does not; the message names it, its value and its range.</exception>
    public RiskLimits Validated()
    {
        foreach (RiskLimit limit in RiskLimit.All)
            limit.Check(this);
        return this;
    }
}
