using ResearchLab.Backtesting;
using ResearchLab.Desk;
using ResearchLab.LightGbm;
using ResearchLab.Market;
using ResearchLab.Models;
using ResearchLab.Options;
using ResearchLab.Risk;
using ResearchLab.Statistics;
using ResearchLab.Tests.Lake;
using ResearchLab.Tests.Reports;

namespace ResearchLab.Tests.Desk;

/// <summary>Every way a session can be decided, on 420 sessions of SPY-like bars and a model that picks what the test wants.</summary>
public sealed class DailyRunTests : IDisposable
{
    private static readonly RiskLimits s_relaxed = new() { RiskPerTrade = 1, MaxPositionSize = 1, OpenRisk = 1, MinWinProbability = 0, PortfolioVar95 = 1, MaxOutOfRange = 1 };
    private static readonly PortfolioState s_book = PortfolioState.Flat(100_000);
    private readonly LakeFixture _fixture = new("2024-01-08");

    public void Dispose() => _fixture.Dispose();

    private DeskData Data(bool withVix = true, OptionChain? observed = null)
    {
        BarSeries bars = ReportFixture.Bars();
        LakeMarket.AppendBars(_fixture.Lake, bars, "test");
        if (withVix)
            LakeMarket.AppendSeries(_fixture.Lake, new DailySeries("vix", bars.Sessions, [.. bars.Sessions.Select((_, i) => 15 + (3 * Math.Sin(i / 20.0)))]), "test");
        if (observed is not null)
            LakeMarket.AppendChains(_fixture.Lake, [observed], "test");
        return DeskData.Load(_fixture.Lake, _fixture.Lake.Now(), "SPY", MarketNames.UnitedStates, demo: false);
    }

    /// <summary>A booster that gives one class nearly all the probability, in an envelope that every row or no row lies in.</summary>
    private static TrainedModel Picks(Structure pick, bool familiar = true, bool edge = false)
    {
        const int Rows = 240, Features = 84;
        var random = new Pcg32(3);
        float[] labels = [.. Enumerable.Range(0, Rows).Select(row => (float)(row % 20 == 0 ? (row / 20) % Structures.ClassCount : (int)pick))];
        var parameters = new LightGbmParameters { Objective = Objective.Multiclass, Classes = Structures.ClassCount, Rounds = 2, Leaves = 2, Seed = 1, MinDataInLeaf = 100 };
        using var dataset = LightGbmDataset.FromColumnMajor([.. Enumerable.Range(0, Rows * Features).Select(_ => random.NextDouble())], Features, labels, null, parameters);
        double low = familiar ? double.NegativeInfinity : 1e300, high = familiar ? double.PositiveInfinity : 1e301;
        ModelCard card = ReportFixture.Input().Model! with { Temperature = 1, TrainingRows = 5_000 };
        card = card with { Evaluation = card.Evaluation with { HasEdge = edge } };
        return new TrainedModel(
            card, Booster.Train(dataset, parameters, cancellationToken: TestContext.Current.CancellationToken),
            new TrainingEnvelope(Repeat(low), Repeat(high), Repeat(familiar ? 1.0 : 0)),
            new PolicyReturns([], [], "no_trade", [], []), new ProbabilityCalibration(CalibrationMethod.Temperature, 1, [], []),
            new TrainingOptions { Snapshot = card.Snapshot, CodeVersion = card.CodeVersion });

        static double[] Repeat(double value) => [.. Enumerable.Repeat(value, Features)];
    }

    /// <summary>The sixty or so sessions most like the last made <paramref name="pnl"/>, all others lost as much.</summary>
    private static OutcomeMatrix Outcomes(DeskData data, double pnl)
    {
        var near = new HashSet<DateOnly>();
        for (int round = 0; round < 3; round++)
            near.UnionWith(SimilarStateSearch.Find(data.Features, Make(near, hideNear: true), data.Bars.Count - 1, Structure.LongCall).Sessions);
        return Make(near, hideNear: false);

        OutcomeMatrix Make(HashSet<DateOnly> winners, bool hideNear)
        {
            DateOnly[] sessions = data.Bars.Sessions[..^40];
            return new OutcomeMatrix("SPY", "test", ChainOrigin.Modelled, sessions,
            [
                .. sessions.SelectMany((session, row) => Enumerable.Range(0, Structures.Count).Select(s => new TradeOutcome(
                    (Structure)s, session, data.Bars.Sessions[row + 1], data.Bars.Sessions[row + 6],
                    hideNear && winners.Contains(session) ? ExitReason.NotTraded : ExitReason.TimeLimit, winners.Contains(session) ? pnl : -pnl, 1, 500))),
            ]);
        }
    }

