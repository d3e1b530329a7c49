using FsCheck;
using FsCheck.Fluent;
using ResearchLab.Basics;
using ResearchLab.Features;
using ResearchLab.Models;
using ResearchLab.Options;

namespace ResearchLab.Tests.Models;

public sealed class CalibrationTests
{
    /// <summary>
    /// The first is the example of Barlow, Bartholomew, Bremner and Brunk (1972) as scikit-learn's tests carry it; the others by hand: equal x
    /// are joined first, weights count.
    /// </summary>
    [Theory]
    [InlineData(new double[] { 0, 1, 2, 3, 4, 5, 6, 7 }, new double[] { 3, 7, 5, 9, 8, 7, 10, 10 }, new double[] { 1, 1, 1, 1, 1, 1, 1, 1 },
        new double[] { 3, 6, 6, 8, 8, 8, 10, 10 })]
    [InlineData(new double[] { 1, 1, 2, 2, 3 }, new double[] { 0, 1, 1, 0, 1 }, new double[] { 1, 1, 1, 1, 1 }, new double[] { 0.5, 0.5, 0.5, 0.5, 1 })]
    [InlineData(new double[] { 1, 2, 3 }, new double[] { 1, 0, 2 }, new double[] { 3, 1, 1 }, new double[] { 0.75, 0.75, 2 })]
    [InlineData(new double[] { 3, 1, 2 }, new double[] { 1, 3, 2 }, new double[] { 1, 1, 1 }, new double[] { 2, 2, 2 })]
    public void Isotonic_KnownExamples_GiveTheirValues(double[] x, double[] y, double[] weights, double[] expected)
    {
        var curve = IsotonicRegression.Fit(x, y, weights);
        Assert.All(x.Zip(expected), pair => Assert.Equal(pair.Second, curve.At(pair.First), 1e-12));
        Assert.True(curve.IsSound());
    }

    [Fact]
    public void Isotonic_BetweenAndBeyondPoints_IsStraightThenFlat()
    {
        var curve = IsotonicRegression.Fit([0, 1, 2, 4], [0, 1, 0.5, 2], [1, 1, 1, 1]);
        Assert.Equal([0, 0, 0.375, 0.75, 0.75, 1.375, 2, 2], ((double[])[-1, 0, 0.5, 1, 1.5, 3, 4, 99]).Select(curve.At));
    }

    [Fact]
    public void Isotonic_AnyPoints_NeverFallsKeepsTheMeanAndBeatsEveryMonotoneRival() => Check.One(
        Config.QuickThrowOnFailure.WithReplay(20261121, 7).WithMaxTest(200),
        Prop.ForAll(Gen.Choose(1, 1_000_000).ToArbitrary(), seed =>
        {
            var random = new Pcg32((ulong)seed);
            int n = 1 + random.NextInt(40);
            double[] x = [.. Enumerable.Range(0, n).Select(_ => (double)random.NextInt(20))], y = [.. Enumerable.Range(0, n).Select(_ => random.NextNormal())];
            double[] weights = [.. Enumerable.Range(0, n).Select(_ => 0.1 + random.NextDouble())];
            var curve = IsotonicRegression.Fit(x, y, weights);
            double mean = Enumerable.Range(0, n).Sum(i => weights[i] * (y[i] - curve.At(x[i])));
            double Loss(Func<double, double> fit) => Enumerable.Range(0, n).Sum(i => weights[i] * Math.Pow(y[i] - fit(x[i]), 2));
            // Any other rising curve is no better: a line through the mean with a random rising slope.
            double slope = random.NextDouble(), at = random.NextNormal();
            bool best = Loss(curve.At) <= Loss(value => at + (slope * value)) + 1e-9;
            bool rises = Enumerable.Range(0, 19).All(value => curve.At(value) <= curve.At(value + 1) + 1e-12);
            return best && rises && Math.Abs(mean) < 1e-9;
        }));

