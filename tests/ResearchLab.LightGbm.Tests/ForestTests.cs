namespace ResearchLab.LightGbm.Tests;

/// <summary>The compiled forest gives LightGBM's own raw scores, bit for bit.</summary>
[Trait("Tier", "full")]
public sealed class ForestTests
{
    private static readonly double[] s_odd = [double.NaN, 0.0, -0.0, 1e-36, -1e-36, 1e-35, 2e-35, double.PositiveInfinity, double.NegativeInfinity,
        double.MaxValue, double.Epsilon];

    [Theory]
    [InlineData(1, 4, 31, 40)]
    [InlineData(3, 20, 15, 25)]
    [InlineData(12, 84, 31, 12)]
    [InlineData(12, 150, 7, 11)]
    [InlineData(2, 3, 200, 9)]
    [InlineData(2, 3, 400, 3)]
    [InlineData(2, 300, 31, 30)]
    public void PredictRaw_RandomModels_EqualsLightGbmBitForBit(int classes, int features, int leaves, int rounds)
    {
        for (uint seed = 1; seed <= 2; seed++)
        {
            double[][] columns = WithHoles(Problems.Uniform(2000, features, seed), 31 * seed);
            LightGbmParameters parameters = Parameters(classes, leaves, rounds) with { Seed = (int)seed };
            using Booster booster = Problems.Train(columns, Classes(columns, classes), parameters);
            RequireSameBits(booster, columns, seed);
        }
    }

    [Fact]
    public void PredictRaw_CategoriesAndZerosAsMissing_EqualsLightGbmBitForBit()
    {
        double[][] columns = WithHoles(Problems.Uniform(3000, 6, 7), 3);
        for (int i = 0; i < 3000; i++)
            columns[2][i] = Math.Floor((columns[2][i] + 1) * 40);
        float[] labels = [.. columns[0].Select((value, i) => (float)((double.IsFinite(columns[2][i]) ? (int)columns[2][i] % 3 : 0) + (value > 0.2 ? 1 : 0)))];
        using Booster booster = Problems.Train(columns, labels, Parameters(4, 31, 15) with { Categorical = [2] });
        Assert.Contains("num_cat=1", booster.Text);

        RequireSameBits(booster, columns, 5);
        double[] row = [0.3, 0, 0, 0, 0, 0];
        foreach (double category in (double[])[-1, -0.5, -0.99, 0.5, 79, 79.9, 80, 1e9, 2147483647, 2147483648, 1e300, .. s_odd])
        {
            row[2] = category;
            RequireSameBits(booster, Forest.FromText(booster.Text), row);
        }

        // The text of a model trained with zero_as_missing differs in the decision types alone; every kind in turn, both defaults.
        foreach (int type in (int[])[0, 2, 4, 6, 8, 10])
        {
            string text = string.Join('\n', booster.Text.Split('\n').Select(line => line.StartsWith("decision_type=", StringComparison.Ordinal)
                ? "decision_type=" + string.Join(' ', line["decision_type=".Length..].Split(' ').Select(old => (int.Parse(old) & 1) != 0 ? old : $"{type}"))
                : line));
            using Booster other = Booster.FromText(ForeignTexts.WithSizes(text));
            RequireSameBits(other, columns, 9);
        }
    }

    [Fact]
    public void PredictRaw_TreesWithoutSplits_EqualsLightGbm()
    {
        using Booster booster = Problems.Train([[.. Enumerable.Repeat(double.NaN, 200)]], [.. Enumerable.Range(0, 200).Select(i => i % 4 == 0 ? 1f : 0f)],
            Problems.Multiclass with { Classes = 2 });
        RequireSameBits(booster, booster.Compile(), [double.NaN]);
    }

    [Fact]
    public void PredictRaw_ModelThatWentOn_EqualsLightGbm()
    {
        double[][] columns = WithHoles(Problems.Uniform(1000, 5, 4), 4);
        LightGbmParameters parameters = Parameters(3, 15, 10);
        float[] labels = Classes(columns, 3);
        using Booster first = Problems.Train(columns, labels, parameters);
        using var more = LightGbmDataset.FromColumns(columns, labels, [], parameters with { MaxBins = 17 }, fields: new DatasetFields { ContinueFrom = first });
        using Booster second = Booster.Train(more, parameters with { MaxBins = 17 });
        RequireSameBits(second, columns, 6);
    }