    private static Recommendation Decide(
        DeskData data, TrainedModel model, RiskLimits? limits = null, double pnl = 100, PortfolioState? book = null) =>
        DailyRun.Decide(DailyRunRequestTests.Request with { Limits = limits ?? s_relaxed }, data, model, Outcomes(data, pnl), book ?? s_book, "snapshot-1");

    [Fact]
    public void Decide_AllLimitsPass_Recommends()
    {
        DeskData data = Data();
        using TrainedModel model = Picks(Structure.BullPutSpread);
        Recommendation recommendation = Decide(data, model);
        Assert.Equal((Decision.Recommend, Structure.BullPutSpread), (recommendation.Decision, recommendation.Structure));
        Assert.True(recommendation.Contracts > 0);
        Assert.All(recommendation.Checks, check => Assert.True(check.Passed, check.Text));
        Assert.Equal(["model_confidence", "out_of_range_features", "risk_per_trade"], recommendation.Checks.Take(3).Select(check => check.Limit));
        Assert.Equal(11, recommendation.Checks.Count);
        Assert.NotNull(recommendation.Position);
        Assert.True(recommendation.Similar!.Count >= 3);
        Assert.Equal(ChainOrigin.Modelled, recommendation.Data);
        Assert.StartsWith($"model picks bull put spread at ", recommendation.Reasons[0]);
        Assert.DoesNotContain(recommendation.Reasons, reason => reason.StartsWith("against it", StringComparison.Ordinal));
        Assert.Contains(recommendation.Reasons, reason => reason.Contains("no edge over its baselines", StringComparison.Ordinal));
        Assert.Equal(1, recommendation.Probabilities.Sum(), 1e-12);
        Assert.Equal(recommendation.Probabilities.Max(), recommendation.Confidence);
        Assert.Equal("snapshot-1", recommendation.Evidence.Snapshot);
        Assert.Equal(data.View.Known, recommendation.Evidence.AsOf);
        Assert.Equal(("84-v1", model.Card.Id), (recommendation.Evidence.FeatureSet, recommendation.Evidence.Model));
        Assert.StartsWith("modelled from the volatility index, ", recommendation.Evidence.Chain);
        Assert.Equal(RecommendationJson.Write(recommendation), RecommendationJson.Write(Decide(data, model)));
    }

    [Fact]
    public void Decide_ModelWithAnEdge_DoesNotWarnOfNone()
    {
        using TrainedModel model = Picks(Structure.BullPutSpread, edge: true);
        Assert.DoesNotContain(Decide(Data(), model).Reasons, reason => reason.Contains("edge", StringComparison.Ordinal));
    }

    [Fact]
    public void Decide_PickIsNoTrade_StaysOut()
    {
        using TrainedModel model = Picks(Structure.NoTrade);
        Recommendation recommendation = Decide(Data(), model);
        Assert.Equal((Decision.NoTrade, Structure.NoTrade, 0), (recommendation.Decision, recommendation.Structure, recommendation.Contracts));
        Assert.Null(recommendation.Position);
        Assert.Null(recommendation.Similar);
        Assert.Contains("the model expects no structure to earn its costs here", recommendation.Reasons);
        Assert.Equal(["model_confidence", "out_of_range_features"], recommendation.Checks.Select(check => check.Limit));
    }

    [Fact]
    public void Decide_NeitherChainNorVolatilityIndex_ModelsTheChainFromRealisedVolatility()
    {
        using TrainedModel model = Picks(Structure.LongCall);
        Recommendation recommendation = Decide(Data(withVix: false), model);
        Assert.Equal(ChainOrigin.Modelled, recommendation.Position!.Origin);
        Assert.StartsWith("modelled from realised volatility", recommendation.Evidence.Chain, StringComparison.Ordinal);
    }

