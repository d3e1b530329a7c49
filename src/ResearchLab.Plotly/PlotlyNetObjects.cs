using System.Text.Json;
using System.Text.Json.Nodes;
using Plotly.NET;
using Plotly.NET.LayoutObjects;
using Plotly.NET.TraceObjects;

namespace ResearchLab.Plotly;

/// <summary>Plotly's JSON as the objects of Plotly.NET: of the types its functions look for, so that styling a chart adds to what is there.</summary>
internal static class PlotlyNetObjects
{
    private static readonly HashSet<string> s_spatial = ["scatter3d", "surface", "mesh3d", "cone", "streamtube", "volume", "isosurface"];

    private static readonly HashSet<string> s_domain = ["pie", "sunburst", "treemap", "icicle", "funnelarea", "table", "indicator", "sankey",
        "parcoords", "parcats"];

    public static Trace Trace(JsonObject json)
    {
        string type = json["type"]?.GetValue<string>() ?? "scatter";
        Trace trace = s_spatial.Contains(type) ? new Trace3D(type)
            : s_domain.Contains(type) ? new TraceDomain(type)
            : type.Contains("polar", StringComparison.Ordinal) ? new TracePolar(type)
            : new Trace2D(type);
        Fill(trace, json, except: "type");
        return trace;
    }

    public static void Fill(DynamicObj.DynamicObj target, JsonObject json, string? except = null)
    {
        foreach ((string name, JsonNode? value) in json)
        {
            if (name != except)
                target.SetProperty(name, Value(name, value));
        }
    }

    private static object? Value(string name, JsonNode? node) => node switch
    {
        null => null,
        JsonObject json => Filled(Empty(name), json),
        JsonArray items => items.Select(item => Value("", item)).ToArray(),
        _ => node.GetValueKind() switch
        {
            JsonValueKind.String => node.GetValue<string>(),
            JsonValueKind.Number => Number(node.AsValue()),
            JsonValueKind kind => kind == JsonValueKind.True,
        },
    };

    // What was whole stays whole: a typed read of a height as a number with decimals finds nothing.
    private static object Number(JsonValue number) => number.TryGetValue(out int whole) ? (object)whole : number.GetValue<double>();

    private static DynamicObj.DynamicObj Filled(DynamicObj.DynamicObj empty, JsonObject json)
    {
        Fill(empty, json);
        return empty;
    }

    private static DynamicObj.DynamicObj Empty(string name) => name switch
    {
        "title" => new Title(),
        "font" or "titlefont" or "tickfont" or "textfont" => new Font(),
        "line" => new Line(),
        "marker" => new Marker(),
        "colorbar" => new ColorBar(),
        "margin" => new Margin(),
        "legend" => new Legend(),
        "hoverlabel" => new Hoverlabel(),
        "rangeslider" => new RangeSlider(),
        "contours" => new Contours(),
        "error_x" or "error_y" => new Error(),
        "template" => new Template(),
        "coloraxis" => new ColorAxis(),
        _ when IsAxis(name) => new LinearAxis(),
        _ when name.StartsWith("scene", StringComparison.Ordinal) => new Scene(),
        _ => new DynamicObj.DynamicObj(),
    };

    private static bool IsAxis(string name) => name.Length >= 5 && name[0] is 'x' or 'y' or 'z' && name.AsSpan(1).StartsWith("axis", StringComparison.Ordinal);
}
