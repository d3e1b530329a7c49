using ResearchLab.Options;

namespace ResearchLab.Tests.Options;

public sealed class MarketRegimeTests
{
    private static MarketRegime R(TrendRegime trend, VolatilityRegime volatility) => new(trend, volatility);

    [Fact]
    public void Of_LeavesAStateLaterThanItEntersIt()
    {
        double[] trend = [double.NaN, 0.002, -0.009, -0.011, 0.009, 0.011, double.NaN, -0.005], rank = [0.5, 0.79, 0.81, 0.51, 0.50, 0.79, double.NaN, 0.9];
        Assert.Equal(
            [
                R(TrendRegime.Unknown, VolatilityRegime.Calm), R(TrendRegime.Up, VolatilityRegime.Calm), R(TrendRegime.Up, VolatilityRegime.Stressed),
                R(TrendRegime.Down, VolatilityRegime.Stressed),
                R(TrendRegime.Down, VolatilityRegime.Calm), R(TrendRegime.Up, VolatilityRegime.Calm), default, R(TrendRegime.Up, VolatilityRegime.Stressed),
            ],
            MarketRegime.Of(trend, rank));
    }

    [Fact]
    public void Of_NeverDependsOnALaterSession()
    {
        var random = new Random(3);
        double[] trend = [.. Enumerable.Range(0, 400).Select(_ => (random.NextDouble() * 0.06) - 0.03)],
            rank = [.. Enumerable.Range(0, 400).Select(_ => random.NextDouble())];
        MarketRegime[] whole = MarketRegime.Of(trend, rank);
        Assert.True(whole.Distinct().Count() == 4);
        for (int through = 1; through < whole.Length; through += 37)
            Assert.Equal(whole[..through], MarketRegime.Of(trend.AsSpan(0, through), rank.AsSpan(0, through)));
    }

    [Fact]
    public void DiffersFrom_WhatIsUnknownDiffersFromNothing()
    {
        MarketRegime calm = R(TrendRegime.Up, VolatilityRegime.Calm);
        Assert.True(calm.DiffersFrom(R(TrendRegime.Down, VolatilityRegime.Unknown)));
        Assert.True(calm.DiffersFrom(R(TrendRegime.Unknown, VolatilityRegime.Stressed)));
        Assert.False(calm.DiffersFrom(default));
        Assert.False(R(TrendRegime.Up, VolatilityRegime.Unknown).DiffersFrom(calm));
        Assert.Equal("downtrend, stressed", R(TrendRegime.Down, VolatilityRegime.Stressed).ToString());
        Assert.Equal("trend unknown, volatility unknown", default(MarketRegime).ToString());
    }

    [Fact]
    public void Of_ColumnsOfDifferentLength_AreRefused() => Assert.Throws<ArgumentException>(() => MarketRegime.Of([1, 2], [0.5]));
}
