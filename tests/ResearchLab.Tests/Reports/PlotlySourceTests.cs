using ResearchLab.Reports;

namespace ResearchLab.Tests.Reports;

public sealed class PlotlySourceTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("researchlab-plotly-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Pages_OfAFolder_ShareOneFile_UnlessTheyAreToStandAlone()
    {
        string home = Path.Combine(_folder, "home"), reports = Path.Combine(_folder, "reports"), page = Path.Combine(reports, "page.html");
        Directory.CreateDirectory(Path.Combine(home, "native", "lib"));
        Assert.True(PlotlySource.For(page, home, selfContained: false).IsEmpty);
        File.WriteAllText(Path.Combine(home, "native", "lib", "plotly.min.js"), "var Plotly = {};");

        PlotlySource first = PlotlySource.For(page, home, selfContained: false),
            again = PlotlySource.For(Path.Combine(reports, "other.html"), home, selfContained: false);
        Assert.Equal(first, again);
        Assert.Equal([first.File], Directory.EnumerateFiles(reports).Select(Path.GetFileName));
        Assert.Equal("var Plotly = {};", File.ReadAllText(Path.Combine(reports, first.File)));
        string shared = DailyReport.Render(ReportFixture.Input() with { Plotly = first });
        Assert.Contains($"<script src=\"./{first.File}\"></script>", shared);
        Assert.Contains("script-src 'self' file: 'sha256-", shared);

        PlotlySource alone = PlotlySource.For(page, home, selfContained: true);
        Assert.Equal(("var Plotly = {};", ""), (alone.Text, alone.File));
        Assert.DoesNotContain("script-src 'self'", DailyReport.Render(ReportFixture.Input() with { Plotly = alone }));
    }
}
