namespace ResearchLab.Statistics;

/// <summary>Hansen's test for superior predictive ability.</summary>
/// <param name="Statistic">Highest studentised advantage, at least 0.</param>
/// <param name="PValue">Consistent p-value: poor strategies are left out of the null hypothesis.</param>
/// <param name="Lower">Lower bound of it: every strategy seen to be worse is taken to be worse.</param>
/// <param name="Upper">Upper bound: all are taken to be as good as the benchmark.</param>
/// <param name="Best">Strategy with the highest studentised advantage.</param>
/// <param name="MonteCarloError">Standard error of <paramref name="PValue"/> from the number of resamples.</param>
public readonly record struct SuperiorPredictiveAbility(double Statistic, double PValue, double Lower, double Upper, int Best, double MonteCarloError);
