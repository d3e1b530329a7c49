namespace ResearchLab.Models;

/// <summary>Brier scores of the search at one session, mean over the eligible structures.</summary>
/// <param name="Position">Position of the session.</param>
/// <param name="EndPosition">Position at which the outcomes are known.</param>
/// <param name="Score">Of the search.</param>
/// <param name="BaseScore">Of the base rate.</param>
internal readonly record struct SimilarPrediction(int Position, int EndPosition, double Score, double BaseScore);
