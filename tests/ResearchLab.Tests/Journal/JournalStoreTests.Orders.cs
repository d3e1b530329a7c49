using ResearchLab.Journal;

namespace ResearchLab.Tests.Journal;

/// <content>Decisions, orders and fills.</content>
public abstract partial class JournalStoreTests
{
    private protected static DecisionRecord Decision(string id = "d1") =>
        new(id, "recommendation", "SPY", s_session, "entry", "approved", """["edge 0.04"]""", """{"confidence": 0.62}""", default);

    private protected static OrderRecord Order(string id = "o1", int units = 3, string decision = "d1") => new(
        id, "paper", decision, s_session, "SPY", "iron_condor", OrderAction.Open, null, units, -1.25, """{"legs": ["Σ ✓ 'quoted'"]}""",
        OrderState.Intended, null, null, default, default);

    private static OrderRecord Closing(string id = "o2", int units = 3) =>
        Order(id, units, "d2") with { Action = OrderAction.Close, PositionId = "p1", LimitPrice = null };

    private FillRecord Fill(string id = "f1", int units = 3, string order = "o1", double price = -1.2) =>
        new(id, order, s_session, units, price, 1.3 * units, Clock.Now.AddSeconds(-1), """{"legs": [1.5, 0.3]}""");

    private static PositionRecord Position(int units = 3, string id = "p1") =>
        new(id, "paper", "SPY", "iron_condor", s_session, units, -1.2, 380, """{"exit": "50%"}""", 1.3 * units);

    private static PositionRecord Closed(int units = 3, string id = "p1") => Position(units, id) with
    {
        Closed = s_session.AddDays(4),
        ExitPrice = 0.6,
        ExitReason = "take_profit",
        Costs = 2.6 * units,
        Profit = (60 - 2.6) * units,
    };

    /// <summary>Records an order of a decision of its own and has the broker take it.</summary>
    private void Send(OrderRecord order)
    {
        Assert.True(Store.RecordDecision(Decision(order.DecisionId), [order]));
        Assert.True(Store.MoveOrder(order.Id, OrderState.Submitted, "sent"));
        Assert.True(Store.MoveOrder(order.Id, OrderState.Acknowledged, "taken", "b-" + order.Id));
    }

    [Fact]
    public void Decision_WithItsOrders_IsWrittenOnce_AllOrNothing()
    {
        OrderRecord market = Order("o2") with { LimitPrice = null, Underlying = "QQQ" };
        Assert.True(Store.RecordDecision(Decision(), [Order(), market]));
        DateTimeOffset first = Clock.Now;
        Clock.Now += TimeSpan.FromHours(1);
        Assert.False(Store.RecordDecision(Decision() with { Outcome = "rejected" }, [Order("o3")]));
        Assert.Equal(Decision() with { DecidedAt = first }, Store.FindDecision("d1"));
        Assert.Equal([Order() with { IntendedAt = first, ChangedAt = first }, market with { IntendedAt = first, ChangedAt = first }], Store.FindOrdersOf("d1"));
        Assert.Null(Store.FindOrder("o3"));
        // An order that is there already is no order of another decision: neither of them is written.
        Assert.Contains("there already",
            Assert.Throws<ArgumentException>(() => Store.RecordDecision(Decision("d2"), [Order("o4", decision: "d2"), Order("o1", decision: "d2")])).Message);
        Assert.Throws<JournalException>(() => Store.RecordDecision(Decision("d2"), [Order("o4", decision: "d2") with { DocumentJson = "{not json" }]));
        Assert.Null(Store.FindDecision("d2"));
        Assert.Null(Store.FindOrder("o4"));
        // One that asks for nothing is a decision too.
        Assert.True(Store.RecordDecision(Decision("d3") with { Subject = "QQQ", Outcome = "abstained" }, []));
        Assert.Equal(["d3", "d1"], Store.FindDecisions().Select(one => one.Id));
        Assert.Equal("abstained", Assert.Single(Store.FindDecisions("QQQ")).Outcome);
        Assert.Equal("d3", Assert.Single(Store.FindDecisions(count: 1)).Id);
    }

    [Fact]
    public void Decision_WithOrdersThatCannotBe_IsRefused()
    {
        foreach (OrderRecord wrong in new[] { Order(decision: "other"), Order(units: 0), Order() with { Action = OrderAction.Close },
            Order() with { LimitPrice = double.NaN } })
            Assert.Throws<ArgumentException>(() => Store.RecordDecision(Decision(), [wrong]));
        Assert.Null(Store.FindDecision("d1"));
    }

