using System.Globalization;
using System.Text;

namespace ResearchLab.LightGbm;

/// <summary>
/// Parameters of a training run under LightGBM's names; checked before anything native sees them. Training is deterministic
/// and independent of the number of threads: <c>deterministic=true</c> with <c>force_col_wise=true</c>, where each histogram
/// is summed by one thread in row order.
/// </summary>
/// <remarks>Ke et al. (2017), "LightGBM: A Highly Efficient Gradient Boosting Decision Tree", NIPS 30.</remarks>
public sealed partial record LightGbmParameters
{
    /// <summary>What to minimise.</summary>
    public Objective Objective { get; init; } = Objective.Multiclass;

    /// <summary>Number of classes: at least 2 for <see cref="Objective.Multiclass"/>, at least 1 for <see cref="Objective.Custom"/>, 1 otherwise.</summary>
    public int Classes { get; init; } = 1;

    /// <summary>Boosting rounds, at least 1; a multiclass round grows one tree a class.</summary>
    public int Rounds { get; init; } = 100;

    /// <summary>Shrinkage of each tree, in (0, 1].</summary>
    public double LearningRate { get; init; } = 0.05;

    /// <summary>Most leaves of a tree, 2 to 131072.</summary>
    public int Leaves { get; init; } = 31;

    /// <summary>Deepest level of a tree; −1 is unlimited.</summary>
    public int MaxDepth { get; init; } = -1;

    /// <summary>Fewest rows of a leaf, at least 1.</summary>
    public int MinDataInLeaf { get; init; } = 20;

    /// <summary>Fewest summed second derivatives of a leaf, at least 0.</summary>
    public double MinHessianInLeaf { get; init; } = 1e-3;

    /// <summary>Share of the features each tree sees, in (0, 1].</summary>
    public double FeatureFraction { get; init; } = 1;

    /// <summary>Share of the rows each bag holds, in (0, 1].</summary>
    public double BaggingFraction { get; init; } = 1;

    /// <summary>Rounds between new bags; 0 turns bagging off.</summary>
    public int BaggingFrequency { get; init; }

    /// <summary>L1 penalty of leaf values, at least 0.</summary>
    public double L1 { get; init; }

    /// <summary>L2 penalty of leaf values, at least 0.</summary>
    public double L2 { get; init; }

    /// <summary>Most histogram bins of a feature, 2 to 65535.</summary>
    public int MaxBins { get; init; } = 255;

    /// <summary>Quantile of <see cref="Objective.Quantile"/>, in (0, 1).</summary>
    public double Alpha { get; init; } = 0.5;

    /// <summary>Position that <see cref="Objective.LambdaRank"/> is measured to by NDCG, 1 to 1000.</summary>
    public int NdcgAt { get; init; } = 5;

    /// <summary>Whether <see cref="Objective.Binary"/> weighs both classes the same in sum.</summary>
    public bool Balanced { get; init; }

    /// <summary>Indices of the features whose values are categories: whole numbers from 0, ascending indices; a negative value is missing.</summary>
    public IReadOnlyList<int> Categorical { get; init; } = [];

    /// <summary>One a feature: 1 when the score may only rise with it, −1 fall, 0 free; empty for no constraint.</summary>
    public IReadOnlyList<int> Monotone { get; init; } = [];

    /// <summary>Groups of feature indices that may meet on one path of a tree; empty lets all meet.</summary>
    public IReadOnlyList<IReadOnlyList<int>> Interactions { get; init; } = [];

    /// <summary>Seed of bagging and feature sampling, at least 0.</summary>
    public int Seed { get; init; }

    /// <summary>
    /// Native threads, 1 to 256; does not change the result. More than one pays only on large data and idle cores: OpenMP's
    /// threads spin at barriers, so with other work on the cores a small training can take a hundred times as long.
    /// </summary>
    public int Threads { get; init; } = 1;

