using ResearchLab.Basics;
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

    // Kupiec (1995), table of non-rejection regions at 5%: failures strictly between both numbers do not reject; "N < 7" rejects none as well.
    [Theory]
    [InlineData(0.99, 255, 0, 7)]
    [InlineData(0.99, 510, 1, 11)]
    [InlineData(0.99, 1000, 4, 17)]
    [InlineData(0.975, 255, 2, 12)]
    [InlineData(0.975, 510, 6, 21)]
    [InlineData(0.975, 1000, 15, 36)]
    [InlineData(0.95, 255, 6, 21)]
    [InlineData(0.95, 510, 16, 36)]
    [InlineData(0.95, 1000, 37, 65)]
    [InlineData(0.925, 255, 11, 28)]
    [InlineData(0.925, 510, 27, 51)]
    [InlineData(0.925, 1000, 59, 92)]
    [InlineData(0.90, 255, 16, 36)]
    [InlineData(0.90, 510, 38, 65)]
    [InlineData(0.90, 1000, 81, 120)]
    public void ProportionOfFailures_TableOfKupiec_RejectsOutsideIt(double level, int sessions, int above, int below)
    {
        int[] accepted = [.. Enumerable.Range(0, sessions + 1).Where(failures => VarBacktest.ProportionOfFailures(sessions, failures, level).PValue >= 0.05)];
        Assert.Equal((above + 1, below - 1), (accepted[0], accepted[^1]));
        Assert.Equal(below - above - 1, accepted.Length);
    }

    // Jorion (2007), "Value at Risk", 3rd ed., chapter 6: J.P. Morgan in 1998, table 6.5, and end-of-chapter question 10.
    [Theory]
    [InlineData(0.95, 252, 20, 218, 14, 14, 6, 3.91, 9.53, 13.44, 5e-3)]
    [InlineData(0.99, 252, 6, 244, 2, 2, 4, 3.498, 25.837, 29.336, 1e-3)]
    public void ConditionalCoverage_ExamplesOfJorion_Agree(
        double level, int sessions, int failures, int n00, int n01, int n10, int n11, double frequency, double independence, double conditional, double digits)
    {
        LikelihoodRatio first = VarBacktest.ProportionOfFailures(sessions, failures, level), second = VarBacktest.Independence(n00, n01, n10, n11);
        Assert.Equal(frequency, first.Statistic, digits);
        Assert.Equal(independence, second.Statistic, digits);
        Assert.Equal(conditional, VarBacktest.ConditionalCoverage(first, second).Statistic, 2 * digits);
    }

    // The report of the R package rugarch in a published comparison of GARCH models (html.scirp.org, file 8-2410529, table 10): 224 sessions at 1%.
    [Theory]
    [InlineData(5, 2.544, 0.111)]
    [InlineData(7, 6.535, 0.011)]
    public void ProportionOfFailures_TableOfRugarch_Agrees(int failures, double statistic, double p)
    {
        LikelihoodRatio ratio = VarBacktest.ProportionOfFailures(224, failures, 0.99);
        Assert.Equal(statistic, ratio.Statistic, 5e-4);
        Assert.Equal(p, ratio.PValue, 5e-4);
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
        Assert.Equal((1043, 57, 932, 53, 53, 4, 58),
            (coverage.Observations, coverage.Failures, coverage.N00, coverage.N01, coverage.N10, coverage.N11, coverage.FirstFailure!.Value));
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