    [Theory]
    [InlineData(new double[0], new double[0], new double[0], "at least one")]
    [InlineData(new double[] { 1 }, new double[] { double.NaN }, new double[] { 1 }, "finite")]
    [InlineData(new double[] { 1 }, new double[] { 1 }, new double[] { 0 }, "positive")]
    public void Isotonic_BadPoints_AreRefused(double[] x, double[] y, double[] weights, string cause) =>
        Assert.Contains(cause, Assert.Throws<ArgumentException>(() => IsotonicRegression.Fit(x, y, weights)).Message, StringComparison.Ordinal);

    /// <summary>Two classes whose probability is a step of the score: no temperature mends that, a curve does, and the rule sees it.</summary>
    [Fact]
    public void Auto_StepInTheScores_ChoosesIsotonicAndItIsBetterLater()
    {
        (double[] raw, int[] labels, LabelSpan[] spans) = Scores(900, 5, score => score > 0 ? 0.7 : 0.3);
        ProbabilityCalibration Fit(CalibrationMethod method) =>
            ProbabilityCalibration.Fit([.. raw[..(600 * 12)]], labels[..600], spans[..600], [], method, 2000);
        Assert.Equal(CalibrationMethod.Isotonic, Fit(CalibrationMethod.Auto).Method);
        double isotonic = Loss(Fit(CalibrationMethod.Isotonic), raw, labels, 600), temperature = Loss(Fit(CalibrationMethod.Temperature), raw, labels, 600);
        Assert.True(isotonic < temperature - 0.01, $"{isotonic} against {temperature}");
    }

    /// <summary>Scores that only need flattening, and too few rows to know better.</summary>
    [Fact]
    public void Auto_FewRows_StaysWithTemperature()
    {
        (double[] raw, int[] labels, LabelSpan[] spans) = Scores(140, 6, score => score > 0 ? 0.7 : 0.3);
        Assert.Equal(CalibrationMethod.Temperature, ProbabilityCalibration.Fit(raw, labels, spans, [], CalibrationMethod.Auto, 2000).Method);
    }

    [Fact]
    public void Auto_LaterRowsThanTheCalibration_ChangeNothing()
    {
        (double[] raw, int[] labels, LabelSpan[] spans) = Scores(600, 7, score => 1 / (1 + Math.Exp(-score / 2)));
        ProbabilityCalibration Fit() => ProbabilityCalibration.Fit([.. raw[..(400 * 12)]], labels[..400], spans[..400], [], CalibrationMethod.Auto, 2000);
        ProbabilityCalibration before = Fit();
        labels.AsSpan(400).Fill(3);
        ProbabilityCalibration after = Fit();
        Assert.Equal((before.Method, before.Temperature), (after.Method, after.Temperature));
    }

    [Theory]
    [InlineData(CalibrationMethod.Temperature)]
    [InlineData(CalibrationMethod.Isotonic)]
    public void Apply_AnyScores_GivePositiveProbabilitiesThatSumToOne(CalibrationMethod method)
    {
        (double[] raw, int[] labels, LabelSpan[] spans) = Scores(300, 8, score => score > 0 ? 0.9 : 0.1);
        ProbabilityCalibration calibration = ProbabilityCalibration.Fit([.. raw], labels, spans, [], method, 500);
        for (int row = 0; row < 300; row++)
        {
            double[] probabilities = raw[(row * 12)..((row + 1) * 12)];
            calibration.Apply(probabilities, 500);
            Assert.Equal(1, probabilities.Sum(), 1e-12);
            Assert.All(probabilities, p => Assert.True(p >= 1.0 / 12 / 501 - 1e-15));
        }
    }

