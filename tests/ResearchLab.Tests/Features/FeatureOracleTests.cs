using ResearchLab.Features;

namespace ResearchLab.Tests.Features;

public sealed class FeatureOracleTests
{
    [Theory]
    [InlineData(91UL)]
    [InlineData(92UL)]
    public void Compute_EveryFeature_EqualsItsDefinitionWrittenOut(ulong seed)
    {
        SampleMarket market = SampleMarket.Generate(seed, 620);
        FeatureMatrix features = market.Compute();
        Dictionary<string, Func<int, double>> oracle = new FeatureOracle(market).Features();
        Assert.Equal(FeatureCatalog.All.Select(feature => feature.Name).Order(StringComparer.Ordinal), oracle.Keys.Order(StringComparer.Ordinal));
        Assert.All(FeatureCatalog.All, feature =>
        {
            // ADX starts from other seeds in Wilder's book than in TA-Lib, so it is compared where that is forgotten.
            double relative = feature.Name is "adx14" or "di_spread14" ? 1e-6 : 1e-9;
            foreach (int row in (int[])[300, 350, 433, 509, 619])
            {
                double expected = oracle[feature.Name](row), actual = features.Columns[feature.Number - 1][row];
                Assert.True(FeatureInvariants.Same(expected, actual, relative, 1e-12), $"{feature.Name} at {row}: {actual:R}, by definition {expected:R}");
            }
        });
    }

    [Fact]
    public void ToFrame_Matrix_HasSessionThenEveryFeature()
    {
        FeatureMatrix features = SampleMarket.Generate(93, 40).Compute();
        var frame = features.ToFrame();
        Assert.Equal(["session", .. FeatureCatalog.All.Select(feature => feature.Name)], frame.Names);
        Assert.Equal(features.Columns[20], frame.ToArray<double>("rsi5"));
        Assert.Equal(features.Sessions, frame.ToArray<DateOnly>("session"));
    }
}
