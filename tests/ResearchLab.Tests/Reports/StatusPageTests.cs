using AngleSharp.Html.Dom;
using ResearchLab.Options;
using ResearchLab.Reports;

namespace ResearchLab.Tests.Reports;

public sealed class StatusPageTests
{
    private static StatusPageInput Input() => new()
    {
        Now = new DateTimeOffset(2024, 1, 6, 12, 0, 0, TimeSpan.Zero),
        Health = [new("lake", HealthState.Healthy, ""), new("journal <b>", HealthState.Degraded, "locked for 3 s & counting")],
        NextRun = new DateTimeOffset(2024, 1, 8, 21, 45, 0, TimeSpan.Zero),
        NextSession = new DateOnly(2024, 1, 8),
        Runs =
        [
            new("r-3", "SPY", new DateOnly(2024, 1, 5), new DateTimeOffset(2024, 1, 5, 21, 45, 0, TimeSpan.Zero), null, "running", null, "features"),
            new("r-2", "QQQ", new DateOnly(2024, 1, 5), new DateTimeOffset(2024, 1, 5, 21, 45, 0, TimeSpan.Zero), TimeSpan.FromSeconds(12.34), "failed", false,
                "<script>no chain</script>"),
        ],
        Recommendations =
        [
            new("SPY", new DateOnly(2024, 1, 5), ChainOrigin.Demo, "Recommend: iron condor × 2", 0.312, "reports/SPY/2024-01-05.html"),
            new("IWM", new DateOnly(2024, 1, 5), ChainOrigin.Modelled, "No trade", double.NaN, null),
        ],
        Code = "3f2a91c0",
    };

    [Fact]
    public void Render_FullInput_IsWellFormedSelfContainedAndEscaped()
    {
        IHtmlDocument page = DailyReportTests.ParseStrictly(StatusPage.Render(Input()));

        DailyReportTests.AssertSelfContained(page);
        Assert.Empty(page.QuerySelectorAll("script"));
        Assert.Contains("<script>no chain</script>", page.QuerySelector("[aria-label='Recent runs']")!.TextContent);
        Assert.Contains("journal <b>", page.QuerySelector("[aria-label=Health]")!.TextContent);
    }

    [Fact]
    public void Render_Headline_ShowsWorstStateAndNextRun()
    {
        IHtmlDocument page = DailyReportTests.ParseStrictly(StatusPage.Render(Input()));

        Assert.Equal("! degraded", page.QuerySelector(".decision")!.TextContent);
        Assert.Contains("Next run 2024-01-08 21:45 UTC, before session 2024-01-08, in 2 days.", page.QuerySelector("header")!.TextContent);
    }

    [Fact]
    public void Render_Recommendations_CarryBadgesAndLinks()
    {
        IHtmlDocument page = DailyReportTests.ParseStrictly(StatusPage.Render(Input()));

        Assert.Equal(["DEMO", "MODELLED"], page.QuerySelectorAll("td .badge, th .badge").Select(badge => badge.TextContent));
        Assert.Equal("reports/SPY/2024-01-05.html", page.QuerySelector("a")!.GetAttribute("href"));
        Assert.StartsWith("DEMO", page.QuerySelector(".banner")!.TextContent);
    }

    [Fact]
    public void Render_EmptyHost_SaysSo()
    {
        IHtmlDocument page = DailyReportTests.ParseStrictly(
            StatusPage.Render(Input() with { Runs = [], Recommendations = [], Health = [], NextRun = null, NextSession = null }));

        Assert.Contains("No run is scheduled.", page.Body!.TextContent);
        Assert.Equal("✓ healthy", page.QuerySelector(".decision")!.TextContent);
        Assert.Null(page.QuerySelector(".banner"));
    }

    [Theory]
    [InlineData("https://example.com/x")]
    [InlineData("//example.com/x")]
    [InlineData("javascript:alert(1)")]
    [InlineData("/\\example.com")]
    [InlineData("")]
    public void Render_ReportPathToAnotherHost_Throws(string path) =>
        Assert.Throws<ArgumentException>(() => StatusPage.Render(Input() with { Recommendations = [Input().Recommendations[0] with { ReportPath = path }] }));
}
