using ResearchLab.Basics;
using ResearchLab.LightGbm;
using ResearchLab.Options;

namespace ResearchLab.Models;

/// <summary>
/// Chooses the hyperparameters of one training window by successive halving, the boosting rounds being the resource: each candidate is
/// fitted, calibrated and judged by log loss on an inner purged walk-forward. No row outside the window is looked at.
/// </summary>
internal static class HyperparameterSearch
{
    /// <summary>Fewer rounds say nothing of a setting.</summary>
    private const int LeastRounds = 5;

    /// <summary>The given options, then random ones around them: the same for every window, so that the same specification is one trial.</summary>
    public static IReadOnlyList<TrainingOptions> Candidates(TrainingOptions options)
    {
        var candidates = new List<TrainingOptions> { options };
        var random = new Pcg32(options.Seed, 0x7u);
        int[] leaves = [4, 7, 15, 31], rows = [20, 50, 100, 200];
        while (candidates.Count < options.Tuning!.Candidates)
        {
            candidates.Add(options with
            {
                Leaves = leaves[random.NextInt(leaves.Length)],
                MinDataInLeaf = rows[random.NextInt(rows.Length)],
                LearningRate = Rounded(Between(random, 0.02, 0.15)),
                L2 = Rounded(Between(random, 0.5, 100)),
                FeatureFraction = Rounded(0.2 + (0.7 * random.NextDouble())),
                BaggingFraction = Rounded(0.5 + (0.5 * random.NextDouble())),
            });
        }

        return candidates;
    }

    /// <summary>How a window is split to judge candidates.</summary>
    public static WalkForwardOptions Inner(TrainingOptions options) => new(
        options.Tuning!.InnerFolds, 0.5, options.Split.CalibrationFraction, options.Split.EmbargoSessions, Math.Max(options.Split.MinimumFitRows / 4, 20));

    /// <summary>The candidate that did best; every trial is added to <paramref name="trials"/>.</summary>
    public static TrainingOptions Choose(
        LabeledRows rows, WalkForward inner, TrainingOptions options, List<TuningTrial> trials, CancellationToken cancellationToken)
    {
        IReadOnlyList<TrainingOptions> candidates = Candidates(options);
        int best = SuccessiveHalving.Run(SuccessiveHalving.Rungs(candidates.Count, options.Rounds, options.Tuning!.Eta, LeastRounds), (candidate, rounds) =>
        {
            TuningTrial trial = Try(rows, inner, candidates[candidate] with { Rounds = rounds }, cancellationToken);
            trials.Add(trial);
            return trial.Loss;
        });
        return candidates[best];
    }

    private static TuningTrial Try(LabeledRows rows, WalkForward inner, TrainingOptions options, CancellationToken cancellationToken)
    {
        LightGbmParameters parameters = options.ToParameters();
        var sessions = new List<DateOnly>();
        var returns = new List<double>();
        double loss = 0, weight = 0;
        foreach (WalkForwardFold fold in inner.Folds)
        {
            OutOfSample predicted = StructureTrainer.PredictFold(rows, fold, options with { Calibration = CalibrationMethod.Temperature }, parameters,
                cancellationToken);
            double[] weights = UniquenessWeights.Compute(rows.SpansOf(fold.Test));
            for (int i = 0; i < fold.Test.Length; i++)
            {
                ReadOnlySpan<double> probabilities = predicted.Probabilities.AsSpan(i * Structures.ClassCount, Structures.ClassCount);
                loss -= weights[i] * Math.Log(probabilities[(int)rows.Best[fold.Test[i]]]);
                weight += weights[i];
                sessions.Add(rows.Spans[fold.Test[i]].Session);
                returns.Add(PolicyEvaluation.ReturnOf(rows, fold.Test[i], Policies.Likeliest(probabilities, rows, fold.Test[i])));
            }
        }

        return new TuningTrial(parameters.ToString(), inner.Id, loss / weight, [.. sessions], [.. returns]);
    }

    /// <summary>Log-uniform.</summary>
    private static double Between(Pcg32 random, double low, double high) => low * Math.Pow(high / low, random.NextDouble());

    private static double Rounded(double value) =>
        double.Parse(value.ToString("G3", System.Globalization.CultureInfo.InvariantCulture), System.Globalization.CultureInfo.InvariantCulture);
}
