using ResearchLab.Options;

namespace ResearchLab.Market;

/// <summary>What the options of the simulated market cost: expected variance, times what is paid for bearing it, bent into a smile.</summary>
internal static class SimulatedMarketSurfaces
{
    // Curvature of the smile that the paths themselves have, and what the wings are dearer where risk is paid for.
    private const double FairCurvature = 0.6, PaidCurvature = 0.2, Decay = 0.44;

    private const double ReversionSpeed = 6;

    /// <summary>The surface at every close.</summary>
    internal static VolSurface[] Of(SymbolTraits traits, SymbolPath path, IndexSession[] index, SimulatedMarketOptions options) =>
        [.. index.Select((session, i) => At(traits, session, path.OwnGap[i], path.Noise[i], options))];

    /// <summary>Model-free implied volatility of each surface, in points to two decimals.</summary>
    internal static double[] Points(VolSurface[] surfaces, int days)
    {
        double years = days / 365.0;
        return Array.ConvertAll(surfaces, surface => Math.Round(1e4 * Math.Sqrt(ModelFreeVariance.Of(surface.At(1, years).Smile) / years)) / 100);
    }

    /// <summary>Rate of a session as it is published.</summary>
    internal static double Rate(IndexSession session) => Math.Round(session.Rate * 1e5) / 1e5;

    private static VolSurface At(in SymbolTraits traits, in IndexSession session, double ownGap, double ownNoise, SimulatedMarketOptions options)
    {
        double noise = session.LevelNoise + ownNoise;
        double noiseVariance = Square(SimulatedMarketIndex.LevelNoiseDeviation)
            + (traits.OwnVariance == 0 ? 0 : Square(SimulatedMarketSymbol.LevelNoiseDeviation));
        double paid = (1 + (options.RiskPremium * SimulatedMarket.VariancePremium))
            * (session.IsRich ? 1 + options.PlantedPremium : 1) * Math.Exp((2 * noise) - (2 * noiseVariance));
        double near = paid * SimulatedMarketVariance.ExpectedAverage(session.State, traits.Beta, traits.OwnVariance, ownGap, 30);
        double far = paid * SimulatedMarketVariance.ExpectedAverage(session.State, traits.Beta, traits.OwnVariance, ownGap, 93);

        double correlation = Math.Clamp(traits.Skew + (0.05 * session.SkewNoise), -0.85, -0.2);
        double curvature = FairCurvature + (options.RiskPremium * PaidCurvature);
        var shape = new VolSurface(
            near, near, ReversionSpeed, correlation, curvature, Decay, Rate(session), traits.SpreadScale);
        (double shortVariance, double longVariance) = VolSurface.TermStructure(AtmVariance(shape, near, 30), AtmVariance(shape, far, 93), ReversionSpeed);
        return shape with { ShortVariance = shortVariance, LongVariance = longVariance };
    }

    /// <summary>The at-the-money variance a year whose smile has a given model-free variance.</summary>
    // The share of the wings hardly depends on the level, so from a usual one two rounds settle it.
    private static double AtmVariance(in VolSurface shape, double modelFree, int days)
    {
        double years = days / 365.0, atm = 0.85 * modelFree;
        for (int round = 0; round < 2; round++)
        {
            VolSurface flat = shape with { ShortVariance = atm, LongVariance = atm };
            atm *= modelFree * years / ModelFreeVariance.Of(flat.At(1, years).Smile);
        }

        return atm;
    }

    private static double Square(double value) => value * value;
}
