using ResearchLab.Basics;
using ResearchLab.Features;
using ResearchLab.LightGbm;

namespace ResearchLab.Models;

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
            model.Card.Id, split, shares.Length, explained, correlations.Length == 0 ? double.NaN : correlations.Average(),
            correlations.Length == 0 ? double.NaN : correlations.Min(), features);
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
