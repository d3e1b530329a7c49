using System.Text.Json.Nodes;
using Microsoft.FSharp.Collections;
using Plotly.NET;
using OwnFigure = ResearchLab.Charts.Figure;

namespace ResearchLab.Plotly;

/// <summary>The lab's figures as charts of Plotly.NET, which can be restyled and combined there, and charts of Plotly.NET as figures.</summary>
public static class PlotlyNetCharts
{
    /// <summary>The same traces and layout as a chart of Plotly.NET; what it holds can be changed there as if it had been made there.</summary>
    /// <param name="figure">Any figure of the lab.</param>
    public static GenericChart ToPlotlyNet(this OwnFigure figure)
    {
        ArgumentNullException.ThrowIfNull(figure);
        JsonNode json = JsonNode.Parse(figure.ToJson())!;
        var layout = new Layout();
        PlotlyNetObjects.Fill(layout, json["layout"]!.AsObject());
        return GenericChart.fromFigure(new Figure(
            ListModule.OfSeq(json["data"]!.AsArray().Select(trace => PlotlyNetObjects.Trace(trace!.AsObject()))), layout, ListModule.Empty<Frame>()));
    }

    /// <summary>A chart of Plotly.NET as a figure, for reports and pages; width and template are left to the page.</summary>
    /// <param name="chart">Any chart, of Plotly.NET.CSharp too.</param>
    public static OwnFigure ToFigure(this GenericChart chart)
    {
        ArgumentNullException.ThrowIfNull(chart);
        return OwnFigure.FromJson(JsonNode.Parse(GenericChart.toFigureJson(chart)));
    }
}
