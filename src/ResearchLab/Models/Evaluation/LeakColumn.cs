namespace ResearchLab.Models;

/// <summary>A column that alone tells the label better than what is known beforehand does.</summary>
/// <param name="Index">Its place among the features.</param>
/// <param name="Strength">
/// Rank correlation with the label, or with the class that it tells best against all others: 1 tells all, 0 nothing; the sign is that of the relation.
/// </param>
/// <param name="Deviations">Its distance from 0 in standard errors, overlap of labels taken out.</param>
public sealed record LeakColumn(int Index, double Strength, double Deviations)
{
    /// <summary>Its name; its place when it has none.</summary>
    public string Name { get; init; } = Invariant($"feature {Index}");
}
