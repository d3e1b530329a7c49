using System.Globalization;
using System.Text.Json.Nodes;

namespace ResearchLab.Charts;

/// <content>Why a model said what it said.</content>
public static partial class Chart
{
    /// <summary>How each feature moved one prediction from the average to where it is, the strongest on top.</summary>
    /// <param name="title">Title.</param>
    /// <param name="names">Features.</param>
    /// <param name="contributions">One contribution a feature, in the unit of the model's raw output.</param>
    /// <param name="baseValue">The average prediction, where the first bar starts.</param>
    /// <param name="values">The value of each feature, for the labels; null leaves them out.</param>
    /// <param name="most">How many features to show one by one, at least 1; the others are one bar.</param>
    /// <param name="unit">Unit of the contributions.</param>
    /// <remarks>Lundberg and Lee (2017), "A Unified Approach to Interpreting Model Predictions": the bars add up to the prediction exactly.</remarks>
    /// <exception cref="ArgumentException">Lengths differ.</exception>
    public static Figure ShapWaterfall(
        string title, IReadOnlyList<string> names, IReadOnlyList<double> contributions, double baseValue, IReadOnlyList<double>? values = null, int most = 12,
        string unit = "log odds")
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        if (contributions.Count != names.Count || (values is not null && values.Count != names.Count))
            throw new ArgumentException(
                $"There are {names.Count} features, {contributions.Count} contributions{(values is null ? "" : $" and {values.Count} values")}.",
                nameof(contributions));
        int[] order = [.. Enumerable.Range(0, names.Count).OrderByDescending(i => Math.Abs(contributions[i])).ThenBy(i => names[i], StringComparer.Ordinal)];
        (string Label, double Change)[] strong =
            [.. order.Take(most)
                .Select(i =>
                    (values is null
                        ? names[i]
                        : $"{names[i]} = {(double.IsFinite(values[i]) ? Minus(values[i].ToString("g4", CultureInfo.InvariantCulture)) : "missing")}",
                        contributions[i]))];
        double others = order.Skip(most).Sum(i => contributions[i]), end = baseValue + contributions.Sum();
        // Read from below: the average, what little the others add, then ever stronger features up to the prediction.
        (string Label, double Change)[] bars = [.. order.Length > most
            ? [(Invariant($"{order.Length - most} others"), others)]
            : Array.Empty<(string, double)>(), .. strong.Reverse()];
        var data = new JsonArray
        {
            (JsonNode)new JsonObject
            {
                ["type"] = "waterfall", ["orientation"] = "h", ["base"] = Plot.Number(baseValue),
                ["measure"] = Plot.Texts(bars.Select(_ => "relative")),
                ["x"] = Plot.Numbers(bars.Select(bar => bar.Change)),
                // In two lines, so that a phone leaves most of its width to the bars.
                ["y"] = new JsonArray([.. bars.Select(bar => (JsonNode)Plot.Escape(bar.Label).Replace(" = ", "<br>= ", StringComparison.Ordinal))]),
                ["text"] = Plot.Texts(bars.Select(bar => Invariant($"{bar.Change:+0.000;−0.000;0}"))),
                ["textposition"] = "outside", ["cliponaxis"] = false,
                ["increasing"] = new JsonObject { ["marker"] = new JsonObject { ["color"] = Palette.Green } },
                ["decreasing"] = new JsonObject { ["marker"] = new JsonObject { ["color"] = Palette.Vermillion } },
                ["connector"] = new JsonObject { ["line"] = new JsonObject { ["color"] = Palette.Grey, ["width"] = 1, ["dash"] = "dot" } },
                ["hovertemplate"] = "%{y}: %{text}<extra></extra>",
            },
        };
        double low = baseValue, high = baseValue, level = baseValue;
        foreach ((_, double change) in bars)
        {
            level += change;
            (low, high) = (Math.Min(low, level), Math.Max(high, level));
        }

        // A label is about 45 of the 230 pixels that a phone leaves to the bars.
        double pad = 0.4 * Math.Max(high - low, 1e-9);
        JsonObject x = Plot.Axis($"prediction ({Plot.Escape(unit)})"), y = CategoryAxis();
        x["range"] = Plot.Range(low - pad, high + pad);
        x["nticks"] = 6;
        JsonObject layout = Plot.Layout(x, y, 110 + ((values is null ? 26 : 36) * Math.Max(2, bars.Length)), legend: false);
        AddVerticalLabels(layout, low - pad, high + pad, [(baseValue, Minus(Invariant($"average {baseValue:0.000}")), Palette.Grey, "dot"),
            (end, Minus(Invariant($"here {end:0.000}")), Palette.Blue, "dash")], labelShare: 0.45);
        string description = names.Count == 0 ? "No features." : $"From {Minus(Invariant($"{baseValue:0.000}"))} on average to "
            + $"{Minus(Invariant($"{end:0.000}"))} here ({unit}); "
            + $"most by {string.Join(", ", strong.Take(3).Select(bar => Invariant($"{bar.Label} ({bar.Change:+0.000;−0.000;0})")))}.";
        return new Figure(title, description, data, layout);
    }
}