    [Fact]
    public void Decide_ObservedChainTooWide_IsNotTradableThoughAModelledOneWouldBe()
    {
        OptionChain chain = ReportFixture.Chain(ChainOrigin.Observed);
        OptionChain wide = new()
        {
            Underlying = "SPY",
            Session = chain.Session,
            Spot = chain.Spot,
            RatePerYear = chain.RatePerYear,
            Origin = ChainOrigin.Observed,
            Contracts = chain.Contracts,
            Bid = [.. chain.Bid.Select(bid => Math.Round(0.4 * bid, 2))],
            Ask = [.. chain.Ask.Select(ask => Math.Round(1.6 * ask, 2))],
            Volume = chain.Volume,
            OpenInterest = chain.OpenInterest,
            ImpliedVol = chain.ImpliedVol,
            Delta = chain.Delta,
        };
        using TrainedModel model = Picks(Structure.IronCondor);
        Recommendation recommendation = Decide(Data(observed: wide), model);
        Assert.Equal((Decision.NoTrade, 0), (recommendation.Decision, recommendation.Contracts));
        Assert.Null(recommendation.Position);
        Assert.Contains(recommendation.Reasons, reason => reason.StartsWith("not tradable: ", StringComparison.Ordinal));
        Assert.Equal(ChainOrigin.Observed, recommendation.Data);
        Assert.StartsWith("observed, ", recommendation.Evidence.Chain);
    }

    [Fact]
    public void Decide_LimitFails_HoldsWithNoContractsAndNamesIt()
    {
        DeskData data = Data();
        using TrainedModel model = Picks(Structure.BullPutSpread);
        var failing = new (string Limit, RiskLimits Limits, PortfolioState Book, double Pnl)[]
        {
            ("risk_per_trade", s_relaxed with { RiskPerTrade = 0.0001 }, s_book, 100),
            ("open_positions", s_relaxed with { MaxPositions = 3 }, s_book with { OpenPositions = 3 }, 100),
            ("win_probability", s_relaxed with { MinWinProbability = 0.999 }, s_book, 100),
            ("daily_loss", s_relaxed, s_book with { DayLoss = 4_000 }, 100),
            ("similar_win_rate", s_relaxed, s_book, -100),
            ("model_confidence", s_relaxed with { ConfidenceGate = 1 }, s_book, 100),
        };
        foreach ((string limit, RiskLimits limits, PortfolioState book, double pnl) in failing)
        {
            Recommendation recommendation = Decide(data, model, limits, pnl, book);
            Assert.Equal((Decision.Hold, 0), (recommendation.Decision, recommendation.Contracts));
            Assert.NotNull(recommendation.Position);
            LimitCheck failed = Assert.Single(recommendation.Checks, check => !check.Passed);
            Assert.Equal(limit, failed.Limit);
            Assert.Contains("against it: " + failed.Text, recommendation.Reasons);
        }
    }

    [Fact]
    public void Decide_RowUnlikeTheTraining_Holds()
    {
        using TrainedModel model = Picks(Structure.BullPutSpread, familiar: false);
        Recommendation recommendation = Decide(Data(), model, s_relaxed with { MaxOutOfRange = 0.25 });
        Assert.Equal((Decision.Hold, 0), (recommendation.Decision, recommendation.Contracts));
        LimitCheck failed = Assert.Single(recommendation.Checks, check => !check.Passed);
        Assert.Equal(("out_of_range_features", 1.0, 0.25), (failed.Limit, failed.Value, failed.Bound));
        Assert.Contains("against it: 100% of the features lie outside what the model was trained on, limit 25%", recommendation.Reasons);
    }

    [Fact]
    public void Decide_EveryStructure_GivesAPositionOfItsKindOrSaysWhyNot()
    {
        DeskData data = Data();
        for (int s = 0; s < Structures.Count; s++)
        {
            using TrainedModel model = Picks((Structure)s);
            Recommendation recommendation = Decide(data, model);
            Assert.Equal((Structure)s, recommendation.Structure);
            if (recommendation.Position is { } position)
                Assert.Equal((Structure)s, position.Structure);
            else
                Assert.Contains(recommendation.Reasons, reason => reason.StartsWith("not tradable: ", StringComparison.Ordinal));
            // A recommendation without a failed limit, and none with one.
            Assert.Equal(recommendation.Position is not null && recommendation.Checks.All(check => check.Passed), recommendation.Decision == Decision.Recommend);
            Assert.Equal(recommendation.Decision == Decision.Recommend, recommendation.Contracts > 0);
        }
    }
}
