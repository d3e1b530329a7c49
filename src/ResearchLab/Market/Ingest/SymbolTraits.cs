namespace ResearchLab.Market;

/// <summary>What makes one simulated symbol: its link to the index and its own risk.</summary>
/// <param name="Beta">Return per return of the index.</param>
/// <param name="OwnVariance">Long-run own variance a year; 0 for the index itself.</param>
/// <param name="FirstClose">Price before the first session.</param>
/// <param name="MeanVolume">Typical shares a session.</param>
/// <param name="Skew">Usual asymmetry of its smile.</param>
/// <param name="SpreadScale">Spreads of its options over those of index options.</param>
internal readonly record struct SymbolTraits(
    double Beta, double OwnVariance, double FirstClose, double MeanVolume, double Skew, double SpreadScale)
{
    /// <summary>Traits of a symbol: SMH a semiconductor fund, MKT the index, any other drawn from its name.</summary>
    internal static SymbolTraits Of(string symbol)
    {
        if (symbol == SimulatedMarket.IndexSymbol)
            return new SymbolTraits(1, 0, 200, 80e6, -0.56, 1);
        if (symbol == "SMH")
            return new SymbolTraits(1.05, 0.07 * 0.07, 120, 5e6, -0.47, 3);
        ulong hash = SimulatedMarketNoise.OfSymbol(symbol);
        double own = 0.08 + (0.12 * SimulatedMarketNoise.Uniform(hash + 2));
        return new SymbolTraits(
            0.8 + (0.6 * SimulatedMarketNoise.Uniform(hash + 1)), own * own, Math.Round(30 + (220 * SimulatedMarketNoise.Uniform(hash + 3))),
            Math.Round(1e6 + (2e7 * SimulatedMarketNoise.Uniform(hash + 4))), -0.4 - (0.15 * SimulatedMarketNoise.Uniform(hash + 5)), 3);
    }
}
