using MathNet.Numerics.Distributions;
using ResearchLab.Statistics;

namespace ResearchLab.Tests.Statistics;

public sealed class ProportionTests
{
    [Theory]
    [InlineData(16, 19, 0.624, 0.945)] // the 84.21% accuracy of EVALUATION
    [InlineData(81, 263, 0.2553, 0.3662)] // Newcombe (1998), Statistics in Medicine 17, table I, method 3
    [InlineData(15, 148, 0.0624, 0.1605)]
    [InlineData(0, 20, 0.0000, 0.1611)]
    [InlineData(1, 29, 0.0061, 0.1718)]
    public void Wilson_PublishedExamples_Agree(double successes, double trials, double low, double high)
    {
        Interval interval = Proportion.Wilson(successes, trials);
        Assert.Equal(low, interval.Low, 6e-4);
        Assert.Equal(high, interval.High, 6e-4);
    }

    [Fact]
    public void Wilson_AllSuccesses_MirrorsNone()
    {
        Interval none = Proportion.Wilson(0, 12.5), all = Proportion.Wilson(12.5, 12.5);
        Assert.Equal(1 - none.High, all.Low, 1e-12);
        Assert.Equal(1, all.High);
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.5)]
    public void BetaBinomial_NoTrials_IsTheArcsineLaw(double tail) =>
        Assert.Equal(Math.Pow(Math.Sin(Math.PI * tail / 2), 2), Proportion.BetaBinomial(0, 0, 1 - (2 * Math.Min(tail, 0.4999999))).Low, 1e-5);

    [Theory]
    [InlineData(5)]
    [InlineData(60)]
    public void BetaBinomial_UniformPriorAllWins_HasTheClosedForm(int trials) =>
        Assert.Equal(Math.Pow(0.1, 1.0 / (trials + 1)), Proportion.BetaBinomial(trials, trials, 0.8, prior: 1).Low, 1e-8);

    [Theory]
    [InlineData(2, 3)]
    [InlineData(16, 19)]
    [InlineData(30, 61)]
    public void BetaBinomial_UniformPrior_AgreesWithBinomialTails(int wins, int trials)
    {
        // P(Beta(k+1, n−k+1) ≤ p) = P(Binomial(n+1, p) > k).
        Interval interval = Proportion.BetaBinomial(wins, trials, 0.8, prior: 1);
        Assert.Equal(0.1, 1 - Binomial.CDF(interval.Low, trials + 1, wins), 1e-7);
        Assert.Equal(0.9, 1 - Binomial.CDF(interval.High, trials + 1, wins), 1e-7);
    }

    [Fact]
    public void Proportion_BadArguments_AreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Proportion.Wilson(3, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => Proportion.Wilson(0, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Proportion.Wilson(1, 2, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Proportion.BetaBinomial(double.NaN, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => Proportion.BetaBinomial(1, 2, 0.8, 0));
    }

    [Fact]
    public void Weighted_EqualWeights_AreTheCounts()
    {
        WeightedCounts counts = Proportion.Weighted([true, false, true, true], [0.3, 0.3, 0.3, 0.3]);
        Assert.Equal(3, counts.Successes, 1e-12);
        Assert.Equal(4, counts.Trials, 1e-12);
    }

    [Fact]
    public void Weighted_UnequalWeights_AreWorthFewerTrials()
    {
        WeightedCounts counts = Proportion.Weighted([true, false, false], [1, 0.5, 0]);
        Assert.Equal(2.0 / 3, counts.Rate, 1e-12);
        Assert.Equal(2.25 / 1.25, counts.Trials, 1e-12); // Kish
        Assert.True(Proportion.Wilson(counts.Successes, counts.Trials).High - Proportion.Wilson(counts.Successes, counts.Trials).Low
            > Proportion.Wilson(2, 3).High - Proportion.Wilson(2, 3).Low);
        // Overlapping labels may be worth less still.
        Assert.Equal(new WeightedCounts(2.0 / 3 * 0.8, 0.8), Proportion.Weighted([true, false, false], [1, 0.5, 0], 0.8));
    }

    [Fact]
    public void Weighted_BadArguments_AreRefused()
    {
        Assert.Throws<ArgumentException>(() => Proportion.Weighted([true], [1, 2]));
        Assert.Throws<ArgumentException>(() => Proportion.Weighted([true], [0]));
        Assert.Throws<ArgumentException>(() => Proportion.Weighted([true, true], [1, -1]));
        Assert.Throws<ArgumentException>(() => Proportion.Weighted([true], [1], 2));
    }

    [Fact]
    public void BetaBinomial_ThreeSimilarTrades_ProveLittle()
    {
        // "3 similar trades at ≥ 50%": two wins of three leave an 80% lower bound far below a half.
        Assert.InRange(Proportion.BetaBinomial(2, 3).Low, 0.25, 0.40);
    }
}
