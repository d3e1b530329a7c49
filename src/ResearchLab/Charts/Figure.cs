using System.Text.Json;
using System.Text.Json.Nodes;

namespace ResearchLab.Charts;

/// <summary>
/// A chart in Plotly's figure form: what <see cref="ToJson"/> gives can be pasted into any Plotly viewer, and
/// <see cref="FigureHtml"/> shows it in a page.
/// </summary>
/// <param name="Title">Plain text.</param>
/// <param name="Description">What the chart shows in a sentence, for readers who cannot see it or run no script.</param>
/// <param name="Data">Plotly traces.</param>
/// <param name="Layout">Plotly layout without a title and without colours of text and grid: those follow the page.</param>
public sealed record Figure(string Title, string Description, JsonArray Data, JsonObject Layout)
{
    /// <summary>Height in CSS pixels; the width follows the page.</summary>
    public int Height => Layout["height"]?.GetValue<int>() ?? 400;

    /// <summary>The figure alone as Plotly JSON, <c>{"data": …, "layout": …}</c>, in greys that are legible on light and on dark.</summary>
    public string ToJson()
    {
        var layout = (JsonObject)Layout.DeepClone();
        layout["title"] = new JsonObject { ["text"] = Plot.Escape(Title), ["x"] = 0.02, ["xanchor"] = "left" };
        layout["margin"]!["t"] = (layout["margin"]!["t"]?.GetValue<int>() ?? 20) + 40;
        layout["height"] = Height + 40;
        layout["template"] = Plot.Template(ink: "#7f7f7f", grid: "rgba(128,128,128,0.25)");
        return new JsonObject { ["data"] = Data.DeepClone(), ["layout"] = layout }.ToJsonString(JsonSerializerOptions.Default);
    }
}
