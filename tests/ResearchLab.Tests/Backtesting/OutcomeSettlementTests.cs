using FsCheck;
using FsCheck.Fluent;
using ResearchLab.Backtesting;
using ResearchLab.Basics;
using ResearchLab.Options;

namespace ResearchLab.Tests.Backtesting;

/// <summary>Expiry, assignment, dividends and pins, worked out by hand on prices made up for each case.</summary>
public class OutcomeSettlementTests
{
    private static readonly DateOnly[] s_days = [.. Enumerable.Range(0, 10).Select(i => new DateOnly(2024, 3, 4).AddDays(i + (i / 5 * 2)))];
    private static readonly DateOnly s_expiry = s_days[4];
    private static readonly CostModel s_costs = new(0.65, 0.05, 0.5, 0.4, 0.4, 0.35, AssignmentFee: 5, StockCostPerShare: 0.02);

    private static OptionContract Call(double strike, DateOnly? expiry = null) => new(expiry ?? s_expiry, strike, OptionRight.Call);

    private static OptionContract Put(double strike, DateOnly? expiry = null) => new(expiry ?? s_expiry, strike, OptionRight.Put);

    private static StructurePosition Hold(double limit, params (OptionContract Contract, int Quantity)[] legs) => new()
    {
        Structure = Structure.BullCallSpread,
        Underlying = "TST",
        Session = s_days[0],
        Spot = 100,
        Origin = ChainOrigin.Demo,
        Legs = [.. legs.Select(l => new Leg(l.Contract, l.Quantity, 1, 1.1, 0.2, 0.3, double.NaN))],
        Expiry = legs.Min(l => l.Contract.Expiry),
        NetMid = limit,
        LimitPrice = limit,
        MaxProfit = 1e6,
        MaxLoss = 1e6,
        CapitalAtRisk = 1e6,
        Breakevens = [],
        WinProbability = 0.5,
        ExpectedMove = 5,
        Greeks = default,
        Exits = new ExitRules(1e9, 1e9, legs.Min(l => l.Contract.Expiry)),
        Reasons = [],
    };

    /// <summary>Quotes are mid ± half by contract and session; closes by session, none where NaN.</summary>
    private static ChainHistory History(double[] closes, double half, params (OptionContract Contract, double[] Mids)[] rows) => new(
        "TST", s_days[..closes.Length], _ => null, (session, contract) =>
        {
            int index = Array.IndexOf(s_days, session);
            Assert.InRange(index, 0, closes.Length - 1); // past the end would be the future
            foreach ((OptionContract quoted, double[] mids) in rows)
            {
                if (quoted == contract && index < mids.Length && !double.IsNaN(mids[index]))
                    return (Math.Max(0, mids[index] - half), mids[index] + half);
            }

            return (double.NaN, double.NaN);
        })
    {
        SpotAt = session => closes[Array.IndexOf(s_days, session)],
        RateAt = _ => 0.05,
    };

    [Fact]
    public void CashSettlement_PaysIntrinsicWithoutCommission()
    {
        // Bought at 4.00 + 0.5·0.20 = 4.10; settles for 103.5 − 100 = 3.50. P&L −60 − 0.70.
        TradePath path = OutcomeEngine.Trace(
            Hold(4, (Call(100), 1)), History([100, 100, 101, 102, 103.5], 0.1, (Call(100), [4, 4, 4, 4])) with { Settlement = SettlementStyle.Cash }, s_costs);
        Assert.Equal((ExitReason.Expired, s_expiry), (path.Outcome.Reason, path.Outcome.Exit));
        Assert.Equal(-60 - 0.70, path.Outcome.Pnl, 1e-9);
        Assert.Equal(new TradeCosts(10, 0.65, 0.05, 0), path.Costs
            with
        { Spread = Math.Round(path.Costs.Spread, 9), Fees = Math.Round(path.Costs.Fees, 9), Commissions = Math.Round(path.Costs.Commissions, 9) });
        Assert.Equal(10.70, path.Outcome.Costs, 1e-9);
        Assert.Equal(-60.70 / 410.70, path.Outcome.Return, 1e-12);
        Assert.Equal(4, path.Marks.Count); // entry, two sessions, settlement
    }

