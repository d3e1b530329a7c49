using ResearchLab.Statistics;

namespace ResearchLab.Tests.Statistics;

public sealed class BacktestOverfittingTests
{
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
