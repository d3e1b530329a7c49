namespace ResearchLab.LightGbm.Tests;

public sealed class BoosterTests
{
    [Fact]
    public void Train_ExclusiveOr_IsLearnedOutOfSample()
    {
        var parameters = new LightGbmParameters { Objective = Objective.Binary, Rounds = 80, Leaves = 7, LearningRate = 0.2, MinDataInLeaf = 5 };
        double[][] columns = Problems.Uniform(1000, 3, seed: 1);
        using Booster booster = Problems.Train(columns, Problems.Xor(columns, third: false), parameters);
        double[][] test = Problems.Uniform(500, 3, seed: 2);
        float[] truth = Problems.Xor(test, third: false);

        double[] probability = booster.Predict(Problems.Matrix(test), 500);

        int right = truth.Where((label, i) => (probability[i] > 0.5) == (label == 1)).Count();
        Assert.True(right >= 470, $"{right} of 500");
    }

    [Fact]
    public void Predict_Multiclass_ProbabilitiesSumToOneAndFollowRawScores()
    {
        double[][] columns = Problems.Uniform(800, 4, seed: 3);
        using Booster booster = Problems.Train(columns, Problems.Xor(columns, third: true), Problems.Multiclass);
        double[] matrix = Problems.Matrix(columns);

        double[] probability = booster.Predict(matrix, 800);
        double[] raw = booster.Predict(matrix, 800, PredictionKind.RawScore);

        Assert.Equal(3, booster.Classes);
        for (int row = 0; row < 800; row++)
        {
            double[] exponent = [.. raw[(3 * row)..(3 * row + 3)].Select(Math.Exp)];
            for (int c = 0; c < 3; c++)
                Assert.Equal(exponent[c] / exponent.Sum(), probability[(3 * row) + c], 1e-12);
        }
    }

    [Fact]
    public void Predict_Contributions_SumToRawScore()
    {
        double[][] columns = Problems.Uniform(600, 5, seed: 4);
        using Booster booster = Problems.Train(columns, Problems.Xor(columns, third: true), Problems.Multiclass);
        double[] matrix = Problems.Matrix(columns);

        double[] raw = booster.Predict(matrix, 600, PredictionKind.RawScore);
        double[] contributions = booster.Predict(matrix, 600, PredictionKind.Contributions);

        Assert.Equal(600 * 3 * 6, contributions.Length);
        for (int i = 0; i < raw.Length; i++)
            Assert.Equal(raw[i], contributions.AsSpan(i * 6, 6).ToArray().Sum(), 1e-9);
    }

    [Theory]
    [InlineData(PredictionKind.Probability)]
    [InlineData(PredictionKind.RawScore)]
    [InlineData(PredictionKind.LeafIndex)]
    [InlineData(PredictionKind.Contributions)]
    public void PredictRow_EveryKind_EqualsMatrixFromManyThreads(PredictionKind kind)
    {
        double[][] columns = Problems.Uniform(400, 4, seed: 5);
        columns[3][7] = double.NaN;
        using Booster booster = Problems.Train(columns, Problems.Xor(columns, third: true), Problems.Multiclass);
        double[] expected = booster.Predict(Problems.Matrix(columns), 400, kind);
        int width = booster.ResultsPerRow(kind);

        var actual = new double[expected.Length];
        Parallel.For(0, 400, row => booster.PredictRow([.. columns.Select(c => c[row])], kind, actual.AsSpan(row * width, width)));

        Assert.Equal(expected, actual);
        Assert.Equal(expected, booster.Predict(Problems.Matrix(columns), 400, kind, threads: 2));
    }

    [Fact]
    public void Train_OneOrTwoThreads_GivesTheSameText()
    {
        // Enough rows for the native parallel loops (1024 a block), few rounds: two threads spin when the cores are busy.
        LightGbmParameters parameters = Problems.Multiclass with { Rounds = 4, Leaves = 15 };
        double[][] columns = Problems.Uniform(5000, 20, seed: 6);
        float[] labels = Problems.Xor(columns, third: true);

        using Booster one = Problems.Train(columns, labels, parameters);
        using Booster two = Problems.Train(columns, labels, parameters with { Threads = 2 });
        using Booster seeded = Problems.Train(columns, labels, parameters with { Seed = 8 });

        Assert.Equal(one.Text, two.Text);
        Assert.NotEqual(one.Text, seeded.Text);
    }

