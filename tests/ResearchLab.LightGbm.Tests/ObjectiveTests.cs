namespace ResearchLab.LightGbm.Tests;

/// <summary>Every objective and every field of a dataset does what its definition says.</summary>
public sealed class ObjectiveTests
{
    private static readonly LightGbmParameters s_regression =
        new() { Objective = Objective.Regression, Rounds = 20, Leaves = 7, LearningRate = 0.2, MinDataInLeaf = 10 };

    private static float[] Linear(double[][] columns) => [.. columns[0].Select((value, i) => (float)((2 * value) - columns[1][i]))];

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.5)]
    [InlineData(0.9)]
    public void Quantile_Noise_LeavesItsShareBelow(double alpha)
    {
        double[][] columns = Problems.Uniform(2000, 2, seed: 21);
        float[] labels = [.. Problems.Uniform(2000, 1, seed: 22)[0].Select(value => (float)value)];
        using Booster booster = Problems.Train(columns, labels,
            s_regression with { Objective = Objective.Quantile, Alpha = alpha, Leaves = 2, MinDataInLeaf = 500 });
        double[] predicted = booster.Predict(Problems.Matrix(columns), 2000);
        Assert.Equal(alpha, predicted.Where((value, i) => labels[i] <= value).Count() / 2000.0, 0.03);
    }

    /// <summary>A training with several threads has the library alone, but for what its own metric asks, from any thread.</summary>
    [Fact]
    public void Metric_PredictsWhileSeveralThreadsTrain()
    {
        double[][] columns = Problems.Uniform(400, 4, seed: 61);
        float[] labels = [.. Problems.Xor(columns, third: false)];
        LightGbmParameters parameters = new() { Objective = Objective.Binary, Rounds = 3, Leaves = 5, MinDataInLeaf = 5, Threads = 2 };
        using Booster other = Problems.Train(columns, labels, parameters with { Threads = 1 });
        double[] matrix = Problems.Matrix(columns), expected = other.Predict(matrix, 400);
        using var train = LightGbmDataset.FromColumns(columns, labels, [], parameters);
        using var check = LightGbmDataset.FromColumns(columns, labels, [], parameters, reference: train);
        int asked = 0;

        using Booster booster = Booster.Train(train, parameters, [check], metric: new ValidationMetric((_, _) =>
        {
            Parallel.For(0, 4, i => Assert.Equal(expected, other.Predict(matrix, 400, threads: 1 + (i % 3))));
            var row = new double[1];
            other.PredictRow([.. columns.Select(column => column[0])], PredictionKind.Probability, row);
            Assert.Equal(expected[0], row[0]);
            return -++asked;
        }));

        Assert.Equal(3, asked);
        Assert.Equal(other.Text, booster.Text);
    }

    [Fact]
    public void LambdaRank_Groups_OrdersEachByGrade()
    {
        double[][] columns = Problems.Uniform(1000, 3, seed: 23);
        float[] grades = [.. columns[1].Select(value => (float)Math.Floor((value + 1) * 2.49))];
        LightGbmParameters parameters = s_regression with { Objective = Objective.LambdaRank };
        var groups = new DatasetFields { Groups = Enumerable.Repeat(20, 50).ToArray() };
        using var train = LightGbmDataset.FromColumns(columns, grades, [], parameters, fields: groups);
        using var check = LightGbmDataset.FromColumns(columns, grades, [], parameters, train, fields: groups);
        using Booster booster = Booster.Train(train, parameters, [check], earlyStoppingRounds: 5);
        Assert.True(booster.Report!.ValidationLosses[0].Max() > 0.99, "NDCG@5 of a perfect feature");
        Assert.Equal(booster.Report.ValidationLosses[0].Max(), booster.Report.ValidationLosses[0][booster.Report.BestRound - 1], 1e-9);
        Assert.Throws<ArgumentException>(() => Problems.Train(columns, grades, parameters));
        Assert.Throws<ArgumentException>(() => LightGbmDataset.FromColumns(columns, grades, [], parameters,
            fields: new DatasetFields { Groups = new[] { 999 } }));
    }

    [Fact]
    public void Custom_GradientsOfSquaredError_GivesTheTreesOfRegression()
    {
        double[][] columns = Problems.Uniform(500, 3, seed: 24);
        float[] labels = Linear(columns);
        LightGbmParameters parameters = s_regression with { Objective = Objective.Custom };
        // Regression starts from the mean; an own loss starts from 0 unless told.
        using var zero = LightGbmDataset.FromColumns(columns, labels, [], s_regression, fields: new DatasetFields { InitScore = new double[500] });
        using Booster expected = Booster.Train(zero, s_regression);
        using var train = LightGbmDataset.FromColumns(columns, labels, [], parameters);
        using var check = LightGbmDataset.FromColumns(columns, labels, [], parameters, train);
        using Booster booster = Booster.Train(
            train, parameters, [check], gradients: (scores, truth, gradients, hessians) =>
            {
                for (int i = 0; i < truth.Length; i++)
                    (gradients[i], hessians[i]) = ((float)(scores[i] - truth[i]), 1);
            },
            metric: new ValidationMetric((predictions, truth) =>
            {
                double sum = 0;
                for (int i = 0; i < truth.Length; i++)
                    sum += Math.Pow(predictions[i] - truth[i], 2);
                return sum / truth.Length;
            }));
        double[] predicted = booster.Predict(Problems.Matrix(columns), 500);
        Assert.Equal(expected.Predict(Problems.Matrix(columns), 500), predicted);
        Assert.Equal(labels.Zip(predicted, (label, value) => Math.Pow(label - value, 2)).Average(), booster.Report!.ValidationLosses[0][^1], 1e-9);
        Assert.DoesNotContain("\nobjective=", booster.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Custom_MissingOrNonFiniteGradients_AreRefused()
    {
        double[][] columns = Problems.Uniform(100, 2, seed: 25);
        LightGbmParameters parameters = s_regression with { Objective = Objective.Custom };
        using var train = LightGbmDataset.FromColumns(columns, Linear(columns), [], parameters);
        Assert.Contains("needs a gradient function", Assert.Throws<ArgumentException>(() => Booster.Train(train, parameters)).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Booster.Train(train, parameters, gradients: (_, _, gradients, _) => gradients.Fill(float.NaN)));
        using var plain = LightGbmDataset.FromColumns(columns, Linear(columns), [], s_regression);
        Assert.Throws<ArgumentException>(() => Booster.Train(plain, s_regression, gradients: (_, _, _, hessians) => hessians.Fill(1)));
    }

    [Fact]
    public void Metric_HigherIsBetter_KeepsItsBestRound()
    {
        double[][] columns = Problems.Uniform(300, 4, seed: 26);
        LightGbmParameters parameters = Problems.Multiclass with { Rounds = 60 };
        float[] labels = Problems.Xor(columns, third: true);
        using var train = LightGbmDataset.FromColumns(columns, labels, [], parameters);
        using var check = LightGbmDataset.FromColumns(columns, labels, [], parameters, train);
        int call = 0;
        double[] values = [1, 3, 2, 2, 2, 2];
        using Booster booster = Booster.Train(train, parameters, [check], earlyStoppingRounds: 4, metric: new ValidationMetric((predictions, _) =>
        {
            Assert.Equal(900, predictions.Length);
            Assert.Equal(1, predictions[0] + predictions[300] + predictions[600], 1e-9);
            return values[call++];
        }, HigherIsBetter: true));
        Assert.Equal((6, 2, 2), (booster.Report!.Rounds, booster.Report.BestRound, booster.Iterations));
    }

    [Fact]
    public void ContinueFrom_TwentyAndTenRounds_IsNearThirtyAndStartsWithTheTwenty()
    {
        double[][] columns = Problems.Uniform(500, 3, seed: 27);
        float[] labels = Linear(columns);
        using Booster whole = Problems.Train(columns, labels, s_regression with { Rounds = 30 });
        using Booster first = Problems.Train(columns, labels, s_regression);
        using var more = LightGbmDataset.FromColumns(columns, labels, [], s_regression with { Rounds = 10 },
            fields: new DatasetFields { ContinueFrom = first });
        using Booster both = Booster.Train(more, s_regression with { Rounds = 10 });
        double[] matrix = Problems.Matrix(columns);
        Assert.Equal(30, both.Iterations);
        Assert.All(whole.Predict(matrix, 500).Zip(both.Predict(matrix, 500)), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
        string tree = first.Text[first.Text.IndexOf("Tree=19", StringComparison.Ordinal)..first.Text.IndexOf("end of trees", StringComparison.Ordinal)];
        Assert.Contains(tree, both.Text, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => LightGbmDataset.FromColumns(columns[..2], labels, [], s_regression,
            fields: new DatasetFields { ContinueFrom = first }));
    }

    [Fact]
    public void InitScore_ConstantStart_IsNotPartOfThePrediction()
    {
        double[][] columns = Problems.Uniform(400, 2, seed: 28);
        float[] labels = Linear(columns);
        using var shifted = LightGbmDataset.FromColumns(columns, labels, [], s_regression,
            fields: new DatasetFields { InitScore = Enumerable.Repeat(5.0, 400).ToArray() });
        using Booster booster = Booster.Train(shifted, s_regression with { Rounds = 100 });
        Assert.Equal(labels.Average() - 5, booster.Predict(Problems.Matrix(columns), 400).Average(), 0.05);
        Assert.Throws<ArgumentException>(() => LightGbmDataset.FromColumns(columns, labels, [], s_regression,
            fields: new DatasetFields { InitScore = new double[399] }));
        Assert.Throws<ArgumentException>(() => LightGbmDataset.FromColumns(columns, labels, [], s_regression,
            fields: new DatasetFields { InitScore = Enumerable.Repeat(double.NaN, 400).ToArray() }));
    }

    [Fact]
    public void Categorical_ScatteredCategories_AreSplitAtOnceAndSurviveTheText()
    {
        double[][] columns = Problems.Uniform(1200, 2, seed: 29);
        columns[0] = [.. columns[0].Select(value => Math.Floor((value + 1) * 10))];
        float[] labels = [.. columns[0].Select(value => value is 1 or 4 or 9 or 15 ? 1f : 0f)];
        var parameters = new LightGbmParameters
        {
            Objective = Objective.Binary,
            Rounds = 30,
            Leaves = 2,
            LearningRate = 0.3,
            MinDataInLeaf = 5,
            Categorical = [0]
        };
        using Booster booster = Problems.Train(columns, labels, parameters), ordered = Problems.Train(columns, labels, parameters with { Categorical = [] });
        double Right(Booster model) =>
            model.Predict(Problems.Matrix(columns), 1200).Zip(labels, (p, label) => (p > 0.5 ? 1f : 0f) == label ? 1.0 : 0).Average();
        Assert.Equal(1, Right(booster));
        Assert.True(Right(ordered) < 1);
        Assert.Contains("cat_threshold=", booster.Text, StringComparison.Ordinal);
        foreach (string broken in (string[])["cat_boundaries=0 9", "cat_boundaries=1 1", "cat_threshold=x"])
        {
            string key = broken[..(broken.IndexOf('=', StringComparison.Ordinal) + 1)];
            int start = booster.Text.IndexOf(key, StringComparison.Ordinal), end = booster.Text.IndexOf('\n', start);
            string same = booster.Text[..start] + broken.PadRight(end - start, '0')[..(end - start)] + booster.Text[end..];
            Assert.Throws<LightGbmException>(() => Booster.FromText(same));
        }
    }

    [Fact]
    public void Monotone_NoisyRise_NeverFalls()
    {
        double[][] columns = Problems.Uniform(600, 2, seed: 30);
        float[] labels = [.. columns[0].Select((value, i) => (float)(value + (2 * columns[1][i])))];
        using Booster booster = Problems.Train(columns, labels, s_regression with { Monotone = [1, 0] });
        double before = double.NegativeInfinity;
        for (double value = -1; value <= 1; value += 0.01)
        {
            double predicted = booster.Predict([value, 0.2], 1)[0];
            Assert.True(predicted >= before - 1e-12);
            before = predicted;
        }

        Assert.Throws<ArgumentException>(() => Problems.Train(columns, labels, s_regression with { Monotone = [1] }));
        Assert.Throws<ArgumentException>(() => Problems.Train(columns, labels, s_regression with { Categorical = [2] }));
    }

    [Fact]
    public void FromColumns_ManyBlocksWithZerosAndMissing_BinsLikeTheWholeMatrix()
    {
        double[][] columns = Problems.Uniform(5000, 3, seed: 31);
        for (int i = 0; i < 5000; i++)
        {
            columns[0][i] = i % 3 == 0 ? 0 : columns[0][i];
            columns[1][i] = i % 5 == 0 ? double.NaN : columns[1][i];
        }

        float[] labels = Linear([columns[0], columns[2]]);
        using var own = LightGbmDataset.FromColumns(columns, labels, [], s_regression);
        // A set that refers to another is made from the whole matrix by LightGBM itself.
        using var whole = LightGbmDataset.FromColumnMajor(Problems.Matrix(columns), 3, labels, [], s_regression, own);
        using Booster a = Booster.Train(own, s_regression), b = Booster.Train(whole, s_regression);
        Assert.Equal(a.Text, b.Text);
    }

    /// <summary>Mostly one value that is not zero: where the library replaces the sampled rows by a list of its own.</summary>
    [Fact]
    public void FromColumns_MostlyOneValue_FreesWhatItAllocated()
    {
        double[][] columns = Problems.Uniform(3000, 12, seed: 33);
        for (int column = 0; column < 12; column++)
            columns[column] = [.. columns[column].Select((value, i) => i % 40 == column ? value : column % 2 == 0 ? 5 : double.NaN)];
        float[] labels = Linear([columns[0], columns[2]]);
        for (int repeat = 0; repeat < 20; repeat++)
            Problems.Train(columns, labels, s_regression with { Rounds = 1, MaxBins = 63 }).Dispose();
    }

    [Fact]
    public void Train_FiftyDuplicateRows_Trains()
    {
        double[][] columns = [.. Problems.Uniform(1, 3, seed: 32).Select(column => Enumerable.Repeat(column[0], 50).ToArray())];
        using Booster booster = Problems.Train(columns, [.. Enumerable.Range(0, 50).Select(i => (float)(i % 2))], s_regression);
        Assert.Equal(0.5, booster.Predict([columns[0][0], columns[1][0], columns[2][0]], 1)[0], 1e-6);
    }
}
