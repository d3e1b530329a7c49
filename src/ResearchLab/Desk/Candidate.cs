using ResearchLab.Options;
using ResearchLab.Risk;

namespace ResearchLab.Desk;

/// <summary>One of the eleven structures at a session: how near it is to a recommendation.</summary>
/// <param name="Structure">Which structure.</param>
/// <param name="Position">What the rules chose; null when it is not tradable.</param>
/// <param name="NotEligible">Why it may not be proposed; null when it is eligible.</param>
/// <param name="Score">What the picker scores it; negative infinity when it says nothing.</param>
/// <param name="Forecast">What is expected of it; NaN parts without enough outcomes.</param>
/// <param name="RoundTripCosts">Spread and commissions in and out, in dollars per unit; NaN when it is not tradable.</param>
/// <param name="Against">Limits that stand against it, in words, as if one unit were opened.</param>
public sealed record Candidate(
    Structure Structure, StructurePosition? Position, string? NotEligible, double Score, TradeForecast Forecast, double RoundTripCosts, IReadOnlyList<LimitCheck> Against)
{
    /// <summary>Expected value under the risk-neutral distribution less the costs in and out, in dollars per unit; null where there is none.</summary>
    public double? ExpectedValueAfterCosts => Position?.ExpectedValue - RoundTripCosts;

    /// <summary>Expected profit after costs and exits by past outcomes, in dollars per unit; NaN without enough outcomes.</summary>
    public double ExpectedProfit => Position is null ? double.NaN : Forecast.ExpectedReturn * Position.CapitalAtRisk;
}
