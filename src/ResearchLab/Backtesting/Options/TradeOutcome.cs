using ResearchLab.Options;

namespace ResearchLab.Backtesting;

/// <summary>What became of one structure chosen at one session.</summary>
/// <param name="Structure">Which structure.</param>
/// <param name="Signal">Session whose chain the rules saw.</param>
/// <param name="Entry">Next session, where it was filled; default when not traded.</param>
/// <param name="Exit">Session of the exit: the end of the label; default when not traded or open.</param>
/// <param name="Reason">Why it ended.</param>
/// <param name="Pnl">Profit in dollars per structure unit after all costs; NaN when not traded or open.</param>
/// <param name="Costs">Spread and commissions paid, in dollars per structure unit.</param>
/// <param name="CapitalAtRisk">Most that could be lost at the fill, in dollars per structure unit.</param>
public readonly record struct TradeOutcome(
    Structure Structure, DateOnly Signal, DateOnly Entry, DateOnly Exit, ExitReason Reason, double Pnl, double Costs, double CapitalAtRisk)
{
    /// <summary>Return on capital at risk; NaN when not traded or open.</summary>
    public double Return => Pnl / CapitalAtRisk;

    /// <summary>Whether the trade was opened and closed within the data.</summary>
    public bool IsComplete => Reason is not (ExitReason.NotTraded or ExitReason.Open);
}