    [Fact]
    public void PhysicalDelivery_SharesAreSoldAtTheNextClose()
    {
        // Exercised at 103.5, sold at 101 − 0.02: (101 − 100)·100 − 2 − 5 − 410 − 0.70.
        TradeOutcome outcome = OutcomeEngine.Simulate(
            Hold(4, (Call(100), 1)), History([100, 100, 101, 102, 103.5, 101], 0.1, (Call(100), [4, 4, 4, 4])), s_costs);
        Assert.Equal((ExitReason.Expired, s_days[5]), (outcome.Reason, outcome.Exit));
        Assert.Equal(100 - 2 - 5 - 410 - 0.70, outcome.Pnl, 1e-9);
        Assert.Equal(10 + 0.70 + 5 + 2, outcome.Costs, 1e-9);
    }

    [Fact]
    public void PhysicalDelivery_DataEndsWithShares_IsOpen() =>
        Assert.Equal(ExitReason.Open, OutcomeEngine.Simulate(
            Hold(4, (Call(100), 1)), History([100, 100, 101, 102, 103.5], 0.1, (Call(100), [4, 4, 4, 4])), s_costs).Reason);

    [Fact]
    public void PhysicalDelivery_BothLegsInTheMoney_OffsetAtOnce()
    {
        // Debit 2.00 + 0.4·0.4 = 2.16; width 5 whatever comes after. Two contracts delivered.
        TradeOutcome outcome = OutcomeEngine.Simulate(Hold(2, (Call(95), 1), (Call(100), -1)), History(
            [100, 100, 101, 102, 110], 0.1, (Call(95), [6, 6, 6, 6]), (Call(100), [4, 4, 4, 4])), s_costs);
        Assert.Equal((ExitReason.Expired, s_expiry), (outcome.Reason, outcome.Exit));
        Assert.Equal(500 - 216 - 1.40 - 10, outcome.Pnl, 1e-9);
    }

    [Theory]
    [InlineData(99.0)] // falls back: the holder lets it go, the bought 95 call was exercised and its shares sold at 99
    [InlineData(104.0)] // rises: assigned, the shares of the 95 call are delivered at 100
    public void Pin_HolderDecidesOnTheNextClose(double nextClose)
    {
        TradePath path = OutcomeEngine.Trace(Hold(2, (Call(95), 1), (Call(100), -1)), History(
            [100, 100, 101, 102, 100.05, nextClose], 0.1, (Call(95), [6, 6, 6, 6]), (Call(100), [4, 4, 4, 4])), s_costs);
        double expected = nextClose < 100
            ? ((nextClose - 95) * 100) - 2 - 5 - 216 - 1.40
            : 500 - 10 - 216 - 1.40;
        Assert.Equal(expected, path.Outcome.Pnl, 1e-9);
        Assert.Equal(s_days[5], path.Outcome.Exit);
        Assert.Contains(path.Events, e => e.Text.Contains("pinned", StringComparison.Ordinal));
    }

    [Fact]
    public void ShortCall_LessTimeValueThanTheDividend_IsAssignedBeforeTheExSession()
    {
        // Expiry session 8, ex on session 3. At the close of session 2: 110, call 100 at 10.10: time value 0.10 < 0.80.
        // Short at 100, owes 0.80, bought back at 109 + 0.02 on session 3; the bought 105 call is sold at mid 4.50 − 0.4·0.2.
        DateOnly expiry = s_days[8];
        TradePath path = OutcomeEngine.Trace(Hold(-2, (Call(100, expiry), -1), (Call(105, expiry), 1)) with { Structure = Structure.BearCallSpread }, History(
            [102, 102, 110, 109, 109], 0.1, (Call(100, expiry), [4, 4, 10.10, 9.2, 9.2]), (Call(105, expiry), [2, 2, 5.6, 4.5, 4.5])) with
        {
            Dividends = [new ExDividend(s_days[3], 0.80)],
        }, s_costs);
        Assert.Equal((ExitReason.Assigned, s_days[3]), (path.Outcome.Reason, path.Outcome.Exit));
        double fill = 2 - 0.16; // credit
        Assert.Equal((fill * 100) + ((100 - 109 - 0.80) * 100) - 2 - 5 + ((4.5 - 0.08) * 100) - (3 * 0.70), path.Outcome.Pnl, 1e-9);
        Assert.Equal(-100, path.Marks[1].Shares);
    }

    [Theory]
    [InlineData(0.05)] // the call is worth more alive
    [InlineData(0.0)]
    public void ShortCall_MoreTimeValueThanTheDividend_IsNotAssigned(double dividend)
    {
        DateOnly expiry = s_days[8];
        TradeOutcome outcome = OutcomeEngine.Simulate(Hold(-2, (Call(100, expiry), -1), (Call(105, expiry), 1)), History(
            [102, 102, 110, 109], 0.1, (Call(100, expiry), [4, 4, 10.10, 9.2]), (Call(105, expiry), [2, 2, 5.6, 4.5])) with
        {
            Dividends = [new ExDividend(s_days[3], dividend)],
        }, s_costs);
        Assert.Equal(ExitReason.Open, outcome.Reason);
    }