    /// <summary>Checks every value.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range; the message names it and the range.</exception>
    public void Validate()
    {
        Require(Enum.IsDefined(Objective), nameof(Objective), Objective, "one of the listed objectives");
        Require(Objective switch { Objective.Multiclass => Classes >= 2, Objective.Custom => Classes >= 1, _ => Classes == 1 }, nameof(Classes), Classes,
            "at least 2 for multiclass, at least 1 for custom, 1 otherwise");
        Require(Rounds is >= 1 and <= 100_000, nameof(Rounds), Rounds, "1 to 100000");
        Require(LearningRate is > 0 and <= 1, nameof(LearningRate), LearningRate, "in (0, 1]");
        Require(Leaves is >= 2 and <= 131_072, nameof(Leaves), Leaves, "2 to 131072");
        Require(MaxDepth is -1 or (>= 1 and <= 64), nameof(MaxDepth), MaxDepth, "-1 or 1 to 64");
        Require(MinDataInLeaf >= 1, nameof(MinDataInLeaf), MinDataInLeaf, "at least 1");
        Require(MinHessianInLeaf >= 0 && double.IsFinite(MinHessianInLeaf), nameof(MinHessianInLeaf), MinHessianInLeaf, "at least 0");
        Require(FeatureFraction is > 0 and <= 1, nameof(FeatureFraction), FeatureFraction, "in (0, 1]");
        Require(BaggingFraction is > 0 and <= 1, nameof(BaggingFraction), BaggingFraction, "in (0, 1]");
        Require(BaggingFrequency >= 0, nameof(BaggingFrequency), BaggingFrequency, "at least 0");
        Require(L1 >= 0 && double.IsFinite(L1), nameof(L1), L1, "at least 0");
        Require(L2 >= 0 && double.IsFinite(L2), nameof(L2), L2, "at least 0");
        Require(MaxBins is >= 2 and <= 65_535, nameof(MaxBins), MaxBins, "2 to 65535");
        Require(Seed >= 0, nameof(Seed), Seed, "at least 0");
        Require(Alpha is > 0 and < 1, nameof(Alpha), Alpha, "in (0, 1)");
        Require(NdcgAt is >= 1 and <= 1000, nameof(NdcgAt), NdcgAt, "1 to 1000");
        Require(!Balanced || Objective == Objective.Binary, nameof(Balanced), Balanced, "false unless the objective is binary");
        for (int i = 0; i < Categorical.Count; i++)
            Require(Categorical[i] > (i == 0 ? -1 : Categorical[i - 1]), nameof(Categorical), Categorical[i], "a feature index, ascending, each once");
        Require(Monotone.All(sign => sign is >= -1 and <= 1), nameof(Monotone), string.Join(',', Monotone), "-1, 0 or 1 each");
        Require(!Categorical.Any(i => i < Monotone.Count && Monotone[i] != 0), nameof(Monotone), string.Join(',', Monotone),
            "0 where the feature is categorical");
        Require(Interactions.All(group => group.Count > 0 && group.All(i => i >= 0)), nameof(Interactions), Interactions.Count,
            "groups of feature indices, none empty");
        Require(Threads is >= 1 and <= 256, nameof(Threads), Threads, "1 to 256");
    }

    /// <summary>The canonical <c>key=value</c> text of everything that shapes the model: fixed order, without the thread count.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"objective={Name(Objective)}");
        if (Objective == Objective.Multiclass || (Objective == Objective.Custom && Classes > 1))
            text.Append(CultureInfo.InvariantCulture, $" num_class={Classes}");
        text.Append(CultureInfo.InvariantCulture, $" num_iterations={Rounds} learning_rate={LearningRate:R} num_leaves={Leaves} max_depth={MaxDepth}");
        text.Append(CultureInfo.InvariantCulture, $" min_data_in_leaf={MinDataInLeaf} min_sum_hessian_in_leaf={MinHessianInLeaf:R}");
        text.Append(CultureInfo.InvariantCulture,
            $" feature_fraction={FeatureFraction:R} bagging_fraction={BaggingFraction:R} bagging_freq={BaggingFrequency}");
        text.Append(CultureInfo.InvariantCulture, $" lambda_l1={L1:R} lambda_l2={L2:R} max_bin={MaxBins} seed={Seed}");
        if (Objective == Objective.Quantile)
            text.Append(CultureInfo.InvariantCulture, $" alpha={Alpha:R}");
        if (Objective == Objective.LambdaRank)
            text.Append(CultureInfo.InvariantCulture, $" eval_at={NdcgAt}");
        if (Balanced)
            text.Append(" is_unbalance=true");
        if (Categorical.Count > 0)
            text.Append(" categorical_feature=").AppendJoin(',', Categorical);
        if (Monotone.Count > 0)
            text.Append(" monotone_constraints=").AppendJoin(',', Monotone);
        if (Interactions.Count > 0)
            text.Append(" interaction_constraints=").AppendJoin(',', Interactions.Select(group => $"[{string.Join(',', group)}]"));
        return text.Append(" deterministic=true force_col_wise=true feature_pre_filter=false").ToString();
    }

    /// <summary>What the native calls get: the canonical text, the threads, and messages left to <see cref="LightGbmLog"/>.</summary>
    internal string ToNativeText(NativeThreads threads) => string.Create(CultureInfo.InvariantCulture, $"{this} num_threads={threads.Count} verbosity=1");

    /// <summary>Checks what the parameters say of features against their number.</summary>
    /// <exception cref="ArgumentException">They name a feature that does not exist.</exception>
    internal void RequireFeatures(int columns)
    {
        if (Monotone.Count > 0 && Monotone.Count != columns)
            throw new ArgumentException(
                Invariant($"LightGBM parameter {nameof(Monotone)} has {Monotone.Count} signs but there are {columns} features; give one a feature."),
                nameof(columns));
        int highest = Categorical.Concat(Interactions.SelectMany(group => group)).DefaultIfEmpty(-1).Max();
        if (highest >= columns)
            throw new ArgumentException(Invariant($"LightGBM parameters {nameof(Categorical)} or {nameof(Interactions)} name feature {highest}, ")
                + Invariant($"but there are {columns}; the last is {columns - 1}."), nameof(columns));
    }

    private static string Name(Objective objective) => objective switch
    {
        Objective.Binary => "binary",
        Objective.Multiclass => "multiclass",
        Objective.Quantile => "quantile",
        Objective.LambdaRank => "lambdarank",
        Objective.Custom => "custom",
        _ => "regression",
    };

    private static void Require(bool holds, string name, object value, string range)
    {
        if (!holds)
            throw new ArgumentOutOfRangeException(name, value,
                string.Create(CultureInfo.InvariantCulture, $"LightGBM parameter {name} is {value}; it must be {range}."));
    }
}
