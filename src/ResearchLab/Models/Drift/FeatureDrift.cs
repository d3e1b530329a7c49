namespace ResearchLab.Models;

/// <summary>Drift of one feature.</summary>
/// <param name="Feature">Name.</param>
/// <param name="Psi">Population stability index of the recent sessions against the training ones.</param>
/// <param name="SamplingNoise">What the index stays below without drift if sessions were independent (χ² approximation).</param>
/// <param name="TrainingNoise">What the index of as many consecutive training sessions stays below; NaN when there are too few of them.</param>
/// <param name="Status">Judged by both bounds and both noises.</param>
public sealed record FeatureDrift(string Feature, double Psi, double SamplingNoise, double TrainingNoise, DriftStatus Status);
