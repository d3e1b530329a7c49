namespace ResearchLab.Models;

/// <summary>Model against the best baseline in a part of the out-of-sample sessions.</summary>
/// <param name="Name">The part: a year or a regime.</param>
/// <param name="Sessions">Sessions in it.</param>
/// <param name="ModelMean">Mean return on capital at risk a session of the model.</param>
/// <param name="BaselineMean">Of the baseline.</param>
/// <param name="Low">Lower end of the difference's 95% paired block-bootstrap interval; NaN with too few sessions.</param>
/// <param name="High">Upper end.</param>
public sealed record PartResult(string Name, int Sessions, double ModelMean, double BaselineMean, double Low, double High);
