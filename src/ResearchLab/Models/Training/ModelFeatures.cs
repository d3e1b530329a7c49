using ResearchLab.Features;

namespace ResearchLab.Models;

/// <summary>What models know of the feature set.</summary>
internal static class ModelFeatures
{
    public static readonly int IvRank252 = FeatureCatalog.IndexOf("iv_rank252");
    public static readonly int CloseToSma50 = FeatureCatalog.IndexOf("close_to_sma50");

    public static IReadOnlyList<string> Names { get; } = [.. FeatureCatalog.All.Select(feature => feature.Name)];

    public static int Count => Names.Count;

    /// <exception cref="ArgumentException">The matrix is of another feature set.</exception>
    public static void RequireSet(FeatureMatrix features)
    {
        if (features.SetVersion != FeatureCatalog.SetVersion || features.Columns.Length != Count)
        {
            throw new ArgumentException(
                Invariant($"Features of set {features.Columns.Length}-v{features.SetVersion} cannot be used; ")
                    + Invariant($"this code reads {Count}-v{FeatureCatalog.SetVersion}. Compute the features again."),
                nameof(features));
        }
    }
}
