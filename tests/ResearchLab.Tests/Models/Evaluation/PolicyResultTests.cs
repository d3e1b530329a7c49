using ResearchLab.Models;

namespace ResearchLab.Tests.Models;

public sealed class PolicyResultTests
{
    private static readonly MetricContext s_context = new("labels", "wf1-0", 100, 12, 0.01, 1, "snapshot", "code", 1);

    private static PolicyResult Make(MetricContext context, double mean = 0.01, double low = 0, double high = 0.02) =>
        new("model", mean, low, high, 0, 0, 0, 90, 0.5, 0.1, -0.2, -0.3, 1.1, 0.4, 454, context);

    [Fact]
    public void Create_WithItsContext_Exists() => Assert.Equal(100, Make(s_context).Context.Samples);

    [Fact]
    public void Create_WithoutAPartOfItsContext_IsRefused()
    {
        Assert.Throws<ArgumentNullException>(() => Make(null!));
        foreach (MetricContext missing in (MetricContext[])
            [
                s_context with { LabelSpec = "" }, s_context with { SplitId = " " }, s_context with { Samples = 0 }, s_context with { EffectiveSamples = 0 },
                s_context with { EffectiveSamples = 101 }, s_context with { MajorityBaseline = double.NaN }, s_context with { Trials = 0 },
                s_context with { Snapshot = "" }, s_context with { CodeVersion = "" },
            ])
        {
            Assert.Throws<ArgumentException>(() => Make(missing));
        }
    }

    [Theory]
    [InlineData(0.03, 0, 0.02)]
    [InlineData(0.01, double.NaN, 0.02)]
    [InlineData(double.NaN, 0, 0.02)]
    public void Create_OutsideItsInterval_IsRefused(double mean, double low, double high) =>
        Assert.Throws<ArgumentException>(() => Make(s_context, mean, low, high));
}
