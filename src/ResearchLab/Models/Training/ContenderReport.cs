using ResearchLab.Basics;
using ResearchLab.Features;
using ResearchLab.Options;

namespace ResearchLab.Models;

/// <summary>A model of somebody else's making through the same purged walk-forward as the lab's own, on the same rows and outcomes.</summary>
/// <param name="Model">The lab's model.</param>
/// <param name="Contender">The contender; its difference is model minus contender.</param>
/// <param name="Scores">What it scored, for the desk.</param>
/// <param name="Returns">What its proposal of each tested session returned on capital at risk, 0 where it stayed out.</param>
/// <param name="Verdict">One plain sentence.</param>
public sealed record ContenderReport(PolicyResult Model, PolicyResult Contender, ContenderScores Scores, double[] Returns, string Verdict)
{
    /// <summary>Walks a contender forward over what a model was trained on.</summary>
    /// <param name="model">The lab's model.</param>
    /// <param name="features">Features it was trained on.</param>
    /// <param name="labels">Outcomes it was trained on.</param>
    /// <param name="name">Name of the contender.</param>
    /// <param name="fit">Fits it on the rows of a fold and scores the test rows; called once a fold, one after another.</param>
    /// <param name="progress">Receives the share done, in [0, 1]; null for none.</param>
    /// <param name="cancellation">Stops between folds.</param>
    /// <exception cref="ArgumentException">Features or labels are not those of the model.</exception>
    /// <exception cref="InvalidOperationException">The contender returned another number of scores than twelve a session, or a score that is no
    /// number.</exception>
    public static ContenderReport Of(
        TrainedModel model, FeatureMatrix features, OutcomeMatrix labels, string name, ContenderFit fit, IProgress<double>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(fit);
        var ground = TestedSessions.Of(model, features, labels);
        (LabeledRows rows, WalkForward split) = (ground.Rows, ground.Split);
        var scores = new List<double>(ground.Tested.Length * Structures.ClassCount);
        for (int i = 0; i < split.Folds.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            WalkForwardFold fold = split.Folds[i];
            // Calibration rows are history too; a contender that calibrates holds some of them back itself.
            double[] scored = fit(Known(rows, [.. fold.Fit, .. fold.Calibration]), rows.Matrix(fold.Test), fold.Test.Length, cancellation);
            if (scored.Length != fold.Test.Length * Structures.ClassCount || Array.Exists(scored, double.IsNaN))
            {
                throw new InvalidOperationException(
                    $"Contender '{name}' gave {scored.Length} scores, {scored.Count(double.IsNaN)} of them NaN, for {fold.Test.Length} sessions; "
                        + $"give {Structures.ClassCount} numbers a session, negative infinity where it says nothing.");
            }

            scores.AddRange(scored);
            progress?.Report((i + 1.0) / split.Folds.Count);
        }

        double[] all = [.. scores];
        (PolicyResult contender, double[] returns) = ground.Judge(name, all);
        PolicyResult first = model.Card.Evaluation.Policies[0];
        string better = contender.DifferenceLow > 0 ? "the model is better" : contender.DifferenceHigh < 0 ? $"{name} is better" : "neither is better";
        return new ContenderReport(
            first, contender, new ContenderScores(name, split.Id, ground.Sessions, all), returns,
            Invariant($"{name} earns {Display.Percent(contender.MeanReturn, 2)} of capital at risk a trade, 0 where it stays out, ")
                + Invariant($"in {contender.Trades} trades, the model {Display.Percent(first.MeanReturn, 2)} ")
            + $"(difference {Display.Percent(contender.DifferenceToModel, 2)}, "
            + $"95% {Display.Percent(contender.DifferenceLow, 2)}…{Display.Percent(contender.DifferenceHigh, 2)}): {better}.");
    }

    private static ContenderRows Known(LabeledRows rows, int[] picked)
    {
        double[] weights = UniquenessWeights.Compute(rows.SpansOf(picked)), returns = new double[picked.Length * Structures.Count];
        for (int i = 0; i < picked.Length; i++)
        {
            weights[i] *= rows.Agreement[picked[i]];
            for (int s = 0; s < Structures.Count; s++)
            {
                Backtesting.TradeOutcome outcome = rows.OutcomeOf(picked[i], (Structure)s);
                returns[(i * Structures.Count) + s] = outcome.IsComplete && rows.IsEligible(picked[i], (Structure)s) ? outcome.Return : double.NaN;
            }
        }

        return new ContenderRows([.. picked.Select(row => rows.Spans[row].Session)], rows.Matrix(picked), [.. picked.Select(row => rows.Best[row])],
            weights, returns);
    }
}
