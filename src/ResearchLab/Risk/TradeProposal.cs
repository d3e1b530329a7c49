using ResearchLab.Options;

namespace ResearchLab.Risk;

/// <summary>What is proposed to the risk check.</summary>
/// <param name="Position">The position, per structure unit.</param>
/// <param name="Var95">One-day 95% value at risk of one unit in dollars (<see cref="PositionRisk.OneDayVar95"/>).</param>
/// <param name="Forecast">What is expected of it.</param>
/// <param name="Similar">What similar past sessions led to.</param>
/// <param name="OutOfRange">Share of the session's features outside of what the model was trained on.</param>
public readonly record struct TradeProposal(StructurePosition Position, double Var95, TradeForecast Forecast, SimilarRecord Similar, double OutOfRange);
