using MathNet.Numerics.Distributions;

namespace ResearchLab.Statistics;

/// <summary>Intervals of a rate seen in a number of trials; both counts may be fractional, as effective sample sizes are.</summary>
public static class Proportion
{
    /// <summary>Wilson's score interval.</summary>
    /// <param name="successes">In [0, <paramref name="trials"/>].</param>
    /// <param name="trials">Positive.</param>
    /// <param name="level">Confidence in (0, 1).</param>
    /// <remarks>Wilson (1927), "Probable Inference, the Law of Succession, and Statistical Inference", JASA 22, 209–212.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public static Interval Wilson(double successes, double trials, double level = 0.95)
    {
        RequireCounts(successes, trials, allowNone: false);
        RequireLevel(level);
        double z = Normal.InvCDF(0, 1, 0.5 + (level / 2));
        double rate = successes / trials, square = z * z;
        double centre = (rate + (square / (2 * trials))) / (1 + (square / trials));
        double half = z / (1 + (square / trials)) * Math.Sqrt((rate * (1 - rate) / trials) + (square / (4 * trials * trials)));
        // At 0 and at all successes the ends are exactly 0 and 1.
        return new Interval(successes == 0 ? 0 : Math.Max(centre - half, 0), successes == trials ? 1 : Math.Min(centre + half, 1));
    }

    /// <summary>Central interval of the Beta posterior of a rate.</summary>
    /// <param name="successes">In [0, <paramref name="trials"/>].</param>
    /// <param name="trials">At least 0.</param>
    /// <param name="level">Probability inside, in (0, 1); 0.8 leaves 10% below and 10% above.</param>
    /// <param name="prior">Both parameters of the Beta prior: 0.5 is Jeffreys', 1 is uniform.</param>
    /// <remarks>
    /// Brown, Cai and DasGupta (2001), "Interval Estimation for a Binomial Proportion", Statistical Science 16(2), 101–133: with prior 0.5 the equal-tailed
    /// Jeffreys interval.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public static Interval BetaBinomial(double successes, double trials, double level = 0.8, double prior = 0.5)
    {
        RequireCounts(successes, trials, allowNone: true);
        RequireLevel(level);
        if (!(prior > 0))
            throw new ArgumentOutOfRangeException(nameof(prior), prior, Invariant($"Prior {prior} must be positive."));
        double tail = (1 - level) / 2, a = successes + prior, b = trials - successes + prior;
        return new Interval(Beta.InvCDF(a, b, tail), Beta.InvCDF(a, b, 1 - tail));
    }

    /// <summary>Counts of weighted trials, for the intervals above: the rate keeps the weights, the number of trials what they are worth.</summary>
    /// <param name="successes">Whether each trial succeeded.</param>
    /// <param name="weights">Weight of each, at least 0 and not all 0.</param>
    /// <param name="effectiveTrials">Independent trials they are worth; null takes Kish's (Σw)²/Σw². Labels that overlap are worth less.</param>
    /// <remarks>Kish (1965), "Survey Sampling", Wiley, section 11.7.</remarks>
    /// <exception cref="ArgumentException">Lengths differ, a weight is negative or none is positive, or the effective number is not in (0, n].</exception>
    public static WeightedCounts Weighted(ReadOnlySpan<bool> successes, ReadOnlySpan<double> weights, double? effectiveTrials = null)
    {
        if (successes.Length != weights.Length)
            throw new ArgumentException($"There are {successes.Length} trials but {weights.Length} weights.", nameof(weights));
        double sum = 0, squares = 0, won = 0;
        for (int i = 0; i < weights.Length; i++)
        {
            if (!(weights[i] >= 0) || double.IsInfinity(weights[i]))
                throw new ArgumentException(Invariant($"Weight {i} is {weights[i]}; weights must be at least 0."), nameof(weights));
            sum += weights[i];
            squares += weights[i] * weights[i];
            won += successes[i] ? weights[i] : 0;
        }

        if (!(sum > 0))
            throw new ArgumentException("No weight is positive.", nameof(weights));
        double trials = effectiveTrials ?? Math.Min(sum * sum / squares, weights.Length);
        if (!(trials > 0 && trials <= weights.Length))
            throw new ArgumentException(Invariant($"Effective trials {trials} must be in (0, {weights.Length}]."), nameof(effectiveTrials));
        return new WeightedCounts(Math.Min(won / sum * trials, trials), trials);
    }

    private static void RequireCounts(double successes, double trials, bool allowNone)
    {
        if (!(allowNone ? trials >= 0 : trials > 0) || !double.IsFinite(trials))
            throw new ArgumentOutOfRangeException(nameof(trials), trials, Invariant($"Trials {trials} must be {(allowNone ? "at least 0" : "positive")}."));
        if (!(successes >= 0 && successes <= trials))
            throw new ArgumentOutOfRangeException(nameof(successes), successes, Invariant($"Successes {successes} must be in [0, {trials}]."));
    }

    private static void RequireLevel(double level)
    {
        if (!(level is > 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(level), level, Invariant($"Level {level} must be in (0, 1)."));
    }
}
