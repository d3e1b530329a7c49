using ResearchLab.Lake;
using ResearchLab.Market;
using ResearchLab.Options;
using ResearchLab.Tests.Lake;

namespace ResearchLab.Tests.Market;

[Trait("Tier", "full")]
public sealed class LakeMarketTests : IDisposable
{
    private readonly LakeFixture _fixture = new("2024-06-01");

    private DataLake Lake => _fixture.Lake;

    public void Dispose() => _fixture.Dispose();

    private static BarSeries Flat(string symbol, params (string Session, double Price)[] bars)
    {
        double[] price = [.. bars.Select(bar => bar.Price)];
        return new BarSeries(symbol, [.. bars.Select(bar => DateOnly.Parse(bar.Session))], [.. price], [.. price], [.. price], [.. price],
            [.. price.Select(_ => 100.0)]);
    }

    private static OptionChain Chain(ChainOrigin origin, string session, double rate, params (double Strike, OptionRight Right, double Bid)[] quotes)
    {
        double[] Each(Func<(double Strike, OptionRight Right, double Bid), double> value) => [.. quotes.Select(value)];
        return new OptionChain
        {
            Underlying = "SPY",
            Session = DateOnly.Parse(session),
            Spot = 470,
            RatePerYear = rate,
            Origin = origin,
            Contracts = [.. quotes.Select(q => new OptionContract(new(2024, 2, 16), q.Strike, q.Right))],
            Bid = Each(q => q.Bid),
            Ask = Each(q => q.Bid + 0.1),
            Volume = Each(_ => double.NaN),
            OpenInterest = Each(_ => 500),
            ImpliedVol = Each(_ => 0.15),
            Delta = Each(q => q.Right == OptionRight.Call ? 0.5 : -0.5),
        };
    }

    [Fact]
    public void Bars_RawPrices_AreAdjustedForSplitsKnownToTheView()
    {
        LakeMarket.AppendSplits(Lake, "AAPL", [(new(2014, 6, 9), 7)], "test");
        LakeMarket.AppendBars(Lake, Flat("AAPL", ("2014-06-06", 645.57), ("2014-06-09", 93.70)), "test", BarAdjustment.Raw);
        using LakeView before = Lake.AsOf(LakeFixture.At("2014-06-07"));
        using LakeView after = Lake.Now();
        Assert.Equal([645.57], LakeMarket.Bars(before, "AAPL").Close);
        BarSeries bars = LakeMarket.Bars(after, "AAPL");
        Assert.Equal(645.57 / 7, bars.Close[0], 1e-12);
        Assert.Equal(700, bars.Volume[0]);
        Assert.Equal(93.70, bars.Close[1]);
    }

    [Fact]
    public void AllBars_SplitsRevisionsAndOddNames_AreWhatBarsGivesOneByOne()
    {
        LakeMarket.AppendSplits(Lake, "AAPL", [(new(2014, 6, 9), 7)], "test");
        LakeMarket.AppendBars(Lake, Flat("AAPL", ("2014-06-06", 645.57), ("2014-06-09", 93.70)), "test", BarAdjustment.Raw);
        LakeMarket.AppendBars(Lake, Flat("BRK.B", ("2014-06-06", 128), ("2014-06-09", 129)), "test");
        LakeMarket.AppendBars(Lake, Flat("A", ("2014-06-09", 50)), "test");
        void AssertSame()
        {
            using LakeView view = Lake.Now();
            IReadOnlyList<BarSeries> all = LakeMarket.AllBars(view);
            Assert.Equal(["A", "AAPL", "BRK.B"], all.Select(bars => bars.Symbol));
            Assert.All(all, bars => Assert.Equivalent(LakeMarket.Bars(view, bars.Symbol), bars, strict: true));
        }

        AssertSame();
        _fixture.Clock.Now = _fixture.Clock.Now.AddDays(1);
        LakeMarket.AppendBars(Lake, Flat("A", ("2014-06-06", 49), ("2014-06-09", 51)), "test"); // an earlier session and a revision
        AssertSame();
        using LakeView empty = Lake.AsOf(LakeFixture.At("2000-01-01"));
        Assert.Empty(LakeMarket.AllBars(empty));
    }

    [Fact]
    public void Bars_VendorAdjusted_AreUsedAsTheyStand()
    {
        LakeMarket.AppendSplits(Lake, "AAPL", [(new(2014, 6, 9), 7)], "test");
        LakeMarket.AppendBars(Lake, Flat("AAPL", ("2014-06-06", 92.22), ("2014-06-09", 93.70)), "test");
        using LakeView view = Lake.Now();
        Assert.Equal([92.22, 93.70], LakeMarket.Bars(view, "AAPL").Close);
        Assert.Equal(0, LakeMarket.Bars(view, "MSFT").Count);
    }

    [Fact]
    public void AppendBars_BadRow_IsQuarantinedWithItsText()
    {
        IngestResult result = LakeMarket.AppendBars(Lake, Flat("X", ("2024-01-02", 10), ("2024-01-03", -1)), "yahoo");
        Assert.Equal(1, result.Quarantined[QualityReason.NonPositivePrice]);
        using LakeView view = Lake.Now();
        Assert.Equal("X,2024-01-03,-1,-1,-1,-1,100", view.Read(Datasets.Quarantine).Get<string>("text")[0]);
    }

