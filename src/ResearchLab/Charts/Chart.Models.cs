using System.Text.Json.Nodes;
using ResearchLab.Basics;
using ResearchLab.Models;
using ResearchLab.Options;

namespace ResearchLab.Charts;

/// <content>Charts of models and their evaluation.</content>
public static partial class Chart
{
    /// <summary>The twelve calibrated class probabilities as bars, most probable on top.</summary>
    /// <param name="probabilities">Twelve fractions, indexed by <see cref="Structure"/>.</param>
    /// <param name="pick">The class to set apart.</param>
    /// <exception cref="ArgumentException">There are not twelve.</exception>
    public static Figure ProbabilityBars(IReadOnlyList<double> probabilities, Structure pick)
    {
        if (probabilities.Count != Structures.ClassCount)
            throw new ArgumentException($"There are {probabilities.Count} probabilities, must be {Structures.ClassCount}.", nameof(probabilities));
        int[] order = [.. Enumerable.Range(0, probabilities.Count).OrderBy(i => probabilities[i]).ThenByDescending(i => i)];
        var data = new JsonArray
        {
            (JsonNode)new JsonObject
            {
                ["type"] = "bar", ["orientation"] = "h", ["cliponaxis"] = false,
                ["x"] = Plot.Numbers(order.Select(i => probabilities[i])),
                ["y"] = Plot.Texts(order.Select(i => Structures.Names[i].Replace('_', ' '))),
                ["texttemplate"] = "%{x:.1%}", ["textposition"] = "outside", ["hovertemplate"] = "%{y}: %{x:.2%}<extra></extra>",
                ["marker"] = new JsonObject { ["color"] = new JsonArray([.. order.Select(i => (JsonNode)(i == (int)pick ? Palette.Blue : Palette.Grey))]) },
            },
        };
        JsonObject x = Plot.Axis("calibrated probability (%)");
        x["tickformat"] = ".0%";
        x["nticks"] = 5;
        x["range"] = Plot.Range(0, Math.Max(0.05, probabilities.Where(double.IsFinite).DefaultIfEmpty(0).Max()) * 1.22);
        JsonObject layout = Plot.Layout(x, CategoryAxis(), 400, legend: false);
        return new Figure(
            "Probability that each structure is the best choice",
            $"The pick, {pick.Name().Replace('_', ' ')}, has {Display.Percent(probabilities[(int)pick])}; "
                + $"the most probable is {Structures.Names[order[^1]].Replace('_', ' ')} with {Display.Percent(probabilities[order[^1]])}.",
            data, layout);
    }

    /// <summary>How often the predicted class was right, by how sure the model was.</summary>
    /// <param name="bins">Reliability table; empty bins are left out.</param>
    /// <remarks>Bars are 95% Wilson intervals that take the rows of a bin as independent; overlapping labels make the truth wider.</remarks>
    public static Figure Reliability(IReadOnlyList<ReliabilityBin> bins)
    {
        ReliabilityBin[] used = [.. bins.Where(bin => bin.Count > 0 && double.IsFinite(bin.MeanConfidence) && double.IsFinite(bin.Accuracy))];
        (double Low, double High)[] intervals = [.. used.Select(bin => Wilson95(bin.Accuracy, bin.Count))];
        double reach = Math.Min(1, 1.1 * used.Select(bin => bin.MeanConfidence).Concat(intervals.Select(interval => interval.High)).DefaultIfEmpty(1).Max());
        int most = used.Select(bin => bin.Count).DefaultIfEmpty(1).Max();
        var data = new JsonArray
        {
            (JsonNode)Plot.Line([0.0, reach], [0.0, reach], "perfectly calibrated", Palette.Grey, "dash", 1.5),
            (JsonNode)new JsonObject
            {
                ["type"] = "scatter", ["mode"] = "lines+markers", ["name"] = "model, 95% interval (size: rows)",
                ["x"] = Plot.Numbers(used.Select(bin => bin.MeanConfidence)), ["y"] = Plot.Numbers(used.Select(bin => bin.Accuracy)),
                ["customdata"] = Plot.Numbers(used.Select(bin => (double)bin.Count)),
                ["hovertemplate"] = "said %{x:.1%}, was right %{y:.1%} of %{customdata} rows<extra></extra>",
                ["line"] = new JsonObject { ["color"] = Palette.Blue, ["width"] = 1 },
                ["marker"] = new JsonObject { ["color"] = Palette.Blue,
                    ["size"] = Plot.Numbers(used.Select(bin => 6 + 12 * Math.Sqrt((double)bin.Count / most))) },
                ["error_y"] = new JsonObject
                {
                    ["type"] = "data", ["symmetric"] = false, ["color"] = Palette.Blue, ["thickness"] = 1.2,
                    ["array"] = Plot.Numbers(used.Zip(intervals, (bin, interval) => interval.High - bin.Accuracy)),
                    ["arrayminus"] = Plot.Numbers(used.Zip(intervals, (bin, interval) => bin.Accuracy - interval.Low)),
                },
            },
        };
        JsonObject x = Plot.Axis("probability the model gave (%)"), y = Plot.Axis("share that was right (%)");
        foreach (JsonObject axis in (JsonObject[])[x, y])
        {
            axis["tickformat"] = ".0%";
            axis["range"] = Plot.Range(0, reach);
        }

        JsonObject layout = Plot.Layout(x, y, 400);
        return new Figure(
            "Calibration of the predicted class",
            used.Length == 0 ? "No bin has rows." : Invariant($"{used.Sum(bin => bin.Count)} out-of-sample rows in {used.Length} bins: ")
                + string.Join("; ",
                    used.Select(bin => $"said {Display.Percent(bin.MeanConfidence, 0)}, right {Display.Percent(bin.Accuracy, 0)} of {bin.Count}")) + ".",
            data, layout);
    }

