using ResearchLab.Basics;
using ResearchLab.Charts;
using ResearchLab.Features;
using ResearchLab.Market;
using ResearchLab.Models;
using ResearchLab.Options;
using ResearchLab.Reports;
using ResearchLab.Tests.Reports;

namespace ResearchLab.Tests.Charts;

/// <summary>Every kind of chart that the daily report does not show, on plausible numbers, in a real browser.</summary>
[Trait("Tier", "full")]
public sealed class ChartGalleryTests
{
    [Fact]
    public async Task Gallery_InChromium_DrawsEveryChartWithoutRequestsOrOverflow()
    {
        Figure[] figures = [.. Figures()];
        DirectoryInfo folder = Directory.CreateTempSubdirectory("researchlab-gallery-");
        try
        {
            string path = FigurePage.Write(Path.Combine(folder.FullName, "gallery.html"), "Charts", ["Random numbers, to be looked at."], figures,
                PhoneBrowser.PlotlyText());

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
        yield return Chart.Fan("Simulated price", ahead, [(0.05, Quantile(-1.645)), (0.25, Quantile(-0.674)), (0.5, Quantile(0)), (0.75, Quantile(0.674)),
            (0.95, Quantile(1.645))], "price ($)", format: "$,.0f");
        string[] names = ["ret_1d", "ret_5d", "vix", "iv_rank252", "rsi14", "adx14"];
        var random = new Pcg32(3);
        double[][] cells = [.. names.Select((_, row) => names.Select((_, column) => row == column ? 1 : Math.Tanh(random.NextNormal() / 2)).ToArray())];
        yield return Chart.HeatMap("Correlation", names, names, cells, "correlation", ".2f", diverging: true);
        yield return Chart.Area("Capital at risk by structure", bars.Sessions,
            [new("iron condor", [.. bars.Close.Select(close => close * 2)]), new("long call", bars.Close)], "capital at risk ($)", "$,.0f");
        yield return Chart.VolSurface(ChainSurface.Fit(ReportFixture.Chain(ChainOrigin.Modelled)), isModelled: true);
        yield return Chart.ShapWaterfall("Why iron condor", names, [0.31, -0.12, 0.44, 0.05, -0.02, 0.01], -1.2,
            [0.0012, -0.034, 18.2, 0.61, 54.3, double.NaN], most: 4);
        FeatureImportance[] important = [.. FeatureCatalog.All.Take(30).Select((feature, i) =>
            new FeatureImportance(feature.Name, feature.Unit, 0.3 / (i + 2), 0.2 / (i + 2), 0.5 / (i + 2), i + 1, i + 9, i < 4 ? 1 : 0.5, 0.2 / (i + 1)))];
        yield return Chart.Importance(new ImportanceReport("SPY-2023-12-29-3f2a91c0", "wf6-3f2a91c0", 6, 1200, 0.81, 0.64, important));
        double[] grid = [.. Enumerable.Range(0, 25).Select(i => i / 24.0)],
            level = [.. grid.Select(value => 0.08 + (0.1 / (1 + Math.Exp(-12 * (value - 0.6)))))];
        yield return Chart.Dependence(new PartialDependence(
            "iv_rank252", "fraction", Structure.IronCondor, grid, level, [.. level.Select(p => p * 0.7)], [.. level.Select(p => p * 0.95)],
            [.. level.Select(p => p * 1.6)],
            [.. grid.Select(value => 0.12 * Math.Exp(-4 * value))], 0.09, 0.05, 300));
        yield return Chart.Leaks(new LeakReport(new("shuffled", 3000, 0.54, 0.51, 0.57, 0.31), new("unpurged", 3000, 0.24, 0.2, 0.28, 0.01),
            new("purged", 3000, 0.21, 0.17, 0.25, -0.02)));
    }
}
