using ResearchLab.Features;
using ResearchLab.Tests.Shared;

namespace ResearchLab.Tests.Features;

public sealed class FeatureReferenceTests
{
    private static string Page => Path.Combine(MarkdownPages.Root, "docs", "reference", "features.md");

    [Fact]
    public void ToMarkdown_Page_IsUpToDate() =>
        Assert.True(
            File.ReadAllText(Page).ReplaceLineEndings("\n") == FeatureReference.ToMarkdown(),
            "docs/reference/features.md is not what the catalogue says; run the tests named ToMarkdown_WritePage with '-explicit only'.");

    [Fact(Explicit = true)]
    public void ToMarkdown_WritePage()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Page)!);
        File.WriteAllText(Page, FeatureReference.ToMarkdown());
    }

    [Fact]
    public void ToMarkdown_EveryFeature_HasARow() =>
        Assert.All(FeatureCatalog.All,
            feature => Assert.Contains($"| {feature.Number} | {feature.Name} |", FeatureReference.ToMarkdown(), StringComparison.Ordinal));
}
