namespace ResearchLab.Statistics;

/// <summary>Whether a value-at-risk forecast fails as often, and as irregularly, as it should.</summary>
/// <param name="Observations">Sessions observed.</param>
/// <param name="Failures">Sessions whose loss was beyond the value at risk.</param>
/// <param name="N00">Sessions without a failure after one without.</param>
/// <param name="N01">Failures after a session without.</param>
/// <param name="N10">Sessions without a failure after a failure.</param>
/// <param name="N11">Failures after a failure.</param>
/// <param name="FirstFailure">Number of the first session with a failure, from 1; null without failures.</param>
/// <param name="Frequency">Kupiec's proportion of failures.</param>
/// <param name="FirstTime">Kupiec's time until the first failure.</param>
/// <param name="Independence">Christoffersen's independence against first-order clustering.</param>
/// <param name="Conditional">Christoffersen's conditional coverage: frequency and independence together.</param>
public sealed record VarCoverage(
    int Observations, int Failures, int N00, int N01, int N10, int N11, int? FirstFailure,
    LikelihoodRatio Frequency, LikelihoodRatio FirstTime, LikelihoodRatio Independence, LikelihoodRatio Conditional);
