using MathNet.Numerics.Distributions;
using ResearchLab.Basics;
using ResearchLab.Features;
using ResearchLab.Models;
using ResearchLab.Options;

namespace ResearchLab.Tests.Models;

public sealed class DriftTests(ITestOutputHelper output)
{
    private static double[] Normal(int count, ulong stream, double mean = 0, double scale = 1)
    {
        var random = new Pcg32(99, stream);
        return [.. Enumerable.Range(0, count).Select(_ => mean + (scale * random.NextNormal()))];
    }

    private static FeatureMatrix Matrix(int count, ulong seed) => SyntheticMarket.Features(count, seed);

    [Fact]
    public void Psi_ByHand_IsTheSumOverBins()
    {
        // Training 1…100: bins of ten. Recent: half in the first bin, half missing, which is a bin of its own.
        double[] training = [.. Enumerable.Range(1, 100).Select(i => (double)i)],
            recent = [.. Enumerable.Repeat(3.0, 50), .. Enumerable.Repeat(double.NaN, 50)];
        double psi = Drift.Psi(training, recent, out int bins);
        double expected = 0;
        for (int bin = 0; bin < 11; bin++)
        {
            double p = ((bin is 0 or 10 ? 50 : 0) + 0.5) / 105.5, q = ((bin < 10 ? 10 : 0) + 0.5) / 105.5;
            expected += (p - q) * Math.Log(p / q);
        }

        Assert.Equal(11, bins);
        Assert.Equal(expected, psi, 1e-12);
        Assert.Equal(0, Drift.Psi(training, training, out _), 1e-12);
    }

    /// <summary>Yurdakul (2018): without drift the index over (1/n + 1/m) is χ² with bins − 1 degrees of freedom.</summary>
    [Fact]
    public void Psi_WithoutDrift_FollowsTheChiSquare()
    {
        const int n = 2000, m = 500, runs = 400;
        double[] scaled = [.. Enumerable.Range(0, runs).Select(run =>
        {
            double psi = Drift.Psi(Normal(n, (ulong)(2 * run)), Normal(m, (ulong)((2 * run) + 1)), out int bins);
            Assert.Equal(10, bins);
            return psi / ((1.0 / n) + (1.0 / m));
        })];
        output.WriteLine($"mean {scaled.Average()}, above the 95% bound {scaled.Count(value => value > ChiSquared.InvCDF(9, 0.95)) / (double)runs:P1}");
        Assert.InRange(scaled.Average(), 8.3, 9.9);
        Assert.InRange(scaled.Count(value => value > ChiSquared.InvCDF(9, 0.95)) / (double)runs, 0.02, 0.09);
    }

    [Fact]
    public void OfFeatures_NoDrift_AlarmsRarely()
    {
        int alarms = 0, runs = 12;
        for (int run = 0; run < runs; run++)
        {
            FeatureMatrix features = Matrix(2000, (ulong)(200 + run));
            FeatureDriftReport report = Drift.OfFeatures(features, "m", features.Sessions[1700], new DriftOptions());
            alarms += report.IsAlert ? 1 : 0;
            output.WriteLine(report.Verdict);
        }

        output.WriteLine($"{alarms} of {runs}");
        Assert.True(alarms <= 2, $"{alarms} alarms in {runs} runs without drift");
    }

    [Fact]
    public void OfFeatures_ByTheChiSquareAlone_SlowFeaturesWouldAlarmAlways()
    {
        FeatureMatrix features = Matrix(2000, 31);
        FeatureDriftReport report = Drift.OfFeatures(features, "m", features.Sessions[1700], new DriftOptions());
        // What the noise of training is for: without it these would be alarms of nothing.
        Assert.True(report.Features.Count(feature => feature.Psi > 0.25 && feature.Psi > feature.SamplingNoise && feature.Status == DriftStatus.Stable) >= 5);
    }

