using ResearchLab.Options;
using ResearchLab.Risk;

namespace ResearchLab.Daily;

/// <summary>
/// One of the eleven structures at a session: how near it is to a recommendation. Money is in dollars per structure unit; NaN where it is not tradable.
/// </summary>
/// <param name="Structure">Which structure.</param>
/// <param name="NotEligible">Why it may not be proposed; null when it is eligible.</param>
/// <param name="Forecast">What is expected of it; NaN parts without enough outcomes.</param>
/// <param name="WinProbability">Risk-neutral probability of a profit at the nearest expiry.</param>
/// <param name="CapitalAtRisk">Capital at risk at the limit price.</param>
/// <param name="ExpectedValue">Expected value under the risk-neutral distribution before costs; NaN also where an expiry has no distribution.</param>
/// <param name="ExpectedValueAfterCosts">The same less spread and commissions in and out.</param>
/// <param name="Against">Limits that stand against it, as if one unit were opened.</param>
public sealed record Candidate(
    Structure Structure, string? NotEligible, TradeForecast Forecast, double WinProbability, double CapitalAtRisk, double ExpectedValue,
    double ExpectedValueAfterCosts,
    IReadOnlyList<LimitCheck> Against)
{
    /// <summary>Expected profit after costs and exits by past outcomes, in dollars per unit; NaN without enough outcomes.</summary>
    public double ExpectedProfit => Forecast.ExpectedReturn * CapitalAtRisk;
}
