namespace ResearchLab.Options;

/// <summary>Columns that receive the prices and greeks of many options; every one at least as long as the chain. Units as in <see cref="Greeks"/>.</summary>
/// <param name="price">Premium.</param>
/// <param name="deltaPerUnit">∂price/∂spot.</param>
/// <param name="gammaPerUnit">∂²price/∂spot².</param>
/// <param name="vegaPerVolPoint">Per 0.01 of volatility.</param>
/// <param name="thetaPerDay">Per calendar day.</param>
/// <param name="rhoPerPct">Per 0.01 of the rate.</param>
public readonly ref struct GreekColumns(
    Span<double> price, Span<double> deltaPerUnit, Span<double> gammaPerUnit, Span<double> vegaPerVolPoint, Span<double> thetaPerDay, Span<double> rhoPerPct)
{
    /// <summary>Premium.</summary>
    public Span<double> Price { get; } = price;

    /// <summary>∂price/∂spot.</summary>
    public Span<double> DeltaPerUnit { get; } = deltaPerUnit;

    /// <summary>∂²price/∂spot².</summary>
    public Span<double> GammaPerUnit { get; } = gammaPerUnit;

    /// <summary>Per 0.01 of volatility.</summary>
    public Span<double> VegaPerVolPoint { get; } = vegaPerVolPoint;

    /// <summary>Per calendar day.</summary>
    public Span<double> ThetaPerDay { get; } = thetaPerDay;

    /// <summary>Per 0.01 of the rate.</summary>
    public Span<double> RhoPerPct { get; } = rhoPerPct;

    internal bool Hold(int count) => Price.Length >= count && DeltaPerUnit.Length >= count && GammaPerUnit.Length >= count
        && VegaPerVolPoint.Length >= count && ThetaPerDay.Length >= count && RhoPerPct.Length >= count;
}
