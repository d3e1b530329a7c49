namespace ResearchLab.Market;

/// <summary>The numbers of the modelled chains that were fitted on real ones.</summary>
/// <param name="AtmToVix">At-the-money 30-day volatility over the 30-day index.</param>
/// <param name="AtmToVix3M">At-the-money 93-day volatility over the 3-month index.</param>
/// <param name="MeanReversion">Reversion speed of forward variance per year.</param>
/// <param name="Correlation">Smile asymmetry.</param>
/// <param name="Curvature">Smile curvature, at most 2 / (1 + |<paramref name="Correlation"/>|).</param>
/// <param name="Decay">Exponent by which the smile flattens with total variance.</param>
/// <param name="SpreadPerSpot">Spread per unit of spot.</param>
/// <param name="SpreadPerRoot">Spread per √(time value · spot).</param>
/// <param name="SpreadPerRootYear">The same per year of option time.</param>
/// <param name="SpreadPerIntrinsic">Spread per unit of intrinsic value.</param>
public sealed record ModelConstants(
    double AtmToVix, double AtmToVix3M, double MeanReversion, double Correlation, double Curvature, double Decay,
    double SpreadPerSpot, double SpreadPerRoot, double SpreadPerRootYear, double SpreadPerIntrinsic)
{
    /// <summary>Those in use.</summary>
    public static ModelConstants InUse { get; } = new(
        ModelledChain.AtmToVix, ModelledChain.AtmToVix3M, ModelledChain.MeanReversion, ModelledChain.Correlation, ModelledChain.Curvature,
        ModelledChain.Decay, ModelledChainPricing.SpreadPerSpot, ModelledChainPricing.SpreadPerRoot, ModelledChainPricing.SpreadPerRootYear,
        ModelledChainPricing.SpreadPerIntrinsic);

    /// <summary>The surface that the volatility indices give with these constants; the rate is 0, so smiles are on the forward.</summary>
    /// <param name="vix">30-day index in points.</param>
    /// <param name="vix3M">3-month index in points.</param>
    internal VolSurface Surface(double vix, double vix3M)
    {
        double near = AtmToVix * vix / 100, far = AtmToVix3M * vix3M / 100;
        (double shortVariance, double longVariance) = VolSurface.TermStructure(near * near, far * far, MeanReversion);
        return new VolSurface(shortVariance, longVariance, MeanReversion, Correlation, Curvature, Decay, 0);
    }

    /// <summary>The spread of a quote.</summary>
    internal double Spread(double spot, double timeValue, double years, double intrinsic) =>
        (SpreadPerSpot * spot) + ((SpreadPerRoot + (SpreadPerRootYear * years)) * Math.Sqrt(timeValue * spot)) + (SpreadPerIntrinsic * intrinsic);
}