    /// <summary>Weights w turn a share π into πw / Σπw; taking log w off the scores must give π back.</summary>
    [Fact]
    public void ClassWeights_OfAPerfectModel_AreTakenOffExactly()
    {
        Structure[] rows = [.. Enumerable.Range(0, 1200).Select(i => (Structure)(i % 10 < 7 ? 0 : i % 10 < 9 ? 1 : 2))];
        double[] logWeights = ClassWeights.LogOf(rows, 1);
        double[] shares = [.. Enumerable.Range(0, 12).Select(c => rows.Count(row => (int)row == c) / 1200.0)];
        Assert.Equal(1, shares.Zip(logWeights, (share, log) => share * Math.Exp(log)).Sum(), 1e-12);
        Assert.Equal(shares[0] * Math.Exp(logWeights[0]), shares[2] * Math.Exp(logWeights[2]), 0.01);
        double[] raw = [.. shares.Zip(logWeights, (share, log) => Math.Log(Math.Max(share, 1e-9)) + log)];
        new ProbabilityCalibration(CalibrationMethod.Temperature, 1, logWeights, []).Apply(raw, 1_000_000);
        Assert.Equal([0.7, 0.2, 0.1], raw.Take(3).Select(p => Math.Round(p, 4)));
        Assert.Empty(ClassWeights.LogOf(rows, 0));
    }

    /// <summary>The rare class is found more often, and the probabilities still say how often it comes.</summary>
    [Fact]
    public void Train_ClassBalance_KeepsTheMeanProbabilityOfEachClass()
    {
        FeatureMatrix features = SyntheticMarket.Features(1500, 30);
        OutcomeMatrix labels = SyntheticMarket.Outcomes(features, 31, (row, structure) =>
            structure == Structure.LongCall ? (features.Columns[0][row] > 2 ? 2.5 : -1.5) : structure == Structure.IronCondor ? 0.8 : -1);
        using TrainedModel balanced = StructureTrainer.Train(features, labels, SyntheticMarket.Options with { ClassBalance = 1 }, null,
            TestContext.Current.CancellationToken);
        using TrainedModel plain = StructureTrainer.Train(features, labels, SyntheticMarket.Options, null, TestContext.Current.CancellationToken);
        Assert.NotEqual(plain.Text, balanced.Text);
        Assert.Equal((1, 12), (balanced.Card.ClassBalance, balanced.Calibration.LogWeights.Length));
        int[] rows = [.. Enumerable.Range(100, 1300)];
        double predicted = rows.Average(row => balanced.Predict(SyntheticMarket.Row(features, row))[(int)Structure.LongCall]);
        double share = rows.Average(row => labels.Best(row) == Structure.LongCall ? 1.0 : 0);
        Assert.InRange(predicted, share / 1.6, share * 1.6);
        // Uncorrected scores claim far more of the rare class: that is what the correction takes off.
        double uncorrected = rows.Average(row =>
        {
            double[] raw = balanced.RawScores(SyntheticMarket.Row(features, row));
            TemperatureScaling.Apply(raw, 1, raw);
            return raw[(int)Structure.LongCall];
        });
        Assert.True(uncorrected > 1.2 * predicted, $"{uncorrected} against {predicted}");
    }

    private static double Loss(ProbabilityCalibration calibration, double[] raw, int[] labels, int from)
    {
        double loss = 0;
        for (int row = from; row < labels.Length; row++)
        {
            double[] probabilities = raw[(row * 12)..((row + 1) * 12)];
            calibration.Apply(probabilities, 2000);
            loss -= Math.Log(probabilities[labels[row]]);
        }

        return loss / (labels.Length - from);
    }

    private static (double[] Raw, int[] Labels, LabelSpan[] Spans) Scores(int rows, ulong seed, Func<double, double> chance)
    {
        var random = new Pcg32(seed);
        var raw = new double[rows * 12];
        Array.Fill(raw, -20);
        var labels = new int[rows];
        DateOnly[] sessions = SyntheticMarket.Sessions(rows + 1);
        var spans = new LabelSpan[rows];
        for (int row = 0; row < rows; row++)
        {
            double score = 3 * random.NextNormal();
            (raw[row * 12], raw[(row * 12) + 1]) = (score / 2, -score / 2);
            labels[row] = random.NextDouble() < chance(score) ? 0 : 1;
            spans[row] = new LabelSpan(sessions[row], sessions[row + 1], row, row + 1);
        }

        return (raw, labels, spans);
    }
}
