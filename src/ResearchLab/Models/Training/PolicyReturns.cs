namespace ResearchLab.Models;

/// <summary>Returns on capital at risk of a policy's trades after costs, one a session, 0 where it stays out.</summary>
/// <param name="Sessions">Sessions, ascending.</param>
/// <param name="Returns">Return of each.</param>
/// <param name="Baseline">Name of the baseline that earned most on the same sessions.</param>
/// <param name="BaselineReturns">Its returns.</param>
/// <param name="Regimes">Regime of each session, such as <c>uptrend, low volatility</c>, from features known at its close.</param>
public sealed record PolicyReturns(DateOnly[] Sessions, double[] Returns, string Baseline, double[] BaselineReturns, string[] Regimes);
