using System.Globalization;

namespace ResearchLab.LightGbm.Tests;

/// <summary>Model texts that another LightGBM wrote: every kind is read and predicts as it must, or is refused by its name.</summary>
public sealed class ForeignModelTests
{
    private static readonly double[][] s_columns = Problems.Uniform(300, 4, seed: 30);

    private static readonly Lazy<string> s_text = new(() =>
    {
        using Booster booster = Problems.Train(s_columns, [.. s_columns[0].Select((value, i) => (float)(value + (s_columns[1][i] > 0 ? 0.5 : 0)))],
            new LightGbmParameters { Objective = Objective.Regression, Rounds = 4, Leaves = 6, MinDataInLeaf = 10 });
        return booster.Text;
    });

    private static readonly Lazy<string> s_three = new(() =>
    {
        using Booster booster = Problems.Train(s_columns, Problems.Xor(s_columns, third: true), Problems.Multiclass with { Rounds = 3 });
        return booster.Text;
    });

    /// <summary>The objective decides only what becomes of the raw score.</summary>
    public static TheoryData<string, Func<double, double>> Objectives { get; } = new()
    {
        { "regression", raw => raw }, { "regression_l1", raw => raw }, { "huber", raw => raw }, { "fair", raw => raw }, { "mape", raw => raw },
        { "quantile", raw => raw },
        { "lambdarank", raw => raw }, { "rank_xendcg", raw => raw }, { "poisson", Math.Exp }, { "gamma", Math.Exp }, { "tweedie", Math.Exp },
        { "regression sqrt", raw => Math.Sign(raw) * raw * raw }, { "cross_entropy", raw => 1 / (1 + Math.Exp(-raw)) },
        { "cross_entropy_lambda", raw => Math.Log(1 + Math.Exp(raw)) },
        { "binary sigmoid:0.5", raw => 1 / (1 + Math.Exp(-0.5 * raw)) }, { "custom", raw => raw },
    };

    [Theory]
    [MemberData(nameof(Objectives))]
    public void Objective_AnyOfLightGbm_IsReadAndKeepsTheTrees(string objective, Func<double, double> link)
    {
        string text = s_text.Value.Replace("objective=regression\n", $"objective={objective}\n", StringComparison.Ordinal);
        using Booster plain = Booster.FromText(s_text.Value), booster = Booster.FromText(text);
        double[] matrix = Problems.Matrix(s_columns), raw = booster.Predict(matrix, 300, PredictionKind.RawScore);

        Assert.Equal(plain.Predict(matrix, 300, PredictionKind.RawScore), raw);
        Assert.Equal(raw.Select(link), booster.Predict(matrix, 300),
            (expected, actual) => Math.Abs(expected - actual) <= 1e-12 * Math.Max(1, Math.Abs(expected)));
        RequireSameBits(booster);
    }

    [Fact]
    public void OneVersusAll_HasASigmoidAClass()
    {
        using Booster booster = Booster.FromText(s_three.Value.Replace("objective=multiclass num_class:3\n", "objective=multiclassova num_class:3 sigmoid:1\n",
            StringComparison.Ordinal));
        double[] matrix = Problems.Matrix(s_columns);

        Assert.Equal(booster.Predict(matrix, 300, PredictionKind.RawScore).Select(raw => 1 / (1 + Math.Exp(-raw))), booster.Predict(matrix, 300),
            (expected, actual) => Math.Abs(expected - actual) <= 1e-12);
        RequireSameBits(booster);
    }

    [Fact]
    public void RandomForest_AveragesItsTrees()
    {
        using Booster booster = Booster.FromText(s_text.Value.Replace("\nfeature_names=", "\naverage_output\nfeature_names=", StringComparison.Ordinal));
        double[] matrix = Problems.Matrix(s_columns);

        Assert.Equal(booster.Predict(matrix, 300, PredictionKind.RawScore).Select(raw => raw / 4), booster.Predict(matrix, 300));
        RequireSameBits(booster);
    }

