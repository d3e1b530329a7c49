using System.Reflection;
using ResearchLab.Risk;

namespace ResearchLab.Tests.Risk;

public class RiskLimitsTests
{
    public static TheoryData<string> Names => [.. Properties().Select(property => property.Name)];

    private static PropertyInfo[] Properties() => typeof(RiskLimits).GetProperties(BindingFlags.Public | BindingFlags.Instance);

    private static RiskLimits With(string name, double value)
    {
        var limits = new RiskLimits();
        PropertyInfo property = typeof(RiskLimits).GetProperty(name)!;
        property.SetValue(limits, property.PropertyType == typeof(int) ? (object)(int)value : value);
        return limits;
    }

    [Fact]
    public void Defaults_AreThePublishedLimitsAndValid()
    {
        RiskLimits limits = new RiskLimits().Validated();
        Assert.Equal(
            (0.02, 0.10, 0.20, 5, 0.55, 0.04, 0.05, 0.10, 0.70, 0.25, 3, 0.50),
            (limits.RiskPerTrade, limits.MaxPositionSize, limits.OpenRisk, limits.MaxPositions, limits.MinWinProbability, limits.DailyLossStop,
            limits.PortfolioVar95, limits.DrawdownHalvesSize, limits.ConfidenceHalvesSize, limits.MaxOutOfRange,
            limits.MinSimilarStates, limits.MinWeightedWinRate));
        Assert.Equal((4, 3, 5, 5), (limits.SessionsBetweenEntries, limits.LossesHalveSize, limits.LossesPause, limits.PauseSessions));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Validated_AtBothEndsOfTheRange_IsAccepted(string name)
    {
        Assert.NotNull(With(name, 0).Validated());
        Assert.NotNull(With(name, Limit(name).Highest).Validated());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Validated_OutsideTheRange_NamesLimitValueAndRange(string name)
    {
        bool whole = typeof(RiskLimits).GetProperty(name)!.PropertyType == typeof(int);
        double[] wrong = whole ? [-1, Limit(name).Highest + 1] : [-0.01, Math.BitIncrement(Limit(name).Highest), 1, double.NaN, double.PositiveInfinity,
            double.NegativeInfinity];
        foreach (double value in wrong)
        {
            ArgumentOutOfRangeException error = Assert.Throws<ArgumentOutOfRangeException>(() => With(name, value).Validated());
            Assert.Contains($"is {value}; it must be between 0 and ", error.Message);
            Assert.Matches("Risk limit [A-Za-z0-9_]+ is ", error.Message);
        }
    }

    private static RiskLimit Limit(string name) => RiskLimit.All.Single(limit => limit.Name == name);

    [Fact]
    public void All_HasEveryPropertyOnceAndReadsIt()
    {
        Assert.Equal(Properties().Select(property => property.Name), RiskLimit.All.Select(limit => limit.Name));
        Assert.All(RiskLimit.All, limit => Assert.Equal(limit.Highest, limit.Value(With(limit.Name, limit.Highest))));
        Assert.Equal(0.10, Limit("RiskPerTrade").Highest);
    }

    [Fact]
    public void Flat_HasNoPositions() => Assert.Equal(new PortfolioState(50_000, 0, 0, 0, 0, 0), PortfolioState.Flat(50_000));
}