    [Theory]
    [InlineData(SettlementStyle.Physical, 0.0, ExitReason.Assigned)]
    [InlineData(SettlementStyle.Cash, 0.0, ExitReason.Open)] // European
    [InlineData(SettlementStyle.Physical, 0.10, ExitReason.Open)] // time value left
    public void ShortPut_WithoutTimeValue_IsAssigned(SettlementStyle style, double timeValue, ExitReason expected)
    {
        DateOnly expiry = s_days[8];
        TradePath path = OutcomeEngine.Trace(Hold(-2, (Put(90, expiry), 1), (Put(100, expiry), -1)) with { Structure = Structure.BullPutSpread }, History(
            [98, 98, 80, 79], 0.1, (Put(100, expiry), [4, 4, 20 + timeValue, 21 + timeValue]), (Put(90, expiry), [2, 2, 10.1, 11.1])) with
        { Settlement = style }, s_costs);
        Assert.Equal(expected, path.Outcome.Reason);
        if (expected == ExitReason.Assigned) // shares bought at 100, sold at 79 − 0.02; the 90 put sold at 11.10 − 0.08
            Assert.Equal((1.84 * 100) - 2100 - 2 - 5 + ((11.1 - 0.08) * 100) - (3 * 0.70), path.Outcome.Pnl, 1e-9);
    }

    [Fact]
    public void ShortPut_DividendAboveTheInterest_IsKept()
    {
        DateOnly expiry = s_days[8];
        TradeOutcome outcome = OutcomeEngine.Simulate(Hold(-2, (Put(90, expiry), 1), (Put(100, expiry), -1)), History(
            [98, 98, 80, 79], 0.1, (Put(100, expiry), [4, 4, 20, 21]), (Put(90, expiry), [2, 2, 10.1, 11.1])) with
        {
            Dividends = [new ExDividend(s_days[6], 0.50)],
        }, s_costs);
        Assert.Equal(ExitReason.Open, outcome.Reason);
    }

    [Fact]
    public void LegUnquotedAfterAnEarlyAssignment_SettlesAtExpiry()
    {
        // The sold put is assigned at the close of the third day; nobody quotes the other one again, and at expiry it is exercised against the shares.
        DateOnly expiry = s_days[6];
        StructurePosition position = Hold(-2, (Put(90, expiry), 1), (Put(100, expiry), -1)) with { Structure = Structure.BullPutSpread };
        TradePath path = OutcomeEngine.Trace(position, History(
            [98, 98, 80, 79, 78, 77, 76, 75], 0.1, (Put(100, expiry), [4, 4, 20]), (Put(90, expiry), [2, 2, 10.1])), s_costs);
        Assert.Equal((ExitReason.Assigned, s_days[6]), (path.Outcome.Reason, path.Outcome.Exit));
        Assert.Contains(path.Events, e => e.Session == s_days[2] && e.Text.Contains("assigned early", StringComparison.Ordinal));
        Assert.Contains(path.Events, e => e.Session == s_days[6] && e.Text.Contains("exercised at expiry: sold 100 shares at 90", StringComparison.Ordinal));
        // Credit 2 − 0.16, ten lost between the strikes, two deliveries.
        Assert.Equal(((2 - 0.16 - 10) * 100) - (2 * 0.70) - 10, path.Outcome.Pnl, 1e-9);

        // Worthless at expiry it leaves the shares, which go at the next close.
        TradePath shares = OutcomeEngine.Trace(position, History(
            [98, 98, 80, 85, 90, 92, 95, 97], 0.1, (Put(100, expiry), [4, 4, 20]), (Put(90, expiry), [2, 2, 10.1])), s_costs);
        Assert.Equal((ExitReason.Assigned, s_days[7]), (shares.Outcome.Reason, shares.Outcome.Exit));
        Assert.Equal(((2 - 0.16 + 97 - 100) * 100) - (2 * 0.70) - 5 - 2, shares.Outcome.Pnl, 1e-9);
    }

