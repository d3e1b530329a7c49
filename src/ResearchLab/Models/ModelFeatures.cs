using ResearchLab.Features;

namespace ResearchLab.Models;

/// <summary>What models know of the feature set.</summary>
internal static class ModelFeatures
{
    public const int SetVersion = 1;
    public const int Count = 84;
    public const int IvRank252 = 55;
    public const int CloseToSma50 = 9;

    public static IReadOnlyList<string> Names { get; } = [.. Enumerable.Range(1, Count).Select(i => $"feature_{i}")];

    /// <exception cref="ArgumentException">The matrix is of another feature set.</exception>
    public static void RequireSet(FeatureMatrix features)
    {
        if (features.SetVersion != SetVersion || features.Columns.Length != Count)
        {
            throw new ArgumentException(
                $"Features of set {features.Columns.Length}-v{features.SetVersion} cannot be used; this code reads {Count}-v{SetVersion}. Compute the features again.", nameof(features));
        }
    }
}
