using ResearchLab.Basics;
using ResearchLab.Statistics;

namespace ResearchLab.Tests.Statistics;

public sealed class BacktestOverfittingTests
{
    [Fact]
    public void LegacyR_Seed42_GivesTheNormalsOfR() =>
        Assert.Equal([1.37095845, -0.56469817, 0.36312841], new LegacyR(42).Normals(3).Select(value => Math.Round(value, 8)));

    /// <summary>
    /// The vignette of the R package pbo (Barry 2014) after the full-overfit case of Bailey et al.: set.seed(765), 100 strategies over 2,400
    /// sessions of mean 0, 8 blocks, Sharpe ratio over 3% a year. It prints p_bo 1.0000000, slope -0.0030456, ar^2 0.9700000, p_loss 1.0000000.
    /// </summary>
    [Fact]
    public void Test_VignetteOfPbo_GivesWhatItPrints()
    {
        var random = new LegacyR(765);
        OverfittingResult result = BacktestOverfitting.Test([.. Enumerable.Range(0, 100).Select(_ => Compensated(random.Normals(2400)))], 8);
        Assert.Equal(70, result.Logits.Length);
        Assert.Equal((1, 1), (result.Probability, result.ProbabilityOfLoss));
        (double intercept, double fit) = PboFit(result);
        Assert.Equal(-0.0030456, intercept, 5e-8);
        Assert.Equal(0.97, fit, 5e-3);
    }

    /// <summary>
    /// The tests of the same package: set.seed(852), 40 strategies over 200 sessions by rows, 4 blocks: phi in (0.49, 0.51), slope in
    /// (0.19, 0.20), ar2 in (−0.24, −0.22), below threshold in (0.49, 0.51).
    /// </summary>
    [Fact]
    public void Test_TestsOfPbo_LieInTheirRanges()
    {
        double[] drawn = new LegacyR(852).Normals(40 * 200);
        OverfittingResult result = BacktestOverfitting.Test(
            [.. Enumerable.Range(0, 40).Select(k => Enumerable.Range(0, 200).Select(row => drawn[(row * 40) + k] - (0.03 / 252)).ToArray())], 4);
        Assert.Equal((0.5, 0.5), (result.Probability, result.ProbabilityOfLoss));
        (double intercept, double fit) = PboFit(result);
        Assert.InRange(intercept, 0.19, 0.20);
        Assert.InRange(fit, -0.24, -0.22);
    }

    /// <summary>Scaled to 1/√252 and centred, then less the riskless rate, as the vignette does.</summary>
    private static double[] Compensated(double[] series)
    {
        double scale = 1 / Math.Sqrt(252) / Moments.Of(series).StandardDeviation;
        double[] scaled = Array.ConvertAll(series, value => value * scale);
        double mean = scaled.Average();
        return Array.ConvertAll(scaled, value => value - mean - (0.03 / 252));
    }

    /// <summary>What the package calls slope and ar²: the intercept and adjusted R² of the line of in-sample on out-of-sample.</summary>
    private static (double Intercept, double Fit) PboFit(OverfittingResult result)
    {
        double[] x = result.OutOfSample, y = result.InSample;
        double meanX = x.Average(), meanY = y.Average();
        double xx = x.Sum(value => Math.Pow(value - meanX, 2)), yy = y.Sum(value => Math.Pow(value - meanY, 2)),
            xy = x.Zip(y, (a, b) => (a - meanX) * (b - meanY)).Sum();
        return (meanY - (xy / xx * meanX), 1 - ((1 - (xy * xy / xx / yy)) * (x.Length - 1) / (x.Length - 2)));
    }

    [Fact]
    public void Test_NineStrategies_AgreesWithAnIndependentProgram()
    {
        // Six blocks of 246 sessions, by NumPy over itertools.combinations and numpy.polyfit.
        var random = new LegacyNumpy(5);
        double[][] strategies = [.. Enumerable.Range(0, 9).Select(k => Array.ConvertAll(random.Normals(246), z => (0.01 * z) + (0.0004 * k)))];
        OverfittingResult result = BacktestOverfitting.Test(strategies, 6);
        Assert.Equal(20, result.Logits.Length);
        Assert.Equal(0.85, result.Probability, 1e-12);
        Assert.Equal(-0.20636931847116963, result.Logits.Average(), 1e-10);
        Assert.Equal(-0.9164225, result.Slope, 1e-6);
        Assert.Equal(0.45708651, result.Intercept, 1e-7);
        Assert.Equal(0, result.ProbabilityOfLoss);
    }