    [Fact]
    public void PredictRaw_ManyThreads_GivesTheSame()
    {
        double[][] columns = Problems.Uniform(1000, 5, 4);
        using Booster booster = Problems.Train(columns, Classes(columns, 3), Parameters(3, 15, 30));
        Forest forest = booster.Compile();
        double[] expected = booster.Predict(Problems.Matrix(columns), 1000, PredictionKind.RawScore), actual = new double[3000];
        Parallel.For(0, 1000, row => forest.PredictRaw([.. columns.Select(c => c[row])], actual.AsSpan(3 * row, 3)));
        Assert.Equal(expected, actual);
    }

    [Fact]
    public void FromText_Damage_IsRefused()
    {
        double[][] columns = Problems.Uniform(300, 2, 8);
        using Booster booster = Problems.Train(columns, Classes(columns, 2), Parameters(2, 7, 3));
        Assert.Contains("leaf_const", Assert.Throws<LightGbmException>(() => Forest.FromText(booster.Text.Replace("is_linear=0", "is_linear=1"))).Message);
        Assert.Throws<LightGbmException>(() => Forest.FromText(booster.Text[..(booster.Text.Length / 2)]));
        Assert.Throws<ArgumentException>(() => booster.Compile().PredictRaw([1.0], new double[2]));
        Assert.Throws<ArgumentException>(() => booster.Compile().PredictRaw([1.0, 2.0], new double[1]));
    }

    private static LightGbmParameters Parameters(int classes, int leaves, int rounds) => classes == 1
        ? new() { Objective = Objective.Regression, Leaves = leaves, Rounds = rounds, MinDataInLeaf = 2, FeatureFraction = 0.7 }
        : new() { Classes = classes, Leaves = leaves, Rounds = rounds, MinDataInLeaf = 2, MinHessianInLeaf = 1e-6, FeatureFraction = 0.7 };

    private static float[] Classes(double[][] columns, int classes) =>
        [.. columns[0].Select((value, i) => (float)Math.Clamp(Math.Floor((1 + (double.IsFinite(value) ? value : 0) + (0.3 * columns[1][i])) / 2 * classes), 0,
            classes - 1)).Select(v => float.IsNaN(v) ? 0 : v)];

    /// <summary>Sprinkles missing values, zeros and infinities over every column but the second.</summary>
    private static double[][] WithHoles(double[][] columns, uint seed)
    {
        double[][] dice = Problems.Uniform(columns[0].Length, columns.Length, seed + 1000);
        for (int c = 0; c < columns.Length; c++)
        {
            for (int i = 0; c != 1 && i < columns[c].Length; i++)
            {
                if (dice[c][i] > 0.8)
                    columns[c][i] = dice[c][i] > 0.9 ? double.NaN : dice[c][i] > 0.83
                        ? 0
                        : dice[c][i] > 0.81 ? double.PositiveInfinity : double.NegativeInfinity;
            }
        }

        return columns;
    }

    private static void RequireSameBits(Booster booster, double[][] columns, uint seed)
    {
        Forest forest = booster.Compile(), walked = Forest.FromText(booster.Text, vectorised: false);
        double[][] dice = Problems.Uniform(300, columns.Length, seed + 77);
        double[] thresholds = [.. booster.Text.Split('\n').Where(line => line.StartsWith("threshold=", StringComparison.Ordinal))
            .SelectMany(line => line["threshold=".Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Number))];
        for (int i = 0; i < 300; i++)
        {
            // Rows of training, then rows whose values lie on thresholds, beside them, or are odd.
            double[] row = [.. columns.Select(column => column[i])];
            for (int c = 0; i >= 100 && c < row.Length; c++)
            {
                int pick = (int)((dice[c][i] + 1) * 1e6);
                double threshold = thresholds.Length == 0 ? 0 : thresholds[pick % thresholds.Length];
                row[c] = (pick % 5) switch
                {
                    0 => s_odd[pick / 5 % s_odd.Length],
                    1 => threshold,
                    2 => Math.BitIncrement(threshold),
                    3 => Math.BitDecrement(threshold),
                    _ => row[c]
                };
            }

            RequireSameBits(booster, forest, row);
            RequireSameBits(booster, walked, row);
        }
    }

    private static void RequireSameBits(Booster booster, Forest forest, double[] row)
    {
        var expected = new double[booster.Classes];
        var actual = new double[booster.Classes];
        booster.PredictRow(row, PredictionKind.RawScore, expected);
        forest.PredictRaw(row, actual);
        Assert.Equal(expected.Select(BitConverter.DoubleToInt64Bits), actual.Select(BitConverter.DoubleToInt64Bits));
    }

    private static double Number(string text) => text switch { "inf" => double.PositiveInfinity, "-inf" => double.NegativeInfinity, _ => double.Parse(text) };
}
