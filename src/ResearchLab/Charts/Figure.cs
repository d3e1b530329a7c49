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
    private const int TitleHeight = 40;

    /// <summary>Height in CSS pixels; the width follows the page.</summary>
    public int Height => Whole(Layout["height"]) ?? 400;

    /// <summary>The figure alone as Plotly JSON, <c>{"data": …, "layout": …}</c>, in greys that are legible on light and on dark.</summary>
    public string ToJson()
    {
        var layout = (JsonObject)Layout.DeepClone();
        layout["title"] = new JsonObject { ["text"] = Plot.Escape(Title), ["x"] = 0.02, ["xanchor"] = "left" };
        if (layout["margin"] is not JsonObject margin)
            layout["margin"] = margin = [];
        margin["t"] = (Whole(margin["t"]) ?? 20) + TitleHeight;
        layout["height"] = Height + TitleHeight;
        layout["meta"] = new JsonObject { ["description"] = Description };
        layout["template"] = Plot.Template(ink: "#7f7f7f", grid: "rgba(128,128,128,0.25)");
        return new JsonObject { ["data"] = Data.DeepClone(), ["layout"] = layout }.ToJsonString(JsonSerializerOptions.Default);
    }

    /// <summary>A figure from Plotly JSON: what <see cref="ToJson"/> gave, or any other program's.</summary>
    /// <remarks>Width, title and template are taken out of the layout, since the page decides on them.</remarks>
    /// <param name="json">An object with <c>data</c> and, unless empty, <c>layout</c>.</param>
    /// <exception cref="FormatException">It is not such an object.</exception>
    public static Figure FromJson(JsonNode? json)
    {
        if (json is not JsonObject figure || figure["data"] is not JsonArray data || figure["layout"] is not (null or JsonObject))
            throw new FormatException("A Plotly figure is an object with a list 'data' and an object 'layout'.");
        var layout = (JsonObject)(figure["layout"]?.DeepClone() ?? new JsonObject());
        string title = Text(layout["title"]) ?? Text((layout["title"] as JsonObject)?["text"]) ?? "";
        string? description = Text((layout["meta"] as JsonObject)?["description"]);
        foreach (string key in (string[])["title", "template", "width", "meta"])
            layout.Remove(key);
        // What ToJson added for the title is not needed where the title stands outside.
        if (description is not null && layout["margin"] is JsonObject margin && Whole(margin["t"]) is { } top && Whole(layout["height"]) is { } height)
            (margin["t"], layout["height"]) = (Math.Max(0, top - TitleHeight), Math.Max(1, height - TitleHeight));
        if (Whole(layout["height"]) is null)
            layout["height"] = 400;
        return new Figure(Unescaped(title), description ?? "", (JsonArray)data.DeepClone(), layout);
    }

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    private static int? Whole(JsonNode? node) => node is not JsonValue value ? null
        : value.TryGetValue(out int whole) ? whole
        : value.TryGetValue(out double number) && double.IsFinite(number) ? (int)Math.Clamp(number, 1, 10_000) : null;

    private static string Unescaped(string text) => text.Replace("&lt;", "<").Replace("&gt;", ">").Replace("&amp;", "&");
}