    [Fact]
    public void Test_PlainNoise_IsAboutAHalf()
    {
        double sum = 0;
        for (ulong run = 0; run < 40; run++)
            sum += BacktestOverfitting.Test(Noise(50, 400, run, 0), 8).Probability;
        Assert.Equal(0.5, sum / 40, 0.1);
    }

    [Fact]
    public void Test_OneWithSkill_IsNotOverfit()
    {
        double[][] strategies = Noise(50, 1000, 3, 0);
        strategies[17] = Array.ConvertAll(strategies[17], value => value + 0.25);
        OverfittingResult result = BacktestOverfitting.Test(strategies, 10);
        Assert.True(result.Probability < 0.02);
        Assert.True(result.ProbabilityOfLoss < 0.02);
        Assert.Equal(252, result.Logits.Length);
    }

    [Fact]
    public void Test_CompensatedSeries_IsWorseThanAHalf()
    {
        // Each strategy ends where it began: what shone in one half must pale in the other.
        double[][] strategies = Noise(40, 600, 9, 0);
        foreach (double[] series in strategies)
        {
            double mean = series.Average();
            for (int i = 0; i < series.Length; i++)
                series[i] -= mean;
        }

        OverfittingResult result = BacktestOverfitting.Test(strategies, 8, OverfittingMeasure.Mean);
        Assert.Equal(1, result.Probability);
        Assert.Equal(-1, result.Slope, 0.05);
        Assert.Equal(1, result.ProbabilityOfLoss);
    }

    [Fact]
    public void Test_Threads_ChangeNothing()
    {
        double[][] strategies = Noise(12, 163, 4, 0.05);
        OverfittingResult one = BacktestOverfitting.Test(strategies, 12), three = BacktestOverfitting.Test(strategies, 12, threads: 3);
        Assert.Equal(924, one.Logits.Length);
        Assert.Equal(one.Logits, three.Logits);
        Assert.Equal(one.OutOfSample, three.OutOfSample);
    }

    [Fact]
    public void Test_EqualStrategies_ShareTheMiddleRank()
    {
        double[] series = Noise(1, 100, 5, 0)[0];
        OverfittingResult result = BacktestOverfitting.Test([series, series, series], 4);
        Assert.All(result.Logits, logit => Assert.Equal(0, logit, 1e-12));
        Assert.Equal(1, result.Probability);
    }

    [Fact]
    public void Test_OneStaysOut_IsRankedAtZero()
    {
        OverfittingResult result = BacktestOverfitting.Test([new double[80], Array.ConvertAll(Noise(1, 80, 6, 0)[0], value => value - 2)], 4);
        Assert.Equal(0, result.Probability);
        Assert.All(result.OutOfSample, value => Assert.Equal(0, value));
    }

    [Fact]
    public void Test_BadArguments_AreRefused()
    {
        double[][] strategies = Noise(3, 40, 1, 0);
        Assert.Throws<ArgumentOutOfRangeException>(() => BacktestOverfitting.Test(strategies, 7));
        Assert.Throws<ArgumentOutOfRangeException>(() => BacktestOverfitting.Test(strategies, 26));
        Assert.Throws<ArgumentException>(() => BacktestOverfitting.Test(strategies, 24));
        Assert.Throws<ArgumentException>(() => BacktestOverfitting.Test([strategies[0]], 4));
        Assert.Throws<ArgumentException>(() => BacktestOverfitting.Test([strategies[0], [1, 2]], 4));
        strategies[1][7] = double.NaN;
        Assert.Throws<ArgumentException>(() => BacktestOverfitting.Test(strategies, 4));
    }

    private static double[][] Noise(int count, int rows, ulong seed, double mean)
    {
        var random = new Pcg32(seed, 99);
        return [.. Enumerable.Range(0, count).Select(_ => Enumerable.Range(0, rows).Select(_ => mean + random.NextNormal()).ToArray())];
    }
}
