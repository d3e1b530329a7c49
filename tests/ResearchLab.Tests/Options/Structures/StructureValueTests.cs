using ResearchLab.Basics;
using ResearchLab.Options;

namespace ResearchLab.Tests.Options;

public sealed class StructureValueTests
{
    private static readonly RuleContext s_unknown = new(double.NaN, double.NaN, double.NaN);

    [Fact]
    public void Touch_OneLevel_IsWhatSimulatedPathsDo()
    {
        const double spot = 100, forward = 101, vol = 0.25, years = 0.25;
        foreach (double level in new[] { 90.0, 97, 104, 115 })
            Assert.Equal(Simulated(spot, [level], forward, vol, years), TouchProbability.Of(spot, level, forward, vol, years), 0.012);
        RiskNeutralDistribution flat = RiskNeutralDistribution.Of(new(2020, 6, 19), years, spot, forward, 0.99,
            new SmileCurve(SviSmile.Flat(vol * vol * years)), -1, 1).Distribution!;
        Assert.Equal(TouchProbability.Of(spot, 90, forward, vol, years), TouchProbability.Of(flat, 90), 1e-9);
        Assert.Equal(
            Simulated(spot, [90, 112], forward, vol, years), TouchProbability.OfEither(flat, 90, 112), 0.012);
        Assert.Equal(
            Simulated(spot, [96, 105], forward, vol, years), TouchProbability.OfEither(flat, 96, 105), 0.012);
    }

    [Fact]
    public void Touch_DriftlessLog_IsTwiceTheProbabilityOfEndingBeyond()
    {
        const double vol = 0.3, years = 0.5, spot = 50, level = 62;
        double variance = vol * vol * years, forward = spot * Math.Exp(0.5 * variance);
        double beyond = NormalDistribution.Cdf(-Math.Log(level / spot) / Math.Sqrt(variance));
        Assert.Equal(2 * beyond, TouchProbability.Of(spot, level, forward, vol, years), 1e-12);
        Assert.Equal(1, TouchProbability.Of(spot, spot, forward, vol, years));
    }

    [Fact]
    public void Touch_WithASmile_IsTheChanceToEndBeyondTimesAboutTwo()
    {
        OptionChain chain = TestChains.Spx.First().Value.Chain;
        var distributions = new ChainDistributions(chain);
        StructurePosition put = ParameterRules.Choose(Structure.BullPutSpread, chain, s_unknown).Position!;
        RiskNeutralDistribution distribution = distributions.At(put.Expiry).Distribution!;
        foreach (double level in new[] { 0.9 * chain.Spot, 0.97 * chain.Spot, 1.02 * chain.Spot, 1.05 * chain.Spot })
        {
            double beyond = level < chain.Spot ? distribution.Below(level) : distribution.Above(level), touched = TouchProbability.Of(distribution, level);
            Assert.InRange(touched / beyond, 1.6, 2.4);
        }

        Assert.Equal(1, TouchProbability.Of(distribution, chain.Spot));
        Assert.Equal(TouchProbability.Of(distribution, put.Legs[1].Contract.Strike), put.TouchProbability);
    }

    [Fact]
    public void Chosen_OnRealChains_MarginTouchAndExpectedValueAreConsistent()
    {
        int positions = 0;
        foreach ((DateOnly _, TestChains.SpxDay day) in TestChains.Spx.Take(4))
        {
            foreach (StructureRule rule in StructureRules.All)
            {
                if (ParameterRules.Choose(rule.Structure, day.Chain, s_unknown).Position is not { } position)
                    continue;
                positions++;
                StructurePosition valued = PositionValue.WithExpectedValue(position, day.Chain);
                double credit = 100 * Math.Max(0, -position.LimitPrice);
                // Covered structures: what the account holds less the credit is what can be lost.
                Assert.Equal(position.CapitalAtRisk, position.Margin - credit, 1e-6);
                bool hasShort = position.Legs.Any(leg => leg.Quantity < 0);
                Assert.Equal(hasShort, position.TouchProbability is not null);
                if (position.TouchProbability is { } touch)
                    Assert.InRange(touch, 0, 1);
                double spreads = position.Legs.Sum(leg => leg.Ask - leg.Bid);
                Assert.NotNull(valued.ExpectedValue);
                Assert.True(Math.Abs(valued.ExpectedValue!.Value) <= 100 * (spreads + (0.01 * position.Spot * 0.05)),
                    $"{position.Structure} {valued.ExpectedValue} spreads {spreads}");
            }
        }

        Assert.True(positions >= 30);
    }

