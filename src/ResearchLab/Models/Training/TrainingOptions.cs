using ResearchLab.Basics;
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

    /// <summary>
    /// How much rare classes are lifted in the fit, in [0, 1]: 0 leaves every row its weight, 1 gives every class the same sum of weights.
    /// Trees then split for rare classes too; the probabilities are corrected back to the classes as they occur.
    /// </summary>
    public double ClassBalance { get; init; }

    /// <summary>How probabilities are calibrated.</summary>
    public CalibrationMethod Calibration { get; init; } = CalibrationMethod.Auto;

    /// <summary>Features that scores may only rise or fall with.</summary>
    public IReadOnlyList<MonotoneConstraint> Monotone { get; init; } = [];

    /// <summary>Groups of features that may meet on one path of a tree; the features in no group form one more. Empty lets all meet.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Interactions { get; init; } = [];

    /// <summary>How to search for hyperparameters; null takes those above as they are.</summary>
    public TuningOptions? Tuning { get; init; }

    /// <summary>Departures from the rules of strikes, exits and costs that its labels were made with; its recommendations follow them too.</summary>
    public RuleOptions Rules { get; init; } = RuleOptions.Default;

    /// <summary>Checks what LightGBM's own parameters do not cover.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    internal static void Validate(TrainingOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (!(options.ClassBalance is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(options), options.ClassBalance,
                Invariant($"ClassBalance is {options.ClassBalance}; it must be in [0, 1]."));
        if (options.Tuning is { } tuning && (tuning.Candidates is < 2 or > 1000 || tuning.InnerFolds < 1 || tuning.Eta < 2))
            throw new ArgumentOutOfRangeException(nameof(options), tuning, "Candidates must be 2 to 1000, InnerFolds at least 1, Eta at least 2.");
        options.ToParameters().Validate();
    }

    /// <summary>Parameters of the picker.</summary>
    /// <exception cref="UsageException">A constraint names no feature of the catalogue.</exception>
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
        Monotone = Signs(null),
        Interactions = Groups(Interactions),
    };

    /// <summary>Parameters of the regressor of one structure's outcome.</summary>
    /// <exception cref="UsageException">A constraint names no feature of the catalogue.</exception>
    internal LightGbmParameters ToRegression(Structure structure) =>
        ToParameters() with { Objective = Objective.Regression, Classes = 1, Monotone = Signs(structure) };

    /// <summary>All that shapes a model, as text: models are found by it.</summary>
    internal string Fingerprint() =>
        Invariant($"{InvariantText.Of(ToParameters())}|{InvariantText.Of(Split)}|{Resamples}|{ClassBalance:R}|{Calibration}|{InvariantText.Of(Tuning)}|")
        + Invariant($"{string.Join(';', Monotone.Select(InvariantText.Of))}|{Rules.Spec}");

    private int[] Signs(Structure? structure)
    {
        var signs = new int[ModelFeatures.Count];
        foreach (MonotoneConstraint constraint in Monotone)
        {
            if (constraint.Sign is not (1 or -1))
                throw new UsageException(Invariant($"The monotone constraint on '{constraint.Feature}' has sign {constraint.Sign}; it must be 1 or -1."));
            int feature = IndexOf(constraint.Feature, "monotone");
            if (constraint.Of is null || constraint.Of == structure)
                signs[feature] = constraint.Sign;
        }

        return Array.TrueForAll(signs, sign => sign == 0) ? [] : signs;
    }

    private static int[][] Groups(IReadOnlyList<IReadOnlyList<string>> interactions)
    {
        if (interactions.Count == 0)
            return [];
        int[][] groups = [.. interactions.Select(group => group.Select(name => IndexOf(name, "interaction")).Distinct().Order().ToArray())];
        if (groups.Any(group => group.Length == 0))
            throw new UsageException("An interaction constraint names no feature; give at least one a group.");
        var named = groups.SelectMany(group => group).ToHashSet();
        int[] rest = [.. Enumerable.Range(0, ModelFeatures.Count).Where(feature => !named.Contains(feature))];
        // LightGBM never splits on a feature that is in no group.
        return rest.Length == 0 ? groups : [.. groups, rest];
    }

    private static int IndexOf(string feature, string constraint)
    {
        for (int i = 0; i < ModelFeatures.Count; i++)
        {
            if (ModelFeatures.Names[i] == feature)
                return i;
        }

        throw new UsageException(
            $"The {constraint} constraint names feature '{feature}', which is none of the {ModelFeatures.Count}; './lab features list' names them.");
    }
}