    [Fact]
    public void FarLegThatNobodyQuotes_SettlesAtItsOwnExpiry()
    {
        DateOnly far = s_days[8];
        TradeOutcome outcome = OutcomeEngine.Simulate(Hold(1, (Put(100), -1), (Put(100, far), 1)), History(
            [100, 100, 100, 100, 101, 102, 103, 104, 105, 106], 0.1, (Put(100), [3, 3, 3, 3]), (Put(100, far), [4, 4, 4, 4])), s_costs);
        Assert.Equal((ExitReason.Expired, far), (outcome.Reason, outcome.Exit));
        Assert.Equal((-1.16 * 100) - (2 * 0.70), outcome.Pnl, 1e-9);
    }

    [Fact]
    public void Calendar_NearLegExpires_FarLegIsSoldAtItsQuote()
    {
        DateOnly far = s_days[9];
        // Debit 1.00 + 0.16. The near put dies at 101; the far one is sold at 2.40 − 0.08 on the same close.
        TradeOutcome outcome = OutcomeEngine.Simulate(Hold(1, (Put(100), -1), (Put(100, far), 1)), History(
            [100, 100, 100, 100, 101], 0.1, (Put(100), [3, 3, 3, 3]), (Put(100, far), [4, 4, 4, 4, 2.40])), s_costs);
        Assert.Equal((ExitReason.Expired, s_expiry), (outcome.Reason, outcome.Exit));
        Assert.Equal(((2.40 - 0.08 - 1.16) * 100) - (3 * 0.70), outcome.Pnl, 1e-9);
    }

    [Fact]
    public void BoughtLegWithoutBid_IsLeftBehindForNothing()
    {
        // Sold at the time limit: nobody bids for the 105 call, so only the other leg trades.
        StructurePosition position = Hold(2, (Call(100), 1), (Call(105), -1));
        position = position with
        {
            Legs = [position.Legs[0] with { Quantity = -1 }, position.Legs[1] with { Quantity = 1 }],
            Exits = position.Exits with { CloseOn = s_days[3] },
            LimitPrice = -2,
            NetMid = -2
        };
        TradePath path = OutcomeEngine.Trace(position, History(
            [100, 100, 96, 95], 0.1, (Call(100), [4, 4, 1, 0.5]), (Call(105), [2, 2, 0.3, 0.05])), s_costs);
        Assert.Equal(ExitReason.TimeLimit, path.Outcome.Reason);
        // Bought back at 0.50 + 0.4·0.2 = 0.58.
        Assert.Equal(((1.84 - 0.58) * 100) - (3 * 0.70), path.Outcome.Pnl, 1e-9);
        Assert.Contains(path.Events, e => e.Text.Contains("left 1 2024-03-08 105C behind", StringComparison.Ordinal));
    }

    [Fact]
    public void RegimeChange_ActsAtTheSecondCloseRunningThatDiffersFromTheEntrys()
    {
        ChainHistory history = History([100, 100, 101, 102], 0.1, (Call(100), [4, 4, 4.2, 4.4]));
        StructurePosition position = Hold(4, (Call(100), 1));
        TradeOutcome With(string regimes, bool leaves = true) => OutcomeEngine.Simulate(
            position with { Exits = position.Exits with { OnRegimeChange = leaves } },
            history with
            {
                RegimeAt = session =>
                new MarketRegime(regimes[Array.IndexOf(s_days, session)] switch { 'u' => TrendRegime.Up, 'd' => TrendRegime.Down, _ => default }, default)
            },
            s_costs);

        // Chosen at the first close, entered at the second.
        TradeOutcome left = With("uudd");
        Assert.Equal((ExitReason.RegimeChange, s_days[3]), (left.Reason, left.Exit));
        Assert.Equal(((4.3 - 4.1) * 100) - 1.40, left.Pnl, 1e-9);
        foreach (string stays in (string[])["udud", "uudu", "uud?", "u???", "dudu", "uddd", "?dud"])
            Assert.Equal(ExitReason.Open, With(stays).Reason);
        Assert.Equal(ExitReason.RegimeChange, With("dudd").Reason);
        Assert.Equal(ExitReason.Open, With("uudd", leaves: false).Reason);
    }

