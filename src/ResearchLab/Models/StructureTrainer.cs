using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using ResearchLab.Features;
using ResearchLab.LightGbm;
using ResearchLab.Options;

namespace ResearchLab.Models;

/// <summary>Trains and evaluates the model that picks a structure for a session.</summary>
public static class StructureTrainer
{
    /// <summary>Raise it when the same data, options and seed train another model than before: models are found by it.</summary>
    public const int Version = 3;

    /// <summary>
    /// Walks forward over the history (fit, calibrate, predict), evaluates all out-of-sample predictions, then fits the final
    /// model on every usable row. Rows are the sessions whose outcomes are all known at the last session of the features.
    /// </summary>
    /// <param name="features">Features; the last session is the session of knowledge.</param>
    /// <param name="labels">Outcomes of the same symbol; later ones than known are left out.</param>
    /// <param name="options">How to train.</param>
    /// <param name="progress">Receives each finished part, one at a time but from any thread.</param>
    /// <param name="cancellationToken">Checked before each boosting round.</param>
    /// <returns>The model with its evaluation; dispose it to free native memory.</returns>
    /// <exception cref="ArgumentException">There are too few usable rows, or features and labels do not fit together.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static TrainedModel Train(
        FeatureMatrix features, OutcomeMatrix labels, TrainingOptions options, IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(options);
        ModelFeatures.RequireSet(features);
        LightGbmParameters parameters = options.ToParameters();
        parameters.Validate();
        LabeledRows rows = LabeledRows.Join(features, labels);
        WalkForward split = WalkForward.Split(rows.Spans, options.Split);
        WalkForwardFold last = WalkForward.FitAndCalibration(rows.Spans, options.Split);
        int[] all = [.. Enumerable.Range(0, rows.Count)];

        var predictions = new OutOfSample[split.Folds.Count];
        double temperature = double.NaN;
        Booster? final = null;
        // The final fit is the longest, so it starts first.
        var jobs = new List<(string Name, Action Run)>
        {
            ("final model", () => final = Fit(rows, all, parameters, cancellationToken)),
            ("calibration", () => temperature = CalibrateOnly(rows, last, parameters, cancellationToken)),
        };
        for (int i = split.Folds.Count - 1; i >= 0; i--)
        {
            int fold = i;
            jobs.Add(($"fold {fold + 1}", () => predictions[fold] = PredictFold(rows, split.Folds[fold], parameters, cancellationToken)));
        }

        try
        {
            RunAll(jobs, options.Threads, progress, cancellationToken);
            ModelEvaluation evaluation = PolicyEvaluation.Evaluate(rows, predictions, split.Id, options);
            progress?.Report(new TrainingProgress("evaluation", 1));
            return TrainedModel.Create(
                final!, rows, temperature, parameters.ToString(), split.Id, evaluation, PolicyEvaluation.ModelReturns(rows, predictions, options.Seed), options);
        }
        catch
        {
            final?.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Runs independent fits side by side, each on one native thread: on some thousand rows the barriers between native threads
    /// cost more than they win, and on a busy machine their spinning costs a hundredfold.
    /// </summary>
    private static void RunAll(
        List<(string Name, Action Run)> jobs, int threads, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        int done = 0;
        var reporting = new Lock();
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellationToken };
        try
        {
            Parallel.ForEach(Partitioner.Create(jobs, EnumerablePartitionerOptions.NoBuffering), parallel, job =>
            {
                job.Run();
                lock (reporting)
                    progress?.Report(new TrainingProgress(job.Name, ++done / (jobs.Count + 1.0)));
            });
        }
        catch (AggregateException error)
        {
            ExceptionDispatchInfo.Throw(error.InnerExceptions[0]);
        }
    }

