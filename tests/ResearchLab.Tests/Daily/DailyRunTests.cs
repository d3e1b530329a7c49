using ResearchLab.Backtesting;
using ResearchLab.Basics;
using ResearchLab.Daily;
using ResearchLab.LightGbm;
using ResearchLab.Market;
using ResearchLab.Models;
using ResearchLab.Options;
using ResearchLab.Risk;
using ResearchLab.Tests.Lake;
using ResearchLab.Tests.Reports;

namespace ResearchLab.Tests.Daily;

/// <summary>Every way a session can be decided, on 420 sessions of SPY-like bars and a model that picks what the test wants.</summary>
[Trait("Tier", "full")]
public sealed class DailyRunTests : IDisposable
{
    private static readonly RiskLimits s_relaxed = new()
    {
        RiskPerTrade = 1,
        MaxPositionSize = 1,
        OpenRisk = 1,
        MinWinProbability = 0,
        PortfolioVar95 = 1,
        MaxOutOfRange = 1
    };
    private static readonly PortfolioState s_book = PortfolioState.Flat(100_000);
    private readonly LakeFixture _fixture = new("2024-01-08");

    public void Dispose() => _fixture.Dispose();

    private SessionData Data(bool withVix = true, OptionChain? observed = null)
    {
        BarSeries bars = ReportFixture.Bars();
        LakeMarket.AppendBars(_fixture.Lake, bars, "test");
        if (withVix)
            LakeMarket.AppendSeries(_fixture.Lake, new DailySeries("vix", bars.Sessions,
                [.. bars.Sessions.Select((_, i) => 15 + (3 * Math.Sin(i / 20.0)))]), "test");
        if (observed is not null)
            LakeMarket.AppendChains(_fixture.Lake, [observed], "test");
        return SessionData.Load(_fixture.Lake, _fixture.Lake.Now(), "SPY", MarketNames.UnitedStates, demo: false);
    }

    /// <summary>A booster that gives one class nearly all the probability, in an envelope that every row or no row lies in.</summary>
    private static TrainedModel Picks(Structure pick, bool familiar = true)
    {
        const int Rows = 240, Features = 84;
        var random = new Pcg32(3);
        float[] labels = [.. Enumerable.Range(0, Rows).Select(row => (float)(row % 20 == 0 ? (row / 20) % Structures.ClassCount : (int)pick))];
        var parameters = new LightGbmParameters
        {
            Objective = Objective.Multiclass,
            Classes = Structures.ClassCount,
            Rounds = 2,
            Leaves = 2,
            Seed = 1,
            MinDataInLeaf = 100
        };
        using var dataset = LightGbmDataset.FromColumnMajor([.. Enumerable.Range(0, Rows * Features).Select(_ => random.NextDouble())], Features, labels, null,
            parameters);
        double low = familiar ? double.NegativeInfinity : 1e300, high = familiar ? double.PositiveInfinity : 1e301;
        ModelCard card = ReportFixture.Input().Model! with { Temperature = 1, TrainingRows = 5_000 };
        return new TrainedModel(
            card, Booster.Train(dataset, parameters, cancellationToken: TestContext.Current.CancellationToken),
            new TrainingEnvelope(Repeat(low), Repeat(high), Repeat(familiar ? 1.0 : 0)),
            new PolicyReturns([], [], "no_trade", [], []), new ProbabilityCalibration(CalibrationMethod.Temperature, 1, [], []),
            new TrainingOptions { Snapshot = card.Snapshot, CodeVersion = card.CodeVersion }, () => new PickerSet("wf1-test", [], [], []));

        static double[] Repeat(double value) => [.. Enumerable.Repeat(value, Features)];
    }

    /// <summary>The sixty or so sessions most like the last made <paramref name="pnl"/>, all others lost as much.</summary>
    private static OutcomeMatrix Outcomes(SessionData data, double pnl)
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

