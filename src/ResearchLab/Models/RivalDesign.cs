using ResearchLab.Columns;
using ResearchLab.Features;
using ResearchLab.LightGbm;
using ResearchLab.Options;
using ResearchLab.Statistics;

namespace ResearchLab.Models;

/// <summary>The picker against the rival design, on the same rows and folds.</summary>
/// <param name="Picker">The picker: the structure with the highest calibrated probability.</param>
/// <param name="Rival">The regressors: the structure with the highest predicted outcome; its difference is picker minus rival.</param>
/// <param name="Baseline">Name of the baseline that earned most.</param>
/// <param name="BaselineDifference">Mean of rival minus that baseline.</param>
/// <param name="BaselineLow">Lower end of its 95% paired block-bootstrap interval.</param>
/// <param name="BaselineHigh">Upper end.</param>
/// <param name="Verdict">One plain sentence.</param>
public sealed record RivalReport(
    PolicyResult Picker, PolicyResult Rival, string Baseline, double BaselineDifference, double BaselineLow, double BaselineHigh, string Verdict);

/// <summary>
/// The rival of the multiclass picker: one regression a structure predicts its outcome as return on capital at risk, and the highest
/// prediction is picked, no trade when none is above 0. It is measured, not registered.
/// </summary>
public static class RivalDesign
{
    /// <summary>Name of the rival among policies.</summary>
    public const string Name = "outcome_regressors";

    /// <summary>Runs the rival through the walk-forward of a model.</summary>
    /// <param name="model">The picker.</param>
    /// <param name="features">Features it was trained on.</param>
    /// <param name="labels">Outcomes it was trained on.</param>
    /// <param name="progress">Receives the share done, in [0, 1]; null for none.</param>
    /// <param name="cancellationToken">Stops between boosting rounds.</param>
    /// <exception cref="ArgumentException">Features or labels are not those of the model.</exception>
    public static RivalReport Run(
        TrainedModel model, FeatureMatrix features, OutcomeMatrix labels, IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        TrainingOptions options = model.Options;
        LabeledRows rows = StructureTrainer.Rows(features, labels, options);
        var split = WalkForward.Split(rows.Spans, options.Split);
        int[] tested = [.. split.Folds.SelectMany(fold => fold.Test)];
        if (!tested.Select(row => rows.Spans[row].Session).SequenceEqual(model.OutOfSample.Sessions))
            throw new ArgumentException($"Split {split.Id} does not test the sessions that {model.Card.Id} was tested on. Train it again.", nameof(labels));

        var picks = new Structure[rows.Count];
        // The newest folds are the longest, so they start first.
        SideBySide.Run([.. split.Folds.Reverse()], options.Threads, fold =>
        {
            Structure[] picked = Pick(Predict(rows, fold, options, cancellationToken), rows, fold.Test);
            for (int i = 0; i < picked.Length; i++)
                picks[fold.Test[i]] = picked[i];
        }, (_, done) => progress?.Report((double)done / split.Folds.Count), cancellationToken);
        return Report(model, rows, tested, [.. tested.Select(row => picks[row])]);
    }

    /// <summary>The eligible structure with the highest predicted outcome of each row; no trade where none is above 0.</summary>
    /// <param name="predicted">Structure by structure, one value a row.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="tested">Those predicted.</param>
    internal static Structure[] Pick(double[][] predicted, LabeledRows rows, int[] tested)
    {
        var picks = new Structure[tested.Length];
        for (int i = 0; i < tested.Length; i++)
        {
            double highest = 0;
            picks[i] = Structure.NoTrade;
            for (int s = 0; s < predicted.Length; s++)
            {
                if (predicted[s][i] > highest && rows.IsEligible(tested[i], (Structure)s))
                    (picks[i], highest) = ((Structure)s, predicted[s][i]);
            }
        }

        return picks;
    }

    /// <summary>Predicted outcome of each structure for the test rows, by a regression on the fit rows where it was traded.</summary>
    internal static double[][] Predict(LabeledRows rows, WalkForwardFold fold, TrainingOptions options, CancellationToken cancellationToken)
    {
        double[] matrix = rows.Matrix(fold.Test);
        var predicted = new double[Structures.Count][];
        for (int s = 0; s < Structures.Count; s++)
        {
            var structure = (Structure)s;
            // Calibration rows are history too; a regression needs none held back.
            int[] fit = [.. fold.Fit.Where(row => rows.OutcomeOf(row, structure).IsComplete)];
            predicted[s] = new double[fold.Test.Length];
            if (fit.Length < 2 * options.MinDataInLeaf)
                continue;
            float[] outcomes = [.. fit.Select(row => (float)rows.OutcomeOf(row, structure).Return)];
            LightGbmParameters parameters = options.ToRegression(structure);
            using Booster booster = StructureTrainer.Fit(
                rows, fit, outcomes, UniquenessWeights.Compute(rows.SpansOf(fit)), parameters, cancellationToken);
            predicted[s] = booster.Predict(matrix, fold.Test.Length);
        }

        return predicted;
    }

    private static RivalReport Report(TrainedModel model, LabeledRows rows, int[] tested, Structure[] picks)
    {
        PolicyReturns picker = model.OutOfSample;
        PolicyResult first = model.Card.Evaluation.Policies[0];
        double[] returns = PolicyEvaluation.Returns(rows, tested, picks);
        double block = Math.Max(BlockLength.Automatic(picker.Returns).Stationary, Math.Max(rows.SpansOf(tested).Average(span => span.Length), 1));
        var bootstrap = new BootstrapOptions(block, model.Options.Resamples, model.Options.Seed);
        PolicyResult rival = PolicyEvaluation.Measure(rows, tested, Name, picks, [picker.Returns, returns], BlockBootstrap.Means([picker.Returns, returns], bootstrap), first.Context);
        double[] gap = [.. returns.Zip(picker.BaselineReturns, (mine, other) => mine - other)];
        double difference = Performance.Mean(gap);
        Interval interval = BlockBootstrap.Percentile(BlockBootstrap.Means([gap], bootstrap)[0]).Including(difference);
        string better = rival.DifferenceLow > 0 ? "the picker is better" : rival.DifferenceHigh < 0 ? "the regressors are better" : "neither is better";
        string edge = interval.Low > 0 ? "the regressors beat the best baseline" : "the regressors have no edge over the best baseline";
        return new RivalReport(
            first, rival, picker.Baseline, difference, interval.Low, interval.High,
            $"One outcome regressor a structure earns {Display.Percent(rival.MeanReturn, 2)} per session, the picker {Display.Percent(first.MeanReturn, 2)} "
            + $"(difference {Display.Percent(rival.DifferenceToModel, 2)}, 95% {Display.Percent(rival.DifferenceLow, 2)}…{Display.Percent(rival.DifferenceHigh, 2)}): {better}; "
            + $"{edge}, {picker.Baseline} (difference {Display.Percent(difference, 2)}, 95% {Display.Percent(interval.Low, 2)}…{Display.Percent(interval.High, 2)}).");
    }
}
