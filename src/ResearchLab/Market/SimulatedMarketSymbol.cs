using ResearchLab.Statistics;

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
    /// <summary>Own jumps a year and their standard deviation: earnings of large members.</summary>
    internal const double JumpsPerYear = 5, JumpSize = 0.04;

    /// <summary>Variance a year of the own jumps.</summary>
    internal double OwnJumpVariance => OwnVariance > 0 ? JumpsPerYear * JumpSize * JumpSize : 0;

    /// <summary>Traits of a symbol: SMH a semiconductor fund, MKT the index, any other drawn from its name.</summary>
    internal static SymbolTraits Of(string symbol)
    {
        if (symbol == SimulatedMarket.IndexSymbol)
            return new SymbolTraits(1, 0, 200, 80e6, -0.68, 1);
        if (symbol == "SMH")
            return new SymbolTraits(1.4, 0.20 * 0.20, 60, 5e6, -0.48, 3);
        ulong hash = SimulatedMarketNoise.OfSymbol(symbol);
        double own = 0.12 + (0.25 * SimulatedMarketNoise.Uniform(hash + 2));
        return new SymbolTraits(
            0.7 + (0.9 * SimulatedMarketNoise.Uniform(hash + 1)), own * own, Math.Round(30 + (220 * SimulatedMarketNoise.Uniform(hash + 3))),
            Math.Round(1e6 + (2e7 * SimulatedMarketNoise.Uniform(hash + 4))), -0.35 - (0.25 * SimulatedMarketNoise.Uniform(hash + 5)), 3);
    }
}

/// <summary>Bars of one symbol and the hidden state its options are priced from.</summary>
/// <param name="Bars">Daily bars.</param>
/// <param name="OwnVariance">Own variance a year at each close.</param>
/// <param name="Noise">Log noise in the level of its implied volatility at each close.</param>
internal sealed record SymbolPath(BarSeries Bars, double[] OwnVariance, double[] Noise);

/// <summary>Builds a symbol's bars on the index path.</summary>
internal static class SimulatedMarketSymbol
{
    internal static SymbolPath Simulate(
        string symbol, in SymbolTraits traits, ulong seed, DateOnly[] sessions, IndexSession[] index, double plantedSignal)
    {
        const double dt = 1 / SimulatedMarketIndex.SessionsPerYear, overnightShare = SimulatedMarketIndex.OvernightShare;
        ulong stream = SimulatedMarketNoise.Derive(seed, SimulatedMarketNoise.OfSymbol(symbol));
        int count = sessions.Length;
        double[] open = new double[count], high = new double[count], low = new double[count], close = new double[count];
        double[] volume = new double[count], own = new double[count], noise = new double[count];
        bool isIndex = traits.OwnVariance == 0;
        double price = traits.FirstClose, variance = traits.OwnVariance, level = 0, surprise = 0;
        double usual = Math.Sqrt(((traits.Beta * traits.Beta * SimulatedMarketIndex.MeanVariance) + traits.OwnVariance) * dt);
        for (int i = 0; i < count; i++)
        {
            IndexSession market = index[i];
            Pcg32 random = SimulatedMarketNoise.Session(stream, sessions[i]);
            double night = random.NextNormal(), day = random.NextNormal(), varianceShock = random.NextNormal();
            double jumps = random.NextDouble(), jumpSize = SymbolTraits.JumpSize * random.NextNormal();
            double dayVariance = (traits.Beta * traits.Beta * market.DayVariance) + ((1 - overnightShare) * variance * dt);
            double drift = -0.5 * variance * dt;
            double overnight = (traits.Beta * market.Overnight) + (Math.Sqrt(overnightShare * variance * dt) * night) + (overnightShare * drift);
            double intraday = (traits.Beta * market.Intraday) + (Math.Sqrt((1 - overnightShare) * variance * dt) * day) + ((1 - overnightShare) * drift)
                + (plantedSignal * surprise * Math.Sqrt(dayVariance));
            if (!isIndex && jumps < SymbolTraits.JumpsPerYear * dt)
                overnight += jumpSize;
            if (i == 0)
                overnight = 0;

            double start = price * Math.Exp(overnight), end = start * Math.Exp(intraday);
            (double up, double down) = Extremes(intraday, dayVariance, random);
            open[i] = Cents(start);
            close[i] = Cents(end);
            high[i] = Math.Max(Cents(start * Math.Exp(up)), Math.Max(open[i], close[i]));
            low[i] = Math.Min(Cents(start * Math.Exp(down)), Math.Min(open[i], close[i]));
            surprise = isIndex ? market.VolumeNoise : (0.7 * surprise) + (0.71 * random.NextNormal());
            double move = Math.Min(Math.Abs(overnight + intraday) / usual, 5), stress = Math.Sqrt(dayVariance) / usual;
            volume[i] = Math.Round(traits.MeanVolume * Math.Exp((0.25 * (move - 0.8)) + (0.45 * (stress - 0.9)) + (0.2 * surprise)));

            if (!isIndex)
            {
                double both = (Math.Sqrt(overnightShare) * night) + (Math.Sqrt(1 - overnightShare) * day);
                variance = SimulatedMarketIndex.StepVariance(
                    variance, traits.OwnVariance, speed: 4, volOfVol: 0.32, floor: 0.1 * traits.OwnVariance, (-0.25 * both) + (0.968 * varianceShock));
                level = (0.8 * level) + (0.6 * 0.02 * random.NextNormal());
            }

            (own[i], noise[i], price) = (variance, level, end);
        }

        return new SymbolPath(new BarSeries(symbol, sessions, open, high, low, close, volume), own, noise);
    }

    /// <summary>Highest and lowest log price of a Brownian bridge from 0 to <paramref name="end"/>, each exact, drawn independently.</summary>
    private static (double Up, double Down) Extremes(double end, double variance, Pcg32 random)
    {
        double above = Math.Sqrt((end * end) - (2 * variance * Math.Log(1 - random.NextDouble())));
        double below = Math.Sqrt((end * end) - (2 * variance * Math.Log(1 - random.NextDouble())));
        return (0.5 * (end + above), 0.5 * (end - below));
    }

    private static double Cents(double price) => Math.Max(0.01, Math.Round(price * 100) / 100);
}
