using FsCheck;
using FsCheck.Fluent;
using ResearchLab.Statistics;

namespace ResearchLab.Tests.Statistics;

public sealed class DrawdownTests
{
    [Fact]
    public void Spans_TwoFalls_HavePeakTroughRecoveryAndDuration()
    {
        double[] equity = [100, 110, 99, 88, 105, 110, 120, 108, 114];
        Assert.Equal([new DrawdownSpan(1, 3, 5, 0.2, 4), new DrawdownSpan(6, 7, null, 0.1, 2)],
            Drawdown.Spans(equity).Select(span => span with { Depth = Math.Round(span.Depth, 12) }));
        Assert.Equal(4, Drawdown.LongestDuration(equity));
        Assert.Equal(0, Drawdown.LongestDuration([1, 2, 2, 3]));
        Assert.Empty(Drawdown.Spans([]));
    }

    [Fact]
    public void Spans_AnyReturns_AgreeWithTheSeriesAndTheMaximum()
    {
        Gen<double[]> cases = Gen.Choose(-60, 60).Select(i => i / 1000.0).ArrayOf().Select(values => values.ToArray());
        Prop.ForAll(cases.ToArbitrary(), returns =>
        {
            double[] equity = Drawdown.Equity(returns), under = new double[equity.Length];
            Drawdown.Series(equity, under);
            IReadOnlyList<DrawdownSpan> spans = Drawdown.Spans(equity);
            double deepest = spans.Count == 0 ? 0 : spans.Max(span => span.Depth);
            bool same = Math.Abs(deepest - Performance.MaxDrawdown(equity)) < 1e-12 && Math.Abs(deepest - under.Max()) < 1e-12;
            return same && spans.All(span => under[span.Peak] == 0 && Math.Abs(under[span.Trough] - span.Depth) < 1e-12
                && (span.Recovery is not { } back || under[back] == 0) && span.Duration == (span.Recovery ?? (equity.Length - 1)) - span.Peak)
                && spans.Zip(spans.Skip(1)).All(pair => pair.First.Recovery <= pair.Second.Peak);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300).WithReplay(20260101UL, 1UL));
    }

    [Fact]
    public void Equity_Ruin_StaysAtZero()
    {
        double[] equity = Drawdown.Equity([0.5, -1.5, 3]);
        Assert.Equal([1, 1.5, 0, 0], equity);
        Assert.Equal(1, Performance.MaxDrawdown(equity));
        Assert.Equal(-1, Performance.AnnualReturn([0.5, -1.5, 3]));
        Assert.Throws<ArgumentException>(() => Drawdown.Series(equity, new double[2]));
    }
}
