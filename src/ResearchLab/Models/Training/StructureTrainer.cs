using ResearchLab.Basics;
using ResearchLab.Features;
using ResearchLab.LightGbm;
using ResearchLab.Options;

namespace ResearchLab.Models;

/// <summary>Trains and evaluates the model that picks a structure for a session.</summary>
public static class StructureTrainer
{
    /// <summary>Raise it when the same data, options and seed train another model than before: models are found by it.</summary>
    public const int Version = 7;

    /// <summary>
    /// Walks forward over the history (fit, calibrate, predict), evaluates all out-of-sample predictions, then fits the final
    /// model on every usable row. Rows are the sessions whose outcomes are all known at the last session of the features.
    /// </summary>
    /// <param name="features">Features; the last session is the session of knowledge.</param>
    /// <param name="labels">Outcomes of the same symbol; later ones than known are left out.</param>
    /// <param name="options">How to train.</param>
    /// <param name="progress">Receives each finished part, one at a time but from any thread.</param>
    /// <param name="cancellationToken">Checked before each boosting round.</param>
    /// <param name="tuned">
    /// Receives every setting that tuning tried, before anything is evaluated and also when the training then fails or is cancelled; returns
    /// how many specifications were tried for the purpose by then. Null leaves the number of the options.
    /// </param>
    /// <param name="companions">Features and outcomes of other symbols, known no later, for the pooled picker; null or empty for none.</param>
    /// <returns>The model with its evaluation; dispose it to free native memory.</returns>
    /// <exception cref="ArgumentException">Features and labels do not fit together.</exception>
    /// <exception cref="DataUnusableException">There are too few usable rows, or all are of one class.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static TrainedModel Train(
        FeatureMatrix features, OutcomeMatrix labels, TrainingOptions options, IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellationToken = default, Func<IReadOnlyList<TuningTrial>, int>? tuned = null,
        IReadOnlyList<(FeatureMatrix Features, OutcomeMatrix Labels)>? companions = null)
    {
        LabeledRows rows = Rows(features, labels, options);
        WalkForwardOptions? within = options.Tuning is null ? null : HyperparameterSearch.Inner(options);
        NestedWalkForward? nested = within is null ? null : NestedWalkForward.Split(rows.Spans, options.Split, within);
        WalkForward split = nested?.Outer ?? WalkForward.Split(rows.Spans, options.Split);
        WalkForwardFold last = WalkForward.FitAndCalibration(rows.Spans, options.Split);
        int[] all = [.. Enumerable.Range(0, rows.Count)];

        var trials = new List<TuningTrial>[split.Folds.Count + 1];
        TrainingOptions Choose(int window, WalkForward inner) =>
            HyperparameterSearch.Choose(rows, inner, options, trials[window] = [], cancellationToken);
        var chosen = new Lazy<TrainingOptions>(() => within is null ? options : Choose(split.Folds.Count, WalkForward.Split(rows.Spans, within)));
        var predictions = new OutOfSample[split.Folds.Count];
        ProbabilityCalibration? calibration = null;
        Booster? final = null;
        // The final fit is the longest, so it starts first.
        var jobs = new List<(string Name, Action Run)> { ("final model",
            () => final = Fit(rows, all, chosen.Value.ToParameters(), cancellationToken, options.ClassBalance)) };
        for (int i = split.Folds.Count - 1; i >= 0; i--)
        {
            int fold = i;
            jobs.Add((Invariant($"fold {fold + 1}"), () =>
            {
                TrainingOptions used = nested is null ? options : Choose(fold, nested.Inner[fold]);
                predictions[fold] = PredictFold(rows, split.Folds[fold], used, used.ToParameters(), cancellationToken);
            }
            ));
        }

        LabeledRows[] pool = [.. (companions ?? []).Select(other => LabeledRows.Join(other.Features, other.Labels))];
        PickerKind[] fitted = [.. PickerKinds.Competing.Where(kind => kind != PickerKind.Softmax && (kind != PickerKind.Pooled || pool.Length > 0))];
        var scores = new double[fitted.Length, split.Folds.Count][];
        var finals = new PickerModel[fitted.Length];
        for (int k = 0; k < fitted.Length; k++)
        {
            int kind = k;
            jobs.Add(($"picker {fitted[kind].Name()}", () => finals[kind] = PickerModel.Fit(fitted[kind], rows, all, pool, options, cancellationToken)));
            for (int i = split.Folds.Count - 1; i >= 0; i--)
            {
                int fold = i;
                jobs.Add((Invariant($"picker {fitted[kind].Name()}, fold {fold + 1}"),
                    () => scores[kind, fold] = PickerSet.PredictFold(fitted[kind], rows, split.Folds[fold], pool, options, cancellationToken)));
            }
        }

        jobs.Add(("calibration", () => calibration = CalibrateOnly(rows, last, chosen.Value, cancellationToken)));
        try
        {
            TuningTrial[] tried = [];
            try
            {
                ParallelJobs.Run(
                    jobs, options.Threads, job => job.Run(),
                    (job, done) => progress?.Report(new TrainingProgress(job.Name, done / (jobs.Count + 1.0))), cancellationToken);
            }
            finally
            {
                tried = [.. trials.Where(window => window is not null).SelectMany(window => window.ToArray())];
                if (tried.Length > 0 && tuned is not null)
                    options = options with { Trials = Math.Max(tuned(tried), options.Trials) };
            }

            ModelEvaluation evaluation = PolicyEvaluation.Evaluate(rows, predictions, nested?.Id ?? split.Id, options);
            progress?.Report(new TrainingProgress("evaluation", 1));
            TuningSummary? summary = options.Tuning is null
                ? null
                : new TuningSummary(options.Tuning.Candidates, tried.Select(trial => trial.Parameters).Distinct(StringComparer.Ordinal).Count(),
                    [.. predictions.Select(fold => fold.Parameters)]);
            var pickers = new PickerSet(
                split.Id, [.. split.Folds.SelectMany(fold => fold.Test).Select(row => rows.Spans[row].Session)],
                [
                    PickerScores.Of(PickerKind.Softmax, [.. predictions.SelectMany(fold => fold.Probabilities)]),
                    .. fitted.Select((kind, k) => PickerScores.Of(kind, [.. Enumerable.Range(0, split.Folds.Count).SelectMany(fold => scores[k, fold])])),
                ],
                [new PickerModel(PickerKind.Softmax, [], [], []), .. finals])
            {
                Pool = [.. pool.Select(other => other.Features.Symbol)],
            };
            return TrainedModel.Create(
                final!, rows, calibration!, chosen.Value.ToParameters().ToString(), summary, evaluation,
                PolicyEvaluation.ModelReturns(rows, predictions, options.Seed), options, pickers);
        }
        catch
        {
            final?.Dispose();
            throw;
        }
    }

    /// <summary>The rows to train on; refuses what no model can be made of.</summary>
    internal static LabeledRows Rows(FeatureMatrix features, OutcomeMatrix labels, TrainingOptions options)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(options);
        ModelFeatures.RequireSet(features);
        TrainingOptions.Validate(options);
        var rows = LabeledRows.Join(features, labels);
        if (rows.Count > 0 && Array.TrueForAll(rows.Best, best => best == rows.Best[0]))
            throw new DataUnusableException($"All {rows.Count} rows have one class, '{rows.Best[0].Name()}': there is nothing to choose between.");
        return rows;
    }

    internal static OutOfSample PredictFold(
        LabeledRows rows, WalkForwardFold fold, TrainingOptions options, LightGbmParameters parameters, CancellationToken cancellationToken)
    {
        using Booster booster = Fit(rows, fold.Fit, parameters, cancellationToken, options.ClassBalance);
        return Predict(rows, booster, Calibrate(rows, booster, fold, options), fold, parameters);
    }

    internal static OutOfSample Predict(LabeledRows rows, Booster booster, ProbabilityCalibration calibration, WalkForwardFold fold,
        LightGbmParameters parameters)
    {
        double[] raw = RawScores(rows, booster, fold.Test);
        for (int i = 0; i < fold.Test.Length; i++)
            calibration.Apply(raw.AsSpan(i * Structures.ClassCount, Structures.ClassCount), fold.Fit.Length);
        return new OutOfSample(fold.Test, raw, ClassShares(rows, fold.Fit), parameters.ToString());
    }

    private static ProbabilityCalibration CalibrateOnly(LabeledRows rows, WalkForwardFold fold, TrainingOptions options, CancellationToken cancellationToken)
    {
        using Booster booster = Fit(rows, fold.Fit, options.ToParameters(), cancellationToken, options.ClassBalance);
        return Calibrate(rows, booster, fold, options);
    }

    internal static ProbabilityCalibration Calibrate(LabeledRows rows, Booster booster, WalkForwardFold fold,
        TrainingOptions options) => ProbabilityCalibration.Fit(
        RawScores(rows, booster, fold.Calibration), [.. fold.Calibration.Select(row => (int)rows.Best[row])], rows.SpansOf(fold.Calibration),
        ClassWeights.LogOf([.. fold.Fit.Select(row => rows.Best[row])], options.ClassBalance), options.Calibration, fold.Fit.Length);

    internal static double[] RawScores(LabeledRows rows, Booster booster, int[] picked) =>
        booster.Predict(rows.Matrix(picked), picked.Length, PredictionKind.RawScore);

    internal static Booster Fit(LabeledRows rows, int[] picked, LightGbmParameters parameters, CancellationToken cancellationToken, double classBalance = 0)
    {
        Structure[] classes = [.. picked.Select(row => rows.Best[row])];
        double[] weights = UniquenessWeights.Compute(rows.SpansOf(picked)), lifted = ClassWeights.LogOf(classes, classBalance);
        for (int i = 0; i < weights.Length; i++)
            weights[i] *= rows.Agreement[picked[i]] * (lifted.Length > 0 ? Math.Exp(lifted[(int)classes[i]]) : 1);
        return Fit(rows.Matrix(picked), [.. classes.Select(best => (float)best)], weights, parameters, cancellationToken);
    }

    internal static Booster Fit(double[] matrix, float[] targets, double[] weights, LightGbmParameters parameters, CancellationToken cancellationToken)
    {
        // Weights of mean 1 keep the meaning of min_sum_hessian and the L2 penalty.
        double scale = targets.Length / weights.Sum();
        using var train = LightGbmDataset.FromColumnMajor(
            matrix, ModelFeatures.Count, targets, [.. weights.Select(weight => (float)(weight * scale))], parameters,
            featureNames: ModelFeatures.Names);
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
