using FsCheck;
using FsCheck.Fluent;
using ResearchLab.Journal;

namespace ResearchLab.Tests.Journal;

public class OrderTransitionsTests
{
    private static readonly OrderState[] s_states = Enum.GetValues<OrderState>();

    private static readonly Config s_config = Config.QuickThrowOnFailure.WithMaxTest(1_000).WithReplay(20261201UL, 1UL);

    [Fact]
    public void Unknown_MayGoAnywhereButBack_ToUnsent() =>
        Assert.Equal(s_states.Except([OrderState.Intended, OrderState.Unknown]), OrderTransitions.From(OrderState.Unknown).Order());

    [Fact]
    public void Fill_AfterCancelOrExpiry_IsLegal_AfterARefusalIsNot()
    {
        foreach (OrderState filled in new[] { OrderState.PartlyFilled, OrderState.Filled })
        {
            Assert.True(OrderTransitions.IsLegal(OrderState.Cancelled, filled));
            Assert.True(OrderTransitions.IsLegal(OrderState.Expired, filled));
            Assert.False(OrderTransitions.IsLegal(OrderState.Rejected, filled));
            Assert.False(OrderTransitions.IsLegal(OrderState.Intended, filled));
        }
    }

    [Fact]
    public void State_ThatIsNone_IsRefused() => Assert.Throws<ArgumentOutOfRangeException>(() => OrderTransitions.From((OrderState)9));

    /// <summary>Whatever happens to an order: it is intended once, never leaves what is final, and never stands still as a transition.</summary>
    [Fact]
    public void Walk_OfLegalTransitions_KeepsTheRules() => Prop.ForAll(Gen.Choose(0, 1_000).ListOf(40).ToArbitrary(), choices =>
    {
        var walk = new List<OrderState> { OrderState.Intended };
        foreach (int choice in choices)
        {
            if (OrderTransitions.From(walk[^1]) is { Count: > 0 } next)
                walk.Add(next[choice % next.Count]);
        }

        (OrderState From, OrderState To)[] steps = [.. walk.Zip(walk.Skip(1))];
        return walk.Count(state => state == OrderState.Intended) == 1
            && steps.All(step => step.From != step.To && OrderTransitions.IsLegal(step.From, step.To))
            && !steps.Any(step => step.From is OrderState.Filled or OrderState.Rejected)
            // Nothing is filled that was not sent, and what is partly filled does not go back.
            && !steps.Any(step => step is (OrderState.Intended, OrderState.Acknowledged or OrderState.PartlyFilled or OrderState.Filled))
            && !steps.Any(step => step is (OrderState.PartlyFilled, OrderState.Submitted or OrderState.Acknowledged or OrderState.Rejected));
    }).Check(s_config);

    [Fact]
    public void EveryState_CanBeReached_AndFromEveryOpenOneTheOrderCanEnd()
    {
        HashSet<OrderState> Reachable(OrderState from)
        {
            var seen = new HashSet<OrderState>();
            var left = new Queue<OrderState>(OrderTransitions.From(from));
            while (left.TryDequeue(out OrderState state))
            {
                if (seen.Add(state))
                    OrderTransitions.From(state).ToList().ForEach(left.Enqueue);
            }

            return seen;
        }

        Assert.Equal(s_states.Skip(1), Reachable(OrderState.Intended).Order());
        foreach (OrderState state in s_states.Except([OrderState.Filled, OrderState.Rejected]))
            Assert.Contains(OrderState.Filled, Reachable(state));
    }

    /// <summary>
    /// Reference values: python3 -c "import base64,hashlib;p=['paper','2024-02-16','daily-SPY-2024-02-16-c0ffee','0','1'];
    /// s=''.join(f'{len(x.encode())}:{x},' for x in p);print(base64.b32encode(hashlib.sha256(s.encode()).digest()).decode().lower()[:32])"
    /// </summary>
    [Theory]
    [InlineData("paper", "daily-SPY-2024-02-16-c0ffee", 0, 1, "lqlqcc63e5eez5cbdg3nxw4gsjytu66b")]
    [InlineData("pápier", "d", 1, 12, "w5zdwxoscu63o2l2wmrmr2ee7wcy3lbc")]
    public void OrderId_OfFiveParts_IsThatOfAnotherImplementation(string account, string decision, int leg, int attempt, string expected) =>
        Assert.Equal(expected, OrderId.Of(account, new DateOnly(2024, 2, 16), decision, leg, attempt));

    /// <summary>Texts that would be one when joined by a sign are two orders.</summary>
    [Fact]
    public void OrderId_OfOtherParts_IsAnother() => Prop.ForAll(
        (from one in Parts from other in Parts select (one, other)).ToArbitrary(),
        two => (Id(two.one) == Id(two.other)) == (two.one == two.other)).Check(s_config);

    [Fact]
    public void OrderId_OfNothing_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => OrderId.Of("", new(2024, 2, 16), "d", 0, 1));
        Assert.Throws<ArgumentException>(() => OrderId.Of("paper", new(2024, 2, 16), "", 0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => OrderId.Of("paper", new(2024, 2, 16), "d", -1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => OrderId.Of("paper", new(2024, 2, 16), "d", 0, 0));
    }

    private static Gen<(string Account, string Decision, int Leg, int Attempt)> Parts =>
        from account in Text
        from decision in Text
        from leg in Gen.Choose(0, 11)
        from attempt in Gen.Choose(1, 11)
        select (account, decision, leg, attempt);

    private static Gen<string> Text => Gen.Elements("a", "a,", "a,1:1", "1", "1,1", "a,2:a,");

    private static string Id((string Account, string Decision, int Leg, int Attempt) order) =>
        OrderId.Of(order.Account, new DateOnly(2024, 2, 16), order.Decision, order.Leg, order.Attempt);
}