    [Fact]
    public void ExpectedValue_IsTheMeanOfThePayoffUnderTheDensity()
    {
        OptionChain chain = TestChains.Spx.First().Value.Chain;
        var distributions = new ChainDistributions(chain);
        foreach (Structure structure in new[] { Structure.IronCondor, Structure.BullPutSpread, Structure.LongPut })
        {
            StructurePosition position = ParameterRules.Choose(structure, chain, s_unknown).Position!;
            RiskNeutralDistribution distribution = distributions.At(position.Expiry).Distribution!;
            double mean = 0;
            for (double price = 0.3 * position.Spot; price <= 1.6 * position.Spot; price += 0.5)
                mean += 0.5 * distribution.Density(price) * Payoff.AtExpiry(position.Legs, price);
            double expected = PositionValue.Expected(position, distributions)!.Value;
            Assert.Equal(100 * ((distribution.Discount * mean) - position.NetMid), expected, 100 * 0.05);
            double[] strikes = [.. position.Legs.Select(leg => leg.Contract.Strike)];
            Assert.Equal(100 * ((distribution.Discount * distribution.Expectation(price => Payoff.AtExpiry(position.Legs, price), strikes)) - position.NetMid),
                expected, 1e-6);
        }
    }

    [Fact]
    public void Profit_BeforeExpiry_RunsFromTodayToThePayoff()
    {
        OptionChain chain = TestChains.Spx.First().Value.Chain;
        StructurePosition position = ParameterRules.Choose(Structure.IronCondor, chain, s_unknown).Position!;
        foreach (double price in new[] { 2500.0, 2800, 2900, 3100 })
            Assert.Equal(Payoff.Profit(position, price), PositionValue.Profit(position, position.Expiry, price), 1e-6);
        Assert.True(PositionValue.Profit(position, position.Session.AddDays(10), position.Spot) > PositionValue.Profit(position, position.Session,
            position.Spot));
        Assert.True(PositionValue.Profit(position, position.Session, position.Spot, volShift: 0.05) < PositionValue.Profit(position, position.Session,
            position.Spot));
        Assert.Throws<ArgumentOutOfRangeException>(() => PositionValue.Profit(position, position.Expiry.AddDays(1), 2900));
    }

    [Fact]
    public void Margin_UncoveredShort_HasNoBound()
    {
        var near = new OptionContract(new(2020, 1, 17), 100, OptionRight.Put);
        Leg Make(OptionContract contract, int quantity) => new(contract, quantity, 1, 1.1, 0.2, -0.5, 500);
        Assert.Equal(double.PositiveInfinity, Margin.RegT([Make(near with { Right = OptionRight.Call }, -1)], -1));
        Assert.Equal(double.PositiveInfinity, Margin.RegT([Make(near with { Expiry = new(2020, 2, 21) }, -1), Make(near, 1)], -1));
        Assert.Equal(500, Margin.RegT([Make(near, -1), Make(near with { Strike = 95 }, 1)], -1.5));
        Assert.Equal(130, Margin.RegT([Make(near, -1), Make(near with { Expiry = new(2020, 2, 21) }, 1)], 1.3), 1e-9);
    }

    private static double Simulated(double spot, double[] levels, double forward, double vol, double years)
    {
        const int paths = 20_000, steps = 400;
        double step = years / steps, deviation = vol * Math.Sqrt(step), drift = (Math.Log(forward / spot) / years * step) - (0.5 * deviation * deviation);
        int touched = 0;
        for (int path = 0; path < paths; path++)
        {
            var random = new Pcg32(11, (ulong)path);
            double x = 0;
            bool hit = false;
            for (int i = 0; i < steps && !hit; i++)
            {
                double next = x + drift + (deviation * random.NextNormal());
                foreach (double level in levels)
                {
                    // Between two points below a level the bridge still crosses it with this probability.
                    double b = Math.Log(level / spot), toStart = b - x, toEnd = b - next;
                    hit |= toStart * toEnd <= 0 || random.NextDouble() < Math.Exp(-2 * toStart * toEnd / (deviation * deviation));
                }

                x = next;
            }

            touched += hit ? 1 : 0;
        }

        return (double)touched / paths;
    }
}
