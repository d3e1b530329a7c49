using MathNet.Numerics.Distributions;
using ResearchLab.Options;
using ResearchLab.Risk;
using ResearchLab.Tests.Options;
using ResearchLab.Tests.Reports;

namespace ResearchLab.Tests.Risk;

[Trait("Tier", "full")]
public class PositionRiskTests(ITestOutputHelper output)
{
    private const double Rate = 0.03;
    private static readonly OptionChain s_chain = ReportFixture.Chain(ChainOrigin.Modelled);

    private static StructurePosition WithVol(StructurePosition position, double vol) =>
        position with { Legs = [.. position.Legs.Select(leg => leg with { ImpliedVol = vol })] };

    [Fact]
    public void OneDayVar95_LongCall_IsBoundedByThePremiumAndGrowsWithVolatility()
    {
        StructurePosition call = ReportFixture.Position(Structure.LongCall, s_chain);
        double last = 0;
        for (double vol = 0.02; vol < 3; vol *= 1.3)
        {
            double var = PositionRisk.OneDayVar95(WithVol(call, vol), Rate);
            double premium = 100 * Price(call.Legs[0], call.Spot, 0, vol, call.Session);
            Assert.InRange(var, 0, premium);
            Assert.True(var > last, $"{var} at volatility {vol} after {last}");
            last = var;
        }
    }

    [Fact]
    public void OneDayVar95_EveryStructureOnManyChains_AgreesWithAFineQuantile()
    {
        int count = 0;
        for (ulong seed = 1; seed <= 12; seed++)
        {
            OptionChain chain = TestChains.Synthetic(seed);
            for (int s = 0; s < Structures.Count; s++)
            {
                if (ParameterRules.Choose((Structure)s, chain, new RuleContext(double.NaN, double.NaN, double.NaN)).Position is not { } position)
                    continue;
                double var = PositionRisk.OneDayVar95(position, Rate), fine = BruteForce(position);
                Assert.True(Math.Abs(var - fine) <= 0.5 + (0.01 * fine), $"{(Structure)s} of seed {seed}: {var} against {fine}");
                count++;
            }
        }

        output.WriteLine($"{count} positions");
        Assert.True(count > 90, $"{count} positions");
    }

    /// <summary>The whole loss is the most a day can take, up to what the fill paid of the spread.</summary>
    [Fact]
    public void OneDayVar95_DefinedRiskOnManyChains_IsAtMostTheMaximumLoss()
    {
        int count = 0;
        for (ulong seed = 21; seed <= 40; seed++)
        {
            OptionChain chain = TestChains.Synthetic(seed);
            for (int s = 0; s < Structures.Count; s++)
            {
                if (ParameterRules.Choose((Structure)s, chain, new RuleContext(double.NaN, double.NaN, double.NaN)).Position is not { } position)
                    continue;
                double var = PositionRisk.OneDayVar95(position, Rate), spread = 100 * position.Legs.Sum(leg => leg.Ask - leg.Bid);
                Assert.True(var <= position.MaxLoss + spread, $"{(Structure)s} of seed {seed}: {var} above {position.MaxLoss} + {spread}");
                count++;
            }
        }

        Assert.True(count > 150, $"{count} positions");
    }

    [Fact]
    public void OneDayVar95_TwiceTheQuantity_IsTwiceTheRisk()
    {
        StructurePosition one = ReportFixture.Position(Structure.BullCallSpread, s_chain);
        StructurePosition two = one with { Legs = [.. one.Legs.Select(leg => leg with { Quantity = 2 * leg.Quantity })] };
        Assert.Equal(2 * PositionRisk.OneDayVar95(one, Rate), PositionRisk.OneDayVar95(two, Rate), 1e-9);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-0.1)]
    [InlineData(double.NaN)]
    public void OneDayVar95_LegWithoutVolatility_IsRefusedByName(double vol)
    {
        ArgumentException error = Assert.Throws<ArgumentException>(
            () => PositionRisk.OneDayVar95(WithVol(ReportFixture.Position(Structure.LongCall, s_chain), vol), Rate));
        Assert.Contains($"implied volatility {vol}", error.Message);
    }

    // The weighted 5% quantile on a grid of 40,001 normal values, with a pricer of its own.
    private static double BruteForce(StructurePosition position)
    {
        double volatility = position.Legs.Average(leg => leg.ImpliedVol), deviation = volatility / Math.Sqrt(252);
        double today = Value(position, position.Spot, 0);
        (double Profit, double Weight)[] outcomes = [.. Enumerable.Range(-20_000, 40_001).Select(i =>
        {
            double z = i / 3_000.0;
            return (Value(position, position.Spot * Math.Exp((deviation * z) - (deviation * deviation / 2)), 1) - today, Math.Exp(-z * z / 2));
        }).OrderBy(outcome => outcome.Item1)];
        double total = outcomes.Sum(outcome => outcome.Weight), below = 0;
        foreach ((double profit, double weight) in outcomes)
        {
            below += weight;
            if (below >= 0.05 * total)
                return Math.Max(0, -profit);
        }

        throw new InvalidOperationException("the weights do not add up");
    }

    private static double Value(StructurePosition position, double spot, int later) =>
        position.Legs.Sum(leg => 100 * leg.Quantity * Price(leg, spot, later, leg.ImpliedVol, position.Session));

    private static double Price(Leg leg, double spot, int later, double vol, DateOnly session)
    {
        double years = (leg.Contract.Expiry.DayNumber - session.DayNumber - later) / 365.0, strike = leg.Contract.Strike, deviation = vol * Math.Sqrt(years);
        double d1 = (Math.Log(spot / strike) + (Rate * years) + (deviation * deviation / 2)) / deviation, discounted = strike * Math.Exp(-Rate * years);
        double call = (spot * Normal.CDF(0, 1, d1)) - (discounted * Normal.CDF(0, 1, d1 - deviation));
        return leg.Contract.Right == OptionRight.Call ? call : call - spot + discounted;
    }
}
