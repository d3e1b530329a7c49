using ResearchLab.Columns;
using ResearchLab.Features;
using ResearchLab.Lake;
using ResearchLab.Market;
using ResearchLab.Options;
using ResearchLab.Tests.Lake;
using ResearchLab.Time;

namespace ResearchLab.Tests.Features;

public sealed class FeatureStoreTests
{
    [Fact]
    public void Dataset_Columns_AreTheCatalogue() =>
        Assert.Equal(
            ["symbol", "session", "set_version", "origin", "snapshot", .. FeatureCatalog.All.Select(feature => feature.Name)],
            Datasets.Features.Columns.Select(column => column.Name));

    [Fact]
    public void Update_SessionAfterSession_StoresTheWholeComputationToTheBit()
    {
        using var fixture = new LakeFixture("2036-01-01");
        SampleMarket market = SampleMarket.Generate(1, 420);
        Assert.Equal(new FeatureUpdate("TEST", 400, new AppendResult(400, 0, 0), Revised: false), Update(fixture, market.First(400), "a"));
        Assert.Equal(new FeatureUpdate("TEST", 0, default, Revised: false), Update(fixture, market.First(400), "a2"));
        foreach (int end in new[] { 401, 402, 420 })
            Assert.Equal(end == 420 ? 18 : 1, Update(fixture, market.First(end), $"b{end}").Rows.New);

        using LakeView view = fixture.Lake.Now();
        FeatureEngineManyTests.AssertSameBits(market.Compute(), FeatureStore.Read(view, "test"));
        Frame rows = FeatureStore.ReadFrame(view, "TEST");
        Assert.Equal("a", rows.Get<string>("snapshot")[399]);
        Assert.Equal("b401", rows.Get<string>("snapshot")[400]);
        Assert.Equal("demo", rows.Get<string>("origin")[0]);
        Assert.Equal(20, FeatureStore.Read(view, "TEST", market.Bars.Sessions[10], market.Bars.Sessions[29]).Sessions.Length);
        Assert.Empty(FeatureStore.Read(view, "NONE").Sessions);
        Assert.Equal(84, FeatureStore.Read(view, "NONE").Columns.Length);
    }

    [Fact]
    public void Update_RowsWrittenLater_AreKnownSinceTheirSession()
    {
        using var fixture = new LakeFixture("2036-01-01");
        SampleMarket market = SampleMarket.Generate(2, 300);
        Update(fixture, market, "a");
        DateOnly day = market.Bars.Sessions[200];
        using LakeView before = fixture.Lake.AsOf(KnownAt.Daily(day).AddSeconds(-1), DateTimeOffset.MaxValue),
            at = fixture.Lake.AsOf(KnownAt.Daily(day), DateTimeOffset.MaxValue);
        Assert.Equal(200, FeatureStore.Read(before, "TEST").Sessions.Length);
        Assert.Equal(201, FeatureStore.Read(at, "TEST").Sessions.Length);
    }

    [Fact]
    public void Update_HistoryIsRevised_WritesTheSessionsThatChangedAndKeepsTheOld()
    {
        using var fixture = new LakeFixture("2036-01-01");
        SampleMarket market = SampleMarket.Generate(3, 400);
        Update(fixture, market, "a");
        DateTimeOffset then = fixture.Clock.Now;
        fixture.Clock.Now = then.AddDays(1);
        SampleMarket revised = market.WithBars(bars => bars with { Close = SampleMarket.Replace(bars.Close, 395, bars.Close[395] * 1.01) });
        FeatureUpdate update = Update(fixture, revised, "b");
        Assert.True(update.Revised);
        Assert.Equal(new AppendResult(0, 0, 5), update.Rows);
        using LakeView now = fixture.Lake.Now(), past = fixture.Lake.AsOf(then, then);
        FeatureEngineManyTests.AssertSameBits(revised.Compute(), FeatureStore.Read(now, "TEST"));
        FeatureEngineManyTests.AssertSameBits(market.Compute(), FeatureStore.Read(past, "TEST"));
    }

