using ResearchLab.Backtesting;

namespace ResearchLab.Daily;

/// <summary>A trade of a walk with the models in force.</summary>
/// <param name="Decided">Session at whose close it was decided.</param>
/// <param name="Units">Structure units.</param>
/// <param name="Outcome">What became of one unit, as far as is known at the end.</param>
public readonly record struct ChampionTrade(DateOnly Decided, int Units, TradeOutcome Outcome)
{
    /// <summary>Profit of all units in dollars after costs; NaN while it is open.</summary>
    public double Profit => Units * Outcome.Pnl;
}