    /// <summary>A desk whose picker is the model itself, and whose structures won <paramref name="won"/> of the time and broke even at two thirds.</summary>
    private static DeskModel Desk(TrainedModel model, bool inForce = true, bool edge = false, bool skill = true, double won = 0.8, double effective = 100)
    {
        StructurePayoff[] payoffs = [.. Enumerable.Range(0, Structures.Count)
            .Select(s => new StructurePayoff((Structure)s, effective, won, (won * 0.1) - ((1 - won) * 0.2), 0.1, 0.2))];
        var evaluation = new DeskEvaluation(
            new DateOnly(2010, 1, 4), new DateOnly(2023, 9, 1), 100_000, 20, [], [new DeskYear(2023, 168, 40, 10, 118, 12, 0.011)],
            [new("expected_outcome", 400)], [], [], [], new PnlSplit(0, 0, 0, 0), [], [],
            edge ? 0.01 : -0.02, edge ? 0.01 : -0.01, -0.06, 0.4, 1, edge, edge ? "Edge: of the test." : "No edge: of the test.");
        return new DeskModel(
            model.Card.Id, inForce, inForce ? 0.01 : -0.01, new PickerModel(PickerKind.Softmax, [], [], []), new ProposalCalibration(payoffs, 0, 0, 0, 0, 0, 0,
                0, 0), ChainOrigin.Modelled, new SimilarSkill(300, skill ? 0.02 : -0.02, skill ? 0.01 : -0.05, skill),
            evaluation);
    }

    private static Recommendation Decide(
        SessionData data, TrainedModel model, RiskLimits? limits = null, double pnl = 100, PortfolioState? book = null, DeskModel? desk = null,
        bool requireEdge = false, double account = 100_000) =>
        DailyRun.Decide(
            DailyRunRequestTests.Request with { Limits = limits ?? s_relaxed, RequireEdge = requireEdge, AccountValue = account }, data, model,
            desk ?? Desk(model), () => Outcomes(data, pnl),
            book ?? PortfolioState.Flat(account), "snapshot-1");

    [Fact]
    public void Decide_AllLimitsPass_Recommends()
    {
        SessionData data = Data();
        using TrainedModel model = Picks(Structure.BullPutSpread);
        Recommendation recommendation = Decide(data, model);
        Assert.Equal((Decision.Recommend, Structure.BullPutSpread), (recommendation.Decision, recommendation.Structure));
        Assert.True(recommendation.Contracts > 0);
        Assert.All(recommendation.Checks, check => Assert.True(check.Passed, check.Text));
        Assert.Equal(["out_of_range_features", "expected_outcome", "break_even", "risk_per_trade"], recommendation.Checks.Take(4).Select(check => check.Limit));
        Assert.Equal(14, recommendation.Checks.Count);
        Assert.NotNull(recommendation.Position);
        Assert.True(recommendation.Similar!.Count >= 3);
        Assert.Equal((ChainOrigin.Modelled, ChainOrigin.Modelled), (recommendation.Data, recommendation.LearnedFrom));
        Assert.StartsWith("the picker 'softmax' proposes bull put spread: a profit in 80.0% (it breaks even at 66.7%), 4.0% of capital at risk expected",
            recommendation.Reasons[0]);
        Assert.DoesNotContain(recommendation.Reasons, reason => reason.StartsWith("against it", StringComparison.Ordinal));
        Assert.Contains("No edge: of the test.", recommendation.Reasons);
        Assert.Contains(recommendation.Reasons, reason => reason.StartsWith("since 2024-01-04: SPY ", StringComparison.Ordinal));
        Assert.Equal(1, recommendation.Probabilities.Sum(), 1e-12);
        Assert.Equal((0.8, 0.04), (Math.Round(recommendation.Confidence, 12), Math.Round(recommendation.Forecast.ExpectedReturn, 12)));
        Assert.True(recommendation.OnPaper);
        Assert.Equal(Enumerable.Range(0, Structures.Count), recommendation.Candidates.Select(one => (int)one.Structure).Order());
        Assert.All(recommendation.Candidates, one => Assert.True(double.IsNaN(one.ExpectedValue) || one.ExpectedValueAfterCosts < one.ExpectedValue));
        Assert.Equal("snapshot-1", recommendation.Evidence.Snapshot);
        Assert.Equal(data.View.Known, recommendation.Evidence.AsOf);
        Assert.Equal(("84-v1", model.Card.Id), (recommendation.Evidence.FeatureSet, recommendation.Evidence.Model));
        Assert.StartsWith("modelled from the volatility index, ", recommendation.Evidence.Chain);
        Assert.Equal(RecommendationJson.Write(recommendation), RecommendationJson.Write(Decide(data, model)));
    }

    [Fact]
    public void Decide_DeskWithAnEdge_IsNotOnPaperOnly()
    {
        SessionData data = Data();
        using TrainedModel model = Picks(Structure.BullPutSpread);
        Recommendation paper = Decide(data, model), real = Decide(data, model, desk: Desk(model, edge: true));
        Assert.Equal((true, false), (paper.OnPaper, real.OnPaper));
        Assert.Equal(Decision.Recommend, Decide(data, model, desk: Desk(model, edge: true), requireEdge: true).Decision);
        Recommendation refused = Decide(data, model, requireEdge: true);
        Assert.Equal((Decision.NoTrade, 0), (refused.Decision, refused.Contracts));
        Assert.Contains("only what has shown an edge was asked for, and this is on paper only", refused.Reasons);
    }

