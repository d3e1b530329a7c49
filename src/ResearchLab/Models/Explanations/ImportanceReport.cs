using ResearchLab.Columns;

namespace ResearchLab.Models;

/// <summary>Importance of the features over the folds of a walk-forward.</summary>
/// <param name="Model">Id of the model.</param>
/// <param name="SplitId">Split whose folds were fitted.</param>
/// <param name="Folds">Number of folds.</param>
/// <param name="Rows">Out-of-sample rows explained, all folds together.</param>
/// <param name="RankCorrelation">Mean Spearman correlation of the importances of two folds; NaN with one fold.</param>
/// <param name="LowestRankCorrelation">The lowest of any two folds.</param>
/// <param name="Features">All features, the most important first.</param>
public sealed record ImportanceReport(
    string Model, string SplitId, int Folds, int Rows, double RankCorrelation, double LowestRankCorrelation, IReadOnlyList<FeatureImportance> Features)
{
    /// <summary>One plain sentence on stability.</summary>
    public string Verdict => double.IsNaN(RankCorrelation)
        ? "One fold only: nothing can be said about stability."
        : Invariant($"Rank correlation of importance between folds {RankCorrelation:0.00} on average, {LowestRankCorrelation:0.00} at worst; ")
            + Invariant($"{Features.Count(feature => feature.TopTenShare == 1)} feature(s) are among the first ten in all {Folds} folds.");

    /// <summary>The same as a table.</summary>
    public Frame ToFrame() => new(
        new Column<string>("feature", [.. Features.Select(f => f.Feature)]),
        new Column<double>("share", [.. Features.Select(f => f.Share)]),
        new Column<double>("lowest_share", [.. Features.Select(f => f.LowestShare)]),
        new Column<double>("highest_share", [.. Features.Select(f => f.HighestShare)]),
        new Column<int>("best_rank", [.. Features.Select(f => f.BestRank)]),
        new Column<int>("worst_rank", [.. Features.Select(f => f.WorstRank)]),
        new Column<double>("top10_share", [.. Features.Select(f => f.TopTenShare)]),
        new Column<double>("gain_share", [.. Features.Select(f => f.GainShare)]));
}
