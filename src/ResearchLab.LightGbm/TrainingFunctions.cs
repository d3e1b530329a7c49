namespace ResearchLab.LightGbm;

/// <summary>First and second derivative of an own loss by the raw score, for <see cref="Objective.Custom"/>.</summary>
/// <param name="scores">Raw scores: class k of row i at <c>k · rows + i</c>.</param>
/// <param name="labels">One label a row.</param>
/// <param name="gradients">Receives the first derivatives, laid out like the scores; they include the rows' weights, if there are any.</param>
/// <param name="hessians">Receives the second derivatives, positive.</param>
public delegate void GradientFunction(ReadOnlySpan<double> scores, ReadOnlySpan<float> labels, Span<float> gradients, Span<float> hessians);

/// <summary>Measures predictions of a validation set.</summary>
/// <param name="predictions">Probabilities or values, raw scores with <see cref="Objective.Custom"/>: class k of row i at <c>k · rows + i</c>.</param>
/// <param name="labels">One label a row.</param>
public delegate double MetricFunction(ReadOnlySpan<double> predictions, ReadOnlySpan<float> labels);

/// <summary>An own measure that takes the place of the objective's in reports and early stopping.</summary>
/// <param name="Measure">The measure.</param>
/// <param name="HigherIsBetter">Whether training should raise it.</param>
public sealed record ValidationMetric(MetricFunction Measure, bool HigherIsBetter = false);

/// <summary>What a training is given beside rows and parameters.</summary>
internal sealed record TrainingPlan(
    IReadOnlyList<LightGbmDataset> Validation, int EarlyStoppingRounds, IProgress<TrainingRound>? Progress, GradientFunction? Gradients, ValidationMetric? Metric)
{
    /// <exception cref="ArgumentException">The parts do not fit together.</exception>
    public void Require(LightGbmDataset train, LightGbmParameters parameters)
    {
        int rounds = EarlyStoppingRounds;
        ArgumentOutOfRangeException.ThrowIfNegative(rounds, nameof(train));
        parameters.RequireFeatures(train.Columns);
        LightGbmDataset[] sets = [train, .. Validation];
        foreach (LightGbmDataset set in sets)
            RequireLabels(set.Labels, parameters, mustVary: set == train);
        string? wrong = EarlyStoppingRounds > 0 && Validation.Count == 0 ? "Early stopping needs a validation set. Pass one, or 0 early-stopping rounds."
            : parameters.Objective == Objective.Custom && Gradients is null ? "The custom objective needs a gradient function."
            : parameters.Objective != Objective.Custom && Gradients is not null ? $"A gradient function needs the custom objective, not {parameters.Objective}."
            : parameters.Objective == Objective.Custom && Validation.Count > 0 && Metric is null ? "The custom objective has no measure of its own; pass a metric to measure validation sets with."
            : sets.Any(set => !ReferenceEquals(set.ContinueFrom, train.ContinueFrom)) ? "Training and validation sets go on from different models; make all of them with the same one."
            : parameters.Objective == Objective.LambdaRank && sets.Any(set => !set.HasGroups) ? "Ranking needs the number of rows of each group in every set."
            : null;
        if (wrong is not null)
            throw new ArgumentException(wrong, nameof(train));
    }

    private static void RequireLabels(ReadOnlySpan<float> labels, LightGbmParameters parameters, bool mustVary)
    {
        int classes = parameters.Objective switch
        {
            Objective.Binary => 2,
            Objective.Multiclass => parameters.Classes,
            Objective.LambdaRank => 31,
            _ => 0,
        };
        if (classes == 0)
            return;
        bool varies = false;
        foreach (float label in labels)
        {
            if (label < 0 || label >= classes || label != MathF.Floor(label))
                throw new ArgumentException($"Label {label} is no class; labels must be whole numbers from 0 to {classes - 1}.", nameof(labels));
            varies |= label != labels[0];
        }

        if (mustVary && !varies)
            throw new ArgumentException($"All {labels.Length} labels are class {labels[0]}; there is nothing to learn. Use rows with at least two classes.", nameof(labels));
    }
}
