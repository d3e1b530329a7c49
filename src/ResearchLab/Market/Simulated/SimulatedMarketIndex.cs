using ResearchLab.Basics;

namespace ResearchLab.Market;

/// <summary>The hidden market behind every simulated symbol: regimes, stochastic variance with leverage, fat tails, a T-bill yield.</summary>
internal static class SimulatedMarketIndex
{
    /// <summary>Share of a session's variance that falls between close and open.</summary>
    internal const double OvernightShare = 0.22;

    /// <summary>Sessions a year.</summary>
    internal const double SessionsPerYear = 252;

    /// <summary>Standard deviation of <see cref="IndexSession.LevelNoise"/>.</summary>
    internal const double LevelNoiseDeviation = 0.025;

    private const double Leverage = -0.75;

    // Daily probabilities to enter and to leave a state of rich premium.
    private const double RichBegins = 1 / 90.0, RichEnds = 1 / 60.0;

    // Drift above bills per variance, proportional to it as in Merton (1980), "On estimating the expected return on the market", J. Financial Economics 8(4):
    // 6% a year on average, and most in storms.
    private const double PriceOfVariance = 2.8;

    /// <summary>The sessions in order; the first has no overnight return.</summary>
    /// <param name="seed">Which history.</param>
    /// <param name="sessions">Sessions to simulate.</param>
    /// <param name="riskPremium">Multiple of the drift above bills.</param>
    internal static IndexSession[] Simulate(ulong seed, ReadOnlySpan<DateOnly> sessions, double riskPremium)
    {
        const double dt = 1 / SessionsPerYear;
        ulong stream = SimulatedMarketNoise.Derive(seed, 1), richStream = SimulatedMarketNoise.Derive(seed, 2);
        var path = new IndexSession[sessions.Length];
        VarianceState state = VarianceState.Start;
        double level = 0, skew = 0, volume = 0, rate = 0.0035;
        bool rich = false;
        for (int i = 0; i < path.Length; i++)
        {
            Pcg32 random = SimulatedMarketNoise.Session(stream, sessions[i]);
            double change = random.NextDouble(), night = random.NextNormal(), day = random.NextNormal(), own = random.NextNormal();
            double variance = state.Variance * dt, dayVariance = (1 - OvernightShare) * variance;
            double drift = (rate * dt) + (((riskPremium * PriceOfVariance) - 0.5) * variance);
            double overnight = (OvernightShare * drift) + (Math.Sqrt(OvernightShare * variance) * FatTail(night));
            double intraday = ((1 - OvernightShare) * drift) + (Math.Sqrt(dayVariance) * FatTail(day));

            double both = (Math.Sqrt(OvernightShare) * night) + (Math.Sqrt(1 - OvernightShare) * day);
            state = state.Next(change, (Leverage * both) + (Math.Sqrt(1 - (Leverage * Leverage)) * own));
            level = (0.8 * level) + (0.6 * LevelNoiseDeviation * random.NextNormal());
            skew = (0.95 * skew) + (0.31 * random.NextNormal());
            volume = (0.7 * volume) + (0.71 * random.NextNormal());
            double bill = rate;
            rate = Reflect(rate + (0.00035 * random.NextNormal()), 0.055);
            rich = SimulatedMarketNoise.Session(richStream, sessions[i]).NextDouble() < (rich ? 1 - RichEnds : RichBegins);
            path[i] = new IndexSession(i == 0 ? 0 : overnight, intraday, dayVariance, state, level, skew, volume, bill, rate, rich);
        }

        return path;
    }

    /// <summary>
    /// A standard normal draw stretched to kurtosis 4.5 at variance 1: z + 0.05 z³, by Fleishman (1978), "A method for simulating non-normal distributions",
    /// Psychometrika 43(4).
    /// </summary>
    /// <remarks>Held at five deviations of the draw, so that prices keep a mean.</remarks>
    internal static double FatTail(double normal)
    {
        const double cubic = 0.05, deviation = 1.1565034; // √(1 + 6c + 15c²)
        double z = Math.Clamp(normal, -5, 5);
        return z * (1 + (cubic * z * z)) / deviation;
    }

    private static double Reflect(double value, double upper)
    {
        value = Math.Abs(value);
        return value > upper ? (2 * upper) - value : value;
    }
}