    [Fact]
    public void Chain_WrittenAndRead_IsTheSame()
    {
        OptionChain chain = Chain(ChainOrigin.Modelled, "2024-01-16", 0.05, (470, OptionRight.Call, 5), (470, OptionRight.Put, 4), (475, OptionRight.Call, 3));
        LakeMarket.AppendChains(Lake, [chain], "model");
        using LakeView view = Lake.Now();
        OptionChain read = LakeMarket.Chain(view, "spy", chain.Session)!;
        Assert.Equal(chain.Contracts, read.Contracts);
        Assert.Equal(chain.Bid, read.Bid);
        Assert.Equal(chain.Ask, read.Ask);
        Assert.Equal(chain.Delta, read.Delta);
        Assert.Equal(0.05, read.RatePerYear);
        Assert.Equal(ChainOrigin.Modelled, read.Origin);
        Assert.True(double.IsNaN(read.Volume[0]));
        Assert.Null(LakeMarket.Chain(view, "SPY", new(2024, 1, 17)));
    }

    [Fact]
    public void Chain_ObservedBesideModelled_IsTheObservedAlone()
    {
        LakeMarket.AppendChains(Lake, [Chain(ChainOrigin.Modelled, "2024-01-16", 0.05, (460, OptionRight.Call, 5), (470, OptionRight.Call, 5))], "model");
        LakeMarket.AppendChains(Lake, [Chain(ChainOrigin.Observed, "2024-01-16", 0.05, (470, OptionRight.Call, 6))], "vendor");
        using LakeView view = Lake.Now();
        OptionChain read = LakeMarket.Chain(view, "SPY", new(2024, 1, 16))!;
        Assert.Equal(ChainOrigin.Observed, read.Origin);
        Assert.Equal([6], read.Bid);
    }

    [Fact]
    public void Chain_WithoutRate_TakesTheBillOfTheDay()
    {
        LakeMarket.AppendChains(Lake, [Chain(ChainOrigin.Observed, "2024-01-16", double.NaN, (470, OptionRight.Call, 6))], "vendor");
        using (LakeView view = Lake.Now())
            Assert.Equal(0, LakeMarket.Chain(view, "SPY", new(2024, 1, 16))!.RatePerYear);
        LakeMarket.AppendSeries(Lake, new DailySeries("tbill_13w", [new(2024, 1, 12), new(2024, 1, 17)], [0.052, 0.09]), "test");
        using LakeView later = Lake.Now();
        double rate = LakeMarket.Chain(later, "SPY", new(2024, 1, 16))!.RatePerYear;
        Assert.Equal(1 - (0.052 * 91 / 360), Math.Exp(-rate * 91 / 365), 1e-12);
    }

    [Fact]
    public void Chains_AcrossMonthsAndYears_AreAscending()
    {
        string[] sessions = ["2023-12-28", "2023-12-29", "2024-01-02", "2024-01-31"];
        LakeMarket.AppendChains(Lake, sessions.Select(s => Chain(ChainOrigin.Demo, s, 0.05, (470, OptionRight.Call, 5))), "demo");
        using LakeView view = Lake.Now();
        Assert.Equal(sessions.Select(DateOnly.Parse), LakeMarket.Chains(view, "SPY", new(2023, 12, 1), new(2024, 2, 28)).Select(chain => chain.Session));
        Assert.Equal([new(2023, 12, 29), new(2024, 1, 2)], LakeMarket.Chains(view, "SPY", new(2023, 12, 29), new(2024, 1, 30)).Select(chain => chain.Session));
        Assert.Equal(4, LakeMarket.ChainSessions(view, "SPY").Length);
        Assert.True(Directory.Exists(Path.Combine(Lake.Root, "chains", "SPY-2023")));
    }

    [Fact]
    public void Summaries_WrittenAndRead_AreTheSameByVersion()
    {
        var summary = new ChainSummary(new(2024, 1, 16), ChainOrigin.Observed, 0.11, 0.12, 0.13, 0.14, 0.15, 16, 17, 18, 19, 20, 21, 22, double.NaN);
        LakeMarket.AppendSummaries(Lake, "SPY", [summary, summary with { Origin = ChainOrigin.Modelled, AtmIv30 = 0.5 }], 1, "test");
        using LakeView view = Lake.Now();
        Assert.Equal([summary], LakeMarket.Summaries(view, "SPY", 1));
        Assert.Empty(LakeMarket.Summaries(view, "SPY", 2));
    }

    [Fact]
    public void AppendSeries_Twice_IsTheSame()
    {
        var series = new DailySeries("vix", [new(2024, 1, 2), new(2024, 1, 3)], [13.2, double.NaN]);
        IngestResult first = LakeMarket.AppendSeries(Lake, series, "test");
        Assert.Equal(1, first.Rows.New);
        Assert.Equal(1, first.Quarantined[QualityReason.NotFinite]);
        Assert.Equal(1, LakeMarket.AppendSeries(Lake, series, "test").Rows.Same);
    }
}
