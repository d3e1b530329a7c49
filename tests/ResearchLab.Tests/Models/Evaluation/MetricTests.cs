using ResearchLab.Models;

namespace ResearchLab.Tests.Models;

public sealed class MetricTests
{
    private static readonly MetricContext s_context = new("rules 1; exits 1", "wf6-3f2a91c0", 1240, 87.3, 0.24, 3, "9f2c41d07a", "3f2a91c0", 42);

    [Fact]
    public void Metric_WholeContext_IsBuilt()
    {
        var metric = new Metric("accuracy", 0.26, 0.21, 0.31, s_context);
        Assert.Equal(("accuracy", 0.26, 0.21, 0.31, s_context), (metric.Name, metric.Value, metric.Low, metric.High, metric.Context));
    }

    public static TheoryData<string, MetricContext?> Lacking => new()
    {
        { "context", null },
        { "label spec", s_context with { LabelSpec = " " } },
        { "split id", s_context with { SplitId = "" } },
        { "snapshot", s_context with { Snapshot = "" } },
        { "code version", s_context with { CodeVersion = null! } },
        { "samples", s_context with { Samples = 0 } },
        { "effective samples", s_context with { EffectiveSamples = 0 } },
        { "effective samples", s_context with { EffectiveSamples = 1241 } },
        { "effective samples", s_context with { EffectiveSamples = double.NaN } },
        { "trials", s_context with { Trials = 0 } },
        { "baseline", s_context with { MajorityBaseline = double.NaN } },
    };

    [Theory]
    [MemberData(nameof(Lacking))]
    public void Metric_WithoutAPartOfItsContext_CannotBeBuilt(string part, MetricContext? context)
    {
        ArgumentException error = Assert.ThrowsAny<ArgumentException>(() => new Metric("accuracy", 0.26, 0.21, 0.31, context!));
        Assert.Contains(part, error.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData(0.26, 0.27, 0.31)]
    [InlineData(0.26, 0.21, 0.25)]
    [InlineData(0.26, double.NaN, 0.31)]
    [InlineData(double.NaN, 0.21, 0.31)]
    [InlineData(0.26, double.NegativeInfinity, 0.31)]
    [InlineData(double.PositiveInfinity, 0.21, double.PositiveInfinity)]
    public void Metric_WithoutAnInterval_CannotBeBuilt(double value, double low, double high) =>
        Assert.Throws<ArgumentException>(() => new Metric("accuracy", value, low, high, s_context));
}
