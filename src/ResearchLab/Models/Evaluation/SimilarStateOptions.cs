namespace ResearchLab.Models;

/// <summary>How similar past sessions are found.</summary>
/// <param name="Neighbours">Most similar sessions to use, at least 1.</param>
/// <param name="Level">Probability inside the interval of the win rate, in (0, 1).</param>
public sealed record SimilarStateOptions(int Neighbours = 50, double Level = 0.8);
