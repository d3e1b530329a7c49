using ResearchLab.Backtesting;
using ResearchLab.Options;

namespace ResearchLab.Tests.Backtesting;

/// <summary>Outcomes worked out by hand on quotes made up for each case.</summary>
public class OutcomeEngineTests
{
    private static readonly DateOnly[] s_sessions = [.. Enumerable.Range(0, 12).Select(i => new DateOnly(2024, 3, 4).AddDays(i + (i / 5 * 2)))];
    private static readonly DateOnly s_expiry = new(2024, 4, 19);
    private static readonly OptionContract s_short = new(s_expiry, 95, OptionRight.Put), s_long = new(s_expiry, 90, OptionRight.Put);
    private static readonly OptionContract s_call = new(s_expiry, 100, OptionRight.Call);
    private static readonly CostModel s_costs = new(0.65, 0.05, 0.5, 0.4, 0.4, 0.35);

    /// <summary>A put spread sold for 1.50: take profit at 75, stop at 300, width 5.</summary>
    private static StructurePosition CreditSpread(DateOnly closeOn) =>
        Position(Structure.BullPutSpread, -1.50, new ExitRules(75, 300, closeOn), [(s_long, 1), (s_short, -1)]);

    private static StructurePosition LongCall(DateOnly closeOn) =>
        Position(Structure.LongCall, 4.00, new ExitRules(200, 120, closeOn), [(s_call, 1)]);

    private static StructurePosition Position(Structure structure, double limit, ExitRules exits, (OptionContract Contract, int Quantity)[] legs) => new()
    {
        Structure = structure,
        Underlying = "TST",
        Session = s_sessions[0],
        Spot = 100,
        Origin = ChainOrigin.Demo,
        Legs = [.. legs.Select(l => new Leg(l.Contract, l.Quantity, 1, 1.1, 0.2, 0.3, double.NaN))],
        Expiry = legs.Min(l => l.Contract.Expiry),
        NetMid = limit,
        LimitPrice = limit,
        MaxProfit = 150,
        MaxLoss = 350,
        CapitalAtRisk = 350,
        Breakevens = [],
        WinProbability = 0.6,
        ExpectedMove = 5,
        Greeks = default,
        Exits = exits,
        Reasons = [],
    };

    /// <summary>Quotes by contract and session index; anything not given is not quoted.</summary>
    private static ChainHistory History(int sessions, params (OptionContract Contract, (double Bid, double Ask)?[] Quotes)[] rows) => new(
        "TST", s_sessions[..sessions], _ => null, (session, contract) =>
        {
            int index = Array.IndexOf(s_sessions, session);
            Assert.InRange(index, 0, sessions - 1); // reading past the end of the data would be reading the future
            foreach ((OptionContract quoted, (double Bid, double Ask)?[] quotes) in rows)
            {
                if (quoted == contract && index < quotes.Length && quotes[index] is { } quote)
                    return quote;
            }

            return (double.NaN, double.NaN);
        });

    [Fact]
    public void CreditSpread_MarkReachesHalfTheCredit_TakesProfit()
    {
        // Entry: mids 2.60 and 1.20, spreads 0.20 each: net −1.40 + 0.4·0.40 = −1.24. Take profit 75·1.24/1.50 = 62.
        // Session 2: net mid −0.70 → profit 54, not yet. Session 3: net mid −0.60 → 64 ≥ 62.
        // Exit: spreads 0.10 each, 0.4·0.20·100 = 8. P&L = 64 − 8 − 4·0.70 = 53.20. Costs 16 + 8 + 2.80 = 26.80.
        TradeOutcome outcome = OutcomeEngine.Simulate(CreditSpread(s_sessions[9]), History(12,
            (s_short, [null, (2.50, 2.70), (1.30, 1.50), (1.05, 1.15)]),
            (s_long, [null, (1.10, 1.30), (0.60, 0.80), (0.45, 0.55)])), s_costs);
        Assert.Equal(ExitReason.TakeProfit, outcome.Reason);
        Assert.Equal((s_sessions[0], s_sessions[1], s_sessions[3]), (outcome.Signal, outcome.Entry, outcome.Exit));
        Assert.Equal(53.20, outcome.Pnl, 1e-9);
        Assert.Equal(26.80, outcome.Costs, 1e-9);
        Assert.Equal(((5 - 1.24) * 100) + 1.40, outcome.CapitalAtRisk, 1e-9);
        Assert.Equal(53.20 / 377.40, outcome.Return, 1e-12);
    }

