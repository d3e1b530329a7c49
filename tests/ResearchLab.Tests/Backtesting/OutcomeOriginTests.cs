using ResearchLab.Backtesting;
using ResearchLab.Models;
using ResearchLab.Options;

namespace ResearchLab.Tests.Backtesting;

/// <summary>A trade is followed on the kind of chains it was chosen on: observed quotes are worth 4, modelled ones 8, so that any mixture shows.</summary>
public class OutcomeOriginTests
{
    private static readonly DateOnly[] s_days = [.. Enumerable.Range(0, 30).Select(i => new DateOnly(2024, 3, 4).AddDays(i + (i / 5 * 2)))];
    private static readonly OptionContract s_call = new(new DateOnly(2024, 4, 19), 100, OptionRight.Call);

    private static ChainHistory Quoted(double mid, Func<DateOnly, bool>? isQuoted = null, double step = 0) => new(
        "TST", s_days, _ => null, (session, _) =>
            isQuoted?.Invoke(session) == false
                ? (double.NaN, double.NaN)
                : (mid + (step * Array.IndexOf(s_days, session)) - 0.05, mid + (step * Array.IndexOf(s_days, session)) + 0.05))
    {
        SpotAt = _ => 100,
        Settlement = SettlementStyle.Cash,
    };

    private static ChainHistory Mixed(DateOnly[] broad, Func<DateOnly, bool>? isQuoted = null, double step = 0) =>
        ChainHistories.BySession(Quoted(8), Quoted(4, isQuoted ?? (session => broad.Contains(session)), step), broad);

    private static StructurePosition LongCall(ChainOrigin origin, DateOnly session, double mid, DateOnly? closeOn = null, double profit = 1e9,
        double loss = 1e9) => new()
        {
            Structure = Structure.LongCall,
            Underlying = "TST",
            Session = session,
            Spot = 100,
            Origin = origin,
            Legs = [new Leg(s_call, 1, mid - 0.05, mid + 0.05, 0.2, 0.5, double.NaN)],
            Expiry = s_call.Expiry,
            NetMid = mid,
            LimitPrice = mid,
            MaxProfit = double.PositiveInfinity,
            MaxLoss = 100 * mid,
            CapitalAtRisk = 100 * mid,
            Breakevens = [100 + mid],
            WinProbability = 0.4,
            ExpectedMove = 5,
            Greeks = default,
            Exits = new ExitRules(profit, loss, closeOn ?? s_days[10]),
            Reasons = [],
        };

    [Fact]
    public void ChosenOnObserved_IsFollowedOnObserved_AndOnModelledChosenOnModelled()
    {
        ChainHistory history = Mixed(s_days[2..20]);
        TradePath observed = OutcomeEngine.Trace(LongCall(ChainOrigin.Observed, s_days[3], 4), history, CostModel.Free);
        Assert.Equal((ExitReason.TimeLimit, ChainOrigin.Observed, "observed quotes"), (observed.Outcome.Reason, observed.Origin, observed.FollowedOn));
        Assert.All(observed.Marks.SkipLast(1), mark => Assert.Equal(4, mark.Mid));
        Assert.All(observed.Events, e => Assert.Contains("bid 3.95", e.Text, StringComparison.Ordinal));
        // A trade chosen on a modelled chain stays with the model, also where chains were observed.
        TradePath modelled = OutcomeEngine.Trace(LongCall(ChainOrigin.Modelled, s_days[0], 8), history, CostModel.Free);
        Assert.Equal((ExitReason.TimeLimit, "MODELLED quotes"), (modelled.Outcome.Reason, modelled.FollowedOn));
        Assert.All(modelled.Marks.SkipLast(1), mark => Assert.Equal(8, mark.Mid));
    }

