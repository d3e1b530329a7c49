using System.Reflection;
using ResearchLab.Backtesting;
using ResearchLab.Daily;
using ResearchLab.Risk;

namespace ResearchLab.Tests.Daily;

public class DailyRunRequestTests
{
    internal static readonly DailyRunRequest Request = new()
    {
        Symbol = "SPY",
        Session = new DateOnly(2024, 1, 5),
        Demo = false,
        Seed = 1,
        AccountValue = 100_000,
        Limits = new RiskLimits(),
        Costs = new CostModel(),
        Names = MarketNames.UnitedStates,
        CodeVersion = "code-1",
        Threads = 1,
    };

    [Fact]
    public void ConfigHash_IsSixteenHexadecimalDigitsAndStable()
    {
        Assert.Matches("^[0-9a-f]{16}$", Request.ConfigHash);
        Assert.Equal(Request.ConfigHash, (Request with { Limits = new RiskLimits(), Costs = new CostModel() }).ConfigHash);
    }

    [Fact]
    public void ConfigText_Golden_ChangesOnPurposeOnly()
    {
        const string Expected = """
            researchlab daily run config 2
            symbol=SPY
            market=lake
            seed=1
            account_value=100000
            require_edge=False
            watchlist=
            limits.RiskPerTrade=0.02
            limits.MaxPositionSize=0.1
            limits.OpenRisk=0.2
            limits.MaxPositions=5
            limits.MinWinProbability=0.55
            limits.DailyLossStop=0.04
            limits.PortfolioVar95=0.05
            limits.DrawdownHalvesSize=0.1
            limits.ConfidenceHalvesSize=0.7
            limits.SessionsBetweenEntries=4
            limits.LossesHalveSize=3
            limits.LossesPause=5
            limits.PauseSessions=5
            limits.MaxOutOfRange=0.25
            limits.MinSimilarStates=3
            limits.MinWeightedWinRate=0.5
            costs.CommissionPerContract=0.65
            costs.FeePerContract=0.05
            costs.ShareOneLeg=0.5
            costs.ShareTwoLegs=0.45
            costs.ShareThreeLegs=0.4
            costs.ShareFourLegs=0.35
            costs.AssignmentFee=0
            costs.StockCostPerShare=0.01
            names.Market=SPY
            names.Vix=vix
            names.Vix3M=vix3m
            names.TBill13W=tbill_13w
            names.FedFunds=fed_funds
            names.Skew=skew
            names.Index=SPX

            """;
        Assert.Equal(Expected, Request.ConfigText);
        // printf of that text through sha256sum.
        Assert.Equal("56935409b691dcfe", Request.ConfigHash);
    }

    [Fact]
    public void ConfigText_NameWithALineBreak_CannotForgeAnotherField()
    {
        DailyRunRequest forged = Request with { Symbol = "SPY\nmarket=demo" };
        Assert.Equal(Request.ConfigText.Count('\n'), forged.ConfigText.Count('\n'));
        Assert.NotEqual(forged.ConfigHash, (Request with { Symbol = "SPY\\nmarket=demo" }).ConfigHash);
    }

    [Fact]
    public void ConfigHash_SessionCodeAndThreads_DoNotCount()
    {
        Assert.Equal(Request.ConfigHash, (Request with { CodeVersion = "code-2" }).ConfigHash);
        Assert.Equal(Request.ConfigHash, (Request with { Threads = 8 }).ConfigHash);
        Assert.Equal(Request.ConfigHash, (Request with { Overridden = [new OverriddenSetting("OpenRisk", 0.3, 0.2, "code")] }).ConfigHash);
        Assert.Equal(Request.ConfigHash, (Request with { Session = new DateOnly(2024, 1, 8) }).ConfigHash);
    }

    [Fact]
    public void ConfigHash_EveryOtherField_MakesAnotherRun()
    {
        List<DailyRunRequest> others =
        [
            Request, Request with { Symbol = "QQQ" }, Request with { Demo = true }, Request with { Seed = 2 },
            Request with { AccountValue = Math.BitIncrement(100_000) },
            Request with { RequireEdge = true },
            .. Changed(Request.Limits).Select(limits => Request with { Limits = limits }),
            .. Changed(Request.Costs).Select(costs => Request with { Costs = costs }),
            .. Changed(Request.Names).Select(names => Request with { Names = names }),
        ];
        Assert.Equal(6 + 16 + 8 + 7, others.Count);
        Assert.Equal(others.Count, others.Select(request => request.ConfigHash).Distinct().Count());
    }

    /// <summary>One copy a settable property, each with another value of that property.</summary>
    private static IEnumerable<T> Changed<T>(T record)
        where T : class
    {
        MethodInfo clone = typeof(T).GetMethod("<Clone>$")!;
        foreach (PropertyInfo property in typeof(T).GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite))
        {
            var copy = (T)clone.Invoke(record, null)!;
            property.SetValue(copy, property.GetValue(record) switch
            {
                double number => Math.BitIncrement(number),
                int number => number + 1,
                string text => text + "x",
                var other => throw new InvalidOperationException($"{property.Name} is {other}"),
            });
            yield return copy;
        }
    }
}
