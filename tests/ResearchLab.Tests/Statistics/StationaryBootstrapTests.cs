using ResearchLab.Statistics;

namespace ResearchLab.Tests.Statistics;

public sealed class StationaryBootstrapTests
{
    [Theory]
    [InlineData(0.3)]
    [InlineData(0.5)]
    [InlineData(0.8)]
    public void AutomaticBlock_FirstOrderAutoregression_IsNearTheTheoreticalLength(double rho)
    {
        const int Count = 40_000;
        double expected = Math.Pow(2 * rho / (1 - (rho * rho)), 2.0 / 3) * Math.Cbrt(Count);
        Assert.InRange(StationaryBootstrap.AutomaticBlock(Autoregression(rho, Count, 1)) / expected, 0.7, 1.4);
    }

    [Fact]
    public void AutomaticBlock_WhiteNoiseOrConstant_IsShort()
    {
        Assert.InRange(StationaryBootstrap.AutomaticBlock(Autoregression(0, 5000, 2)), 1, 6);
        Assert.Equal(1, StationaryBootstrap.AutomaticBlock(new double[100]));
        Assert.Equal(1, StationaryBootstrap.AutomaticBlock([1, 2, 3]));
    }

    [Fact]
    public void ForEach_PickedRows_HaveTheMeanBlockAndCoverEvenly()
    {
        const int Rows = 200;
        int jumps = 0, total = 0;
        var seen = new int[Rows];
        StationaryBootstrap.ForEach(Rows, new BootstrapOptions(8, 500, 3), (_, picked) =>
        {
            for (int i = 0; i < Rows; i++)
            {
                seen[picked[i]]++;
                if (i == 0)
                    continue;
                total++;
                jumps += picked[i] == (picked[i - 1] + 1) % Rows ? 0 : 1;
            }
        });
        Assert.Equal(8, (double)total / jumps, 0.3);
        Assert.All(seen, count => Assert.InRange(count, 350, 650));
    }

    [Fact]
    public void Mean_DependentRows_CoversTheTruth()
    {
        int covered = 0;
        for (ulong seed = 0; seed < 200; seed++)
        {
            double[] values = Autoregression(0.5, 400, 100 + seed);
            var options = new BootstrapOptions(StationaryBootstrap.AutomaticBlock(values), 200, seed);
            Interval interval = StationaryBootstrap.Mean(values, options);
            covered += interval.Low <= 0 && interval.High >= 0 ? 1 : 0;
        }

        // Nominal 190 of 200; the bootstrap is known to cover a little less with dependent rows, and blocks of 1 about 150.
        Assert.InRange(covered, 176, 198);
    }

    [Fact]
    public void MeanDifference_PairedRows_RemovesTheCommonPart()
    {
        double[] common = Autoregression(0.5, 500, 5), noise = Autoregression(0, 500, 6);
        double[] better = [.. common.Select((v, i) => v + 0.02 + (0.01 * noise[i]))];
        var options = new BootstrapOptions(10, 500, 7);

        Interval difference = StationaryBootstrap.MeanDifference(better, common, options);

        Assert.InRange(difference.Low, 0.015, 0.02);
        Assert.InRange(difference.High, 0.02, 0.025);
        Assert.True(StationaryBootstrap.Mean(better, options) is { Low: < 0, High: > 0 });
        Assert.Equal(difference, StationaryBootstrap.MeanDifference(better, common, options));
    }

    [Fact]
    public void Means_BadArguments_AreRefused()
    {
        var options = new BootstrapOptions(5, 100, 1);
        Assert.Throws<ArgumentException>(() => StationaryBootstrap.Means([], options));
        Assert.Throws<ArgumentException>(() => StationaryBootstrap.Means([[1, 2], [1]], options));
        Assert.Throws<ArgumentOutOfRangeException>(() => StationaryBootstrap.Mean([1], options with { MeanBlock = 0.5 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => StationaryBootstrap.Mean([1], options with { Resamples = 10 }));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.25, 1.75)]
    [InlineData(0.5, 2.5)]
    [InlineData(1, 4)]
    public void Quantile_FourValues_IsDefinitionSeven(double probability, double expected) =>
        Assert.Equal(expected, Quantile.OfSorted([1, 2, 3, 4], probability), 1e-12); // R: quantile(1:4, type = 7)

    private static double[] Autoregression(double rho, int count, ulong seed)
    {
        var random = new Pcg32(seed);
        var values = new double[count];
        double state = random.NextNormal() / Math.Sqrt(1 - (rho * rho));
        for (int i = 0; i < count; i++)
            values[i] = state = (rho * state) + random.NextNormal();
        return values;
    }
}
