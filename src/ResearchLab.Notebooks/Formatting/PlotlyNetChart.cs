using System.Reflection;
using System.Text.Json.Nodes;
using ResearchLab.Charts;

namespace ResearchLab.Notebooks.Formatting;

/// <summary>Charts of Plotly.NET, told by the name of their type: nothing of that package is referenced, nor loaded before a cell uses it.</summary>
internal static class PlotlyNetChart
{
    /// <summary>The chart as a figure; null when <paramref name="value"/> is no such chart.</summary>
    public static Figure? Of(object value)
    {
        // The cases of the F# union are nested types that derive from it.
        Type? type = value.GetType();
        while (type is not null && type.FullName != "Plotly.NET.GenericChart")
            type = type.BaseType;
        if (type?.GetMethod("toFigureJson", BindingFlags.Static | BindingFlags.Public, [type]) is not { } toJson)
            return null;
        Figure figure = Figure.FromJson(JsonNode.Parse((string)toJson.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [value], null)!));
        return figure.Description.Length > 0 ? figure : figure with { Description = Traces(figure.Data) };
    }

    private static string Traces(JsonArray data) =>
        data.Count == 0
            ? "A chart without traces"
            : "Chart of " + string.Join(", ", data.GroupBy(trace => (string?)trace?["type"] ?? "scatter")
                .Select(kind => kind.Count() == 1 ? kind.Key : $"{kind.Count()} × {kind.Key}"));
}
