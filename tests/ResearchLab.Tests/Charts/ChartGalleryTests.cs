using ResearchLab.Charts;
using ResearchLab.Market;
using ResearchLab.Options;
using ResearchLab.Reports;
using ResearchLab.Statistics;
using ResearchLab.Tests.Reports;

namespace ResearchLab.Tests.Charts;

/// <summary>Every kind of chart that the daily report does not show, on plausible numbers, in a real browser.</summary>
public sealed class ChartGalleryTests
{
    [Fact]
    public async Task Gallery_InChromium_DrawsEveryChartWithoutRequestsOrOverflow()
    {
        Figure[] figures = [.. Figures()];
        DirectoryInfo folder = Directory.CreateTempSubdirectory("researchlab-gallery-");
        try
        {
            string path = FigurePage.Write(Path.Combine(folder.FullName, "gallery.html"), "Charts", ["Random numbers, to be looked at."], figures, PhoneBrowser.PlotlyText());

            await PhoneBrowser.AssertDraws(await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken), "gallery", figures.Length);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static IEnumerable<Figure> Figures()
    {
        BarSeries bars = ReportFixture.Bars();
        double[] returns = [.. bars.Close.Select((close, i) => i == 0 ? 0 : (close / bars.Close[i - 1]) - 1)];
        double[] half = [.. returns.Select(value => value / 2)];
        yield return Chart.EquityAndDrawdown("Strategy and benchmark", bars.Sessions, [new("strategy", returns), new("half of it", half)]);
        yield return Chart.MonthlyReturns("Monthly returns", bars.Sessions, returns);
        yield return Chart.CalendarHeatMap("Returns by day", bars.Sessions, returns, "return");
        yield return Chart.Histogram("Daily returns", returns, "return (%)", ".1%", marks: [new("VaR 95%", -0.0162), new("mean", 0.0004)]);
        double[] ahead = [.. Enumerable.Range(0, 46).Select(step => (double)step)];
        double[] Quantile(double z) => [.. ahead.Select(step => 467.92 * Math.Exp(z * 0.009 * Math.Sqrt(step)))];
        yield return Chart.Fan("Simulated price", ahead, [(0.05, Quantile(-1.645)), (0.25, Quantile(-0.674)), (0.5, Quantile(0)), (0.75, Quantile(0.674)), (0.95, Quantile(1.645))], "price ($)", format: "$,.0f");
        string[] names = ["ret_1d", "ret_5d", "vix", "iv_rank252", "rsi14", "adx14"];
        var random = new Pcg32(3);
        double[][] cells = [.. names.Select((_, row) => names.Select((_, column) => row == column ? 1 : Math.Tanh(random.NextNormal() / 2)).ToArray())];
        yield return Chart.HeatMap("Correlation", names, names, cells, "correlation", ".2f", diverging: true);
        yield return Chart.Area("Capital at risk by structure", bars.Sessions, [new("iron condor", [.. bars.Close.Select(close => close * 2)]), new("long call", bars.Close)], "capital at risk ($)", "$,.0f");
        yield return Chart.VolSurface(ChainSurface.Fit(ReportFixture.Chain(ChainOrigin.Modelled)), isModelled: true);
        yield return Chart.ShapWaterfall("Why iron condor", names, [0.31, -0.12, 0.44, 0.05, -0.02, 0.01], -1.2, [0.0012, -0.034, 18.2, 0.61, 54.3, double.NaN], most: 4);
    }
}
