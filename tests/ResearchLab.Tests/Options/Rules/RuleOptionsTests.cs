using System.Text.Json;
using ResearchLab.Options;

namespace ResearchLab.Tests.Options;

public class RuleOptionsTests
{
    private static readonly RuleContext s_unknown = new(double.NaN, double.NaN, double.NaN);

    private static StructurePosition Choose(Structure structure, RuleOptions? options)
    {
        OptionChain chain = TestChains.Synthetic(11);
        StructureChoice choice = ParameterRules.Choose(structure, chain, s_unknown, new LiquidityRules(1, 10, 0), options);
        return choice.Position ?? throw new InvalidOperationException(choice.NotTradable);
    }

    private static double Width(StructurePosition position) => position.Legs[1].Contract.Strike - position.Legs[0].Contract.Strike;

    [Fact]
    public void WingWidth_MovesWingsAndNothingElse()
    {
        StructurePosition rules = Choose(Structure.BullPutSpread, null), doubled = Choose(Structure.BullPutSpread, new RuleOptions { WingWidth = 2 });
        Assert.Equal(rules.Legs[1].Contract, doubled.Legs[1].Contract);
        Assert.InRange(Width(doubled) / Width(rules), 1.5, 2.5);
        Assert.Contains(doubled.Reasons, reason => reason.Contains("0.5 of the expected move", StringComparison.Ordinal));
        Assert.Equal(Choose(Structure.LongCall, null).Legs, Choose(Structure.LongCall, new RuleOptions { WingWidth = 3 }).Legs);
    }

    [Fact]
    public void NoStopsAndTimeOnly_TurnLevelsOff_AndAPositionIsStillComplete()
    {
        StructurePosition rules = Choose(Structure.IronButterfly, null);
        ExitRules noStops = Choose(Structure.IronButterfly, new RuleOptions { Stops = false }).Exits,
            timeOnly = Choose(Structure.IronButterfly, new RuleOptions { TimeOnly = true }).Exits;
        Assert.Equal(rules.Exits with { StopLoss = double.PositiveInfinity }, noStops);
        Assert.Equal(new ExitRules(double.PositiveInfinity, double.PositiveInfinity, rules.Exits.CloseOn) { OnRegimeChange = false }, timeOnly);
        Assert.Equal(rules.Exits with { OnRegimeChange = false }, Choose(Structure.IronButterfly, new RuleOptions { RegimeExits = false }).Exits);
        Assert.True(rules.Exits.OnRegimeChange);
        Assert.InRange(rules.Expiry.DayNumber - rules.Session.DayNumber, 30, 60);
        Assert.Equal(25 * Math.Abs(rules.LimitPrice), rules.Exits.TakeProfit, 0.01);
    }

    [Fact]
    public void Spec_NamesWhatDeparts_AndJsonKeepsIt()
    {
        var options = new RuleOptions { WingWidth = 2.5, Stops = false, SpreadShare = 0.25, LateExits = true };
        Assert.Equal("wings ×2.5, no stops, spread share 0.25, exits a session late", options.Spec);
        Assert.Equal(options, JsonSerializer.Deserialize<RuleOptions>(JsonSerializer.Serialize(options)));
        Assert.Equal(("the rules", true), (RuleOptions.Default.Spec, new RuleOptions().IsDefault));
        Assert.Throws<ArgumentOutOfRangeException>(() => Choose(Structure.LongCall, new RuleOptions { WingWidth = 0.5 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Choose(Structure.LongCall, new RuleOptions { SpreadShare = -0.1 }));
    }
}
