using ResearchLab.Options;

namespace ResearchLab.Tests.Options;

public sealed class PayoffTests
{
    private static readonly DateOnly s_near = new(2024, 2, 16), s_far = new(2024, 3, 15);

    [Fact]
    public void Extremes_BullPutSpread_AreCreditAndWidthLessCredit()
    {
        (double profit, double loss, List<double> breakevens) = Payoff.Extremes([Put(95, +1), Put(100, -1)], -1.5);
        Assert.Equal((1.5, 3.5), (profit, loss));
        Assert.Equal([98.5], breakevens);
    }

    [Fact]
    public void Extremes_IronCondor_HaveTwoBreakevens()
    {
        (double profit, double loss, List<double> breakevens) =
            Payoff.Extremes([Put(90, +1), Put(95, -1), Call(105, -1), Call(112, +1)], -2);
        Assert.Equal((2.0, 5.0), (profit, loss));
        Assert.Equal([93, 107], breakevens);
    }

    [Fact]
    public void Extremes_LongOptions_AreUnboundedOnlyAbove()
    {
        Assert.Equal(double.PositiveInfinity, Payoff.Extremes([Call(100, +1)], 3).MaxProfit);
        (double profit, double loss, List<double> breakevens) = Payoff.Extremes([Put(100, +1)], 3);
        Assert.Equal((97.0, 3.0), (profit, loss));
        Assert.Equal([97], breakevens);
        (profit, loss, breakevens) = Payoff.Extremes([Call(100, +1), Put(100, +1)], 8);
        Assert.Equal((double.PositiveInfinity, 8.0), (profit, loss));
        Assert.Equal([92, 108], breakevens);
        Assert.Equal(double.PositiveInfinity, Payoff.Extremes([Call(100, -1)], -3).MaxLoss);
    }

    [Theory]
    [InlineData(0.0, 0.0)]
    [InlineData(0.05, 0.01)]
    [InlineData(0.0, 0.04)]
    public void Extremes_PutCalendar_AreAtTheStrikeAndTheDebit(double rate, double yield)
    {
        Leg[] legs = [Put(100, -1), new(new(s_far, 100, OptionRight.Put), 1, 4, 4.2, 0.22, -0.45, 500)];
        (double profit, double loss, List<double> breakevens) = Payoff.Extremes(legs, 1.2, rate, yield);
        Assert.Equal(1.2, loss);
        double years = BlackScholes.Years(s_near, s_far);
        Assert.Equal(BlackScholes.Price(OptionRight.Put, 100, 100, 0.22, years, rate, yield) - 1.2, profit, 1e-12);
        Assert.Equal(2, breakevens.Count);
        Assert.All(breakevens, price => Assert.Equal(1.2, Payoff.AtExpiry(legs, price, rate, yield), 1e-9));
        for (double price = 0; price < 300; price += 0.37)
        {
            double value = Payoff.AtExpiry(legs, price, rate, yield) - 1.2;
            Assert.InRange(value, -loss - 1e-12, profit + 1e-12);
            Assert.Equal(price > breakevens[0] && price < breakevens[1], value > 0);
        }
    }

    [Fact]
    public void Extremes_MixtureThatIsNoCalendar_IsRefused()
    {
        Leg far = new(new(s_far, 105, OptionRight.Put), 1, 4, 4.2, 0.22, -0.45, 500);
        Assert.Throws<ArgumentException>(() => Payoff.Extremes([Put(100, -1), far], 1));
        Leg sold = new(new(s_far, 100, OptionRight.Put), -1, 4, 4.2, 0.22, -0.45, 500);
        Assert.Throws<ArgumentException>(() => Payoff.Extremes([Put(100, +1), sold], 1));
    }

    [Fact]
    public void ExitPlan_EachKind_FollowsItsRule()
    {
        DateOnly session = new(2024, 1, 16);
        ExitRules credit = ExitPlan.For(Structure.IronCondor, session, new(2024, 3, 1), 150, 350);
        Assert.Equal((75.0, 300.0, new DateOnly(2024, 2, 9)), (credit.TakeProfit, credit.StopLoss, credit.CloseOn));
        ExitRules debit = ExitPlan.For(Structure.LongCall, session, new(2024, 3, 28), 400, 400);
        Assert.Equal((200.0, 120.0, new DateOnly(2024, 3, 27)), (debit.TakeProfit, debit.StopLoss, debit.CloseOn));
        // 21 days before Thursday 2024-03-28, moved by Good Friday, is a Thursday; before Monday 2024-03-11 it is Presidents' Day's Monday.
        Assert.Equal(new DateOnly(2024, 2, 16), ExitPlan.For(Structure.BullCallSpread, session, new(2024, 3, 11), 1, 1).CloseOn);
        // An iron butterfly rarely makes half its credit before its last weeks.
        ExitRules butterfly = ExitPlan.For(Structure.IronButterfly, session, new(2024, 3, 1), 400, 600);
        Assert.Equal((100.0, 600.0, new DateOnly(2024, 2, 9)), (butterfly.TakeProfit, butterfly.StopLoss, butterfly.CloseOn));
        // 22 days left at the choice: 21 days before expiry is the session of entry itself.
        Assert.Equal(new DateOnly(2024, 1, 31), ExitPlan.For(Structure.IronButterfly, session, new(2024, 2, 7), 1, 1).CloseOn);
        // Hardly any time left: the last session before expiry.
        Assert.Equal(new DateOnly(2024, 1, 18), ExitPlan.For(Structure.IronButterfly, session, new(2024, 1, 19), 1, 1).CloseOn);
    }

    private static Leg Put(double strike, int quantity) => new(new(s_near, strike, OptionRight.Put), quantity, 1, 1.1, 0.2, -0.3, 500);

    private static Leg Call(double strike, int quantity) => new(new(s_near, strike, OptionRight.Call), quantity, 1, 1.1, 0.2, 0.3, 500);
}
