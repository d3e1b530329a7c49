using ResearchLab.Statistics;

namespace ResearchLab.Tests.Statistics;

public sealed class PerformanceTests
{
    // The mixed returns of empyrical's test suite, without their leading NaN.
    private static readonly double[] s_mixed = [0.01, 0.10, -0.04, 0.02, 0.03, 0.02, 0.01, -0.10];

    [Fact]
    public void Sharpe_EmpyricalMixedReturns_AgreesWithItsValue() => Assert.Equal(1.7238613961706866, Performance.Sharpe(s_mixed), 1e-12);

    [Fact]
    public void Sharpe_ConstantOrShort_IsNaN()
    {
        Assert.Equal(double.NaN, Performance.Sharpe([0.1, 0.1, 0.1]));
        Assert.Equal(double.NaN, Performance.Sharpe([0, 0]));
        Assert.Equal(double.NaN, Performance.Sharpe([0.1]));
    }

    [Fact]
    public void MaxDrawdown_EmpyricalMixedReturns_IsTenPercent()
    {
        var equity = new double[s_mixed.Length + 1];
        equity[0] = 1;
        for (int i = 0; i < s_mixed.Length; i++)
            equity[i + 1] = equity[i] * (1 + s_mixed[i]);
        Assert.Equal(0.1, Performance.MaxDrawdown(equity), 1e-12);
        Assert.Equal(0, Performance.MaxDrawdown([1, 2, 3]));
    }

    [Fact]
    public void ExpectedShortfall_UniformGrid_IsTheTailMean()
    {
        double[] returns = [.. Enumerable.Range(1, 200).Select(i => i / 200.0)];
        Assert.Equal(5.5 / 200, Performance.ExpectedShortfall(returns, 0.95), 1e-12);
        // 10% of 15 is one and a half observations.
        double[] few = [.. Enumerable.Range(0, 15).Select(i => (double)i)];
        Assert.Equal((0 + (0.5 * 1)) / 1.5, Performance.ExpectedShortfall(few, 0.9), 1e-12);
    }

    [Fact]
    public void WorstMonth_TwoYears_DoesNotMergeTheSameMonth()
    {
        DateOnly[] sessions = [new(2020, 1, 2), new(2020, 1, 3), new(2020, 2, 3), new(2021, 2, 3)];
        Assert.Equal(-0.03, Performance.WorstMonth(sessions, [-0.02, -0.01, -0.02, -0.02]), 1e-12);
        Assert.Equal(double.NaN, Performance.WorstMonth([], []));
    }

    [Fact]
    public void SortinoAndCalmar_EmpyricalMixedReturns_AgreeWithItsValues()
    {
        Assert.Equal(2.605531251673693, Performance.Sortino(s_mixed), 1e-12);
        // empyrical counts its leading NaN as a period: a return of 0 does the same.
        double[] nine = [0, .. s_mixed];
        Assert.Equal(1.9135925373194578, Performance.AnnualReturn(nine), 1e-12);
        Assert.Equal(19.135925373194233, Performance.Calmar(nine), 1e-9);
    }

    [Fact]
    public void Ratios_WithoutLosses_AreNaN()
    {
        Assert.Equal(double.NaN, Performance.Sortino([0.1, 0.2]));
        Assert.Equal(double.NaN, Performance.Calmar([0.1, 0.2]));
        Assert.Equal(double.NaN, Performance.PayoffRatio([0.1, 0]));
        Assert.Equal(double.NaN, Performance.ProfitFactor([0.1, 0]));
        Assert.Equal(double.NaN, Performance.PayoffRatio([-0.1]));
        Assert.Equal(0, Performance.ProfitFactor([-0.1]));
        Assert.Equal(double.NaN, Performance.Sortino([]));
        Assert.Equal(double.NaN, Performance.AnnualReturn([]));
    }

    [Fact]
    public void PayoffRatio_BreakEvenOfTheExits_IsAtThreeInEight()
    {
        // +50% / −30% exits break even at 37.5% wins.
        double[] returns = [0.5, 0.5, 0.5, -0.3, -0.3, -0.3, -0.3, -0.3, 0];
        Assert.Equal(0.5 / 0.3, Performance.PayoffRatio(returns), 1e-12);
        Assert.Equal(1, Performance.ProfitFactor(returns), 1e-12);
    }

    [Fact]
    public void Turnover_Weights_CountsBuysAndSells()
    {
        // One asset in and out: 1 + 1 + 0 over three changes.
        Assert.Equal(2.0 / 3 * 252, Performance.Turnover([0, 1, 0, 0]), 1e-12);
        // Half of the capital changes from one asset to the other: sold and bought.
        Assert.Equal(12, Performance.Turnover([1, 0, 0.5, 0.5], assets: 2, periodsPerYear: 12), 1e-12);
        Assert.Equal(double.NaN, Performance.Turnover([1]));
        Assert.Throws<ArgumentException>(() => Performance.Turnover([1, 2, 3], assets: 2));
    }
}