    [Fact]
    public void CreditSpread_MarkLosesTwiceTheCredit_Stops()
    {
        // Fill −1.24, stop 300·1.24/1.50 = 248: net mid −3.80 loses 256.
        TradeOutcome outcome = OutcomeEngine.Simulate(CreditSpread(s_sessions[9]), History(12,
            (s_short, [null, (2.50, 2.70), (6.00, 6.20)]), (s_long, [null, (1.10, 1.30), (2.20, 2.40)])), s_costs);
        Assert.Equal(ExitReason.StopLoss, outcome.Reason);
        Assert.Equal(-256 - 16 - 2.80, outcome.Pnl, 1e-9);
    }

    [Fact]
    public void LongCall_FallsThroughItsStop_PaysTheAskAndGetsTheBid()
    {
        // Fill at the ask 4.20; stop 120·4.2/4.0 = 126: mid 3.00 loses 120, mid 2.90 loses 130. Sold at the bid 2.80.
        TradeOutcome outcome = OutcomeEngine.Simulate(LongCall(s_sessions[9]),
            History(12, (s_call, [null, (4.00, 4.20), (2.90, 3.10), (2.80, 3.00)])), s_costs);
        Assert.Equal((ExitReason.StopLoss, s_sessions[3]), (outcome.Reason, outcome.Exit));
        Assert.Equal(((2.80 - 4.20) * 100) - 1.40, outcome.Pnl, 1e-9);
        Assert.Equal(420.70, outcome.CapitalAtRisk, 1e-9);
    }

    [Fact]
    public void LongCall_NothingHappens_LeavesAtTheTimeLimit()
    {
        TradeOutcome outcome = OutcomeEngine.Simulate(LongCall(s_sessions[4]),
            History(12, (s_call, [.. Enumerable.Repeat<(double, double)?>((4.00, 4.20), 12)])), s_costs);
        Assert.Equal((ExitReason.TimeLimit, s_sessions[4]), (outcome.Reason, outcome.Exit));
        Assert.Equal(-20 - 1.40, outcome.Pnl, 1e-9);
        Assert.Equal(outcome.Costs, -outcome.Pnl, 1e-9);
    }

    [Fact]
    public void Simulate_BoughtLegNotQuotedAtEntry_IsNotTraded() =>
        AssertNotTraded(OutcomeEngine.Simulate(CreditSpread(s_sessions[9]), History(12, (s_short, [null, (2.50, 2.70)])), s_costs));

    [Fact]
    public void Simulate_SoldLegWithoutBidAtEntry_IsNotTraded()
    {
        AssertNotTraded(OutcomeEngine.Simulate(CreditSpread(s_sessions[9]),
            History(12, (s_short, [null, (0, 0.10)]), (s_long, [null, (0, 0.05)])), s_costs));
        AssertNotTraded(OutcomeEngine.Simulate(CreditSpread(s_sessions[9]),
            History(12, (s_short, [null, (double.NaN, 0.10)]), (s_long, [null, (0, 0.05)])), s_costs));
    }

    [Fact]
    public void Simulate_CreditBecameDebit_IsNotTraded() =>
        AssertNotTraded(OutcomeEngine.Simulate(CreditSpread(s_sessions[9]),
            History(12, (s_short, [null, (1.10, 1.30)]), (s_long, [null, (1.20, 1.40)])), s_costs));

    [Fact]
    public void Simulate_CreditAboveTheWidth_IsNotTraded() => // such quotes are an error, not free money
        AssertNotTraded(OutcomeEngine.Simulate(CreditSpread(s_sessions[9]),
            History(12, (s_short, [null, (9.10, 9.30)]), (s_long, [null, (1.20, 1.40)])), s_costs));

    [Fact]
    public void Simulate_CrossedQuoteAtEntry_IsNotTraded() =>
        AssertNotTraded(OutcomeEngine.Simulate(LongCall(s_sessions[9]), History(12, (s_call, [null, (4.20, 4.00)])), s_costs));

    [Fact]
    public void Simulate_EntryAtTheTimeLimit_IsNotTraded() =>
        AssertNotTraded(OutcomeEngine.Simulate(LongCall(s_sessions[1]), History(12, (s_call, [null, (4.00, 4.20)])), s_costs));

    [Fact]
    public void Simulate_DataEndsFirst_IsOpen()
    {
        ChainHistory history = History(4, (s_call, [.. Enumerable.Repeat<(double, double)?>((4.00, 4.20), 4)]));
        TradeOutcome outcome = OutcomeEngine.Simulate(LongCall(s_sessions[9]), history, s_costs);
        Assert.Equal((ExitReason.Open, s_sessions[1], default), (outcome.Reason, outcome.Entry, outcome.Exit));
        Assert.True(double.IsNaN(outcome.Pnl) && !outcome.IsComplete);
        Assert.Equal(10.70, outcome.Costs, 1e-9);
        Assert.Equal(ExitReason.Open, OutcomeEngine.Simulate(LongCall(s_sessions[9]), History(1), s_costs).Reason);
    }

