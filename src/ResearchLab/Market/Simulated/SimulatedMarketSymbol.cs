using ResearchLab.Basics;

namespace ResearchLab.Market;

/// <summary>Builds a symbol's bars on the index path.</summary>
internal static class SimulatedMarketSymbol
{
    /// <summary>Standard deviation of <see cref="SymbolPath.Noise"/>.</summary>
    internal const double LevelNoiseDeviation = 0.02;

    internal static SymbolPath Simulate(
        string symbol, in SymbolTraits traits, ulong seed, DateOnly[] sessions, IndexSession[] index, double plantedSignal)
    {
        const double dt = 1 / SimulatedMarketIndex.SessionsPerYear, overnightShare = SimulatedMarketIndex.OvernightShare;
        ulong stream = SimulatedMarketNoise.Derive(seed, SimulatedMarketNoise.OfSymbol(symbol));
        int count = sessions.Length;
        double[] open = new double[count], high = new double[count], low = new double[count], close = new double[count];
        double[] volume = new double[count], own = new double[count], noise = new double[count];
        bool isIndex = traits.OwnVariance == 0;
        double price = traits.FirstClose, gap = 0, level = 0, surprise = 0;
        double usual = Math.Sqrt(((traits.Beta * traits.Beta * SimulatedMarketVariance.Mean) + traits.OwnVariance) * dt);
        for (int i = 0; i < count; i++)
        {
            IndexSession market = index[i];
            Pcg32 random = SimulatedMarketNoise.Session(stream, sessions[i]);
            double night = random.NextNormal(), day = random.NextNormal(), varianceShock = random.NextNormal();
            double marketVariance = market.DayVariance / (1 - overnightShare);
            double variance = isIndex ? 0 : SimulatedMarketVariance.OwnVariance(traits.OwnVariance, marketVariance / dt, gap) * dt;
            double dayVariance = (traits.Beta * traits.Beta * market.DayVariance) + ((1 - overnightShare) * variance);
            // Own risk is not paid for: what is earned above bills is beta times the index's.
            double drift = ((1 - traits.Beta) * market.Bill * dt) + (0.5 * traits.Beta * (1 - traits.Beta) * marketVariance) - (0.5 * variance);
            double overnight = (traits.Beta * market.Overnight) + (Math.Sqrt(overnightShare * variance) * SimulatedMarketIndex.FatTail(night))
                + (overnightShare * drift);
            double intraday = (traits.Beta * market.Intraday) + (Math.Sqrt((1 - overnightShare) * variance) * SimulatedMarketIndex.FatTail(day))
                + ((1 - overnightShare) * drift) + (plantedSignal * surprise * Math.Sqrt(dayVariance));
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
                gap = SimulatedMarketVariance.StepGap(gap, SimulatedMarketVariance.OwnGapDeviation, (-0.25 * both) + (0.968 * varianceShock));
                level = (0.8 * level) + (0.6 * LevelNoiseDeviation * random.NextNormal());
            }

            (own[i], noise[i], price) = (gap, level, end);
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