    [Fact]
    public void Text_SaveAndLoad_PredictsTheSameBits()
    {
        double[][] columns = Problems.Uniform(500, 4, seed: 9);
        using Booster booster = Problems.Train(columns, Problems.Xor(columns, third: true), Problems.Multiclass);
        string path = Path.GetTempFileName();
        try
        {
            booster.Save(path);
            using Booster loaded = Booster.Load(path);
            Assert.Equal(booster.Text, loaded.Text);
            Assert.Equal(booster.Predict(Problems.Matrix(columns), 500), loaded.Predict(Problems.Matrix(columns), 500));
            Assert.Equal(booster.Iterations, loaded.Iterations);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Train_EarlyStopping_KeepsTheBestRound()
    {
        LightGbmParameters parameters = Problems.Multiclass with { Rounds = 400, LearningRate = 0.3, Leaves = 31, MinDataInLeaf = 2 };
        double[][] columns = Problems.Uniform(300, 4, seed: 10), other = Problems.Uniform(300, 4, seed: 11);
        using var train = LightGbmDataset.FromColumns(columns, Problems.Xor(columns, third: true), [], parameters);
        using var check = LightGbmDataset.FromColumns(other, Problems.Xor(other, third: true), [], parameters, reference: train);
        var rounds = new List<TrainingRound>();

        using Booster booster = Booster.Train(train, parameters, [check], earlyStoppingRounds: 10, new Synchronous(rounds.Add));

        IReadOnlyList<double> losses = booster.Report!.ValidationLosses[0];
        Assert.True(booster.Report.Rounds < 400);
        Assert.Equal(booster.Report.BestRound + 10, booster.Report.Rounds);
        Assert.Equal(losses.Min(), losses[booster.Report.BestRound - 1], 1e-9);
        Assert.Equal(booster.Report.BestRound, booster.Iterations);
        Assert.Equal(losses, rounds.Select(r => r.ValidationLoss));
        double[] probability = booster.Predict(Problems.Matrix(other), 300);
        float[] truth = Problems.Xor(other, third: true);
        Assert.Equal(losses.Min(), truth.Select((label, i) => -Math.Log(probability[(3 * i) + (int)label])).Average(), 1e-6);
    }

    [Fact]
    public void Train_Weights_MoveTheFitTowardsHeavyRows()
    {
        var parameters = new LightGbmParameters { Objective = Objective.Binary, Rounds = 1, LearningRate = 0.1, MinDataInLeaf = 1 };
        double[][] columns = [Enumerable.Repeat(1.0, 100).ToArray()];
        float[] labels = [.. Enumerable.Range(0, 100).Select(i => i < 50 ? 0f : 1f)];
        float[] weights = [.. labels.Select(label => label == 1 ? 3f : 1f)];
        using var train = LightGbmDataset.FromColumns(columns, labels, weights, parameters);
        using Booster booster = Booster.Train(train, parameters);

        Assert.Equal(0.75, booster.Predict([1.0], 1)[0], 1e-6);
    }

    [Fact]
    public void Train_ConstantMissingAndInfiniteColumns_UsesTheGoodOne()
    {
        double[][] columns = Problems.Uniform(400, 4, seed: 12);
        float[] labels = [.. columns[0].Select(v => v > 0 ? 1f : 0f)];
        Array.Fill(columns[1], 5);
        Array.Fill(columns[2], double.NaN);
        for (int i = 0; i < 400; i += 3)
            columns[3][i] = i % 2 == 0 ? double.PositiveInfinity : double.NegativeInfinity;
        LightGbmParameters parameters = Problems.Multiclass with { Classes = 2, FeatureFraction = 1 };

        using Booster booster = Problems.Train(columns, labels, parameters);
        double[] gain = booster.FeatureImportance(ImportanceKind.Gain);
        double[] splits = booster.FeatureImportance(ImportanceKind.Splits);

        Assert.Equal(0, gain[1] + gain[2]);
        Assert.True(gain[0] > 100 * gain[3], $"{gain[0]} against {gain[3]}");
        Assert.True(splits[0] >= 10);
        double[] probability = booster.Predict([double.PositiveInfinity, double.NaN, double.NegativeInfinity, 1], 1);
        Assert.Equal(1, probability.Sum(), 1e-12);
    }

    [Fact]
    public void Train_AllColumnsMissing_PredictsClassShares()
    {
        double[][] columns = [[.. Enumerable.Repeat(double.NaN, 200)]];
        float[] labels = [.. Enumerable.Range(0, 200).Select(i => i % 4 == 0 ? 1f : 0f)];

        using Booster booster = Problems.Train(columns, labels, Problems.Multiclass with { Classes = 2 });

        Assert.Equal(0.25, booster.Predict([double.NaN], 1)[1], 1e-6);
    }

    [Fact]
    public void Train_OneClassOnly_IsRefused()
    {
        double[][] columns = Problems.Uniform(50, 2, seed: 13);
        var error = Assert.Throws<NothingToLearnException>(() => Problems.Train(columns, [.. Enumerable.Repeat(2f, 50)], Problems.Multiclass));
        Assert.Contains("All 50 labels are class 2", error.Message);
    }

    [Theory]
    [InlineData(3f)]
    [InlineData(-1f)]
    [InlineData(0.5f)]
    public void Train_LabelIsNoClass_IsRefused(float label)
    {
        double[][] columns = Problems.Uniform(50, 2, seed: 14);
        float[] labels = [.. Enumerable.Range(0, 50).Select(i => i == 9 ? label : i % 3)];
        Assert.Throws<ArgumentException>(() => Problems.Train(columns, labels, Problems.Multiclass));
    }

    [Fact]
    public void Train_MissingClass_KeepsItsProbabilityNearZero()
    {
        double[][] columns = Problems.Uniform(300, 2, seed: 15);
        float[] labels = [.. columns[0].Select(v => v > 0 ? 2f : 0f)];
        using Booster booster = Problems.Train(columns, labels, Problems.Multiclass);

        double[] probability = booster.Predict(Problems.Matrix(columns), 300);

        Assert.All(Enumerable.Range(0, 300), row => Assert.InRange(probability[(3 * row) + 1], 0, 1e-9));
    }

    [Fact]
    public void Train_CancelledMidway_LeavesTheLibraryUsable()
    {
        double[][] columns = Problems.Uniform(500, 4, seed: 16);
        float[] labels = Problems.Xor(columns, third: true);
        using var train = LightGbmDataset.FromColumns(columns, labels, [], Problems.Multiclass);
        using var cancellation = new CancellationTokenSource();
        int last = 0;
        var stopAtFive = new Synchronous(round =>
        {
            last = round.Round;
            if (round.Round == 5)
                cancellation.Cancel();
        });

        Assert.Throws<OperationCanceledException>(() =>
            Booster.Train(train, Problems.Multiclass, progress: stopAtFive, cancellationToken: cancellation.Token));

        Assert.Equal(5, last);
        using Booster again = Booster.Train(train, Problems.Multiclass);
        using Booster fresh = Problems.Train(columns, labels, Problems.Multiclass);
        Assert.Equal(fresh.Text, again.Text);
    }

    [Fact]
    public void Predict_WrongShape_IsRefused()
    {
        double[][] columns = Problems.Uniform(100, 2, seed: 17);
        using Booster booster = Problems.Train(columns, Problems.Xor(columns, third: false), Problems.Multiclass with { Classes = 2 });

        Assert.Throws<ArgumentException>(() => booster.Predict([1, 2, 3], 1));
        Assert.Throws<ArgumentException>(() => booster.PredictRow([1.0], PredictionKind.RawScore, new double[2]));
        Assert.Throws<ArgumentException>(() => booster.PredictRow([1.0, 2.0], PredictionKind.RawScore, new double[1]));
        booster.Dispose();
        Assert.Throws<ObjectDisposedException>(() => booster.PredictRow([1.0, 2.0], PredictionKind.RawScore, new double[2]));
    }

    [Fact]
    public void Sink_TrainingWithoutSplits_ReceivesTheWarning()
    {
        var lines = new List<string>();
        LightGbmLog.Sink = line =>
        {
            lock (lines)
                lines.Add(line);
        };
        try
        {
            Problems.Train([[.. Enumerable.Repeat(1.0, 60)]], [.. Enumerable.Range(0, 60).Select(i => (float)(i % 2))],
                Problems.Multiclass with { Classes = 2 }).Dispose();
        }
        finally
        {
            LightGbmLog.Sink = null;
        }

        Assert.Contains(lines, line => line.StartsWith("[LightGBM] [Warning]", StringComparison.Ordinal));
    }

    private sealed class Synchronous(Action<TrainingRound> action) : IProgress<TrainingRound>
    {
        public void Report(TrainingRound value) => action(value);
    }
}
