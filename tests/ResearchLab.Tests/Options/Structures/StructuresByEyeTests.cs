using ResearchLab.Options;

namespace ResearchLab.Tests.Options;

/// <summary>What the rules build on 20 random sessions of real index chains, printed to be looked at, and what must hold of each.</summary>
public sealed class StructuresByEyeTests(ITestOutputHelper output)
{
    private const int Sessions = 20;
    private const ulong Seed = 20261121;

    [Fact]
    public void Choose_RandomRealSessions_EveryStructureIsTradable()
    {
        IReadOnlyDictionary<DateOnly, TestChains.SpxDay> days = TestChains.RandomSpx(Sessions, Seed);
        var context = new RuleContext(double.NaN, double.NaN, double.NaN);
        var expected = new Dictionary<Structure, List<double>>();
        int built = 0, none = 0;
        foreach (DateOnly session in days.Keys.Order())
        {
            OptionChain chain = days[session].Chain;
            var distributions = new ChainDistributions(chain);
            output.WriteLine($"{session:yyyy-MM-dd} spot {chain.Spot:0.00}");
            for (int s = 0; s < Structures.Count; s++)
            {
                StructureChoice choice = ParameterRules.Choose((Structure)s, distributions, context, LiquidityRules.Default);
                if (choice.Position is not { } position)
                {
                    none++;
                    output.WriteLine($"  {((Structure)s).Name(),-17} {choice.NotTradable}");
                    continue;
                }

                built++;
                double value = PositionValue.Expected(position, distributions)!.Value;
                double spreads = position.Legs.Sum(leg => Math.Abs(leg.Quantity) * (leg.Ask - leg.Bid)) * OptionContract.Multiplier;
                if (!expected.TryGetValue((Structure)s, out List<double>? values))
                    expected[(Structure)s] = values = [];
                values.Add(value / spreads);
                output.WriteLine(
                    $"  {((Structure)s).Name(),-17} "
                        + $"{string.Join(" ", position.Legs.Select(l => $"{l.Quantity:+0;-0}×{l.Contract.Expiry:MM-dd} {l.Contract.Strike:0}{l.Contract.Right.ToString()[0]} {l.Delta:0.00}")),-86} "
                    + $"limit {position.LimitPrice,7:0.00} profit {(double.IsFinite(position.MaxProfit) ? $"{position.MaxProfit:0}" : "no bound"),8} loss "
                    + $"{position.MaxLoss,6:0} stop {position.Exits.StopLoss,6:0} win {position.WinProbability:P0} ev {value,6:0} spreads {spreads,5:0}");
                AssertSensible(position, chain);
            }
        }

        output.WriteLine("expected value at mids over the width of the quotes, median and worst:");
        foreach ((Structure structure, List<double> values) in expected)
        {
            double[] sorted = [.. values.Order()];
            output.WriteLine($"  {structure.Name(),-17} {sorted[sorted.Length / 2]:+0.00;-0.00} {sorted.MaxBy(Math.Abs):+0.00;-0.00}");
            // Half the quotes' width is what a fill at mid would take back; a wrong smile is several widths off.
            Assert.InRange(Math.Abs(sorted[sorted.Length / 2]), 0, 0.5);
        }

        Assert.Equal(Sessions, days.Count);
        Assert.True(built >= 0.99 * Sessions * Structures.Count, $"{built} built, {none} not");
    }

    private static void AssertSensible(StructurePosition position, OptionChain chain)
    {
        IReadOnlyList<Leg> legs = position.Legs;
        double spot = chain.Spot;
        Assert.All(legs, leg =>
        {
            Assert.InRange(leg.Contract.Strike, 0.6 * spot, 1.4 * spot);
            Assert.InRange(leg.Contract.Expiry.DayNumber - position.Session.DayNumber, 14, 90);
            Assert.True(leg.Bid > 0 && leg.Ask >= leg.Bid);
            Assert.InRange(leg.ImpliedVol, 0.01, 1);
        });
        Assert.Equal(legs.Count, legs.Select(leg => leg.Contract).Distinct().Count());
        Assert.InRange(position.WinProbability, 0.02, 0.98);
        Assert.True(position.MaxLoss > 0 && position.MaxProfit > 0 && position.CapitalAtRisk > 0 && double.IsFinite(position.CapitalAtRisk));
        Assert.Equal(position.Structure.IsCredit(), position.LimitPrice < 0);
        Assert.True(position.Exits.StopLoss > 0 && position.Exits.StopLoss <= position.CapitalAtRisk + 1e-9,
            $"{position.Structure}: the stop exceeds the risk");
        Assert.True(position.Exits.TakeProfit > 0 && position.Exits.CloseOn > position.Session && position.Exits.CloseOn < position.Expiry);
        if (position.Structure is Structure.IronButterfly or Structure.LongStraddle or Structure.PutCalendar)
            Assert.All(legs.Where(leg => position.Structure != Structure.IronButterfly || leg.Quantity < 0),
                leg => Assert.InRange(Math.Abs(leg.Delta), 0.38, 0.62));
        if (position.Structure == Structure.PutCalendar)
            Assert.True(legs[1].Contract.Expiry > legs[0].Contract.Expiry && legs[0].Contract.Strike == legs[1].Contract.Strike);
        else
            Assert.Single(legs.Select(leg => leg.Contract.Expiry).Distinct());
        if (position.Structure.IsCredit())
        {
            foreach (IGrouping<OptionRight, Leg> side in legs.GroupBy(leg => leg.Contract.Right))
            {
                double width = Math.Abs(side.Last().Contract.Strike - side.First().Contract.Strike);
                Assert.True(width > 0 && -position.LimitPrice < legs.Count / 2 * width,
                    $"{position.Structure}: a credit of {-position.LimitPrice} on a width of {width}");
            }
        }
    }
}
