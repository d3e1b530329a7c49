using ResearchLab.Backtesting;
using ResearchLab.Basics;
using ResearchLab.Features;
using ResearchLab.Market;
using ResearchLab.Models;
using ResearchLab.Options;
using ResearchLab.Tests.Features;
using ResearchLab.Time;

namespace ResearchLab.Tests.Models;

/// <summary>The bounds of suspicion on real bars: what is known at the close stays below, what came later does not.</summary>
[Trait("Tier", "full")]
public class LeakSuspectsTests(ITestOutputHelper output)
{
    [Fact]
    public void Find_RealSpy_SuspectsNothingButTheColumnThatSawTheFuture()
    {
        (BarSeries bars, MarketContext context) = RealMarketFeatureTests.Load();
        VolSurface?[] surfaces = ModelledChainSurfaces.Of(bars, context);
        ChainSummary[] summaries =
            [.. bars.Sessions.Select((session, i) => surfaces[i] is { } surface ? ModelledChainSummary.Of(session, bars.Close[i], surface) : default)];
        FeatureMatrix features = FeatureEngine.Compute(bars, summaries, context, ExchangeCalendar.Nyse);
        double Feature(string name, DateOnly session) => features.Columns[FeatureCatalog.IndexOf(name)][bars.IndexOf(session)];
        OutcomeMatrix labels = Labels.Build(
            ChainHistories.FromSurface(bars, surfaces),
            session => new RuleContext(Feature("iv_rank252", session), Feature("close_to_sma50", session), Feature("atr14_pct", session)), CostModel.Default,
            threads: 2);

        Assert.Empty(LeakSuspects.Find(features, labels));
        IReadOnlyList<LeakSuspect> ranked = LeakSuspects.Find(features, labels, suspicious: 0, deviations: 0);
        output.WriteLine(string.Join('\n', ranked.Take(5)));
        Assert.Equal(features.Columns.Length, ranked.Count);
        Assert.InRange(Math.Abs(ranked[0].RankCorrelation), 0.1, 0.3);

        // One column told the next 20 sessions, under as much noise as half of it.
        double[] month = features.Columns[FeatureCatalog.IndexOf("ret_21d")];
        double scale = Math.Sqrt(month.Where(double.IsFinite).Average(value => value * value));
        var random = new Pcg32(17);
        double[] told = [.. Enumerable.Range(0, month.Length)
            .Select(i => i + 22 < month.Length ? (month[i + 22] / scale) + (0.5 * random.NextNormal()) : double.NaN)];
        int place = FeatureCatalog.IndexOf("cci20");
        LeakSuspect caught =
            Assert.Single(LeakSuspects.Find(features with { Columns = [.. features.Columns.Select((column, i) => i == place ? told : column)] }, labels));
        output.WriteLine($"{caught}");
        Assert.Equal("cci20", caught.Feature);
        Assert.True(Math.Abs(caught.RankCorrelation) > 0.5);
    }
}
