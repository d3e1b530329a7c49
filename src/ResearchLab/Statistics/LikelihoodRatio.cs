namespace ResearchLab.Statistics;

/// <summary>A likelihood-ratio test.</summary>
/// <param name="Statistic">−2 log of the likelihood ratio.</param>
/// <param name="DegreesOfFreedom">1 or 2.</param>
/// <param name="PValue">Probability of a statistic at least as high under the chi-square law of the null hypothesis.</param>
public readonly record struct LikelihoodRatio(double Statistic, int DegreesOfFreedom, double PValue);
