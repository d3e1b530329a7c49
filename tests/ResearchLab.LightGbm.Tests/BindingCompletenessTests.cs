namespace ResearchLab.LightGbm.Tests;

/// <summary>Parts of the binding that have no test elsewhere; with the other classes every part of the C API in use is covered.</summary>
public sealed class BindingCompletenessTests
{
    private static readonly LightGbmParameters s_binary =
        new() { Objective = Objective.Binary, Rounds = 20, Leaves = 7, MinDataInLeaf = 5, LearningRate = 0.2 };

    [Fact]
    public void Predict_LeafIndex_NamesTheLeavesWhoseValuesAreTheRawScore()
    {
        double[][] columns = Problems.Uniform(500, 4, seed: 60);
        using Booster booster = Problems.Train(columns, Problems.Xor(columns, third: true), Problems.Multiclass);
        double[] matrix = Problems.Matrix(columns), leaves = booster.Predict(matrix, 500, PredictionKind.LeafIndex),
            raw = booster.Predict(matrix, 500, PredictionKind.RawScore);
        double[][] values = [.. booster.Text.Split('\n').Where(line => line.StartsWith("leaf_value=", StringComparison.Ordinal))
            .Select(line => line["leaf_value=".Length..].Split(' ').Select(double.Parse).ToArray())];
        Assert.Equal(500 * values.Length, leaves.Length);
        for (int row = 0; row < 500; row++)
        {
            for (int k = 0; k < 3; k++)
            {
                double sum = 0;
                for (int tree = k; tree < values.Length; tree += 3)
                    sum += values[tree][(int)leaves[(row * values.Length) + tree]];
                Assert.Equal(raw[(3 * row) + k], sum);
            }
        }
    }

    [Fact]
    public void Interactions_SeparateGroups_NeverMeetOnAPath()
    {
        double[][] columns = Problems.Uniform(2000, 4, seed: 61);
        float[] labels = Problems.Xor(columns, third: false);
        using Booster free = Problems.Train(columns, labels, s_binary),
            apart = Problems.Train(columns, labels, s_binary with { Interactions = [[0, 2], [1, 3]] });
        Assert.Contains(ModelText.Read(free.Text).Parts.Trees, tree => Paths(tree, 0, []).Any(Mixed));
        Assert.DoesNotContain(ModelText.Read(apart.Text).Parts.Trees, tree => Paths(tree, 0, []).Any(Mixed));

        static bool Mixed(int[] path) => path.Any(feature => feature % 2 == 0) && path.Any(feature => feature % 2 == 1);

        static IEnumerable<int[]> Paths(TreeParts tree, int node, int[] above) =>
            node < 0 || tree.Left.Length == 0
                ? [above]
                : ((int[])[tree.Left[node], tree.Right[node]]).SelectMany(child => Paths(tree, child, [.. above, tree.SplitFeature[node]]));
    }

    [Fact]
    public void Balanced_RareClass_WeighsAsMuchAsTheOther()
    {
        // The second feature tells nothing, so a leaf holds a tenth of the rare class: its score rises by ln 9 when it weighs as much as the other.
        double[][] columns = [[.. Enumerable.Range(0, 2000).Select(i => (double)(i % 2))]];
        float[] labels = [.. Enumerable.Range(0, 2000).Select(i => i / 2 % 10 == 0 ? 1f : 0f)];
        LightGbmParameters parameters = s_binary with { Rounds = 200, MinHessianInLeaf = 0 };
        labels[1] = 0;
        using Booster plain = Problems.Train(columns, labels, parameters), balanced = Problems.Train(columns, labels, parameters with { Balanced = true });
        Assert.Equal(0.1, plain.Predict([0], 1)[0], 1e-3);
        Assert.Equal(0.5, balanced.Predict([0], 1)[0], 5e-3);
    }

    [Fact]
    public void InitScore_Multiclass_IsClassMajor()
    {
        double[][] columns = [[.. Enumerable.Repeat(1.0, 300)]];
        float[] labels = [.. Enumerable.Range(0, 300).Select(i => (float)(i % 3))];
        double[] start = [.. Enumerable.Repeat(4.0, 300), .. Enumerable.Repeat(0.0, 600)];
        LightGbmParameters parameters = Problems.Multiclass with { Rounds = 1 };
        using var train = LightGbmDataset.FromColumns(columns, labels, [], parameters, fields: new DatasetFields { InitScore = start });
        using var check = LightGbmDataset.FromColumns(columns, labels, [], parameters, train, fields: new DatasetFields { InitScore = start });
        using Booster booster = Booster.Train(train, parameters, [check]);
        // Nothing can be split, so the loss is that of the start: two thirds of the rows are of a class with e⁰ of e⁴ + 2.
        Assert.Equal(Math.Log(Math.Exp(4) + 2) - (4.0 / 3), booster.Report!.ValidationLosses[0][0], 1e-9);
    }

    [Fact]
    public void Reference_ValidationSet_IsMeasuredAsPredictionsAre()
    {
        double[][] columns = Problems.Uniform(600, 3, seed: 62), other = Problems.Uniform(400, 3, seed: 63);
        float[] truth = Problems.Xor(other, third: false);
        using var train = LightGbmDataset.FromColumns(columns, Problems.Xor(columns, third: false), [], s_binary);
        using var check = LightGbmDataset.FromColumns(other, truth, [], s_binary, train);
        using Booster booster = Booster.Train(train, s_binary, [check]);
        double[] probability = booster.Predict(Problems.Matrix(other), 400);
        Assert.Equal(truth.Select((label, i) => -Math.Log(label == 1 ? probability[i] : 1 - probability[i])).Average(),
            booster.Report!.ValidationLosses[0][^1], 1e-6);
        Assert.Throws<ArgumentException>(() => LightGbmDataset.FromColumns(other[..2], truth, [], s_binary, train));
    }

    public static TheoryData<LightGbmParameters> AllKinds => new(
        s_binary with { Balanced = true, Seed = 4, L1 = 0.25, L2 = 1e-7 },
        Problems.Multiclass with { Categorical = [0, 2], Interactions = [[0, 1], [2]], MaxDepth = 4 },
        new LightGbmParameters { Objective = Objective.Quantile, Alpha = 0.1, Monotone = [1, 0, -1] },
        new LightGbmParameters { Objective = Objective.LambdaRank, NdcgAt = 9, MaxBins = 63 },
        new LightGbmParameters { Objective = Objective.Custom, Classes = 3, BaggingFraction = 0.7, BaggingFrequency = 1 },
        new LightGbmParameters { Objective = Objective.Regression, MinHessianInLeaf = 1.0 / 3 });

    [Theory]
    [MemberData(nameof(AllKinds))]
    public void Parse_WhatToStringWrote_IsTheSame(LightGbmParameters parameters) =>
        Assert.Equal(parameters.ToString(), LightGbmParameters.Parse(parameters.ToString()).ToString());

    [Theory]
    [InlineData("objective=nothing")]
    [InlineData("num_leaves=many")]
    [InlineData("tree_learner=voting")]
    [InlineData("num_leaves")]
    public void Parse_SomethingElse_IsRefused(string text) =>
        Assert.Contains(text, Assert.Throws<FormatException>(() => LightGbmParameters.Parse(text)).Message, StringComparison.Ordinal);
}