    [Fact]
    public void LinearLeaves_AddTheirFeatures_AndFallBackWhereOneIsMissing()
    {
        string text = Linear(s_text.Value);
        using Booster booster = Booster.FromText(text);
        double[] row = [0.25, -0.5, 0.125, 1e-40], lacking = [0.25, -0.5, 0.125, double.NaN];
        IReadOnlyList<TreeParts> trees = ModelText.Read(text).Parts.Trees;
        double[] leaves = booster.Predict(Pairs(row, lacking), 2, PredictionKind.LeafIndex);
        double[] raw = booster.Predict(Pairs(row, lacking), 2, PredictionKind.RawScore);

        Assert.Equal(Enumerable.Range(0, 4).Sum(tree => trees[tree].Linear!.At((int)leaves[tree], row, double.NaN)), raw[0], 1e-12);
        Assert.Equal(Enumerable.Range(0, 4).Sum(tree => trees[tree].LeafValue[(int)leaves[4 + tree]]), raw[1], 1e-12);
        RequireSameBits(booster);
    }

    [Theory]
    [InlineData("régime волатильность 收盘价 vol🦆")]
    [InlineData("a=b c= d Tree=0")]
    [InlineData("end_of_trees tree_sizes=1 a/b \"q\"")]
    public void FeatureNames_OfAnyCharacters_AreKept(string names)
    {
        string text = s_text.Value.Replace("feature_names=Column_0 Column_1 Column_2 Column_3", $"feature_names={names}", StringComparison.Ordinal);
        using Booster booster = Booster.FromText(text);

        Assert.Equal(text, booster.Text);
        RequireSameBits(booster);
    }

    [Fact]
    public void TextBehindTheTrees_OfAnyLanguage_IsKept()
    {
        using Booster booster = Booster.FromText(s_text.Value + "\npandas_categorical:[[\"München\", \"Köln\"]]\n");
        RequireSameBits(booster);
    }

    [Fact]
    public void LineEndsOfWindows_AreTakenOff()
    {
        using Booster booster = Booster.FromText(s_text.Value.Replace("\n", "\r\n", StringComparison.Ordinal));
        Assert.Equal(s_text.Value, booster.Text);
        Assert.Contains("character 13",
            Assert.Throws<LightGbmException>(() => Booster.FromText(s_text.Value.Replace("num_class=1\n", "num_class=1\r", StringComparison.Ordinal))).Message);
    }

    [Fact]
    public void Version2_WithoutSizesAndLaterLists_IsRead()
    {
        string[] later = ["tree_sizes=", "is_linear=", "leaf_weight=", "internal_weight=", "num_tree_per_iteration="];
        string text = string.Join('\n', s_text.Value.Split('\n').Where(line => !later.Any(key => line.StartsWith(key, StringComparison.Ordinal))))
            .Replace("version=v4", "version=v2", StringComparison.Ordinal);
        using Booster booster = Booster.FromText(text[..text.IndexOf("\nfeature_importances", StringComparison.Ordinal)]);

        Assert.Contains("tree_sizes=", booster.Text, StringComparison.Ordinal);
        RequireSameBits(booster);
    }

