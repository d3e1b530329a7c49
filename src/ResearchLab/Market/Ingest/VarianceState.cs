namespace ResearchLab.Market;

/// <summary>Hidden state of the index's variance at a close: its regime, the level that follows it, and how far it stands from that level.</summary>
/// <param name="Regime">0 calm, 1 normal, 2 storm.</param>
/// <param name="Level">Variance a year that the regimes of late give.</param>
/// <param name="LogGap">Logarithm of variance over level, before the correction that makes its mean the level.</param>
internal readonly record struct VarianceState(int Regime, double Level, double LogGap)
{
    /// <summary>The state before the first session: calm, at its level.</summary>
    internal static VarianceState Start => new(0, SimulatedMarketVariance.Regimes[0], 0);

    /// <summary>Variance a year of the next session.</summary>
    internal double Variance => Level * Math.Exp(LogGap - (0.5 * SimulatedMarketVariance.GapDeviation * SimulatedMarketVariance.GapDeviation));

    /// <summary>The state a session later.</summary>
    /// <param name="uniform">Draw in [0, 1) that decides on the regime.</param>
    /// <param name="shock">Standard normal draw.</param>
    internal VarianceState Next(double uniform, double shock)
    {
        int regime = SimulatedMarketVariance.NextRegime(Regime, uniform);
        double level = Level + (SimulatedMarketVariance.Adaption * (SimulatedMarketVariance.Regimes[regime] - Level));
        return new VarianceState(regime, level, SimulatedMarketVariance.StepGap(LogGap, SimulatedMarketVariance.GapDeviation, shock));
    }
}
