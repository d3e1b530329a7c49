namespace ResearchLab.LightGbm;

/// <summary>What rows may carry beside features, labels and weights.</summary>
public sealed record DatasetFields
{
    /// <summary>Raw score boosting starts from: class k of row i at <c>k · rows + i</c>; empty starts from the best constant.</summary>
    public ReadOnlyMemory<double> InitScore { get; init; }

    /// <summary>Rows of each consecutive group, at least 1 each, all rows in sum; ranking needs it.</summary>
    public ReadOnlyMemory<int> Groups { get; init; }

    /// <summary>Model whose training goes on: its raw scores are the start, and its trees come first in the new model. Validation sets need it too.</summary>
    public Booster? ContinueFrom { get; init; }
}
