using ResearchLab.Features;
using ResearchLab.LightGbm;

namespace ResearchLab.Models;

/// <summary>Judges a way of training on a sealed holdout: all that is learned is learned before it is opened.</summary>
public static class HoldoutEvaluation
{
    /// <summary>Trains on the rows before a date, opens the rest, predicts it.</summary>
    /// <param name="features">Features.</param>
    /// <param name="labels">Outcomes of the same symbol.</param>
    /// <param name="options">How to train; of its split the calibration part, the embargo and the window count.</param>
    /// <param name="from">First sealed session.</param>
    /// <param name="open">Opens the holdout and records that; called once, after everything is fitted.</param>
    /// <param name="tuned">Receives every setting that tuning tried; returns the specifications tried so far. Null leaves the number of the options.</param>
    /// <param name="cancellationToken">Stops before the opening.</param>
    /// <exception cref="ArgumentException">There are too few rows on either side.</exception>
    /// <exception cref="HoldoutOpenedException">It was opened before.</exception>
    public static HoldoutReport Run(
        FeatureMatrix features, OutcomeMatrix labels, TrainingOptions options, DateOnly from, Func<SealedHoldout, HoldoutOpening> open,
        Func<IReadOnlyList<TuningTrial>, int>? tuned = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(open);
        LabeledRows rows = StructureTrainer.Rows(features, labels, options);
        var holdout = SealedHoldout.Seal($"structure {features.Symbol}", rows.Spans, from, options.Split.EmbargoSessions);
        LabelSpan[] research = rows.SpansOf(holdout.Research);
        WalkForwardFold within = WalkForward.FitAndCalibration(research, options.Split);
        WalkForwardFold fold = new(Array.ConvertAll(within.Fit, row => holdout.Research[row]),
            Array.ConvertAll(within.Calibration, row => holdout.Research[row]), []);
        TrainingOptions chosen = options;
        if (options.Tuning is not null)
        {
            var inner = WalkForward.Split(research, HyperparameterSearch.Inner(options));
            inner = inner with
            {
                Folds = [.. inner.Folds.Select(part => new WalkForwardFold(Of(part.Fit), Of(part.Calibration), Of(part.Test)))],
            };
            var trials = new List<TuningTrial>();
            try
            {
                chosen = HyperparameterSearch.Choose(rows, inner, options, trials, cancellationToken);
            }
            finally
            {
                if (trials.Count > 0 && tuned is not null)
                    options = options with { Trials = Math.Max(tuned(trials), options.Trials) };
            }

            chosen = chosen with { Trials = options.Trials };

            int[] Of(int[] picked) => Array.ConvertAll(picked, row => holdout.Research[row]);
        }

        LightGbmParameters parameters = chosen.ToParameters();
        using Booster booster = StructureTrainer.Fit(rows, fold.Fit, parameters, cancellationToken, chosen.ClassBalance);
        ProbabilityCalibration calibration = StructureTrainer.Calibrate(rows, booster, fold, chosen);
        cancellationToken.ThrowIfCancellationRequested();
        HoldoutOpening opening = open(holdout);
        OutOfSample predicted = StructureTrainer.Predict(rows, booster, calibration, fold with { Test = opening.Rows }, parameters);
        return new HoldoutReport(opening, from, holdout.Through, holdout.Research.Length,
            PolicyEvaluation.Evaluate(rows, [predicted], opening.HoldoutId, chosen));
    }
}