    [Fact]
    public void ObservedChainsEnd_OutcomeIsOpen_UnlessModelledQuotesAreWished()
    {
        ChainHistory history = Mixed(s_days[2..7]);
        StructurePosition position = LongCall(ChainOrigin.Observed, s_days[3], 4);
        TradePath path = OutcomeEngine.Trace(position, history, CostModel.Free);
        Assert.Equal((ExitReason.Open, s_days[6]), (path.Outcome.Reason, path.ObservedThrough));
        Assert.Equal(s_days[6], path.Marks[^1].Session);
        Assert.Equal($"observed quotes until they end on {s_days[6]:yyyy-MM-dd}", path.FollowedOn);
        Assert.Equal(path.Outcome.Reason, OutcomeEngine.Simulate(position, history, CostModel.Free).Reason);

        TradePath wished = OutcomeEngine.Trace(position, history, CostModel.Free, thenModelled: true);
        Assert.Equal((ExitReason.TimeLimit, s_days[7]), (wished.Outcome.Reason, wished.ModelledFrom));
        Assert.Equal($"observed quotes, MODELLED ones from {s_days[7]:yyyy-MM-dd} on", wished.FollowedOn);
        Assert.Equal([4.0, 4.0, 4.0, 8.0, 8.0, 8.0], wished.Marks.SkipLast(1).Select(mark => mark.Mid));
        // Chosen on the last observed chain there is nothing to enter at.
        Assert.Equal(ExitReason.Open, OutcomeEngine.Simulate(LongCall(ChainOrigin.Observed, s_days[6], 4), history, CostModel.Free).Reason);
    }

    [Fact]
    public void GapWithinTheRun_IsCarriedAndCounted_LongerOnesEndIt()
    {
        DateOnly[] withGap = [.. s_days[2..5], .. s_days[8..20]];
        TradePath path = OutcomeEngine.Trace(LongCall(ChainOrigin.Observed, s_days[3], 4), Mixed(withGap), CostModel.Free);
        Assert.Equal((ExitReason.TimeLimit, 3), (path.Outcome.Reason, path.MissingMarks));
        Assert.All(path.Marks.SkipLast(1), mark => Assert.Equal(4, mark.Mid));

        DateOnly[] apart = [.. s_days[2..5], .. s_days[(5 + ChainHistories.MostMissingSessions + 1)..20]];
        Assert.Equal(ExitReason.Open, OutcomeEngine.Simulate(LongCall(ChainOrigin.Observed, s_days[3], 4), Mixed(apart), CostModel.Free).Reason);
    }

    [Fact]
    public void NarrowSessionWithinTheRun_ItsQuotesAreUsed()
    {
        // Session 5 is too narrow to choose from but quotes the contract.
        ChainHistory history = Mixed([.. s_days[2..5], .. s_days[6..20]], session => true);
        TradePath path = OutcomeEngine.Trace(LongCall(ChainOrigin.Observed, s_days[3], 4), history, CostModel.Free);
        Assert.Equal((0, 4.0), (path.MissingMarks, path.Marks.Single(mark => mark.Session == s_days[5]).Mid));
    }

    [Fact]
    public void HistoryCutShort_IsNotSeenBeyond()
    {
        ChainHistory whole = Mixed(s_days[2..20], step: 0.1);
        StructurePosition position = LongCall(ChainOrigin.Observed, s_days[3], 4.3, profit: 30);
        TradeOutcome outcome = OutcomeEngine.Simulate(position, whole, CostModel.Free);
        int exit = Array.IndexOf(s_days, outcome.Exit);
        Assert.Equal(ExitReason.TakeProfit, outcome.Reason);
        Assert.Equal(outcome, OutcomeEngine.Simulate(position, whole with { Sessions = s_days[..(exit + 1)] }, CostModel.Free));
        Assert.Equal(ExitReason.Open, OutcomeEngine.Simulate(position, whole with { Sessions = s_days[..exit] }, CostModel.Free).Reason);
    }

    [Fact]
    public void Levels_EqualToTheMarkButForRounding_AreReached()
    {
        // In binary the way from 3.00 to 3.30 is a hair less than 0.30.
        ChainHistory history = new("TST", s_days, _ => null, (session, _) => session <= s_days[1] ? (3.00, 3.00) : (3.30, 3.30)) { SpotAt = _ => 100 };
        StructurePosition position = LongCall(ChainOrigin.Demo, s_days[0], 3.00, profit: 30);
        Assert.True((3.30 - 3.00) * 100 < 30);
        Assert.Equal(ExitReason.TakeProfit, OutcomeEngine.Simulate(position, history, CostModel.Free).Reason);
        Assert.Equal(ExitReason.TimeLimit, OutcomeEngine.Simulate(position with { Exits = position.Exits with { TakeProfit = 30.01 } }, history,
            CostModel.Free).Reason);
        ChainHistory falling = history with { Quote = (session, _) => session <= s_days[1] ? (3.30, 3.30) : (3.00, 3.00) };
        StructurePosition dear = LongCall(ChainOrigin.Demo, s_days[0], 3.30, loss: 30);
        Assert.Equal(ExitReason.StopLoss, OutcomeEngine.Simulate(dear, falling, CostModel.Free).Reason);
    }