    [Fact]
    public void Order_Moved_WritesEveryStepOnce()
    {
        Store.RecordDecision(Decision(), [Order()]);
        DateTimeOffset intended = Clock.Now;
        Clock.Now += TimeSpan.FromSeconds(1);
        Assert.True(Store.MoveOrder("o1", OrderState.Submitted, "sent"));
        Assert.False(Store.MoveOrder("o1", OrderState.Submitted, "sent again"));
        Clock.Now += TimeSpan.FromSeconds(1);
        Assert.True(Store.MoveOrder("o1", OrderState.Acknowledged, "taken", "b1"));
        Assert.True(Store.MoveOrder("o1", OrderState.Cancelled, "withdrawn"));
        Assert.Equal(
        [
            new OrderEventRecord("o1", 1, OrderState.Intended, OrderState.Submitted, "sent", Clock.Now.AddSeconds(-1)),
            new OrderEventRecord("o1", 2, OrderState.Submitted, OrderState.Acknowledged, "taken", Clock.Now),
            new OrderEventRecord("o1", 3, OrderState.Acknowledged, OrderState.Cancelled, "withdrawn", Clock.Now),
        ], Store.FindOrderEvents("o1"));
        Assert.Equal(
            Order() with { State = OrderState.Cancelled, Reason = "withdrawn", BrokerId = "b1", IntendedAt = intended, ChangedAt = Clock.Now },
            Store.FindOrder("o1"));
        Assert.Single(Store.FindOrders(OrderState.Cancelled, "paper"));
        Assert.Empty(Store.FindOrders(OrderState.Cancelled, "live"));
        Assert.Empty(Store.FindOrders(OrderState.Acknowledged));
        string message = Assert.Throws<OrderStateException>(() => Store.MoveOrder("o1", OrderState.Acknowledged, "back")).Message;
        Assert.Contains("is Cancelled and cannot become Acknowledged: only PartlyFilled, Filled can follow", message, StringComparison.Ordinal);
        Assert.Equal(3, Store.FindOrderEvents("o1").Count);
        Assert.Throws<ArgumentException>(() => Store.MoveOrder("nothing", OrderState.Submitted, "sent"));
    }

    [Fact]
    public void Order_FilledWithoutFills_IsRefused()
    {
        Send(Order());
        foreach (OrderState state in new[] { OrderState.PartlyFilled, OrderState.Filled })
            Assert.Contains("0 of its 3 units are filled", Assert.Throws<OrderStateException>(() => Store.MoveOrder("o1", state, "it says so")).Message);
        Assert.True(Store.RecordFill(Fill(units: 1), Position(1)));
        Assert.True(Store.MoveOrder("o1", OrderState.Unknown, "connection lost"));
        Assert.Throws<OrderStateException>(() => Store.MoveOrder("o1", OrderState.Filled, "it says so"));
        Assert.True(Store.MoveOrder("o1", OrderState.PartlyFilled, "the broker has it"));
    }

    /// <summary>Whatever is tried, in whatever order: what is written is one walk through the table.</summary>
    [Fact]
    public void Order_MovedAtRandom_IsAlwaysWhereTheTableAllows()
    {
        var random = new ResearchLab.Basics.Pcg32(5);
        for (int order = 0; order < 5; order++)
        {
            Store.RecordDecision(Decision($"d{order}"), [Order($"o{order}", decision: $"d{order}")]);
            OrderState at = OrderState.Intended;
            for (int i = 0; i < 12; i++)
            {
                var to = (OrderState)random.NextInt(9);
                bool legal = OrderTransitions.IsLegal(at, to) && to is not (OrderState.PartlyFilled or OrderState.Filled);
                if (legal || to == at)
                {
                    Assert.Equal(legal, Store.MoveOrder($"o{order}", to, "random"));
                    at = to;
                }
                else
                {
                    Assert.Throws<OrderStateException>(() => Store.MoveOrder($"o{order}", to, "random"));
                }
            }

            IReadOnlyList<OrderEventRecord> events = Store.FindOrderEvents($"o{order}");
            Assert.Equal(at, Store.FindOrder($"o{order}")!.State);
            Assert.Equal(Enumerable.Range(1, events.Count), events.Select(one => one.Number));
            Assert.Equal(events.Select(one => one.State).SkipLast(1).Prepend(OrderState.Intended).Take(events.Count), events.Select(one => one.From));
            Assert.All(events, one => Assert.True(OrderTransitions.IsLegal(one.From, one.State)));
        }
    }

