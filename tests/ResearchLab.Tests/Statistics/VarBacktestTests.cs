using ResearchLab.Statistics;

namespace ResearchLab.Tests.Statistics;

public sealed class VarBacktestTests
{
    // The example of MathWorks' varbacktest: 1,043 sessions, 57 failures of a 95% VaR, the first at session 58.
    [Fact]
    public void PublishedExample_OfVarbacktest_Agrees()
    {
        LikelihoodRatio frequency = VarBacktest.ProportionOfFailures(1043, 57, 0.95);
        Assert.Equal(0.46147, frequency.Statistic, 5e-6);
        Assert.Equal(0.49694, frequency.PValue, 5e-6);
        LikelihoodRatio first = VarBacktest.TimeUntilFirstFailure(58, 0.95);
        Assert.Equal(1.7354, first.Statistic, 5e-5);
        Assert.Equal(0.18773, first.PValue, 5e-6);
        LikelihoodRatio independence = VarBacktest.Independence(932, 53, 53, 4);
        Assert.Equal(0.25866, independence.Statistic, 5e-6);
        Assert.Equal(0.61104, independence.PValue, 5e-6);
    }

    [Fact]
    public void Test_SeriesWithTheCountsOfTheExample_GivesAllOfIt()
    {
        // 58 sessions until the first failure, four pairs of failures, the others alone, and a session without at each end.
        bool[] failures = new bool[1043];
        for (int i = 57, placed = 0, pairs = 0; placed < 57; i += 10)
        {
            failures[i] = true;
            placed++;
            if (pairs < 4)
            {
                (failures[i + 1], placed, pairs) = (true, placed + 1, pairs + 1);
            }
        }

        VarCoverage coverage = VarBacktest.Test(failures, 0.95);
        Assert.Equal((1043, 57, 932, 53, 53, 4, 58), (coverage.Observations, coverage.Failures, coverage.N00, coverage.N01, coverage.N10, coverage.N11, coverage.FirstFailure!.Value));
        Assert.Equal(0.72013, coverage.Conditional.Statistic, 5e-6);
        Assert.Equal(0.69763, coverage.Conditional.PValue, 5e-6);
        Assert.Equal(2, coverage.Conditional.DegreesOfFreedom);
        Assert.Equal(1.7354, coverage.FirstTime.Statistic, 5e-5);
    }

    [Fact]
    public void Test_NoneOrAllFail_HasFiniteStatistics()
    {
        VarCoverage none = VarBacktest.Test(new bool[250], 0.99);
        Assert.Equal(-2 * 250 * Math.Log(0.99), none.Frequency.Statistic, 1e-10);
        Assert.Equal(none.Frequency.Statistic, none.FirstTime.Statistic, 1e-10);
        Assert.Null(none.FirstFailure);
        Assert.Equal(1, none.Independence.PValue);
        VarCoverage all = VarBacktest.Test([true, true, true], 0.95);
        Assert.Equal(-2 * 3 * Math.Log(0.05), all.Frequency.Statistic, 1e-10);
        Assert.Equal(0, all.Independence.Statistic);
        Assert.Equal(1, VarBacktest.Test([false], 0.95).Observations);
    }

    [Fact]
    public void Test_ClusteredFailures_AreNotIndependent()
    {
        bool[] failures = new bool[1000];
        for (int start = 0; start < 1000; start += 200)
            failures.AsSpan(start, 10).Fill(true);
        VarCoverage coverage = VarBacktest.Test(failures, 0.95);
        Assert.True(coverage.Frequency.PValue > 0.9);
        Assert.True(coverage.Independence.PValue < 1e-6);
        Assert.True(coverage.Conditional.PValue < 1e-6);
    }

    [Fact]
    public void Test_RightForecast_RejectsAboutAsOftenAsNominal()
    {
        int frequency = 0, independence = 0, conditional = 0;
        for (ulong run = 0; run < 1000; run++)
        {
            var random = new Pcg32(5, run);
            var failures = new bool[1000];
            for (int i = 0; i < failures.Length; i++)
                failures[i] = random.NextDouble() < 0.05;
            VarCoverage coverage = VarBacktest.Test(failures, 0.95);
            frequency += coverage.Frequency.PValue < 0.05 ? 1 : 0;
            independence += coverage.Independence.PValue < 0.05 ? 1 : 0;
            conditional += coverage.Conditional.PValue < 0.05 ? 1 : 0;
        }

        // Nominal 50 of 1,000. Two or three pairs of failures are too few for the chi-square law: independence rejects too often, as is known.
        Assert.InRange(frequency, 30, 75);
        Assert.InRange(independence, 20, 120);
        Assert.InRange(conditional, 25, 90);
    }

    [Fact]
    public void Failures_LossBeyondTheForecast_AreMarked()
    {
        Assert.Equal([false, true, false], VarBacktest.Failures([0.01, -0.03, -0.02], [0.02, 0.02, 0.02]));
        Assert.Throws<ArgumentException>(() => VarBacktest.Failures([0.1], [0.1, 0.2]));
        Assert.Throws<ArgumentException>(() => VarBacktest.Failures([double.NaN], [0.1]));
        Assert.Throws<ArgumentException>(() => VarBacktest.Test([], 0.95));
        Assert.Throws<ArgumentOutOfRangeException>(() => VarBacktest.Test([true], 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => VarBacktest.ProportionOfFailures(5, 6, 0.95));
        Assert.Throws<ArgumentOutOfRangeException>(() => VarBacktest.Independence(1, 2, -1, 0));
    }
}
