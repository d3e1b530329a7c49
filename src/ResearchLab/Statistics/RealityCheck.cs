namespace ResearchLab.Statistics;

/// <summary>White's reality check.</summary>
/// <param name="Statistic">Highest √n times mean advantage.</param>
/// <param name="PValue">Chance of one at least as high when no strategy is better than the benchmark.</param>
/// <param name="Best">Strategy with that advantage.</param>
public readonly record struct RealityCheck(double Statistic, double PValue, int Best);
