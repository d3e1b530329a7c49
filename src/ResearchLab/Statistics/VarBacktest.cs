using MathNet.Numerics;

namespace ResearchLab.Statistics;

/// <summary>Backtests of value at risk.</summary>
/// <remarks>
/// Kupiec (1995), "Techniques for Verifying the Accuracy of Risk Measurement Models", Journal of Derivatives 3(2), 73–84; Christoffersen
/// (1998), "Evaluating Interval Forecasts", International Economic Review 39(4), 841–862. As usual, conditional coverage is the sum of both
/// statistics, the first over all sessions and the second over all but one.
/// </remarks>
public static class VarBacktest
{
    /// <summary>Which sessions lost more than the value at risk forecast for them.</summary>
    /// <param name="returns">Return of each session.</param>
    /// <param name="valueAtRisk">Forecast made before it, in the same unit, as a positive loss.</param>
    /// <exception cref="ArgumentException">Lengths differ, or a value is NaN.</exception>
    public static bool[] Failures(ReadOnlySpan<double> returns, ReadOnlySpan<double> valueAtRisk)
    {
        if (returns.Length != valueAtRisk.Length)
            throw new ArgumentException($"There are {returns.Length} returns but {valueAtRisk.Length} forecasts.", nameof(valueAtRisk));
        var failures = new bool[returns.Length];
        for (int i = 0; i < returns.Length; i++)
        {
            if (double.IsNaN(returns[i]) || double.IsNaN(valueAtRisk[i]))
                throw new ArgumentException(
                    Invariant($"Session {i} has return {returns[i]} and forecast {valueAtRisk[i]}. Leave sessions without a value out."), nameof(returns));
            failures[i] = -returns[i] > valueAtRisk[i];
        }

        return failures;
    }

    /// <summary>All tests of one series of failures.</summary>
    /// <param name="failures">Whether each session failed, in order of time; at least one.</param>
    /// <param name="level">Confidence of the value at risk in (0, 1), such as 0.95.</param>
    /// <exception cref="ArgumentException">There are no sessions.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="level"/> is outside (0, 1).</exception>
    public static VarCoverage Test(ReadOnlySpan<bool> failures, double level)
    {
        if (failures.IsEmpty)
            throw new ArgumentException("Coverage needs at least one session.", nameof(failures));
        Span<int> pairs = stackalloc int[4];
        pairs.Clear();
        int count = 0;
        for (int i = 0; i < failures.Length; i++)
        {
            count += failures[i] ? 1 : 0;
            if (i > 0)
                pairs[(failures[i - 1] ? 2 : 0) + (failures[i] ? 1 : 0)]++;
        }

        int first = failures.IndexOf(true);
        LikelihoodRatio frequency = ProportionOfFailures(failures.Length, count, level);
        LikelihoodRatio independence = Independence(pairs[0], pairs[1], pairs[2], pairs[3]);
        return new VarCoverage(
            failures.Length, count, pairs[0], pairs[1], pairs[2], pairs[3], first < 0 ? null : first + 1, frequency,
            first < 0 ? NoFailureIn(failures.Length, level) : TimeUntilFirstFailure(first + 1, level), independence,
            ConditionalCoverage(frequency, independence));
    }

    /// <summary>Christoffersen's conditional coverage: both likelihood ratios added, with two degrees of freedom.</summary>
    public static LikelihoodRatio ConditionalCoverage(LikelihoodRatio frequency, LikelihoodRatio independence) =>
        Ratio(frequency.Statistic + independence.Statistic, 2);

    /// <summary>Kupiec's proportion of failures (POF).</summary>
    /// <param name="observations">Sessions, at least 1.</param>
    /// <param name="failures">Failures among them.</param>
    /// <param name="level">Confidence of the value at risk in (0, 1), such as 0.95.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public static LikelihoodRatio ProportionOfFailures(int observations, int failures, double level)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(observations, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(failures, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(failures, observations);
        return Ratio(2 * (Fitted(observations - failures, failures) - At(observations - failures, failures, Tail(level))), 1);
    }

    /// <summary>Kupiec's time until first failure (TUFF).</summary>
    /// <param name="first">Number of the session that failed first, from 1.</param>
    /// <param name="level">Confidence of the value at risk in (0, 1), such as 0.95.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public static LikelihoodRatio TimeUntilFirstFailure(int first, double level)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(first, 1);
        return Ratio(2 * (Fitted(first - 1, 1) - At(first - 1, 1, Tail(level))), 1);
    }

    /// <summary>Christoffersen's independence from the counts of pairs of neighbouring sessions; 0 where a kind of pair cannot tell.</summary>
    /// <param name="n00">Without a failure after one without.</param>
    /// <param name="n01">Failure after one without.</param>
    /// <param name="n10">Without a failure after a failure.</param>
    /// <param name="n11">Failure after a failure.</param>
    /// <exception cref="ArgumentOutOfRangeException">A count is negative.</exception>
    public static LikelihoodRatio Independence(int n00, int n01, int n10, int n11)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(n00);
        ArgumentOutOfRangeException.ThrowIfNegative(n01);
        ArgumentOutOfRangeException.ThrowIfNegative(n10);
        ArgumentOutOfRangeException.ThrowIfNegative(n11);
        return Ratio(2 * (Fitted(n00, n01) + Fitted(n10, n11) - Fitted(n00 + n10, n01 + n11)), 1);
    }

    // The likelihood of no failure is highest, at 1, when none can happen.
    private static LikelihoodRatio NoFailureIn(int observations, double level) => Ratio(-2 * At(observations, 0, Tail(level)), 1);

    /// <summary>Highest log likelihood of so many passes and failures.</summary>
    private static double Fitted(double passes, double failures) =>
        passes + failures > 0 ? At(passes, failures, failures / (passes + failures)) : 0;

    private static double At(double passes, double failures, double probability) =>
        (passes > 0 ? passes * Math.Log(1 - probability) : 0) + (failures > 0 ? failures * Math.Log(probability) : 0);

    private static double Tail(double level) =>
        level is > 0 and < 1 ? 1 - level : throw new ArgumentOutOfRangeException(nameof(level), level, Invariant($"Level {level} must be in (0, 1)."));

    // Chi-square tails: erfc(√(x/2)) with one degree of freedom, exp(−x/2) with two.
    private static LikelihoodRatio Ratio(double statistic, int degrees)
    {
        double bounded = Math.Max(statistic, 0);
        return new LikelihoodRatio(bounded, degrees, degrees == 1 ? SpecialFunctions.Erfc(Math.Sqrt(bounded / 2)) : Math.Exp(-bounded / 2));
    }
}