    [Fact]
    public void LateExits_FillAtTheNextClose_WithTheReasonOfTheDecision()
    {
        // Worth 4.0 + 0.1 a session: entry at session 4 for 4.4, 20 made at session 6, sold at 4.6 or a session later at 4.7.
        ChainHistory history = Quoted(4, step: 0.1);
        StructurePosition position = LongCall(ChainOrigin.Demo, s_days[3], 4.3, profit: 20 * 4.3 / 4.4);
        TradeOutcome usual = OutcomeEngine.Simulate(position, history, CostModel.Free),
            late = OutcomeEngine.Simulate(position, history, CostModel.Free, options: new RuleOptions { LateExits = true });
        Assert.Equal((ExitReason.TakeProfit, s_days[6]), (usual.Reason, usual.Exit));
        Assert.Equal((ExitReason.TakeProfit, s_days[7]), (late.Reason, late.Exit));
        Assert.Equal((20, 30), (usual.Pnl, late.Pnl), new Cents());
        // The last session to hold is the one after it too.
        TradeOutcome held = OutcomeEngine.Simulate(LongCall(ChainOrigin.Demo, s_days[3], 4.3), history, CostModel.Free,
            options: new RuleOptions { LateExits = true });
        Assert.Equal((ExitReason.TimeLimit, s_days[11]), (held.Reason, held.Exit));
    }

    [Fact]
    public void SpreadShare_ReplacesTheCostModels()
    {
        StructurePosition position = LongCall(ChainOrigin.Demo, s_days[3], 4);
        ChainHistory history = Quoted(4);
        Assert.Equal(-10, OutcomeEngine.Simulate(position, history, CostModel.Free with { ShareOneLeg = 0.5 }).Pnl, 1e-9);
        Assert.Equal(-4, OutcomeEngine.Simulate(position, history, CostModel.Free with { ShareOneLeg = 0.5 },
            options: new RuleOptions { SpreadShare = 0.2 }).Pnl, 1e-9);
        Assert.Throws<ArgumentOutOfRangeException>(() => OutcomeEngine.Simulate(position, history, CostModel.Free,
            options: new RuleOptions { SpreadShare = 1.1 }));
    }

    [Fact]
    public void Variants_AreOfTradesThatEndedInAll()
    {
        TradeOutcome Ended(Structure structure, double pnl, ExitReason reason = ExitReason.TimeLimit) =>
            new(structure, s_days[0], s_days[1], s_days[2], reason, reason == ExitReason.Open ? double.NaN : pnl, 0, 100);
        OutcomeMatrix Of(double pnl, ExitReason second) => new(
            "TST", "spec", ChainOrigin.Demo, [s_days[0]],
            [.. Enumerable.Range(0, Structures.Count).Select(s => Ended((Structure)s, pnl * (s + 1), s == 1 ? second : ExitReason.TimeLimit))]);
        IReadOnlyList<OutcomeVariants> variants = OutcomeVariants.Of(Of(10, ExitReason.TimeLimit), Of(8, ExitReason.TimeLimit), Of(9, ExitReason.Open),
            Of(7, ExitReason.TimeLimit));
        Assert.Equal((1, 0.10, 0.08, 0.09, 0.07), (variants[0].Trades, variants[0].Mean, variants[0].Held, variants[0].Late, variants[0].AtTheTime));
        Assert.Equal((1, 0), (variants[0].Ends[(int)ExitReason.TimeLimit], variants[0].Ends[(int)ExitReason.RegimeChange]));
        Assert.Equal(-0.01, variants[0].LateDifference, 1e-12);
        Assert.Equal((0.10, 0.10), (variants[0].Low, variants[0].High));
        Assert.Equal(0, variants[1].Trades);
    }

    private sealed class Cents : IEqualityComparer<(double, double)>
    {
        public bool Equals((double, double) x, (double, double) y) => Math.Abs(x.Item1 - y.Item1) < 1e-9 && Math.Abs(x.Item2 - y.Item2) < 1e-9;

        public int GetHashCode((double, double) obj) => 0;
    }
}