    [Fact]
    public void MissedEntry_IsCountedAndExplained()
    {
        TradePath path = OutcomeEngine.Trace(Hold(4, (Call(100), 1)), History([100, 100], 0.1), s_costs);
        Assert.Equal((ExitReason.NotTraded, 1), (path.Outcome.Reason, path.MissedEntries));
        Assert.Contains("no quote to buy 2024-03-08 100C", Assert.Single(path.Events).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Stop_IsNeverAboveWhatCanBeLost()
    {
        // Chosen for a credit of 4 on a width of 5 with a stop at all of the risk, 100. Filled for 4.34, which scales the stop to 108.50, but
        // only 66 can be lost: a mark of 5.20 loses 86.
        StructurePosition position = Hold(-4, (Call(100), -1), (Call(105), 1)) with { Structure = Structure.BearCallSpread };
        position = position with { Exits = new ExitRules(1e9, 100, s_days[4]), CapitalAtRisk = 100 };
        TradeOutcome outcome = OutcomeEngine.Simulate(position, History(
            [100, 100, 110, 115], 0.1, (Call(100), [6, 6.5, 10.2, 14]), (Call(105), [2, 2, 5, 9])), s_costs);
        Assert.Equal((ExitReason.StopLoss, s_days[2]), (outcome.Reason, outcome.Exit));
    }

    [Fact]
    public void HeldToCashSettlement_PnlIsPayoffLessCosts() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        {
            (StructurePosition position, ChainHistory history, double payoff, double mid) = Random((ulong)seed);
            TradeOutcome outcome = OutcomeEngine.Simulate(position, history, s_costs);
            return outcome.Reason == ExitReason.NotTraded
                || (outcome.Reason == ExitReason.Expired && Math.Abs(outcome.Pnl - (((payoff - mid) * 100) - outcome.Costs)) < 1e-6);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1_000).WithReplay(20261121UL, 1UL));

    [Fact]
    public void LongAndShortOfTheSameLegs_SumToMinusTheCosts() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        {
            (StructurePosition position, ChainHistory history, _, _) = Random((ulong)seed);
            StructurePosition opposite = position with
            {
                Legs = [.. position.Legs.Select(l => l with { Quantity = -l.Quantity })],
                LimitPrice = -position.LimitPrice,
                NetMid = -position.NetMid,
            };
            TradeOutcome one = OutcomeEngine.Simulate(position, history, s_costs), other = OutcomeEngine.Simulate(opposite, history, s_costs);
            return !one.IsComplete || !other.IsComplete || Math.Abs(one.Pnl + other.Pnl + one.Costs + other.Costs) < 1e-6;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1_000).WithReplay(20261121UL, 3UL));

    [Fact]
    public void Simulate_BarsAfterTheExit_ChangeNothing() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        {
            (StructurePosition position, ChainHistory history, _, _) = Random((ulong)seed);
            foreach (SettlementStyle style in new[] { SettlementStyle.Cash, SettlementStyle.Physical })
            {
                ChainHistory whole = history with { Settlement = style };
                TradeOutcome outcome = OutcomeEngine.Simulate(position, whole, s_costs);
                if (!outcome.IsComplete)
                    continue;
                int exit = Array.IndexOf(s_days, outcome.Exit);
                if (OutcomeEngine.Simulate(position, whole with { Sessions = s_days[..(exit + 1)] }, s_costs) != outcome)
                    return false;
                if (OutcomeEngine.Simulate(position, whole with { Sessions = s_days[..exit] }, s_costs).IsComplete)
                    return false;
            }

            return true;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500).WithReplay(20261121UL, 5UL));

    /// <summary>A spread, butterfly or single option on a random path, with quotes worth more than intrinsic.</summary>
    private static (StructurePosition Position, ChainHistory History, double Payoff, double Mid) Random(ulong seed)
    {
        var random = new Pcg32(seed, 11);
        double[] closes = new double[10];
        closes[0] = 100;
        for (int i = 1; i < closes.Length; i++)
            closes[i] = closes[i - 1] * Math.Exp(0.02 * random.NextNormal());
        int count = 1 + random.NextInt(4);
        var legs = new (OptionContract, int)[count];
        for (int i = 0; i < count; i++)
            legs[i] = (new OptionContract(s_expiry, 90 + (5 * i), random.NextInt(2) == 0 ? OptionRight.Call : OptionRight.Put), i % 2 == 0 ? 1 : -1);
        double Mid(OptionContract contract, int day) =>
            Settlements.Intrinsic(contract, closes[day]) + (0.3 * (s_expiry.DayNumber - s_days[day].DayNumber)) + 0.5;
        double half = 0.05;
        var rows = legs.Select(l => (l.Item1, Enumerable.Range(0, 4).Select(day => Mid(l.Item1, day)).ToArray())).ToArray();
        ChainHistory history = History(closes, half, rows) with { Settlement = SettlementStyle.Cash };
        double mid = legs.Sum(l => l.Item2 * Mid(l.Item1, 1)), payoff = legs.Sum(l => l.Item2 * Settlements.Intrinsic(l.Item1, closes[4]));
        return (Hold(legs.Sum(l => l.Item2 * Mid(l.Item1, 0)), legs), history, payoff, mid);
    }
}
