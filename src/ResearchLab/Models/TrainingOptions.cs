using ResearchLab.LightGbm;
using ResearchLab.Options;

namespace ResearchLab.Models;

/// <summary>How a structure model is trained; regularised by default, since the signal is weak.</summary>
public sealed record TrainingOptions
{
    /// <summary>Snapshot id of the data, for the model's card.</summary>
    public required string Snapshot { get; init; }

    /// <summary>Version of the code, for the model's card.</summary>
    public required string CodeVersion { get; init; }

    /// <summary>Seed of sampling, bootstrap and the random baseline.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Specifications tried for this purpose up to this one, for the context of every metric; 1 when nothing was searched for.</summary>
    public int Trials { get; init; } = 1;

    /// <summary>Fits that run side by side, 1 to 256, each on one thread; does not change the result.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>How rows are split in time.</summary>
    public WalkForwardOptions Split { get; init; } = new();

    /// <summary>Boosting rounds.</summary>
    public int Rounds { get; init; } = 60;

    /// <summary>Shrinkage of each tree.</summary>
    public double LearningRate { get; init; } = 0.05;

    /// <summary>Most leaves of a tree.</summary>
    public int Leaves { get; init; } = 15;

    /// <summary>Fewest rows of a leaf.</summary>
    public int MinDataInLeaf { get; init; } = 50;

    /// <summary>Share of the features each tree sees.</summary>
    public double FeatureFraction { get; init; } = 0.5;

    /// <summary>Share of the rows each bag holds, renewed every round.</summary>
    public double BaggingFraction { get; init; } = 0.7;

    /// <summary>L2 penalty of leaf values.</summary>
    public double L2 { get; init; } = 5;

    /// <summary>Bootstrap resamples of each interval, at least 100.</summary>
    public int Resamples { get; init; } = 1_000;

    internal LightGbmParameters ToParameters() => new()
    {
        Objective = Objective.Multiclass,
        Classes = Structures.ClassCount,
        Rounds = Rounds,
        LearningRate = LearningRate,
        Leaves = Leaves,
        MinDataInLeaf = MinDataInLeaf,
        FeatureFraction = FeatureFraction,
        BaggingFraction = BaggingFraction,
        BaggingFrequency = BaggingFraction < 1 ? 1 : 0,
        L2 = L2,
        MaxBins = 63,
        Seed = (int)(Seed % int.MaxValue),
        Threads = 1,
    };
}

/// <summary>How far a training is.</summary>
/// <param name="Step">What is being done, such as <c>fold 2 of 6</c>.</param>
/// <param name="Share">Share of the whole, in [0, 1].</param>
public readonly record struct TrainingProgress(string Step, double Share);
