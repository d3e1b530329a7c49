using System.Reflection;
using ResearchLab.Backtesting;
using ResearchLab.Desk;
using ResearchLab.Risk;

namespace ResearchLab.Tests.Desk;

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
    public void ConfigHash_SessionCodeAndThreads_DoNotCount()
    {
        Assert.Equal(Request.ConfigHash, (Request with { CodeVersion = "code-2" }).ConfigHash);
        Assert.Equal(Request.ConfigHash, (Request with { Threads = 8 }).ConfigHash);
        Assert.Equal(Request.ConfigHash, (Request with { Session = new DateOnly(2024, 1, 8) }).ConfigHash);
    }

    [Fact]
    public void ConfigHash_EveryOtherField_MakesAnotherRun()
    {
        List<DailyRunRequest> others =
        [
            Request, Request with { Symbol = "QQQ" }, Request with { Demo = true }, Request with { Seed = 2 }, Request with { AccountValue = Math.BitIncrement(100_000) },
            .. Changed(Request.Limits).Select(limits => Request with { Limits = limits }),
            .. Changed(Request.Costs).Select(costs => Request with { Costs = costs }),
            .. Changed(Request.Names).Select(names => Request with { Names = names }),
        ];
        Assert.Equal(5 + 13 + 8 + 7, others.Count);
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
