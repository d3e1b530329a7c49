using ResearchLab.Daily;
using ResearchLab.Options;
using ResearchLab.Reports;

namespace ResearchLab.Tests.Reports;

/// <summary>Reports in a real browser.</summary>
[Trait("Tier", "full")]
public sealed class ReportBrowserTests
{
    [Theory]
    [InlineData(Structure.IronCondor, Decision.Recommend, ChainOrigin.Modelled)]
    [InlineData(Structure.LongCall, Decision.NotOpened, ChainOrigin.Demo)]
    public async Task Render_InChromium_DrawsEveryChartWithoutRequestsOrOverflow(Structure structure, Decision decision, ChainOrigin origin)
    {
        DailyReportInput input = ReportFixture.Input(structure, decision, origin) with { Plotly = PhoneBrowser.PlotlyText() };

        await PhoneBrowser.AssertDraws(DailyReport.Render(input), structure.Name(), charts: 7);
    }
}
