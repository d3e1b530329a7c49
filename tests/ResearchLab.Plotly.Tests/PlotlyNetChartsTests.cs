using System.Text.Json.Nodes;
using Plotly.NET;
using ResearchLab.Charts;
using ResearchLab.Notebooks.Formatting;
using CSharpChart = Plotly.NET.CSharp.Chart;
using CSharpExtensions = Plotly.NET.CSharp.GenericChartExtensions;
using OwnChart = ResearchLab.Charts.Chart;
using OwnFigure = ResearchLab.Charts.Figure;

namespace ResearchLab.Plotly.Tests;

public class PlotlyNetChartsTests
{
    private static readonly DateOnly[] s_sessions = [new(2024, 1, 2), new(2024, 1, 3), new(2024, 1, 4)];

    [Fact]
    public void ToPlotlyNet_GivesTheSameJson()
    {
        OwnFigure figure = Sample();
        JsonNode own = JsonNode.Parse(figure.ToJson())!, theirs = JsonNode.Parse(GenericChart.toFigureJson(figure.ToPlotlyNet()))!;
        Assert.True(JsonNode.DeepEquals(own["data"], theirs["data"]), $"{own["data"]}\n{theirs["data"]}");
        Assert.True(JsonNode.DeepEquals(own["layout"], theirs["layout"]), $"{own["layout"]}\n{theirs["layout"]}");
    }

    [Fact]
    public void ToPlotlyNet_Styled_KeepsWhatIsThere()
    {
        GenericChart styled = CSharpExtensions.WithXAxisStyle<double, double, string>(Sample().ToPlotlyNet(), TitleText: "session");
        JsonNode axis = JsonNode.Parse(GenericChart.toFigureJson(styled))!["layout"]!["xaxis"]!;
        Assert.Equal("session", (string?)axis["title"]!["text"]);
        Assert.Equal("date", (string?)axis["type"]);
    }

    [Fact]
    public void ToFigure_OfOurs_IsTheSame()
    {
        OwnFigure figure = Sample(), back = figure.ToPlotlyNet().ToFigure();
        Assert.Equal((figure.Title, figure.Description, figure.Height), (back.Title, back.Description, back.Height));
        Assert.Equal(figure.ToJson(), back.ToJson());
    }

    [Fact]
    public void Chart_OfPlotlyNet_DisplaysLikeOurs()
    {
        GenericChart chart = CSharpChart.Line<double, double, string>([1.0, 2.0], [3.0, 5.0], Name: "line", UseDefaults: false);
        GenericChart both = CSharpChart.Combine([chart, CSharpChart.Point<double, double, string>([1.0, 2.0], [4.0, 4.0])]);
        foreach ((GenericChart shown, string text) in new[] { (chart, "Chart of scatter"), (both, "Chart of 2 × scatter") })
        {
            MimeBundle bundle = Formatter.Format(shown, () => "window.Plotly = {};");
            Assert.Equal(text, bundle.Text);
            JsonNode json = bundle.Data["application/vnd.plotly.v1+json"]!;
            Assert.Equal([3.0, 5.0], json["data"]![0]!["y"]!.AsArray().Select(value => (double)value!));
            Assert.Contains("researchLabPlotly", (string?)bundle.Data[MimeBundle.HtmlText]);
            Assert.DoesNotContain("https://", (string?)bundle.Data[MimeBundle.HtmlText]);
            // The page decides on colours and width: the template of Plotly.NET would be white on a dark page.
            Assert.Null(json["layout"]!["width"]);
            Assert.Equal("#7f7f7f", (string?)json["layout"]!["template"]!["layout"]!["font"]!["color"]);
        }
    }

    [Fact]
    public void Chart_WithTitle_HasItAsHeading()
    {
        var layout = new Layout();
        layout.SetProperty("title", "Ours &amp; theirs");
        OwnFigure figure = GenericChart.addLayout(layout, CSharpChart.Point<double, double, string>([1.0], [4.0])).ToFigure();
        Assert.Equal("Ours & theirs", figure.Title);
        Assert.Contains("<h3>Ours &amp; theirs</h3>", FigureHtml.Block(figure));
    }

    private static OwnFigure Sample() => OwnChart.Line("Equity & shares", s_sessions,
        [new LineSeries("strategy", [1.0, 1.01, double.NaN]), new LineSeries("shares", [1.0, 0.99, 1.02])], "value");
}
