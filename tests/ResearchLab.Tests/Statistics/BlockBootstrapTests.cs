using ResearchLab.Basics;
using ResearchLab.Statistics;

namespace ResearchLab.Tests.Statistics;

public sealed class BlockBootstrapTests
{
    [Theory]
    [InlineData(0.3)]
    [InlineData(0.5)]
    [InlineData(0.8)]
    public void AutomaticBlock_FirstOrderAutoregression_IsNearTheTheoreticalLength(double rho)
    {
        const int Count = 40_000;
        double expected = Math.Pow(2 * rho / (1 - (rho * rho)), 2.0 / 3) * Math.Cbrt(Count);
        Assert.InRange(BlockLength.Automatic(Autoregression(rho, Count, 1)).Stationary / expected, 0.7, 1.4);
    }

    [Fact]
    public void BlockLength_ReferenceSeriesOfArch_AgreesWithItsValues()
    {
        // The series and values of the test suite of the Python package arch (test_block_length): AR(1) with 0.3 from RandomState(0).
        double[] series = new LegacyNumpy(0).Normals(10_100);
        Assert.Equal(1.764052345967664, series[0], 1e-15);
        for (int i = 1; i < series.Length; i++)
            series[i] += 0.3 * series[i - 1];
        BlockLengths lengths = BlockLength.Automatic(series.AsSpan(100));
        Assert.Equal(13.635665, lengths.Stationary, 13.6 * 1e-6);
        Assert.Equal(15.60894, lengths.Circular, 15.6 * 1e-6);
    }

    [Fact]
    public void BlockLength_ManySeries_IsTheirMedian()
    {
        double[][] series = [Autoregression(0, 2000, 1), Autoregression(0.5, 2000, 2), Autoregression(0.9, 2000, 3)];
        Assert.Equal(BlockLength.Automatic(series[1].AsSpan()), BlockLength.Automatic(series));
        Assert.Throws<ArgumentException>(() => BlockLength.Automatic(Array.Empty<double[]>()));
    }

    [Fact]
    public void BlockLength_AntiPersistentSeries_IsLongerThanOne()
    {
        // The spectrum enters squared: alternation needs blocks as much as persistence does.
        Assert.True(BlockLength.Automatic(Autoregression(-0.5, 5000, 9)).Stationary > 5);
    }

    [Fact]
    public void ForEach_Circular_PicksWholeBlocksAndCoversEvenly()
    {
        const int Rows = 103;
        var seen = new int[Rows];
        BlockBootstrap.ForEach(Rows, new BootstrapOptions(7.5, 800, 3, BlockKind.Circular), (_, picked) =>
        {
            for (int i = 0; i < Rows; i++)
            {
                seen[picked[i]]++;
                if (i % 8 != 0)
                    Assert.Equal((picked[i - 1] + 1) % Rows, picked[i]);
            }
        });
        Assert.All(seen, count => Assert.InRange(count, 560, 1040));
    }

    [Theory]
    [InlineData(BlockKind.Stationary)]
    [InlineData(BlockKind.Circular)]
    public void Statistic_OfTheMean_IsTheMeansInterval(BlockKind kind)
    {
        double[] values = Autoregression(0.3, 300, 8);
        var options = new BootstrapOptions(5, 400, 2, kind);
        Interval mean = BlockBootstrap.Mean(values, options),
            generic = BlockBootstrap.Statistic(values, drawn => System.Numerics.Tensors.TensorPrimitives.Sum(drawn) / drawn.Length, options);
        Assert.Equal(mean.Low, generic.Low, 1e-12);
        Assert.Equal(mean.High, generic.High, 1e-12);
    }

    [Fact]
    public void StatisticDifference_OfTheMean_IsTheMeansDifference()
    {
        double[] first = Autoregression(0.3, 300, 8), second = Autoregression(0.3, 300, 9);
        var options = new BootstrapOptions(5, 400, 2);
        Interval mean = BlockBootstrap.MeanDifference(first, second, options);
        Interval generic = BlockBootstrap.StatisticDifference(first, second,
            drawn => System.Numerics.Tensors.TensorPrimitives.Sum(drawn) / drawn.Length, options);
        Assert.Equal(mean.Low, generic.Low, 1e-12);
        Assert.Equal(mean.High, generic.High, 1e-12);
        // A common part that both hold cancels in each resample.
        Interval same = BlockBootstrap.StatisticDifference(first, first, drawn => Performance.Sharpe(drawn), options);
        Assert.Equal(new Interval(0, 0), same);
        Assert.Throws<ArgumentException>(() => BlockBootstrap.StatisticDifference([1], [1, 2], drawn => drawn[0], options));
    }

    [Fact]
    public void Statistic_Sharpe_CoversTheTruth()
    {
        int covered = 0;
        for (ulong seed = 0; seed < 200; seed++)
        {
            var random = new Pcg32(900 + seed);
            double[] values = [.. Enumerable.Range(0, 250).Select(_ => 0.1 + random.NextNormal())];
            Interval interval = BlockBootstrap.Statistic(values, drawn => Performance.Sharpe(drawn, periodsPerYear: 1), new BootstrapOptions(1, 300, seed));
            covered += interval.Low <= 0.1 && interval.High >= 0.1 ? 1 : 0;
        }

        Assert.InRange(covered, 180, 199);
    }

    [Fact]
    public void AutomaticBlock_WhiteNoiseOrConstant_IsShort()
    {
        Assert.InRange(BlockLength.Automatic(Autoregression(0, 5000, 2)).Stationary, 1, 6);
        Assert.Equal(1, BlockLength.Automatic(new double[100]).Stationary);
        Assert.Equal(1, BlockLength.Automatic([1, 2, 3]).Stationary);
    }

    [Fact]
    public void ForEach_PickedRows_HaveTheMeanBlockAndCoverEvenly()
    {
        const int Rows = 200;
        int jumps = 0, total = 0;
        var seen = new int[Rows];
        BlockBootstrap.ForEach(Rows, new BootstrapOptions(8, 500, 3), (_, picked) =>
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
            var options = new BootstrapOptions(BlockLength.Automatic(values).Stationary, 200, seed);
            Interval interval = BlockBootstrap.Mean(values, options);
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

        Interval difference = BlockBootstrap.MeanDifference(better, common, options);

        Assert.InRange(difference.Low, 0.015, 0.02);
        Assert.InRange(difference.High, 0.02, 0.025);
        Assert.True(BlockBootstrap.Mean(better, options) is { Low: < 0, High: > 0 });
        Assert.Equal(difference, BlockBootstrap.MeanDifference(better, common, options));
    }

    [Fact]
    public void Means_BadArguments_AreRefused()
    {
        var options = new BootstrapOptions(5, 100, 1);
        Assert.Throws<ArgumentException>(() => BlockBootstrap.Means([], options));
        Assert.Throws<ArgumentException>(() => BlockBootstrap.Means([[1, 2], [1]], options));
        Assert.Throws<ArgumentOutOfRangeException>(() => BlockBootstrap.Mean([1], options with { MeanBlock = 0.5 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => BlockBootstrap.Mean([1], options with { Resamples = 10 }));
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
