using ResearchLab.Basics;
using ResearchLab.Features;
using ResearchLab.Market;
using ResearchLab.Time;

namespace ResearchLab.Tests.Features;

public sealed class FeatureEngineManyTests
{
    [Theory]
    [InlineData(1UL)]
    [InlineData(2UL)]
    [InlineData(3UL)]
    public void ComputeNewest_AnyNumberOfRows_IsTheWholeComputationToTheBit(ulong seed)
    {
        SampleMarket market = Holed(SampleMarket.Generate(seed, 1300), seed);
        var random = new Pcg32(seed, 7);
        foreach (int end in new[] { 1300, 1299, 700, 320, 40, 1 })
        {
            SampleMarket part = market.First(end);
            FeatureMatrix whole = part.Compute();
            foreach (int rows in new[] { 0, 1, 2, 1 + random.NextInt(60), end, end + 5 })
                AssertSameBits(Last(whole, Math.Min(rows, end)), FeatureEngine.ComputeNewest(Request(part), ExchangeCalendar.Nyse, rows));
        }
    }

    [Fact]
    public void ComputeNewest_SessionBySession_BuildsTheWholeComputation()
    {
        SampleMarket market = Holed(SampleMarket.Generate(9, 700), 9);
        FeatureMatrix whole = market.Compute();
        for (int end = 600; end <= 700; end++)
        {
            FeatureMatrix newest = FeatureEngine.ComputeNewest(Request(market.First(end)), ExchangeCalendar.Nyse, 1);
            for (int column = 0; column < 84; column++)
                Assert.True(Bits(whole.Columns[column][end - 1]) == Bits(newest.Columns[column][0]), $"{FeatureCatalog.All[column].Name} at {end - 1}");
        }
    }

    [Fact]
    public void ComputeNewest_NegativeRows_AreRefused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => FeatureEngine.ComputeNewest(Request(SampleMarket.Generate(1, 5)), ExchangeCalendar.Nyse, -1));

    [Fact]
    public void ComputeAll_ThreadsAndCompany_ChangeNoBit()
    {
        FeatureRequest[] requests = [.. Enumerable.Range(0, 9).Select(i => Request(SampleMarket.Generate((ulong)(100 + i), 320 + (20 * i))))];
        FeatureMatrix[] alone = [.. requests.Select(request => FeatureEngine.ComputeAll([request], ExchangeCalendar.Nyse, 1)[0])];
        foreach (int threads in new[] { 1, 2, 5 })
        {
            FeatureMatrix[] together = FeatureEngine.ComputeAll(requests, ExchangeCalendar.Nyse, threads);
            FeatureMatrix[] permuted = FeatureEngine.ComputeAll([.. requests.Reverse()], ExchangeCalendar.Nyse, threads);
            FeatureMatrix[] some = FeatureEngine.ComputeAll(requests[3..5], ExchangeCalendar.Nyse, threads);
            for (int i = 0; i < requests.Length; i++)
            {
                AssertSameBits(alone[i], together[i]);
                AssertSameBits(alone[i], permuted[^(i + 1)]);
            }

            AssertSameBits(alone[3], some[0]);
            AssertSameBits(alone[4], some[1]);
        }
    }

    [Fact]
    public void ComputeAll_BadRequest_IsItsArgumentException()
    {
        FeatureRequest good = Request(SampleMarket.Generate(1, 50));
        Assert.Contains("summaries", Assert.Throws<ArgumentException>(
            () => FeatureEngine.ComputeAll([good, good with { Summaries = [] }], ExchangeCalendar.Nyse, 2)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ComputeAll_Cancelled_Stops()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(
            () => FeatureEngine.ComputeAll([Request(SampleMarket.Generate(1, 50))], ExchangeCalendar.Nyse, 2, cancellation: cancelled.Token));
    }

    internal static FeatureRequest Request(SampleMarket market) => new(market.Bars, market.Chains, market.Context);

    internal static void AssertSameBits(FeatureMatrix expected, FeatureMatrix actual)
    {
        Assert.Equal(expected.Symbol, actual.Symbol);
        Assert.Equal(expected.Sessions, actual.Sessions);
        for (int column = 0; column < expected.Columns.Length; column++)
        {
            for (int row = 0; row < expected.Sessions.Length; row++)
                Assert.True(Bits(expected.Columns[column][row]) == Bits(actual.Columns[column][row]),
                    $"{FeatureCatalog.All[column].Name} at {row}: {expected.Columns[column][row]:R} and {actual.Columns[column][row]:R}");
        }
    }

    // All NaN are one value: missing.
    private static long Bits(double value) => BitConverter.DoubleToInt64Bits(double.IsNaN(value) ? double.NaN : value);

    private static FeatureMatrix Last(FeatureMatrix features, int rows) =>
        features with { Sessions = features.Sessions[^rows..], Columns = Array.ConvertAll(features.Columns, column => column[^rows..]) };

    /// <summary>Missing bars, chains and market values, so that restarts, bridges and carried values are met.</summary>
    private static SampleMarket Holed(SampleMarket market, ulong seed)
    {
        var random = new Pcg32(seed, 99);
        double[] Without(double[] values, int holes)
        {
            double[] copy = [.. values];
            for (int i = 0; i < holes; i++)
                copy[random.NextInt(copy.Length * 9 / 10)] = double.NaN;
            return copy;
        }

        DailySeries Thin(DailySeries series) =>
            series with { Values = Array.ConvertAll(series.Values, value => random.NextDouble() < 0.3 ? double.NaN : value) };

        return market with
        {
            Bars = market.Bars with { Close = Without(market.Bars.Close, 2), High = Without(market.Bars.High, 1), Volume = Without(market.Bars.Volume, 3) },
            Chains = [.. market.Chains.Select(chain => random.NextDouble() < 0.15 ? default : chain)],
            Context = market.Context with { Vix = Thin(market.Context.Vix), Vix3M = Thin(market.Context.Vix3M) },
        };
    }
}