    [Fact]
    public void Fill_OfAnOpeningOrder_OpensThePosition_TheSameAgainChangesNothing()
    {
        Send(Order());
        FillRecord fill = Fill();
        Assert.True(Store.RecordFill(fill, Position()));
        Clock.Now += TimeSpan.FromHours(1);
        Assert.False(Store.RecordFill(fill, Position() with { EntryPrice = 9 }));
        Assert.Equal(fill, Assert.Single(Store.FindFills("o1")));
        OrderRecord order = Store.FindOrder("o1")!;
        Assert.Equal((OrderState.Filled, "p1", "3 of 3 units filled", "b-o1"), (order.State, order.PositionId, order.Reason, order.BrokerId));
        Assert.Equal(Position(), Assert.Single(Store.FindOpenPositions("paper")));
        Assert.Equal(3, Store.FindOrderEvents("o1").Count);
    }

    [Fact]
    public void Fill_InParts_GrowsThePosition_AndNeverBeyondTheOrder()
    {
        Send(Order());
        Assert.True(Store.RecordFill(Fill("f1", 1), Position(1)));
        Assert.Equal(OrderState.PartlyFilled, Store.FindOrder("o1")!.State);
        Assert.Contains("of 3 units is more than is left of order 'o1', of whose 3 units 1 are filled",
            Assert.Throws<OrderStateException>(() => Store.RecordFill(Fill("f2", 3), Position(4))).Message, StringComparison.Ordinal);
        Assert.Contains("has 3 units, but 2 were opened", Assert.Throws<ArgumentException>(() => Store.RecordFill(Fill("f2", 1), Position(3))).Message);
        Assert.Throws<ArgumentException>(() => Store.RecordFill(Fill("f2", 1), Position(2, "p2")));
        Assert.Throws<ArgumentException>(() => Store.RecordFill(Fill("f2", 1)));
        Assert.True(Store.RecordFill(Fill("f2", 1), Position(2)));
        // The broker had filled the last unit before it read the cancellation.
        Assert.True(Store.MoveOrder("o1", OrderState.Cancelled, "withdrawn"));
        Assert.True(Store.RecordFill(Fill("f3", 1), Position(3) with { EntryPrice = -1.15 }));
        Assert.Equal(OrderState.Filled, Store.FindOrder("o1")!.State);
        Assert.Equal(Position(3) with { EntryPrice = -1.15 }, Store.FindPosition("p1"));
        Assert.Equal(["f1", "f2", "f3"], Store.FindFills("o1").Select(one => one.Id));
        Assert.Equal(
            [OrderState.Submitted, OrderState.Acknowledged, OrderState.PartlyFilled, OrderState.Cancelled, OrderState.Filled],
            Store.FindOrderEvents("o1").Select(one => one.State));
    }

    [Fact]
    public void Fill_ThatIsRefused_LeavesNothingBehind()
    {
        Store.RecordDecision(Decision(), [Order()]);
        Assert.Contains("is Intended and cannot become Filled", Assert.Throws<OrderStateException>(() => Store.RecordFill(Fill(), Position())).Message);
        Assert.True(Store.MoveOrder("o1", OrderState.Submitted, "sent"));
        foreach (PositionRecord wrong in new[] { Position() with { Account = "live" }, Position() with { Underlying = "QQQ" },
            Position() with { Structure = "long_call" }, Position() with { CapitalAtRisk = 0 }, Position() with { EntryPrice = double.NaN },
            Position() with { Closed = s_session }, Closed(), Position(2) })
            Assert.Throws<ArgumentException>(() => Store.RecordFill(Fill(), wrong));
        foreach (FillRecord wrong in new[] { Fill(units: 0), Fill(price: double.PositiveInfinity), Fill(order: "nothing") })
            Assert.Throws<ArgumentException>(() => Store.RecordFill(wrong, Position()));
        Assert.Throws<JournalException>(() => Store.RecordFill(Fill() with { DocumentJson = "{not json" }, Position()));
        Assert.Empty(Store.FindFills("o1"));
        Assert.Null(Store.FindPosition("p1"));
        Assert.Equal((OrderState.Submitted, null), (Store.FindOrder("o1")!.State, Store.FindOrder("o1")!.PositionId));
        // One execution is one order's, and one position one opening order's.
        Assert.True(Store.RecordFill(Fill(), Position()));
        Send(Order("o2", decision: "d2"));
        Assert.Contains("known as one of order 'o1'", Assert.Throws<ArgumentException>(() => Store.RecordFill(Fill(order: "o2"), Position(3, "p2"))).Message);
        Assert.Contains("there already", Assert.Throws<ArgumentException>(() => Store.RecordFill(Fill("f2", order: "o2"), Position())).Message);
        Assert.Empty(Store.FindFills("o2"));
        // Unless it says from the beginning that it adds to it.
        Send(Order("o4", decision: "d4") with { PositionId = "p1" });
        Assert.True(Store.RecordFill(Fill("f4", 1, "o4"), Position(4)));
        Assert.Equal(4, Store.FindPosition("p1")!.Units);
    }

