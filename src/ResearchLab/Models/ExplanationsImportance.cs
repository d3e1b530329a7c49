using ResearchLab.Basics;
using ResearchLab.Columns;
using ResearchLab.Features;
using ResearchLab.LightGbm;

namespace ResearchLab.Models;

/// <summary>How much a feature matters, and whether that is the same at other times.</summary>
/// <param name="Feature">Name.</param>
/// <param name="Unit">Unit of its values.</param>
/// <param name="Share">Mean over the folds of its share of all mean absolute contributions out of sample.</param>
/// <param name="LowestShare">Its lowest share in a fold.</param>
/// <param name="HighestShare">Its highest share in a fold.</param>
/// <param name="BestRank">Its best rank in a fold, 1 the most important.</param>
/// <param name="WorstRank">Its worst rank in a fold.</param>
/// <param name="TopTenShare">Share of the folds that have it among their first ten.</param>
/// <param name="GainShare">Its share of the loss reduction in the final model, in sample.</param>
public sealed record FeatureImportance(
    string Feature, string Unit, double Share, double LowestShare, double HighestShare, int BestRank, int WorstRank, double TopTenShare, double GainShare);

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
        : $"Rank correlation of importance between folds {RankCorrelation:0.00} on average, {LowestRankCorrelation:0.00} at worst; {Features.Count(feature => feature.TopTenShare == 1)} feature(s) are among the first ten in all {Folds} folds.";

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

/// <summary>Global importance with its stability: what mattered in every fold, and what in one only.</summary>
public static class FoldImportance
{
    private const int RowsAFold = 200;

    /// <summary>
    /// Fits every fold of the walk-forward as the model was fitted, and takes the mean absolute SHAP contribution of each feature over
    /// classes and up to 200 evenly spaced test rows: what moves predictions out of sample, not what the trees were fitted with.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="features">Features; the last session is the model's session of knowledge.</param>
    /// <param name="labels">Outcomes it was trained on.</param>
    /// <param name="split">How its training was split.</param>
    /// <param name="threads">Fits side by side; does not change the result.</param>
    /// <param name="progress">Receives the share done, in [0, 1]; null for none.</param>
    /// <param name="cancellationToken">Stops between boosting rounds.</param>
    /// <exception cref="ArgumentException">The features are of another set.</exception>
    /// <exception cref="DataUnusableException">There are too few rows.</exception>
    public static ImportanceReport Of(
        TrainedModel model, FeatureMatrix features, OutcomeMatrix labels, WalkForwardOptions split, int threads = 1, IProgress<double>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(features);
        ModelFeatures.RequireSet(features);
        var parameters = LightGbmParameters.Parse(model.Card.Parameters);
        LabeledRows rows = LabeledRows.Join(features, labels);
        var walk = WalkForward.Split(rows.Spans, split);
        var shares = new double[walk.Folds.Count][];
        int explained = 0;
        ParallelJobs.Run([.. Enumerable.Range(0, walk.Folds.Count).Reverse()], threads, fold =>
        {
            using Booster booster = StructureTrainer.Fit(rows, walk.Folds[fold].Fit, parameters, cancellationToken, model.Card.ClassBalance);
            int[] test = Spaced(walk.Folds[fold].Test, RowsAFold);
            shares[fold] = Shares(booster.Predict(rows.Matrix(test), test.Length, PredictionKind.Contributions), features.Columns.Length);
            Interlocked.Add(ref explained, test.Length);
        }, (_, done) => progress?.Report((double)done / shares.Length), cancellationToken);
        return Summarise(model, walk.Id, explained, shares);
    }

    /// <summary>Share of each feature of all absolute contributions; the last value of each class is the expected score.</summary>
    internal static double[] Shares(ReadOnlySpan<double> contributions, int features)
    {
        var sums = new double[features];
        for (int i = 0; i < contributions.Length; i++)
        {
            int feature = i % (features + 1);
            if (feature < features)
                sums[feature] += Math.Abs(contributions[i]);
        }

        double all = sums.Sum();
        return all > 0 ? [.. sums.Select(sum => sum / all)] : sums;
    }

    private static ImportanceReport Summarise(TrainedModel model, string split, int explained, double[][] shares)
    {
        double[] gain = model.FeatureGain();
        double allGain = gain.Sum();
        int[][] ranks = [.. shares.Select(Ranks)];
        FeatureImportance[] features =
        [
            .. Enumerable.Range(0, gain.Length).Select(i => new FeatureImportance(
                ModelFeatures.Names[i], FeatureCatalog.All[i].Unit, shares.Average(fold => fold[i]), shares.Min(fold => fold[i]), shares.Max(fold => fold[i]),
                ranks.Min(fold => fold[i]), ranks.Max(fold => fold[i]), ranks.Average(fold => fold[i] <= 10 ? 1.0 : 0), allGain > 0 ? gain[i] / allGain : 0))
                .OrderByDescending(feature => feature.Share).ThenBy(feature => feature.Feature, StringComparer.Ordinal),
        ];
        double[] correlations =
        [
            .. from a in Enumerable.Range(0, shares.Length)
               from b in Enumerable.Range(a + 1, shares.Length - a - 1)
               select MathNet.Numerics.Statistics.Correlation.Spearman(shares[a], shares[b]),
        ];
        return new ImportanceReport(
            model.Card.Id, split, shares.Length, explained, correlations.Length == 0 ? double.NaN : correlations.Average(), correlations.Length == 0 ? double.NaN : correlations.Min(), features);
    }

    private static int[] Ranks(double[] shares)
    {
        var ranks = new int[shares.Length];
        foreach ((int place, int feature) in Enumerable.Range(0, shares.Length).OrderByDescending(i => shares[i]).Index())
            ranks[feature] = place + 1;
        return ranks;
    }

    /// <summary>At most <paramref name="most"/> of the rows, evenly spaced.</summary>
    internal static int[] Spaced(int[] rows, int most) =>
        rows.Length <= most ? rows : [.. Enumerable.Range(0, most).Select(i => rows[(int)((long)i * rows.Length / most)])];
}
