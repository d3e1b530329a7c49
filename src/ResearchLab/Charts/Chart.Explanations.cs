using System.Text.Json.Nodes;
using ResearchLab.Basics;
using ResearchLab.Features;
using ResearchLab.Models;
using ResearchLab.Options;

namespace ResearchLab.Charts;

/// <content>What matters to a model, and what a leak would have claimed.</content>
public static partial class Chart
{
    /// <summary>Importance of the features over the folds of a walk-forward: the mean as a bar, the lowest and highest fold as a whisker.</summary>
    /// <param name="report">Importance with its stability.</param>
    /// <param name="most">How many features to show, at least 1.</param>
    public static Figure Importance(ImportanceReport report, int most = 20)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        FeatureImportance[] shown = [.. report.Features.Take(most).Reverse()];
        var data = new JsonArray
        {
            (JsonNode)new JsonObject
            {
                ["type"] = "bar", ["orientation"] = "h",
                ["x"] = Plot.Numbers(shown.Select(feature => feature.Share)), ["y"] = Plot.Texts(shown.Select(feature => feature.Feature)),
                ["customdata"] =
                    Plot.Texts(shown.Select(feature =>
                        Invariant($"rank {feature.BestRank} to {feature.WorstRank}, among the first ten in {Display.Percent(feature.TopTenShare, 0)} of the ")
                            + "folds")),
                ["hovertemplate"] = "%{y}: %{x:.1%}, %{customdata}<extra></extra>", ["marker"] = new JsonObject { ["color"] = Palette.Blue },
                ["error_x"] = new JsonObject
                {
                    ["type"] = "data", ["symmetric"] = false, ["color"] = Palette.Vermillion, ["thickness"] = 1.5, ["width"] = 3,
                    ["array"] = Plot.Numbers(shown.Select(feature => feature.HighestShare - feature.Share)),
                    ["arrayminus"] = Plot.Numbers(shown.Select(feature => feature.Share - feature.LowestShare)),
                },
            },
        };
        JsonObject x = Plot.Axis("share of all contributions<br>(whisker: range of the folds)");
        x["tickformat"] = ".0%";
        x["nticks"] = 6;
        x["rangemode"] = "tozero";
        JsonObject layout = Plot.Layout(x, CategoryAxis(), 110 + (20 * Math.Max(2, shown.Length)), legend: false);
        layout["margin"]!["b"] = 72;
        return new Figure(
            "What matters to the model",
            Invariant($"{report.Verdict} First: ")
                + Invariant($"{string.Join(", ", report.Features.Take(3).Select(feature =>
                    $"{feature.Feature} ({Display.Percent(feature.Share)}, "
                    + $"folds {Display.Percent(feature.LowestShare)} to {Display.Percent(feature.HighestShare)})"))}. ")
                + Invariant($"Mean absolute SHAP contribution over {report.Rows:N0} out-of-sample sessions of {report.Folds} folds."),
            data, layout);
    }

    /// <summary>How a class depends on one feature: mean and spread of the single sessions' curves, over the feature's own distribution.</summary>
    /// <param name="curve">The curve of one class.</param>
    public static Figure Dependence(PartialDependence curve)
    {
        ArgumentNullException.ThrowIfNull(curve);
        JsonObject Edge(double[] values, string name, bool fill) => new()
        {
            ["type"] = "scatter",
            ["mode"] = "lines",
            ["name"] = name,
            ["x"] = Plot.Numbers(curve.Values),
            ["y"] = Plot.Numbers(values),
            ["line"] = new JsonObject { ["width"] = 0, ["color"] = Palette.Sky },
            ["fill"] = fill ? "tonexty" : "none",
            ["fillcolor"] = "rgba(86,180,233,0.30)",
            ["showlegend"] = fill,
            ["hoverinfo"] = "skip",
        };
        JsonObject mean = Plot.Line(curve.Values, curve.Mean, "mean: partial dependence", Palette.Blue, width: 2.5),
            median = Plot.Line(curve.Values, curve.Median, "median session", Palette.Vermillion, "dash", 1.5);
        mean["hovertemplate"] = "%{x:.4~g}: %{y:.1%} on average<extra></extra>";
        median["hovertemplate"] = "%{x:.4~g}: median %{y:.1%}<extra></extra>";
        var data = new JsonArray
        {
            (JsonNode)Edge(curve.Low, "", fill: false), (JsonNode)Edge(curve.High, "10% to 90% of the sessions", fill: true), (JsonNode)median, (JsonNode)mean,
            (JsonNode)new JsonObject
            {
                ["type"] = "bar", ["name"] = "training sessions", ["yaxis"] = "y2", ["x"] = Plot.Numbers(curve.Values), ["y"] = Plot.Numbers(curve.Density),
                ["marker"] = new JsonObject { ["color"] = Palette.Grey }, ["hovertemplate"] = "%{x:.4~g}: %{y:.1%} of the training sessions<extra></extra>",
            },
        };
        JsonObject x = Plot.Axis($"{Plot.Escape(curve.Feature)} ({Plot.Escape(curve.Unit)})"), y = Plot.Axis("calibrated probability (%)"),
            density = Plot.Axis("sessions");
        x["nticks"] = 6;
        x["anchor"] = "y2";
        y["tickformat"] = ".1~%";
        y["domain"] = Plot.Range(0.27, 1);
        y["rangemode"] = "tozero";
        density["tickformat"] = ".0%";
        density["domain"] = Plot.Range(0, 0.2);
        density["nticks"] = 3;
        JsonObject layout = Plot.Layout(x, y, 430);
        layout["yaxis2"] = density;
        layout["bargap"] = 0.1;
        layout["margin"]!["b"] = 110;
        string structure = curve.Structure.Name().Replace('_', ' ');
        int lowest = Array.IndexOf(curve.Mean, curve.Mean.Min()), highest = Array.IndexOf(curve.Mean, curve.Mean.Max());
        return new Figure(
            $"{structure} against {curve.Feature}",
            Invariant($"Mean probability of {structure} from {Display.Percent(curve.Mean[lowest])} at {Minus(FeatureSummary.Number(curve.Values[lowest]))} ")
                + Invariant($"to {Display.Percent(curve.Mean[highest])} at {Minus(FeatureSummary.Number(curve.Values[highest]))}, ")
                + Invariant($"all other features left as they were in {curve.Sessions} training sessions; missing (in {Display.Percent(curve.MissingShare)} ")
                + Invariant($"of training): {Display.Percent(curve.MeanMissing)}. Where the bars below are low the curve extrapolates."),
            data, layout);
    }

    /// <summary>The same features and labels through three ways of splitting, side by side.</summary>
    /// <param name="report">The three measures.</param>
    public static Figure Leaks(LeakReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        (LeakMeasure Measure, string Name, string Color)[] bars =
        [
            (report.Shuffled, "shuffled<br>cross-validation", Palette.Vermillion), (report.Unpurged, "walk-forward<br>without purge", Palette.Orange),
            (report.Purged, "purged<br>walk-forward", Palette.Blue),
        ];
        var data = new JsonArray
        {
            (JsonNode)new JsonObject
            {
                ["type"] = "bar", ["x"] = new JsonArray([.. bars.Select(bar => (JsonNode)bar.Name)]),
                ["y"] = Plot.Numbers(bars.Select(bar => bar.Measure.Accuracy)),
                ["marker"] = new JsonObject { ["color"] = new JsonArray([.. bars.Select(bar => (JsonNode)bar.Color)]) },
                ["text"] = Plot.Texts(bars.Select(bar => $"{Display.Percent(bar.Measure.Accuracy)}")), ["textposition"] = "inside",
                ["insidetextanchor"] = "start",
                ["customdata"] = Plot.Texts(
                    bars.Select(bar => Invariant($"{Display.Percent(bar.Measure.MeanReturn, 2)} a session after costs, {bar.Measure.Samples:N0} rows"))),
                ["hovertemplate"] = "%{x}: %{y:.1%}, %{customdata}<extra></extra>",
                ["error_y"] = new JsonObject
                {
                    ["type"] = "data", ["symmetric"] = false, ["color"] = Palette.Grey, ["thickness"] = 2,
                    ["array"] = Plot.Numbers(bars.Select(bar => bar.Measure.High - bar.Measure.Accuracy)),
                    ["arrayminus"] = Plot.Numbers(bars.Select(bar => bar.Measure.Accuracy - bar.Measure.Low)),
                },
            },
        };
        JsonObject x = CategoryAxis(), y = Plot.Axis("accuracy on rows not fitted on (%)");
        y["tickformat"] = ".0%";
        y["rangemode"] = "tozero";
        JsonObject layout = Plot.Layout(x, y, 380, legend: false);
        layout["margin"]!["b"] = 64;
        return new Figure(
            "What a careless split would have claimed",
            $"{report.Verdict} Mean return a session of the picks after costs: "
                + $"{string.Join(", ", bars.Select(bar => $"{bar.Measure.Split} {Display.Percent(bar.Measure.MeanReturn, 2)}"))}. "
                + "Whiskers are 95% block-bootstrap intervals; only the last bar is honest.",
            data, layout);
    }
}