    [Fact]
    public void Fill_OfAClosingOrder_ClosesThePositionWithItsOutcome()
    {
        Send(Order());
        Store.RecordFill(Fill(), Position());
        Send(Closing());
        Assert.Throws<ArgumentException>(() => Store.RecordFill(Fill("f2", 1, "o2", 0.6), Closed()));
        Assert.True(Store.RecordFill(Fill("f2", 1, "o2", 0.6)));
        Assert.Equal(Position(), Store.FindPosition("p1"));
        Assert.True(Store.RecordFill(Fill("f3", 1, "o2", 0.6), Position() with { Costs = 6.5 }));
        Assert.Equal(6.5, Store.FindPosition("p1")!.Costs);
        foreach (PositionRecord? wrong in new[] { null, Position(), Closed(2), Closed() with { ExitReason = null } })
            Assert.Throws<ArgumentException>(() => Store.RecordFill(Fill("f4", 1, "o2", 0.6), wrong));
        Assert.Empty(Store.FindOutcomes());
        FillRecord last = Fill("f4", 1, "o2", 0.6);
        Assert.True(Store.RecordFill(last, Closed()));
        Clock.Now += TimeSpan.FromHours(1);
        Assert.False(Store.RecordFill(last, Closed()));
        Assert.Equal(OrderState.Filled, Store.FindOrder("o2")!.State);
        Assert.Equal(Closed(), Store.FindPosition("p1"));
        TradeOutcomeRecord outcome = Assert.Single(Store.FindOutcomes());
        Assert.Equal(new TradeOutcomeRecord("p1", "paper", "SPY", "iron_condor", s_session, s_session.AddDays(4), 172.2, 172.2 / 1140, "take_profit",
            """{"exit": "50%"}""", Clock.Now.AddHours(-1)), outcome);
        Assert.Single(Store.FindOutcomes("paper"));
        Assert.Empty(Store.FindOutcomes("live"));
        // What is closed takes nothing any more.
        Send(Closing("o5", 1) with { DecisionId = "d5" });
        Assert.Contains("is closed", Assert.Throws<OrderStateException>(() => Store.RecordFill(Fill("f5", 1, "o5", 0.6), Closed())).Message);
    }

    [Fact]
    public void Fill_OfTwoClosingOrders_NeverClosesMoreThanIsHeld()
    {
        Send(Order());
        Store.RecordFill(Fill(), Position());
        Send(Closing());
        Send(Closing("o3") with { DecisionId = "d3" });
        Assert.True(Store.RecordFill(Fill("f2", 2, "o2", 0.6)));
        Assert.Contains("closes 4 units of position 'p1', which has 3",
            Assert.Throws<OrderStateException>(() => Store.RecordFill(Fill("f3", 2, "o3", 0.6), Closed())).Message, StringComparison.Ordinal);
        Assert.Equal(OrderState.Acknowledged, Store.FindOrder("o3")!.State);
        Assert.True(Store.RecordFill(Fill("f3", 1, "o3", 0.6), Closed()));
        Assert.Single(Store.FindOutcomes());
    }

    [Fact]
    public async Task Fills_OfManyStoresAtOnce_AreOneOfEach()
    {
        const int Writers = 4, Units = 6;
        Send(Order(units: Units));
        DateTimeOffset at = Clock.Now;
        // All writers record the same fills; the position each leaves is that after as many units as its number.
        bool[][] written = await Task.WhenAll(Enumerable.Range(0, Writers).Select(_ => Task.Run(() =>
        {
            JournalStore store = Open(TimeSpan.FromSeconds(60));
            return Enumerable.Range(1, Units).Select(unit => store.RecordFill(Fill($"f{unit}", 1) with { FilledAt = at.AddSeconds(unit) }, Position(unit)))
                .ToArray();
        })));
        Assert.All(Enumerable.Range(0, Units), unit => Assert.Equal(1, written.Count(writer => writer[unit])));
        Assert.Equal(Enumerable.Range(1, Units).Select(unit => $"f{unit}"), Store.FindFills("o1").Select(fill => fill.Id));
        Assert.Equal(OrderState.Filled, Store.FindOrder("o1")!.State);
        Assert.Equal(Units, Assert.Single(Store.FindOpenPositions("paper")).Units);
    }
}