    [Theory]
    [InlineData(1.5, 1.0)]
    [InlineData(0.0, 3.0)]
    [InlineData(double.NaN, 1.0)]
    public void OfFeatures_PlantedDrift_IsFound(double shift, double scale)
    {
        FeatureMatrix features = Matrix(2000, 5);
        int[] moved = [.. Enumerable.Range(0, 84).Where(column => column % 3 == 1).Take(12)];
        for (int row = 1900; row < 2000; row++)
        {
            foreach (int column in moved)
                features.Columns[column][row] = (features.Columns[column][row] * scale) + shift;
        }

        FeatureDriftReport report = Drift.OfFeatures(features, "m", features.Sessions[1800], new DriftOptions());
        output.WriteLine(report.Verdict);
        Assert.True(report.IsAlert);
        Assert.StartsWith("Drift:", report.Verdict, StringComparison.Ordinal);
        foreach (int column in moved)
            Assert.Equal(DriftStatus.Alert, report.Features.Single(feature => feature.Feature == FeatureCatalog.All[column].Name).Status);
        Assert.True(report.Alerts <= moved.Length + 5);
        Assert.Equal((63, features.Sessions[1937], features.Sessions[1999], 84), (report.Recent, report.From, report.Through, report.ToFrame().Rows));
    }

    [Fact]
    public void OfFeatures_ConstantThatMoves_IsFoundAndOneThatStaysIsNot()
    {
        FeatureMatrix features = Matrix(1000, 6);
        Array.Fill(features.Columns[4], 7);
        Array.Fill(features.Columns[5], 7);
        Array.Fill(features.Columns[5], 7.5, 930, 70);
        FeatureDriftReport report = Drift.OfFeatures(features, "m", features.Sessions[900], new DriftOptions());
        Assert.Equal(0, report.Features.Single(feature => feature.Feature == FeatureCatalog.All[4].Name).Psi, 1e-12);
        Assert.Equal(DriftStatus.Alert, report.Features.Single(feature => feature.Feature == FeatureCatalog.All[5].Name).Status);
    }

    [Fact]
    public void Options_OutOfRange_AreRefused()
    {
        FeatureMatrix features = Matrix(300, 6);
        foreach (DriftOptions wrong in (DriftOptions[])[new(Window: 5), new(Watch: 0), new(Watch: 0.3), new(Level: 1)])
            Assert.Throws<ArgumentOutOfRangeException>(() => Drift.OfFeatures(features, "m", features.Sessions[200], wrong));
        Assert.Throws<DataUnusableException>(() => Drift.OfFeatures(features, "m", features.Sessions[20], new DriftOptions()));
    }

    [Fact]
    public void Calibration_SameWorldAndChangedWorld_AreToldApart()
    {
        FeatureMatrix features = Matrix(1600, 40);
        OutcomeMatrix labels = SyntheticMarket.Planted(features, 41);
        var known = new FeatureMatrix(features.Symbol, features.SetVersion, features.Sessions[..1200], [.. features.Columns.Select(column => column[..1200])]);
        using TrainedModel model = StructureTrainer.Train(known, labels, SyntheticMarket.Options with { Threads = 2 });
        CalibrationReport same = DriftOfCalibration.Of(model, features, labels, 300);
        output.WriteLine(same.Verdict);
        Assert.False(same.IsAlert, same.Verdict);
        Assert.InRange(same.Samples, 300, 400);
        Assert.Equal(["log_loss", "ece"], same.Decays.Select(decay => decay.Metric));
        Assert.All(same.Decays, decay => Assert.InRange(decay.Difference, decay.Low, decay.High));

        // The world turns round: what paid calls pays condors now.
        OutcomeMatrix turned = SyntheticMarket.Outcomes(features, 41, (row, structure) => structure switch
        {
            Structure.LongCall => features.Columns[0][row] > 0 ? -0.8 : 0.8,
            Structure.IronCondor => features.Columns[0][row] > 0 ? 0.8 : -0.8,
            _ => -0.5,
        });
        CalibrationReport decayed = DriftOfCalibration.Of(model, features, turned, 300);
        output.WriteLine(decayed.Verdict);
        Assert.True(decayed.IsAlert, decayed.Verdict);
        Assert.Contains("has decayed", decayed.Verdict);

        CalibrationReport few = DriftOfCalibration.Of(model, known, labels, 300);
        Assert.Equal((0, 0), (few.Samples, few.Decays.Count));
        Assert.Contains("20 are needed", few.Verdict);
    }
}