    [Fact]
    public void Decide_NoPickerInForce_IsNoTradeAndStillShowsTheCandidate()
    {
        using TrainedModel model = Picks(Structure.BullPutSpread);
        Recommendation recommendation = Decide(Data(), model, desk: Desk(model, inForce: false));
        Assert.Equal((Decision.NoTrade, Structure.BullPutSpread, 0), (recommendation.Decision, recommendation.Structure, recommendation.Contracts));
        Assert.NotNull(recommendation.Position);
        Assert.Contains(recommendation.Reasons,
            reason => reason.StartsWith("no picker is in force: over 2010-01-04 to 2023-09-01 none earned more than T-bills", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0.66, 100, "expected_outcome,break_even")]
    [InlineData(0.8, 29.9, "expected_outcome,break_even")]
    public void Decide_NotWorthIt_IsNoTradeAndNotACandidateThatFailedALimit(double won, double effective, string failed)
    {
        using TrainedModel model = Picks(Structure.BullPutSpread);
        Recommendation recommendation = Decide(Data(), model, desk: Desk(model, won: won, effective: effective));
        Assert.Equal((Decision.NoTrade, 0), (recommendation.Decision, recommendation.Contracts));
        Assert.Equal(failed,
            string.Join(',', recommendation.Checks.Where(check => !check.Passed && RiskCheck.Worth.Contains(check.Limit)).Select(check => check.Limit)));
        Assert.NotNull(recommendation.Position);
    }

    [Fact]
    public void Decide_EveryUnitAboveTheBudget_IsNotOpenedAndNamesTheAccountThatWouldPass()
    {
        SessionData data = Data();
        using TrainedModel model = Picks(Structure.BullPutSpread);
        RiskLimits limits = s_relaxed with { RiskPerTrade = 0.02 };
        Recommendation small = Decide(data, model, limits, account: 1_000);
        Assert.Equal((Decision.NotOpened, 0), (small.Decision, small.Contracts));
        LimitCheck failed = Assert.Single(small.Checks, check => !check.Passed);
        Assert.Equal("risk_per_trade", failed.Limit);
        // The account it names is enough, and a dollar less is not.
        double needed = double.Parse(failed.Text.Split("an account of $")[1].Split(" would do")[0], System.Globalization.NumberStyles.AllowThousands,
            System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(Decision.Recommend, Decide(data, model, limits, account: needed).Decision);
        Assert.Equal(Decision.NotOpened, Decide(data, model, limits, account: needed - 1).Decision);
        Assert.Equal(small.Position!.CapitalAtRisk / 0.02, needed, 1.0);
    }

    /// <summary>What is not worth it stays no trade on an account that is too small for it besides: money is not the only thing in the way.</summary>
    [Fact]
    public void Decide_TooLargeAndNotWorthIt_IsNoTradeWithBothReasons()
    {
        using TrainedModel model = Picks(Structure.BullPutSpread);
        Recommendation small = Decide(Data(), model, s_relaxed with { RiskPerTrade = 0.02 }, desk: Desk(model, won: 0.5), account: 1_000);
        Assert.Equal(Decision.NoTrade, small.Decision);
        Assert.Equal(["expected_outcome", "break_even", "risk_per_trade"], small.Checks.Where(check => !check.Passed).Select(check => check.Limit)
            .Where(limit => limit is "expected_outcome" or "break_even" or "risk_per_trade"));
    }

    [Fact]
    public void Decide_SimilarSessionsWithoutSkill_AreInformationOnly()
    {
        SessionData data = Data();
        using TrainedModel model = Picks(Structure.BullPutSpread);
        Assert.Equal(Decision.NotOpened, Decide(data, model, pnl: -100).Decision);
        Recommendation informed = Decide(data, model, pnl: -100, desk: Desk(model, skill: false));
        Assert.Equal(Decision.Recommend, informed.Decision);
        Assert.Contains("information only", informed.Checks.Single(check => check.Limit == "similar_win_rate").Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Decide_NothingProposed_StaysOut()
    {
        using TrainedModel model = Picks(Structure.NoTrade);
        Recommendation recommendation = Decide(Data(), model);
        Assert.Equal((Decision.NoTrade, Structure.NoTrade, 0), (recommendation.Decision, recommendation.Structure, recommendation.Contracts));
        Assert.Null(recommendation.Position);
        Assert.Null(recommendation.Similar);
        Assert.Equal("the picker 'softmax' proposes no eligible structure", recommendation.Reasons[0]);
        Assert.Empty(recommendation.Checks);
        Assert.True(double.IsNaN(recommendation.Confidence));
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
        Assert.All(recommendation.Candidates, one => Assert.StartsWith("not tradable: ", one.NotEligible, StringComparison.Ordinal));
        Assert.Contains(recommendation.Reasons, reason => reason.Contains(": not tradable: ", StringComparison.Ordinal));
        Assert.Equal((ChainOrigin.Observed, ChainOrigin.Modelled), (recommendation.Data, recommendation.LearnedFrom));
        Assert.StartsWith("observed, ", recommendation.Evidence.Chain);
    }

    [Fact]
    public void Decide_LimitFails_IsNotOpenedAndNamesIt()
    {
        SessionData data = Data();
        using TrainedModel model = Picks(Structure.BullPutSpread);
        var failing = new (string Limit, RiskLimits Limits, PortfolioState Book, double Pnl)[]
        {
            ("open_positions", s_relaxed with { MaxPositions = 3 }, s_book with { OpenPositions = 3 }, 100),
            ("daily_loss", s_relaxed, s_book with { DayLoss = 4_000 }, 100),
            ("entry_spacing", s_relaxed, s_book with { SessionsSinceEntry = 3 }, 100),
            ("losing_pause", s_relaxed, s_book with { LossesRunning = 5, SessionsSinceExit = 2 }, 100),
            ("similar_win_rate", s_relaxed, s_book, -100),
        };
        foreach ((string limit, RiskLimits limits, PortfolioState book, double pnl) in failing)
        {
            Recommendation recommendation = Decide(data, model, limits, pnl, book);
            Assert.Equal((Decision.NotOpened, 0), (recommendation.Decision, recommendation.Contracts));
            Assert.NotNull(recommendation.Position);
            LimitCheck failed = Assert.Single(recommendation.Checks, check => !check.Passed);
            Assert.Equal(limit, failed.Limit);
            Assert.Contains("against it: " + failed.Text, recommendation.Reasons);
        }
    }

    [Fact]
    public void Decide_WinProbabilityBelowTheBound_IsNotEligible()
    {
        using TrainedModel model = Picks(Structure.BullPutSpread);
        Recommendation recommendation = Decide(Data(), model, s_relaxed with { MinWinProbability = 0.999 });
        Assert.Equal((Decision.NoTrade, Structure.NoTrade), (recommendation.Decision, recommendation.Structure));
        Assert.All(recommendation.Candidates, one => Assert.NotNull(one.NotEligible));
    }

    [Fact]
    public void Decide_RowUnlikeTheTraining_IsNoTrade()
    {
        using TrainedModel model = Picks(Structure.BullPutSpread, familiar: false);
        Recommendation recommendation = Decide(Data(), model, s_relaxed with { MaxOutOfRange = 0.25 });
        Assert.Equal((Decision.NoTrade, 0), (recommendation.Decision, recommendation.Contracts));
        LimitCheck failed = Assert.Single(recommendation.Checks, check => !check.Passed);
        Assert.Equal(("out_of_range_features", 1.0, 0.25), (failed.Limit, failed.Value, failed.Bound));
        Assert.Contains("against it: 100% of the features lie outside what the model was trained on, limit 25%", recommendation.Reasons);
    }

    [Fact]
    public void Decide_EveryStructure_GivesAPositionOfItsKindOrSaysWhyNot()
    {
        SessionData data = Data();
        for (int s = 0; s < Structures.Count; s++)
        {
            using TrainedModel model = Picks((Structure)s);
            Recommendation recommendation = Decide(data, model);
            if (recommendation.Position is { } position)
                Assert.Equal((Structure)s, position.Structure);
            else
                Assert.Contains("not tradable: ", recommendation.Candidates.Single(one => one.Structure == (Structure)s).NotEligible, StringComparison.Ordinal);
            // A recommendation without a failed limit, and none with one.
            Assert.Equal(recommendation.Position is not null && recommendation.Checks.All(check => check.Passed),
                recommendation.Decision == Decision.Recommend);
            Assert.Equal(recommendation.Decision == Decision.Recommend, recommendation.Contracts > 0);
        }
    }
}