    [Fact]
    public void Simulate_FewMissingMarks_CarriesOver()
    {
        TradeOutcome outcome = OutcomeEngine.Simulate(LongCall(s_sessions[5]),
            History(12, (s_call, [null, (4.00, 4.20), null, null, null, null, null, (4.40, 4.60)])), s_costs);
        // The limit was session 5, but only session 7 has a quote to leave at.
        Assert.Equal((ExitReason.TimeLimit, s_sessions[7]), (outcome.Reason, outcome.Exit));
        Assert.Equal(((4.40 - 4.20) * 100) - 1.40, outcome.Pnl, 1e-9);
    }

    [Fact]
    public void Simulate_QuotesNeverComeBack_IsNeverFilledAtStaleOnes()
    {
        // Quoted on two sessions only; due on session 3. Nothing can be filled before expiry, and the data ends earlier.
        ChainHistory history = History(12, (s_call, [null, (4.00, 4.20), (3.60, 3.80)]));
        TradePath path = OutcomeEngine.Trace(LongCall(s_sessions[3]), history, s_costs);
        Assert.Equal(ExitReason.Open, path.Outcome.Reason);
        Assert.Equal((9, 9, 0), (path.MissingMarks, path.DeferredExits, path.MissedEntries));
        Assert.Equal(3.70, path.Marks[^1].Mid, 1e-12);
        Assert.Equal(1, path.Marks[^1].CarriedLegs);
    }

    [Fact]
    public void Simulate_CalendarSpread_RisksItsDebit()
    {
        var far = new OptionContract(s_expiry.AddDays(28), 100, OptionRight.Put);
        var near = new OptionContract(s_expiry, 100, OptionRight.Put);
        StructurePosition position = Position(Structure.PutCalendar, 1, new ExitRules(50, 30, s_sessions[9]), [(near, -1), (far, 1)]);
        TradeOutcome outcome = OutcomeEngine.Simulate(position, History(12,
            (near, [null, (3.00, 3.10), (3.00, 3.10)]), (far, [null, (4.00, 4.10), (4.80, 4.90)])), s_costs);
        // Fill 1.00 + 0.4·0.2 = 1.08; take profit 54; mid 1.80 → 72.
        Assert.Equal(ExitReason.TakeProfit, outcome.Reason);
        Assert.Equal(108 + 1.40, outcome.CapitalAtRisk, 1e-9);
        Assert.Equal(72 - 8 - 2.80, outcome.Pnl, 1e-9);
    }

    [Fact]
    public void Simulate_AnyCosts_LowerThePnl()
    {
        ChainHistory history = History(12, (s_call, [.. Enumerable.Repeat<(double, double)?>((4.00, 4.20), 12)]));
        double free = OutcomeEngine.Simulate(LongCall(s_sessions[4]), history, CostModel.Free).Pnl;
        double usual = OutcomeEngine.Simulate(LongCall(s_sessions[4]), history, CostModel.Default).Pnl;
        double commissionOnly = OutcomeEngine.Simulate(LongCall(s_sessions[4]), history, CostModel.Free with { CommissionPerContract = 1 }).Pnl;
        Assert.Equal(0, free, 1e-9);
        Assert.Equal(-2, commissionOnly, 1e-9);
        Assert.True(usual < commissionOnly);
    }

    [Fact]
    public void Simulate_WrongArguments_Throw()
    {
        StructurePosition position = LongCall(s_sessions[9]);
        Assert.Throws<ArgumentException>(() => OutcomeEngine.Simulate(position with { Underlying = "OTH" }, History(12), s_costs));
        Assert.Throws<ArgumentException>(() => OutcomeEngine.Simulate(position with { Session = new DateOnly(2020, 1, 1) }, History(12), s_costs));
        Assert.Throws<ArgumentException>(() => OutcomeEngine.Simulate(position with { Legs = [] }, History(12), s_costs));
        Assert.Throws<ArgumentOutOfRangeException>(() => s_costs.SpreadShare(0));
    }

    private static void AssertNotTraded(TradeOutcome outcome)
    {
        Assert.Equal(ExitReason.NotTraded, outcome.Reason);
        Assert.Equal((default, default), (outcome.Entry, outcome.Exit));
        Assert.True(double.IsNaN(outcome.Pnl) && double.IsNaN(outcome.Return));
    }
}
