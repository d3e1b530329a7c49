namespace ResearchLab.LightGbm;

/// <summary>What a training is given beside rows and parameters.</summary>
internal sealed record TrainingPlan(
    IReadOnlyList<LightGbmDataset> Validation, int EarlyStoppingRounds, IProgress<TrainingRound>? Progress, GradientFunction? Gradients,
    ValidationMetric? Metric)
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
            : parameters.Objective == Objective.Custom && Validation.Count > 0 && Metric is null
                ? "The custom objective has no measure of its own; pass a metric to measure validation sets with."
            : sets.Any(set => !ReferenceEquals(set.ContinueFrom, train.ContinueFrom))
                ? "Training and validation sets go on from different models; make all of them with the same one."
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
                throw new ArgumentException(Invariant($"Label {label} is no class; labels must be whole numbers from 0 to {classes - 1}."), nameof(labels));
            varies |= label != labels[0];
        }

        if (mustVary && !varies)
            throw new NothingToLearnException(
                Invariant($"All {labels.Length} labels are class {labels[0]}; there is nothing to learn. Use rows with at least two classes."), nameof(labels));
    }
}
