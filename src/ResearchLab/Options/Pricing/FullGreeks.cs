namespace ResearchLab.Options;

/// <summary>Price and sensitivities of one option per unit of the underlying, up to the second-order ones that traders name.</summary>
/// <param name="Price">Premium in the currency of the underlying.</param>
/// <param name="DeltaPerUnit">∂price/∂spot (Black-76: ∂price/∂forward): −1 to 1 while the yield is not negative.</param>
/// <param name="GammaPerUnit">∂²price/∂spot², ≥ 0.</param>
/// <param name="VegaPerVolPoint">Change of price per volatility point (0.01 of annual volatility), ≥ 0.</param>
/// <param name="ThetaPerDay">Change of price per calendar day (1/365 year) that passes.</param>
/// <param name="RhoPerPct">Change of price per percentage point (0.01) of the annual rate.</param>
/// <param name="YieldRhoPerPct">Change of price per percentage point (0.01) of the annual yield; 0 for Black-76.</param>
/// <param name="VannaPerVolPoint">Change of delta per volatility point, which is also the change of vega per unit of spot.</param>
/// <param name="VolgaPerVolPointSquared">Change of <paramref name="VegaPerVolPoint"/> per volatility point.</param>
/// <param name="CharmPerDay">Change of delta per calendar day that passes.</param>
public readonly record struct FullGreeks(
    double Price, double DeltaPerUnit, double GammaPerUnit, double VegaPerVolPoint, double ThetaPerDay, double RhoPerPct,
    double YieldRhoPerPct, double VannaPerVolPoint, double VolgaPerVolPointSquared, double CharmPerDay);
