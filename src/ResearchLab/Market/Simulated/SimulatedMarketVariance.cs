namespace ResearchLab.Market;

/// <summary>
/// Variance of the index and what it is expected to be: a Markov chain of three regimes, a level that follows them, and an Ornstein–Uhlenbeck process
/// in logs around it. Both are stepped exactly and independent of each other, so expectations are closed formulas.
/// </summary>
internal static class SimulatedMarketVariance
{
    /// <summary>Standard deviation of the logarithm of variance over its level.</summary>
    internal const double GapDeviation = 0.42;

    /// <summary>The same of a symbol's own variance.</summary>
    internal const double OwnGapDeviation = 0.25;

    /// <summary>Share of the way to the regime's variance that the level goes in a session.</summary>
    internal const double Adaption = 0.125;

    /// <summary>Share of a symbol's own variance that moves with the market's.</summary>
    internal const double OwnFollows = 0.8;

    // Gaps halve in 12 sessions.
    private const double Keep = 0.9438743;

    private const int Horizon = 65;

    /// <summary>Variance a year of calm, normal and storm: volatilities of 11%, 16% and 26%.</summary>
    internal static readonly double[] Regimes = [0.11 * 0.11, 0.16 * 0.16, 0.26 * 0.26];

    // Daily probabilities to leave for each other regime: they last 88, 44 and 24 sessions on average.
    private static readonly double[][] s_leave =
    [
        [0, 1 / 100.0, 1 / 700.0],
        [1 / 60.0, 0, 1 / 160.0],
        [1 / 400.0, 1 / 25.0, 0],
    ];

    // By sessions ahead and regime: what the regimes to come add to the expected level.
    private static readonly double[][] s_coming = Coming();

    /// <summary>Variance a year on average over all time.</summary>
    internal static double Mean { get; } = Expected(Regimes, 20_000)[0];

    /// <summary>Expected variance a year, averaged over the sessions of the next calendar days, for a symbol.</summary>
    /// <param name="state">State of the index at a close.</param>
    /// <param name="beta">Return of the symbol per return of the index.</param>
    /// <param name="own">Long-run own variance a year; 0 for none.</param>
    /// <param name="ownGap">Logarithm of own variance over its level.</param>
    /// <param name="days">Calendar days, at most 93.</param>
    internal static double ExpectedAverage(in VarianceState state, double beta, double own, double ownGap, int days)
    {
        double sessions = days * SimulatedMarketIndex.SessionsPerYear / 365, sum = 0, keepLevel = 1, keepGap = 1;
        for (int k = 0; k < sessions; k++)
        {
            double market = ((keepLevel * state.Level) + s_coming[k][state.Regime]) * MeanExp(keepGap * state.LogGap, keepGap * GapDeviation);
            double both = (beta * beta * market) + (own == 0 ? 0 : OwnVariance(own, market, keepGap * ownGap, keepGap * OwnGapDeviation));
            sum += both * Math.Min(1, sessions - k);
            keepLevel *= 1 - Adaption;
            keepGap *= Keep;
        }

        return sum / sessions;
    }

    /// <summary>A symbol's own variance a year: part constant, part following the market's, times a process of its own.</summary>
    /// <param name="own">Long-run own variance a year.</param>
    /// <param name="market">Variance a year of the index.</param>
    /// <param name="gap">Logarithm of own variance over its level, or what is left of it.</param>
    /// <param name="deviation">Standard deviation of <paramref name="gap"/>.</param>
    internal static double OwnVariance(double own, double market, double gap, double deviation = OwnGapDeviation) =>
        own * (1 - OwnFollows + (OwnFollows * market / Mean)) * MeanExp(gap, deviation);

    /// <summary>One session of a log gap.</summary>
    internal static double StepGap(double gap, double deviation, double shock) => (Keep * gap) + (deviation * Math.Sqrt(1 - (Keep * Keep)) * shock);

    internal static int NextRegime(int regime, double uniform)
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

    private static double MeanExp(double gap, double deviation) => Math.Exp(gap - (0.5 * deviation * deviation));

    private static double[][] Coming()
    {
        var coming = new double[Horizon][];
        coming[0] = new double[Regimes.Length];
        // To k sessions from now belongs the regime after one step, then k − 1 sessions from there.
        for (int k = 1; k < Horizon; k++)
        {
            double[] first = Expected(Regimes, 1), later = Expected(coming[k - 1], 1);
            double weight = Adaption * Math.Pow(1 - Adaption, k - 1);
            coming[k] = [.. first.Zip(later, (now, then) => (weight * now) + then)];
        }

        return coming;
    }

    /// <summary>Expectation of a function of the regime some sessions ahead, by today's regime.</summary>
    private static double[] Expected(double[] values, int sessions)
    {
        for (int step = 0; step < sessions; step++)
        {
            double[] now = values;
            values = [.. s_leave.Select((leave, regime) => now[regime] + leave.Select((probability, next) => probability * (now[next] - now[regime])).Sum())];
        }

        return values;
    }
}