    /// <summary>Model minus each other policy on the same sessions, with the 95% paired interval.</summary>
    /// <param name="policies">All policies; the one named <c>model</c> is the reference and not drawn.</param>
    public static Figure PolicyIntervals(IReadOnlyList<PolicyResult> policies)
    {
        PolicyResult[] others = [.. policies.Where(policy => policy.Policy != "model").OrderBy(policy => policy.DifferenceToModel)];
        (string Name, string Color, string Symbol, PolicyResult[] Rows)[] groups =
        [
            ("model better", Palette.Green, "triangle-right", [.. others.Where(policy => policy.DifferenceLow > 0)]),
            ("not distinguishable", Palette.Grey, "circle", [.. others.Where(policy => !(policy.DifferenceLow > 0) && !(policy.DifferenceHigh < 0))]),
            ("model worse", Palette.Vermillion, "triangle-left", [.. others.Where(policy => policy.DifferenceHigh < 0)]),
        ];
        var data = new JsonArray();
        foreach ((string name, string color, string symbol, PolicyResult[] rows) in groups.Where(group => group.Rows.Length > 0))
        {
            data.Add((JsonNode)new JsonObject
            {
                ["type"] = "scatter",
                ["mode"] = "markers",
                ["name"] = name,
                ["x"] = Plot.Numbers(rows.Select(policy => 100 * policy.DifferenceToModel)),
                ["y"] = Labels(rows),
                ["hovertemplate"] = "%{y}: %{x:.2f} points<extra></extra>",
                ["marker"] = new JsonObject { ["color"] = color, ["symbol"] = symbol, ["size"] = 9 },
                ["error_x"] = new JsonObject
                {
                    ["type"] = "data",
                    ["symmetric"] = false,
                    ["color"] = color,
                    ["thickness"] = 2,
                    ["array"] = Plot.Numbers(rows.Select(policy => 100 * (policy.DifferenceHigh - policy.DifferenceToModel))),
                    ["arrayminus"] = Plot.Numbers(rows.Select(policy => 100 * (policy.DifferenceToModel - policy.DifferenceLow))),
                },
            });
        }

        JsonObject x = Plot.Axis("model minus policy: return on capital<br>at risk a trade (percentage points)");
        x["zeroline"] = true;
        x["zerolinewidth"] = 2;
        JsonObject y = CategoryAxis();
        y["categoryorder"] = "array";
        y["categoryarray"] = Labels(others);
        JsonObject layout = Plot.Layout(x, y, 130 + 34 * Math.Max(1, others.Length));
        layout["margin"]!["b"] = 96;
        int better = groups[0].Rows.Length, worse = groups[2].Rows.Length;
        return new Figure(
            "Model against every baseline",
            Invariant($"Of {others.Length} baselines the model is better than {better} and worse than {worse} with the whole 95% interval on one side of 0."),
            data, layout);

        static JsonArray Labels(IEnumerable<PolicyResult> rows) =>
            [.. rows.Select(policy => (JsonNode)Plot.Escape(policy.Policy.Replace('_', ' ')).Replace("always ", "always<br>"))];
    }

    private static JsonObject CategoryAxis()
    {
        JsonObject axis = Plot.Axis("");
        axis.Remove("title");
        axis["type"] = "category";
        return axis;
    }

    /// <summary>Wilson (1927) score interval of a share.</summary>
    private static (double Low, double High) Wilson95(double share, int count)
    {
        const double z = 1.959963984540054;
        double n = count, centre = (share + z * z / (2 * n)) / (1 + z * z / n);
        double half = z / (1 + z * z / n) * Math.Sqrt(share * (1 - share) / n + z * z / (4 * n * n));
        return (Math.Min(share, centre - half), Math.Max(share, centre + half));
    }
}
