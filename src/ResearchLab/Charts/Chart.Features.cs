using System.Text.Json.Nodes;
using ResearchLab.Basics;
using ResearchLab.Features;

namespace ResearchLab.Charts;

/// <content>Charts of the feature catalogue.</content>
public static partial class Chart
{
    private const int RowHeight = 17;

    /// <summary>
    /// Every feature in a row: the share of missing values, and where the middle of the others lies between the smallest and the largest, which are
    /// written at the ends.
    /// </summary>
    /// <param name="ranges">The features, in the order to show.</param>
    /// <param name="what">Whose features, such as <c>SPY, 7,786 sessions</c>.</param>
    public static Figure FeatureRanges(IReadOnlyList<FeatureRange> ranges, string what)
    {
        ArgumentNullException.ThrowIfNull(ranges);
        JsonArray Names() => Plot.Texts(ranges.Select(range => range.Feature.Name));
        FeatureRange[] known = [.. ranges.Where(range => double.IsFinite(range.Median))];
        JsonArray Known() => Plot.Texts(known.Select(range => range.Feature.Name));
        static double Place(FeatureRange range, int quantile) =>
            range.Max > range.Min ? (range.Quantiles[quantile] - range.Min) / (range.Max - range.Min) : 0.5;
        JsonObject Band(string name, int from, int to, string color, double width) => new()
        {
            ["type"] = "bar",
            ["orientation"] = "h",
            ["name"] = name,
            ["xaxis"] = "x2",
            ["width"] = width,
            ["hoverinfo"] = "skip",
            ["y"] = Known(),
            ["base"] = Plot.Numbers(known.Select(range => Place(range, from))),
            ["x"] = Plot.Numbers(known.Select(range => Place(range, to) - Place(range, from))),
            ["marker"] = new JsonObject { ["color"] = color },
        };
        JsonObject Ends(double x, string position, int quantile) => new()
        {
            ["type"] = "scatter",
            ["mode"] = "text",
            ["showlegend"] = false,
            ["xaxis"] = "x2",
            ["hoverinfo"] = "skip",
            ["y"] = Known(),
            ["x"] = Plot.Numbers(known.Select(_ => x)),
            ["text"] = Plot.Texts(known.Select(range => FeatureSummary.Number(range.Quantiles[quantile]))),
            ["textposition"] = position,
            ["textfont"] = new JsonObject { ["size"] = 10 },
            ["cliponaxis"] = false,
        };
        var data = new JsonArray
        {
            (JsonNode)new JsonObject
            {
                ["type"] = "bar", ["orientation"] = "h", ["name"] = "missing", ["y"] = Names(),
                ["x"] = Plot.Numbers(ranges.Select(range => range.MissingShare)),
                ["marker"] = new JsonObject { ["color"] = Palette.Vermillion }, ["width"] = 0.7, ["hovertemplate"] = "%{y}: %{x:.1%} missing<extra></extra>",
            },
            (JsonNode)Band("5% to 95%", 1, 5, Palette.Sky, 0.45),
            (JsonNode)Band("25% to 75%", 2, 4, Palette.Blue, 0.7),
            (JsonNode)new JsonObject
            {
                ["type"] = "scatter", ["mode"] = "markers", ["name"] = "median", ["xaxis"] = "x2", ["y"] = Known(),
                ["x"] = Plot.Numbers(known.Select(range => Place(range, 3))),
                ["marker"] = new JsonObject { ["color"] = Palette.Orange, ["symbol"] = "line-ns", ["size"] = 11,
                    ["line"] = new JsonObject { ["color"] = Palette.Orange, ["width"] = 3 } },
                ["customdata"] = Plot.Texts(known.Select(range =>
                    $"{range.Feature.Description} ({range.Feature.Unit}): min {FeatureSummary.Number(range.Min)}, "
                        + $"5% {FeatureSummary.Number(range.Quantiles[1])}, "
                    + $"median {FeatureSummary.Number(range.Median)}, 95% {FeatureSummary.Number(range.Quantiles[5])}, "
                    + $"max {FeatureSummary.Number(range.Max)}")),
                ["hovertemplate"] = "%{y}<br>%{customdata}<extra></extra>",
            },
            (JsonNode)Ends(-0.02, "middle left", 0),
            (JsonNode)Ends(1.02, "middle right", 6),
        };

        double most = Math.Max(0.01, ranges.Select(range => range.MissingShare).Where(double.IsFinite).DefaultIfEmpty(0).Max());
        JsonObject x = Plot.Axis("missing"), place = Plot.Axis("place in the range"), y = CategoryAxis();
        (x["domain"], x["range"], x["tickvals"], x["ticktext"]) =
            (Plot.Range(0, 0.2), Plot.Range(0, most), Plot.Numbers([0, most]), Plot.Texts(["0", Display.Percent(most, 0)]));
        x["tickangle"] = 0;
        place["tickangle"] = 0;
        (place["domain"], place["range"], place["tickvals"], place["ticktext"]) =
            (Plot.Range(0.24, 1), Plot.Range(-0.2, 1.2), Plot.Numbers([0, 0.5, 1]), Plot.Texts(["min", "half", "max"]));
        place["anchor"] = "y";
        y["range"] = Plot.Range(ranges.Count - 0.5, -0.5);
        y["showgrid"] = false;
        y["tickfont"] = new JsonObject { ["size"] = 11 };
        y["dtick"] = 1;
        JsonObject layout = Plot.Layout(x, y, 130 + (RowHeight * ranges.Count));
        layout["xaxis2"] = place;
        layout["barmode"] = "overlay";
        var shapes = (JsonArray)layout["shapes"]!;
        for (int i = 1; i < ranges.Count; i++)
        {
            if (ranges[i].Feature.Group != ranges[i - 1].Feature.Group)
                shapes.Add((JsonNode)Plot.HorizontalLine(i - 0.5, Palette.Grey, "dot"));
        }

        int whole = ranges.Count(range => range.MissingShare <= 0), none = ranges.Count(range => range.MissingShare >= 1);
        double middle = known.Length == 0 ? double.NaN : known.Average(range => range.MissingShare);
        return new Figure(
            "Missing values and ranges of the features",
            Invariant($"{what}. Of {ranges.Count} features {whole} are never missing and {none} always; those with values lack {Display.Percent(middle)} on ")
                + "average. "
            + "Numbers at the ends are the smallest and the largest value; dotted lines part the groups.",
            data, layout);
    }
}
