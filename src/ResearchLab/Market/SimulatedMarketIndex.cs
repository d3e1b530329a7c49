using ResearchLab.Statistics;

namespace ResearchLab.Market;

/// <summary>One session of the market index as simulated: log returns over night and by day, and the state they leave.</summary>
/// <param name="Overnight">Log return from the last close to the open.</param>
/// <param name="Intraday">Log return from open to close.</param>
/// <param name="DayVariance">Diffusive variance of the intraday part.</param>
/// <param name="Variance">Hidden variance a year at the close.</param>
/// <param name="LevelNoise">Log noise in the level of implied volatility.</param>
/// <param name="TermNoise">Further log noise of the 3-month level.</param>
/// <param name="SkewNoise">Standardised noise of the smile's asymmetry.</param>
/// <param name="VolumeNoise">Standardised noise of the index's volume.</param>
/// <param name="Rate">T-bill yield, fraction a year.</param>
internal readonly record struct IndexSession(
    double Overnight,
    double Intraday,
    double DayVariance,
    double Variance,
    double LevelNoise,
    double TermNoise,
    double SkewNoise,
    double VolumeNoise,
    double Rate);

/// <summary>The hidden market behind every simulated symbol: three regimes, stochastic variance with leverage, jumps, a T-bill yield.</summary>
internal static class SimulatedMarketIndex
{
    /// <summary>Share of a session's diffusive variance that falls between close and open.</summary>
    internal const double OvernightShare = 0.22;

    /// <summary>Sessions a year.</summary>
    internal const double SessionsPerYear = 252;

    /// <summary>Variance a year that jumps add on average over the regimes.</summary>
    internal const double JumpVariance = 0.0031;

    /// <summary>Variance a year, jumps aside, averaged over the stationary regimes and what jumps add to it; as measured over long runs.</summary>
    internal const double MeanVariance = 0.0261;

    private const double ReversionSpeed = 7, VolOfVol = 0.55, Leverage = -0.75, VarianceFloor = 0.06 * 0.06;
    private const double JumpMean = -0.008, JumpDeviation = 0.022;

    // Calm bull, choppy, bear: log drift and variance a year, jumps a year, and daily probabilities to leave for each other regime.
    private static readonly double[] s_drift = [0.14, 0.03, -0.22];
    private static readonly double[] s_variance = [0.10 * 0.10, 0.145 * 0.145, 0.29 * 0.29];
    private static readonly double[] s_jumps = [4, 6, 15];
    private static readonly double[][] s_leave =
    [
        [0, 1 / 110.0, 1 / 900.0],
        [1 / 60.0, 0, 1 / 150.0],
        [1 / 400.0, 1 / 40.0, 0],
    ];

    /// <summary>The sessions in order; the first has no overnight return.</summary>
    internal static IndexSession[] Simulate(ulong seed, ReadOnlySpan<DateOnly> sessions)
    {
        const double dt = 1 / SessionsPerYear;
        ulong stream = SimulatedMarketNoise.Derive(seed, 1);
        var path = new IndexSession[sessions.Length];
        int regime = 0;
        double variance = 0.014, level = 0, term = 0, skew = 0, volume = 0, rate = 0.0035;
        for (int i = 0; i < path.Length; i++)
        {
            Pcg32 random = SimulatedMarketNoise.Session(stream, sessions[i]);
            regime = NextRegime(regime, random.NextDouble());
            double night = random.NextNormal(), day = random.NextNormal(), own = random.NextNormal();
            double nightVariance = OvernightShare * variance * dt, dayVariance = (1 - OvernightShare) * variance * dt;
            (double nightJump, double dayJump) = Jump(random, s_jumps[regime] * dt);
            double drift = (s_drift[regime] - (JumpMean * s_jumps[regime])) * dt; // jumps move the price, not its expected log
            double overnight = (OvernightShare * drift) + (Math.Sqrt(nightVariance) * night) + nightJump;
            double intraday = ((1 - OvernightShare) * drift) + (Math.Sqrt(dayVariance) * day) + dayJump;

            double both = (Math.Sqrt(OvernightShare) * night) + (Math.Sqrt(1 - OvernightShare) * day);
            double shock = (Leverage * both) + (Math.Sqrt(1 - (Leverage * Leverage)) * own);
            double jump = nightJump + dayJump;
            variance = StepVariance(variance, s_variance[regime], ReversionSpeed, VolOfVol, VarianceFloor, shock)
                + ((jump < 0 ? 6 : 2) * jump * jump);

            level = (0.8 * level) + (0.6 * 0.025 * random.NextNormal());
            term = (0.9 * term) + (0.43 * 0.01 * random.NextNormal());
            skew = (0.95 * skew) + (0.31 * random.NextNormal());
            volume = (0.7 * volume) + (0.71 * random.NextNormal());
            rate = Reflect(rate + (0.00035 * random.NextNormal()), 0.055);
            path[i] = new IndexSession(i == 0 ? 0 : overnight, intraday, dayVariance, variance, level, term, skew, volume, rate);
        }

        return path;
    }

    /// <summary>
    /// One step of a square-root variance process (Heston, 1993), Euler with a floor.
    /// </summary>
    internal static double StepVariance(double variance, double mean, double speed, double volOfVol, double floor, double shock)
    {
        const double dt = 1 / SessionsPerYear;
        return Math.Max(floor, variance + (speed * (mean - variance) * dt) + (volOfVol * Math.Sqrt(variance * dt) * shock));
    }

    private static int NextRegime(int regime, double uniform)
    {
        double[] leave = s_leave[regime];
        for (int next = 0; next < leave.Length; next++)
        {
            if (uniform < leave[next])
                return next;
            uniform -= leave[next];
        }

        return regime;
    }

    /// <summary>At most one jump a session, three in four of them over night; always the same number of draws.</summary>
    private static (double Night, double Day) Jump(Pcg32 random, double probability)
    {
        double happens = random.NextDouble(), when = random.NextDouble(), size = JumpMean + (JumpDeviation * random.NextNormal());
        if (happens >= probability)
            return (0, 0);
        return when < 0.75 ? (size, 0) : (0, size);
    }

    private static double Reflect(double value, double upper)
    {
        value = Math.Abs(value);
        return value > upper ? (2 * upper) - value : value;
    }
}
