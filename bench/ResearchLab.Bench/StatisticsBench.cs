using BenchmarkDotNet.Attributes;
using ResearchLab.Basics;
using ResearchLab.Statistics;

namespace ResearchLab.Bench;

/// <summary>Tests of many strategies at the size of the budget: 1,000 strategies, 2,500 sessions, 1,000 resamples.</summary>
[MemoryDiagnoser]
public class StatisticsBench
{
    private readonly double[][] _strategies = Noise(1_000, 2_500);
    private readonly double[] _benchmark = new double[2_500];

    [Params(1, 2)]
    public int Threads { get; set; }

    [Benchmark]
    public double ResampleAndTestSuperiorAbility() =>
        SuperiorAbility.Test(ResampledAdvantage.Create(_strategies, _benchmark, new BootstrapOptions(10, 1_000, 1), Threads)).PValue;

    [Benchmark]
    public double ProbabilityOfOverfitting() => BacktestOverfitting.Test(_strategies, 16, threads: Threads).Probability;

    private static double[][] Noise(int count, int rows)
    {
        var random = new Pcg32(1);
        return [.. Enumerable.Range(0, count).Select(_ => Enumerable.Range(0, rows).Select(_ => random.NextNormal()).ToArray())];
    }
}
