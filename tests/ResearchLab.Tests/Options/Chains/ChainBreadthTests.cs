using ResearchLab.Options;

namespace ResearchLab.Tests.Options;

public class ChainBreadthTests
{
    private static readonly DateOnly s_session = new(2024, 1, 2);

    private static OptionChain Chain(IEnumerable<(int Days, int Strikes)> expiries, double step = 1, Func<int, bool>? keep = null, bool crossed = false)
    {
        var quotes = new List<RawQuote>();
        int at = 0;
        foreach ((int days, int strikes) in expiries)
        {
            for (int i = -strikes; i <= strikes; i++)
            {
                foreach (OptionRight right in new[] { OptionRight.Call, OptionRight.Put })
                {
                    double strike = 100 + (step * i), mid = BlackScholes.Price(right, 100, strike, 0.2, days / 365.0, 0.02);
                    if (keep?.Invoke(at++) == false)
                        continue;
                    quotes.Add(new(new(s_session.AddDays(days), strike, right), crossed ? mid + 0.1 : mid, crossed ? mid - 0.1 : mid + 0.05, 10, 500));
                }
            }
        }

        return ChainBuilder.Build("TST", s_session, 100, 0.02, ChainOrigin.Observed, [.. quotes]).Chain;
    }

    [Fact]
    public void RangeOfDays_IsThatOfTheRules() => Assert.Equal((21, 75), (ChainBreadth.MinDays, ChainBreadth.MaxDays));

    [Fact]
    public void WholeExpiry_IsBroad_TwentyContractsAreNot()
    {
        Assert.True(ChainBreadth.IsBroad(Chain([(45, 12)])));
        Assert.False(ChainBreadth.IsBroad(Chain([(45, 4)])));
        // Twenty contracts however they are dealt.
        Assert.False(ChainBreadth.IsBroad(Chain([(30, 2), (45, 2)])));
        OptionChain whole = Chain([(45, 12)]);
        int[] outOfTheMoney = [.. Enumerable.Range(0, whole.Count)
            .Where(row => whole.Contracts[row].Right == OptionRight.Put == whole.Contracts[row].Strike < 100).Take(20)];
        Assert.False(ChainBreadth.IsBroad(Chain([(45, 12)], keep: outOfTheMoney.Contains)));
    }

    [Fact]
    public void OutsideTheRulesDays_OneSideOnly_OrCrossed_IsNot()
    {
        Assert.False(ChainBreadth.IsBroad(Chain([(7, 20), (14, 20), (120, 20)])));
        Assert.True(ChainBreadth.IsBroad(Chain([(7, 20), (45, 20)])));
        OptionChain whole = Chain([(45, 20)]);
        Assert.False(ChainBreadth.IsBroad(Chain([(45, 20)], keep: row => row % 2 == 0))); // calls alone
        Assert.False(ChainBreadth.IsBroad(Chain([(45, 20)], crossed: true)));
        Assert.True(whole.Count > ChainBreadth.MinQuotes);
    }

    [Fact]
    public void StormDay_HalfTheQuotesCrossed_IsBroadOnTheOtherHalf()
    {
        OptionChain whole = Chain([(30, 20), (45, 20)]);
        double[] bid = [.. whole.Bid];
        for (int row = 0; row < bid.Length; row++)
            bid[row] = row / 2 % 2 == 0 ? whole.Ask[row] + 0.5 : bid[row];
        OptionChain storm = whole with { Bid = bid };
        Assert.True(ChainBreadth.IsBroad(storm));
        foreach (Structure structure in StructureRules.All.Select(rule => rule.Structure))
        {
            if (ParameterRules.Choose(structure, storm, new RuleContext(double.NaN, double.NaN, double.NaN)).Position is not { } position)
                continue;
            Assert.All(position.Legs, leg => Assert.True(leg.Bid <= leg.Ask));
        }
    }

    [Fact]
    public void ChainMix_SaysHowManySessionsAreOfWhichKind()
    {
        DateOnly[] sessions = [.. Enumerable.Range(0, 5).Select(i => s_session.AddDays(i))];
        var mixed = ChainMix.Of(sessions, [ChainOrigin.Modelled, ChainOrigin.Observed, null, ChainOrigin.Observed, ChainOrigin.Modelled]);
        Assert.Equal((ChainOrigin.Modelled, "observed, else modelled"), (mixed.Weakest, mixed.Kinds));
        Assert.Equal("observed on 2 sessions (2024-01-03 to 2024-01-05), MODELLED on 2", mixed.InWords);
        Assert.Equal("MODELLED on 1 session", ChainMix.Of(sessions, [ChainOrigin.Modelled, null, null, null, null]).InWords);
        Assert.Equal((ChainOrigin.Observed, "observed"), ChainMix.Of(sessions, [ChainOrigin.Observed]) is var seen ? (seen.Weakest, seen.Kinds) : default);
    }
}