    [Theory]
    [InlineData("objective=regression\n", "objective=survival_cox\n", "Objective 'survival_cox' is not supported here")]
    [InlineData("version=v4", "version=v9", "version 'v9' are not supported here")]
    [InlineData("objective=regression\n", "objective=binary sigmoid:-1\n", "objective 'binary sigmoid:-1' with 1 classes")]
    public void KindsThatAreNotSupported_AreRefusedByName(string part, string changed, string expected)
    {
        var error = Assert.Throws<LightGbmException>(() => Booster.FromText(s_text.Value.Replace(part, changed, StringComparison.Ordinal)));
        Assert.Contains(expected, error.Message);
        Assert.Equal(changed.Contains("sigmoid", StringComparison.Ordinal), error.Message.Contains("corrupt", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("num_features=", "num_features=9")]
    [InlineData("num_features=", "num_features=-")]
    [InlineData("num_features=2", "num_features=2000000000")]
    [InlineData("leaf_features=", "leaf_features=9")]
    [InlineData("leaf_coeff=", "leaf_coeff=nan ")]
    [InlineData("leaf_const=", "leaf_const=inf ")]
    [InlineData("is_linear=1", "is_linear=2")]
    public void LinearLeaves_ThatDoNotFit_AreRefused(string field, string edited)
    {
        string text = Linear(s_text.Value);
        int at = text.IndexOf(field, StringComparison.Ordinal);
        Assert.True(at > 0, field);
        Assert.Contains("corrupt", Assert.Throws<LightGbmException>(
            () => Booster.FromText(ForeignTexts.WithSizes(string.Concat(text.AsSpan(0, at), edited, text.AsSpan(at + field.Length))))).Message);
    }

    private static string Linear(string text) => ForeignTexts.Linear(text);

    private static double[] Pairs(double[] first, double[] second) => [.. first.Zip(second).SelectMany(pair => (double[])[pair.First, pair.Second])];

    /// <summary>Rows at once, one at a time and the compiled forest agree to the last bit, with and without missing values.</summary>
    private static void RequireSameBits(Booster booster)
    {
        Forest forest = booster.Compile();
        double[] one = new double[booster.ResultsPerRow(PredictionKind.RawScore)], compiled = new double[one.Length];
        for (int row = 0; row < 60; row++)
        {
            double[] values = [.. s_columns.Select((column, i) => (row + i) % 7 == 0 ? double.NaN : (row + i) % 11 == 0 ? 0 : column[row])];
            double[] many = booster.Predict(values, 1, PredictionKind.RawScore);
            booster.PredictRow(values, PredictionKind.RawScore, one);
            forest.PredictRaw(values, compiled);
            Assert.Equal(many.Select(BitConverter.DoubleToInt64Bits), one.Select(BitConverter.DoubleToInt64Bits));
            Assert.Equal(many.Select(BitConverter.DoubleToInt64Bits), compiled.Select(BitConverter.DoubleToInt64Bits));
        }
    }
}

/// <summary>Texts of kinds that this binding does not train, made from those that it does.</summary>
internal static class ForeignTexts
{
    /// <summary>Gives every leaf a linear model of features 0 and 2, some of feature 3 alone and some of none.</summary>
    public static string Linear(string text)
    {
        string[] lines = text.Split('\n');
        int leaves = 0;
        for (int i = 0; i < lines.Length; i++)
        {
            if (lines[i].StartsWith("num_leaves=", StringComparison.Ordinal))
                leaves = int.Parse(lines[i][11..], CultureInfo.InvariantCulture);
            if (lines[i] != "is_linear=0")
                continue;
            int[] counts = [.. Enumerable.Range(0, leaves).Select(leaf => leaf % 3 == 2 ? 0 : 2 - (leaf % 3))];
            lines[i] =
                $"is_linear=1\nleaf_const={string.Join(' ', counts.Select((_, leaf) => (0.125 * leaf) - 0.3))}\nnum_features={string.Join(' ', counts)}\n"
                + $"leaf_features={string.Concat(counts.Select(count => count == 2 ? "2 0  " : count == 1 ? "3  " : " "))}\nleaf_coeff={string.Concat(counts.Select(count => count == 2 ? "0.7 -1.3  " : count == 1 ? "0.1  " : " "))}";
        }

        return WithSizes(string.Join('\n', lines));
    }

    /// <summary>The text with the sizes its trees have.</summary>
    public static string WithSizes(string text)
    {
        int first = text.IndexOf("\nTree=", StringComparison.Ordinal) + 1, end = text.IndexOf("end of trees", StringComparison.Ordinal);
        int[] sizes = [.. text[first..end].Split("Tree=").Skip(1).Select(tree => tree.Length + 5)];
        int line = text.IndexOf("\ntree_sizes=", StringComparison.Ordinal) + 1;
        return string.Concat(text.AsSpan(0, line), $"tree_sizes={string.Join(' ', sizes)}", text.AsSpan(text.IndexOf('\n', line)));
    }
}
