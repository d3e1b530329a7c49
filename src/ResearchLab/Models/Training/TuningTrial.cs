namespace ResearchLab.Models;

/// <summary>One setting that was tried inside a training window.</summary>
/// <param name="Parameters">LightGBM parameters, rounds of the rung included.</param>
/// <param name="SplitId">Inner split it was judged on.</param>
/// <param name="Loss">Log loss of its calibrated probabilities, weighted by uniqueness.</param>
/// <param name="Sessions">Inner test sessions, ascending.</param>
/// <param name="Returns">What its picks earned there.</param>
public sealed record TuningTrial(string Parameters, string SplitId, double Loss, DateOnly[] Sessions, double[] Returns);
