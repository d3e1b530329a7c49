namespace ResearchLab.Backtesting;

/// <summary>On what terms a trade is simulated.</summary>
/// <param name="Costs">What fills cost.</param>
/// <param name="RegimeChanged">Whether the regime that the position was chosen in has ended by a session's close; null for never.</param>
/// <param name="LateExits">Whether an exit that is decided at a close fills at the next.</param>
internal readonly record struct TradeTerms(CostModel Costs, Func<DateOnly, bool>? RegimeChanged, bool LateExits);
