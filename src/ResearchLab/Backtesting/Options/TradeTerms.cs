namespace ResearchLab.Backtesting;

/// <summary>On what terms a trade is simulated.</summary>
/// <param name="Costs">What fills cost.</param>
/// <param name="LateExits">Whether an exit that is decided at a close fills at the next.</param>
internal readonly record struct TradeTerms(CostModel Costs, bool LateExits);