    [Fact]
    public void Update_PricesRescaledByASplit_IsNoRevisionOfScaleFreeFeatures()
    {
        using var fixture = new LakeFixture("2036-01-01");
        SampleMarket market = SampleMarket.Generate(4, 400);
        Update(fixture, market, "a");
        FeatureUpdate update = Update(fixture, market.Scale(1 / 3.0, 3, scaleChains: true), "b");
        Assert.Equal(new FeatureUpdate("TEST", 0, default, Revised: false), update);
    }

    [Fact]
    public void Append_SameRowsTwice_WriteNothing()
    {
        using var fixture = new LakeFixture("2036-01-01");
        SampleMarket market = SampleMarket.Generate(5, 60);
        ChainSummary[] none = new ChainSummary[60];
        FeatureMatrix features = (market with { Chains = none }).Compute();
        Assert.Equal(new AppendResult(60, 0, 0), FeatureStore.Append(fixture.Lake, features, none, "a"));
        Assert.Equal(new AppendResult(0, 60, 0), FeatureStore.Append(fixture.Lake, features, none, "a"));
        using LakeView view = fixture.Lake.Now();
        Assert.All(FeatureStore.ReadFrame(view, "TEST").ToArray<string>("origin"), origin => Assert.Equal("none", origin));
        Assert.Throws<ArgumentException>(() => FeatureStore.Append(fixture.Lake, features, none[1..], "a"));
        Assert.Throws<ArgumentException>(() => FeatureStore.Append(fixture.Lake, features with { SetVersion = 2 }, none, "a"));
    }

    [Fact]
    public void Features_OfRawBarsWithASplit_AreThoseOfTheAdjustedHistory()
    {
        using var fixture = new LakeFixture("2036-01-01");
        const int Split = 350;
        SampleMarket market = SampleMarket.Generate(6, 420);
        BarSeries whole = market.Bars;
        double[] Raw(double[] values, double factor) => [.. values.Select((value, row) => row < Split ? value * factor : value)];
        var raw = new BarSeries("TEST", whole.Sessions, Raw(whole.Open, 4), Raw(whole.High, 4), Raw(whole.Low, 4), Raw(whole.Close, 4),
            Raw(whole.Volume, 0.25));
        LakeMarket.AppendSplits(fixture.Lake, "TEST", [(whole.Sessions[Split], 4)], "test");
        Assert.Equal(0, LakeMarket.AppendBars(fixture.Lake, raw, "test", BarAdjustment.Raw).QuarantinedTotal);
        using LakeView view = fixture.Lake.Now();
        FeatureMatrix expected = market.Compute(), actual = (market with { Bars = LakeMarket.Bars(view, "TEST") }).Compute();
        FeatureEngineManyTests.AssertSameBits(expected, actual); // × 4 and ÷ 4 are exact

        // Before the split was known the features of its eve were the same: they never saw the scale.
        using LakeView eve = fixture.Lake.AsOf(KnownAt.Daily(whole.Sessions[Split - 1]), DateTimeOffset.MaxValue);
        BarSeries before = LakeMarket.Bars(eve, "TEST");
        Assert.Equal((Split, whole.Close[0] * 4), (before.Count, before.Close[0]));
        FeatureMatrix then = (market.First(Split) with { Bars = before }).Compute();
        Assert.All(FeatureCatalog.All.Where(feature => feature.ScaleFree), feature =>
            Assert.True(FeatureInvariants.Same(expected.Columns[feature.Number - 1][Split - 1], then.Columns[feature.Number - 1][^1], 1e-9, 1e-11),
                feature.Name));
    }

    private static FeatureUpdate Update(LakeFixture fixture, SampleMarket market, string snapshot)
    {
        using LakeView view = fixture.Lake.Now();
        return FeatureStore.Update(fixture.Lake, view, FeatureEngineManyTests.Request(market), snapshot, ExchangeCalendar.Nyse);
    }
}
