namespace ResearchLab.LightGbm.Tests;

public sealed class LightGbmParametersTests
{
    public static TheoryData<LightGbmParameters> OutOfRange => new(
        new LightGbmParameters { Classes = 1 },
        new LightGbmParameters { Objective = Objective.Binary, Classes = 2 },
        Problems.Multiclass with { Rounds = 0 },
        Problems.Multiclass with { LearningRate = 0 },
        Problems.Multiclass with { LearningRate = double.NaN },
        Problems.Multiclass with { Leaves = 1 },
        Problems.Multiclass with { MaxDepth = 0 },
        Problems.Multiclass with { MinDataInLeaf = 0 },
        Problems.Multiclass with { MinHessianInLeaf = -1 },
        Problems.Multiclass with { FeatureFraction = 1.1 },
        Problems.Multiclass with { BaggingFraction = 0 },
        Problems.Multiclass with { BaggingFrequency = -1 },
        Problems.Multiclass with { L1 = -1 },
        Problems.Multiclass with { L2 = double.PositiveInfinity },
        Problems.Multiclass with { MaxBins = 1 },
        Problems.Multiclass with { Seed = -1 },
        Problems.Multiclass with { Threads = 0 });

    [Theory]
    [MemberData(nameof(OutOfRange))]
    public void Validate_OutOfRange_NamesTheValue(LightGbmParameters parameters)
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(parameters.Validate);
        Assert.Contains(error.ParamName!, error.Message);
    }

    [Fact]
    public void ToString_Defaults_IsCanonicalAndWithoutThreads() =>
        Assert.Equal(
            "objective=binary num_iterations=100 learning_rate=0.05 num_leaves=31 max_depth=-1 min_data_in_leaf=20 min_sum_hessian_in_leaf=0.001 "
            + "feature_fraction=1 bagging_fraction=1 bagging_freq=0 lambda_l1=0 lambda_l2=0 max_bin=255 seed=0 deterministic=true force_col_wise=true "
            + "feature_pre_filter=false",
            new LightGbmParameters { Objective = Objective.Binary, Threads = 4 }.ToString());

    [Fact]
    public void Dataset_BadShapes_AreRefused()
    {
        LightGbmParameters p = Problems.Multiclass;
        Assert.Throws<ArgumentException>(() => LightGbmDataset.FromColumns([[1, 2]], [0f], [], p));
        Assert.Throws<ArgumentException>(() => LightGbmDataset.FromColumns([], [0f, 1f], [], p));
        Assert.Throws<ArgumentException>(() => LightGbmDataset.FromColumns([[]], [], [], p));
        Assert.Throws<ArgumentException>(() => LightGbmDataset.FromColumns([[1, 2]], [0f, float.NaN], [], p));
        Assert.Throws<ArgumentException>(() => LightGbmDataset.FromColumns([[1, 2]], [0f, 1f], [1f, 0f], p));
        Assert.Throws<ArgumentException>(() => LightGbmDataset.FromColumns([[1, 2]], [0f, 1f], [1f], p));
        Assert.Throws<ArgumentException>(() => LightGbmDataset.FromColumns([[1, 2]], [0f, 1f], [], p, featureNames: ["a b"]));
        Assert.Throws<ArgumentException>(() => LightGbmDataset.FromColumnMajor([1, 2, 3], 2, [0f, 1f], [], p));
    }

    [Fact]
    public void Dataset_FeatureNames_AppearInTheModel()
    {
        double[][] columns = Problems.Uniform(200, 2, seed: 30);
        using var train = LightGbmDataset.FromColumns(columns, Problems.Xor(columns, third: false), [], Problems.Multiclass, featureNames: ["ret_1d", "vix"]);
        using Booster booster = Booster.Train(train, Problems.Multiclass);
        Assert.Contains("\nfeature_names=ret_1d vix\n", booster.Text);
    }
}
