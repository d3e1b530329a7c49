namespace ResearchLab.Options;

/// <summary>Price and sensitivities of one option per unit of the underlying.</summary>
/// <param name="Price">Premium in the currency of the underlying.</param>
/// <param name="DeltaPerUnit">∂price/∂spot: −1 to 1.</param>
/// <param name="GammaPerUnit">∂²price/∂spot², ≥ 0.</param>
/// <param name="VegaPerVolPoint">Change of price per volatility point (0.01 of annual volatility), ≥ 0.</param>
/// <param name="ThetaPerDay">Change of price per calendar day (1/365 year) that passes.</param>
/// <param name="RhoPerPct">Change of price per percentage point (0.01) of the annual rate.</param>
public readonly record struct Greeks(
    double Price, double DeltaPerUnit, double GammaPerUnit, double VegaPerVolPoint, double ThetaPerDay, double RhoPerPct);
