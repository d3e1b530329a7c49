using System.Text.Json.Serialization;
using ResearchLab.Options;

namespace ResearchLab.Models;

/// <summary>The pickers of a training: what each scored out of fold, and each fitted on all rows.</summary>
/// <param name="SplitId">Walk-forward split of the folds.</param>
/// <param name="Sessions">Tested sessions, ascending.</param>
/// <param name="OutOfFold">Scores of each picker, twelve a session, by models that were fitted before its fold.</param>
/// <param name="Final">Each picker fitted on all rows.</param>
public sealed record PickerSet(
    string SplitId, DateOnly[] Sessions, IReadOnlyList<PickerScores> OutOfFold, IReadOnlyList<PickerModel> Final)
{
    /// <summary>Other symbols that the pooled picker learned from; empty when there was none.</summary>
    public IReadOnlyList<string> Pool { get; init; } = [];

    /// <summary>The pickers there are, in the order that decides between equals.</summary>
    [JsonIgnore]
    public IReadOnlyList<PickerKind> Kinds => [.. PickerKinds.Competing.Where(kind => OutOfFold.Any(scores => scores.Kind == kind))];

    /// <summary>Out-of-fold scores of a picker.</summary>
    public double[] ScoresOf(PickerKind kind) => OutOfFold.First(scores => scores.Kind == kind).Values;

    /// <summary>A picker fitted on all rows.</summary>
    public PickerModel FinalOf(PickerKind kind) => Final.First(model => model.Kind == kind);

    /// <summary>Scores a fold's test rows with a picker fitted on its fit rows.</summary>
    /// <param name="kind">How it chooses.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="fold">Fold.</param>
    /// <param name="pool">Rows of other symbols.</param>
    /// <param name="options">How to train.</param>
    /// <param name="cancellationToken">Checked before each boosting round.</param>
    internal static double[] PredictFold(PickerKind kind, LabeledRows rows, WalkForwardFold fold, IReadOnlyList<LabeledRows> pool, TrainingOptions options,
        CancellationToken cancellationToken)
    {
        // Calibration rows are history too; nothing of these pickers is calibrated on them.
        PickerModel model = PickerModel.Fit(kind, rows, [.. fold.Fit, .. fold.Calibration], pool, options, cancellationToken);
        var scores = new double[fold.Test.Length * Structures.ClassCount];
        var features = new double[ModelFeatures.Count];
        for (int i = 0; i < fold.Test.Length; i++)
        {
            rows.Features.CopyRow(rows.FeatureRow[fold.Test[i]], features);
            model.Scores(features, default).CopyTo(scores.AsSpan(i * Structures.ClassCount));
        }

        return scores;
    }
}
