namespace ResearchLab.Models;

/// <summary>How far a training is.</summary>
/// <param name="Step">What is being done, such as <c>fold 2 of 6</c>.</param>
/// <param name="Share">Share of the whole, in [0, 1].</param>
public readonly record struct TrainingProgress(string Step, double Share);
