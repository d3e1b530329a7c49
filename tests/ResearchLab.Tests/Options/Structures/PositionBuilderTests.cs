using ResearchLab.Options;

namespace ResearchLab.Tests.Options;

public sealed class PositionBuilderTests
{
    private const double Spot = 250, Rate = 0.04, Vol = 0.22;
    private static readonly DateOnly s_session = new(2023, 5, 1), s_near = new(2023, 6, 16), s_far = new(2023, 7, 21);
    private static readonly double s_years = BlackScholes.Years(s_session, s_near);

    [Fact]
    public void Build_FlatSmile_WinProbabilityIsTheLognormalMass()
    {
        OptionChain chain = FlatChain();
        foreach ((Structure structure, (OptionContract, int)[] legs) in Examples())
        {
            StructurePosition p = Position(structure, chain, legs);
            // Midpoint rule over the density of ln(S): nothing shared with the closed form under test.
            double mass = 0, deviation = Vol * Math.Sqrt(s_years), drift = ((Rate - (0.5 * Vol * Vol)) * s_years) + Math.Log(Spot);
            const int Steps = 20_000;
            for (int i = 0; i < Steps; i++)
            {
                double z = -9 + (18 * (i + 0.5) / Steps);
                if (Payoff.Profit(p, Math.Exp(drift + (deviation * z)), Rate) > 0)
                    mass += Math.Exp(-0.5 * z * z) / Math.Sqrt(2 * Math.PI) * 18 / Steps;
            }

            Assert.Equal(mass, p.WinProbability, 2e-3);
            Assert.Equal(Spot * Vol * Math.Sqrt(s_years), p.ExpectedMove, 0.02);
        }
    }

    [Fact]
    public void Build_Greeks_AreTheDifferencesOfThePositionValue()
    {
        OptionChain chain = FlatChain();
        foreach ((Structure structure, (OptionContract, int)[] legs) in Examples())
        {
            StructurePosition p = Position(structure, chain, legs);
            double Value(double spot, double volShift, double days) => p.Legs.Sum(leg => 100 * leg.Quantity * BlackScholes.Price(
                leg.Contract.Right, spot, leg.Contract.Strike, leg.ImpliedVol + volShift,
                BlackScholes.Years(s_session, leg.Contract.Expiry) - (days / 365), Rate));
            Assert.Equal((Value(Spot + 0.01, 0, 0) - Value(Spot - 0.01, 0, 0)) / 0.02, p.Greeks.Delta, 0.02);
            Assert.Equal((Value(Spot + 0.1, 0, 0) + Value(Spot - 0.1, 0, 0) - (2 * Value(Spot, 0, 0))) / 0.01, p.Greeks.Gamma, 0.01);
            Assert.Equal((Value(Spot, 1e-4, 0) - Value(Spot, -1e-4, 0)) / 0.02, p.Greeks.Vega, 0.02);
            Assert.Equal((Value(Spot, 0, 0.01) - Value(Spot, 0, -0.01)) / 0.02, p.Greeks.Theta, 0.05);
        }
    }

    [Theory]
    [InlineData(2.994, 2.99)]
    [InlineData(3.02, 3.00)]
    [InlineData(3.03, 3.05)]
    [InlineData(17.426, 17.45)]
    public void Build_LimitPrice_IsTheMidRoundedToTheTick(double mid, double limit)
    {
        OptionChain chain = FlatChain();
        OptionContract call = new(s_near, 260, OptionRight.Call);
        int row = chain.IndexOf(call);
        (chain.Bid[row], chain.Ask[row]) = (mid - 0.05, mid + 0.05);
        StructurePosition p = Position(Structure.LongCall, chain, [(call, 1)]);
        Assert.Equal(mid, p.NetMid, 1e-12);
        Assert.Equal(limit, p.LimitPrice);
        Assert.Equal(100 * limit, p.CapitalAtRisk, 1e-9);
        Assert.Equal(100 * mid, p.MaxLoss, 1e-9);
        Assert.Equal(50 * limit, p.Exits.TakeProfit, 1e-9);
        Assert.Equal(30 * limit, p.Exits.StopLoss, 1e-9);
    }

    [Fact]
    public void Build_LegsThatCannotBeTraded_SayWhy()
    {
        OptionChain chain = FlatChain();
        OptionContract Put(double strike) => new(s_near, strike, OptionRight.Put);
        OptionContract Call(double strike) => new(s_near, strike, OptionRight.Call);
        string Reason(Structure structure, params (OptionContract, int)[] legs)
        {
            StructureChoice choice = PositionBuilder.Build(structure, chain, legs);
            Assert.Null(choice.Position);
            return choice.NotTradable!;
        }

        Assert.Contains("2023-06-16 251.3P is not quoted", Reason(Structure.LongPut, (Put(251.3), 1)));
        Assert.Contains("debit of", Reason(Structure.BullPutSpread, (Put(240), -1), (Put(250), 1)));
        Assert.Contains("credit of", Reason(Structure.BullCallSpread, (Call(250), -1), (Call(260), 1)));
        Assert.Contains("the loss is unbounded", Reason(Structure.BearCallSpread, (Call(260), -1)));
        Assert.Contains("there is no leg", Reason(Structure.LongCall));
        chain.Ask[chain.IndexOf(Put(240))] = double.NaN;
        Assert.Contains("2023-06-16 240P has no two-sided quote", Reason(Structure.LongPut, (Put(240), 1)));
        int wide = chain.IndexOf(Put(250));
        (chain.Bid[wide], chain.Ask[wide]) = (20, 21);
        Assert.Contains("leave no risk", Reason(Structure.BullPutSpread, (Put(250), -1), (Put(245), 1)));
    }

    private static StructurePosition Position(Structure structure, OptionChain chain, (OptionContract, int)[] legs)
    {
        StructureChoice choice = PositionBuilder.Build(structure, chain, legs);
        Assert.True(choice.Position is not null, choice.NotTradable);
        return choice.Position;
    }

    private static (Structure, (OptionContract, int)[])[] Examples()
    {
        static OptionContract Put(double strike) => new(s_near, strike, OptionRight.Put);
        static OptionContract Call(double strike) => new(s_near, strike, OptionRight.Call);
        return
        [
            (Structure.LongCall, [(Call(245), 1)]),
            (Structure.LongPut, [(Put(255), 1)]),
            (Structure.BullCallSpread, [(Call(250), 1), (Call(265), -1)]),
            (Structure.BullPutSpread, [(Put(240), -1), (Put(235), 1)]),
            (Structure.IronCondor, [(Put(235), -1), (Put(225), 1), (Call(270), -1), (Call(280), 1)]),
            (Structure.LongStrangle, [(Put(240), 1), (Call(262.5), 1)]),
            (Structure.PutCalendar, [(Put(250), -1), (new(s_far, 250, OptionRight.Put), 1)]),
        ];
    }

    private static OptionChain FlatChain()
    {
        var quotes = new List<RawQuote>();
        foreach (DateOnly expiry in new[] { s_near, s_far })
        {
            for (double strike = 180; strike <= 330; strike += 2.5)
            {
                foreach (OptionRight right in new[] { OptionRight.Call, OptionRight.Put })
                {
                    double mid = BlackScholes.Price(right, Spot, strike, Vol, BlackScholes.Years(s_session, expiry), Rate);
                    double half = Math.Min(0.02, 0.1 * mid);
                    quotes.Add(new(new(expiry, strike, right), mid - half, mid + half, 10, 1_000));
                }
            }
        }

        return ChainBuilder.Build("XSP", s_session, Spot, Rate, ChainOrigin.Observed, [.. quotes]).Chain;
    }
}
