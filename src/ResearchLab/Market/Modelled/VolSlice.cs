using ResearchLab.Options;

namespace ResearchLab.Market;

/// <summary>One expiry of a <see cref="VolSurface"/>: the smile with everything that does not depend on the strike computed once.</summary>
public readonly struct VolSlice
{
    private readonly double _halfTheta, _phi, _rho, _oneMinusRhoSquared;

    internal VolSlice(in VolSurface surface, double spot, double years)
    {
        Years = years;
        Discount = Math.Exp(-surface.RatePerYear * years);
        PrepaidShare = surface.Carry?.PrepaidShare(years) ?? 1;
        Forward = spot * PrepaidShare / Discount;
        double theta = surface.AtmVariance(years) * years;
        AtmDeviation = Math.Sqrt(theta);
        _halfTheta = 0.5 * theta;
        _phi = Math.Min(
            surface.Curvature / (Math.Pow(theta, surface.Decay) * Math.Pow(1 + theta, 1 - surface.Decay)),
            2 / Math.Sqrt(theta * (1 + Math.Abs(surface.Correlation))));
        _rho = surface.Correlation;
        _oneMinusRhoSquared = 1 - (_rho * _rho);
    }

    /// <summary>Years to expiry.</summary>
    public double Years { get; }

    /// <summary>Forward price of the underlying.</summary>
    public double Forward { get; }

    /// <summary>Present value of the forward over the spot: what is left of the price without the dividends until expiry.</summary>
    public double PrepaidShare { get; }

    /// <summary>Value today of one unit paid at expiry.</summary>
    public double Discount { get; }

    /// <summary>At-the-money-forward volatility times √years: one standard deviation of the log return.</summary>
    public double AtmDeviation { get; }

    /// <summary>The smile by log-moneyness.</summary>
    public SviSmile Smile => SviSmile.Ssvi(2 * _halfTheta, _rho, _phi);

    /// <summary>Total implied variance (volatility squared times years) at log-moneyness ln(strike / forward).</summary>
    public double TotalVariance(double logMoneyness)
    {
        double x = _phi * logMoneyness;
        return _halfTheta * (1 + (_rho * x) + Math.Sqrt(((x + _rho) * (x + _rho)) + _oneMinusRhoSquared));
    }

    /// <summary>Implied volatility of <paramref name="strike"/> as a fraction.</summary>
    public double ImpliedVol(double strike) => Math.Sqrt(TotalVariance(Math.Log(strike / Forward)) / Years);
}