    /// <summary>
    /// Turns raw scores into calibrated probabilities in place. One row of unknown class is added to the training rows, so that
    /// no class is impossible: absence from the training rows proves nothing.
    /// </summary>
    internal static void ToProbabilities(Span<double> raw, double temperature, int trainingRows)
    {
        RaiseToFloor(raw, trainingRows);
        TemperatureScaling.Apply(raw, temperature, raw);
        for (int i = 0; i < raw.Length; i++)
            raw[i] = ((raw[i] * trainingRows) + (1.0 / raw.Length)) / (trainingRows + 1);
    }

    /// <summary>
    /// Raises scores of classes that hardly or never occurred to the logarithm of half a training row's share, so that one
    /// row of such a class cannot decide the temperature.
    /// </summary>
    private static void RaiseToFloor(Span<double> raw, int trainingRows)
    {
        double floor = Math.Log(0.5 / trainingRows);
        for (int i = 0; i < raw.Length; i++)
            raw[i] = Math.Max(raw[i], floor);
    }

    private static OutOfSample PredictFold(LabeledRows rows, WalkForwardFold fold, LightGbmParameters parameters, CancellationToken cancellationToken)
    {
        using Booster booster = Fit(rows, fold.Fit, parameters, cancellationToken);
        double temperature = Calibrate(rows, booster, fold);
        double[] raw = RawScores(rows, booster, fold.Test);
        for (int i = 0; i < fold.Test.Length; i++)
            ToProbabilities(raw.AsSpan(i * Structures.ClassCount, Structures.ClassCount), temperature, fold.Fit.Length);
        return new OutOfSample(fold.Test, raw, ClassShares(rows, fold.Fit));
    }

    private static double CalibrateOnly(LabeledRows rows, WalkForwardFold fold, LightGbmParameters parameters, CancellationToken cancellationToken)
    {
        using Booster booster = Fit(rows, fold.Fit, parameters, cancellationToken);
        return Calibrate(rows, booster, fold);
    }

    private static double Calibrate(LabeledRows rows, Booster booster, WalkForwardFold fold)
    {
        double[] raw = RawScores(rows, booster, fold.Calibration);
        RaiseToFloor(raw, fold.Fit.Length);
        double[] weights = UniquenessWeights.Compute(rows.SpansOf(fold.Calibration));
        return TemperatureScaling.Fit(raw, Structures.ClassCount, [.. fold.Calibration.Select(row => (int)rows.Best[row])], weights);
    }

    internal static double[] RawScores(LabeledRows rows, Booster booster, int[] picked) =>
        booster.Predict(rows.Matrix(picked), picked.Length, PredictionKind.RawScore);

    internal static Booster Fit(LabeledRows rows, int[] picked, LightGbmParameters parameters, CancellationToken cancellationToken)
    {
        double[] uniqueness = UniquenessWeights.Compute(rows.SpansOf(picked));
        // Weights of mean 1 keep the meaning of min_sum_hessian and the L2 penalty.
        double scale = picked.Length / uniqueness.Sum();
        using var train = LightGbmDataset.FromColumnMajor(
            rows.Matrix(picked), rows.Features.Columns.Length, [.. picked.Select(row => (float)rows.Best[row])],
            [.. uniqueness.Select(weight => (float)(weight * scale))], parameters, featureNames: ModelFeatures.Names);
        return Booster.Train(train, parameters, cancellationToken: cancellationToken);
    }

    /// <summary>Laplace-smoothed share of each class among some rows.</summary>
    private static double[] ClassShares(LabeledRows rows, int[] picked)
    {
        var shares = new double[Structures.ClassCount];
        Array.Fill(shares, 1.0 / (picked.Length + Structures.ClassCount));
        foreach (int row in picked)
            shares[(int)rows.Best[row]] += 1.0 / (picked.Length + Structures.ClassCount);
        return shares;
    }
}

/// <summary>Predictions of one fold for rows it was not fitted on.</summary>
/// <param name="Rows">Rows.</param>
/// <param name="Probabilities">Calibrated, row-major, twelve a row.</param>
/// <param name="TrainingShares">Share of each class among the rows it was fitted on.</param>
internal sealed record OutOfSample(int[] Rows, double[] Probabilities, double[] TrainingShares);
