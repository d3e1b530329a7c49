using System.Globalization;
using System.Text.Json.Nodes;
using ResearchLab.Basics;

namespace ResearchLab.Charts;

/// <content>Charts of distributions.</content>
public static partial class Chart
{
    private const int MostBins = 200;

    /// <summary>How often values fall into bins of equal width.</summary>
    /// <param name="title">Title.</param>
    /// <param name="values">Any number of values; what is not finite is left out and counted in the description.</param>
    /// <param name="unit">Title of the x axis with its unit, such as <c>return (%)</c>.</param>
    /// <param name="format">d3 format of the values, such as <c>.1%</c>.</param>
    /// <param name="bins">Bins, 1 to 200; 0 takes Freedman and Diaconis's rule.</param>
    /// <param name="marks">Values to mark, such as a quantile; those not finite are left out.</param>
    /// <remarks>Freedman and Diaconis (1981), "On the histogram as a density estimator", Z. Wahrscheinlichkeitstheorie 57, 453–476.</remarks>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bins"/> is negative or above 200.</exception>
    public static Figure Histogram(
        string title, IReadOnlyList<double> values, string unit, string format = ",.4~g", int bins = 0, IReadOnlyList<ValueMark>? marks = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bins);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bins, MostBins);
        double[] sorted = [.. values.Where(double.IsFinite).Order()];
        (double low, double width, int[] counts) = Binned(sorted, bins);
        ValueMark[] shown = [.. (marks ?? []).Where(mark => double.IsFinite(mark.Value))];
        double left = shown.Select(mark => mark.Value).Append(low).Min(), right = shown.Select(mark => mark.Value).Append(low + (width * counts.Length)).Max();
        double pad = 0.02 * (right - left);
        var data = new JsonArray
        {
            (JsonNode)new JsonObject
            {
                ["type"] = "bar",
                ["x"] = Plot.Numbers(counts.Select((_, i) => low + (width * (i + 0.5)))),
                ["y"] = Plot.Numbers(counts.Select(count => (double)count)),
                ["width"] = Plot.Number(width),
                ["customdata"] = new JsonArray([.. counts.Select((_, i) => (JsonNode)Plot.Range(low + (width * i), low + (width * (i + 1))))]),
                ["hovertemplate"] = $"%{{customdata[0]:{format}}} to %{{customdata[1]:{format}}}: %{{y}}<extra></extra>",
                ["marker"] = new JsonObject { ["color"] = Palette.Blue, ["line"] = new JsonObject { ["color"] = "rgba(128,128,128,0.6)", ["width"] = 0.5 } },
            },
        };
        JsonObject x = Plot.Axis(Plot.Escape(unit));
        x["tickformat"] = format;
        x["range"] = Plot.Range(left - pad, right + pad);
        x["nticks"] = 7;
        JsonObject y = Plot.Axis("values in the bin (count)");
        y["rangemode"] = "tozero";
        JsonObject layout = Plot.Layout(x, y, 360, legend: false);
        layout["bargap"] = 0;
        AddVerticalLabels(layout, left - pad, right + pad, [.. shown.Select(mark => (mark.Value, mark.Label, Palette.Vermillion, "dash"))]);
        foreach (JsonNode? line in layout["shapes"]!.AsArray())
            line!["layer"] = "above";
        int missing = values.Count - sorted.Length;
        string description = sorted.Length == 0
            ? "No values."
            : Invariant($"{sorted.Length:N0} values from {Said(sorted[0], format)} to {Said(sorted[^1], format)}, median {Said(Quantile(sorted, 0.5), format)}")
                + (missing > 0 ? Invariant($"; {missing:N0} without a value left out.") : ".");
        return new Figure(title, description, data, layout);
    }

    /// <summary>Where simulated paths go: the median and bands between quantiles, over time.</summary>
    /// <param name="title">Title.</param>
    /// <param name="x">Steps, ascending, such as sessions ahead.</param>
    /// <param name="quantiles">Pairs of probability and values, one value a step; at least one, each probability in (0, 1) once.</param>
    /// <param name="unit">Title of the y axis with its unit.</param>
    /// <param name="xUnit">Title of the x axis with its unit.</param>
    /// <param name="format">d3 format of the values.</param>
    /// <remarks>A band joins a quantile to the one as far from the other end; a probability without its counterpart is a line.</remarks>
    /// <exception cref="ArgumentException">There are no quantiles, a probability is outside (0, 1) or given twice, or a length differs.</exception>
    public static Figure Fan(
        string title, IReadOnlyList<double> x, IReadOnlyList<(double Probability, IReadOnlyList<double> Values)> quantiles, string unit,
        string xUnit = "sessions ahead", string format = ",.4~g")
    {
        if (quantiles.Count == 0)
            throw new ArgumentException($"'{title}' has no quantiles to draw.", nameof(quantiles));
        (double Probability, IReadOnlyList<double> Values)[] sorted = [.. quantiles.OrderBy(quantile => quantile.Probability)];
        foreach ((int index, (double probability, IReadOnlyList<double> values)) in sorted.Index())
        {
            if (!(probability is > 0 and < 1) || (index > 0 && probability - sorted[index - 1].Probability < 1e-9))
                throw new ArgumentException(Invariant($"Probability {probability} must be in (0, 1) and given once."), nameof(quantiles));
            if (values.Count != x.Count)
                throw new ArgumentException(Invariant($"The quantile {probability} has {values.Count} values for {x.Count} steps."), nameof(quantiles));
        }

        var data = new JsonArray();
        foreach ((double probability, IReadOnlyList<double> values) in sorted)
        {
            if (probability >= 0.5 - 1e-9)
                break;
            (double Probability, IReadOnlyList<double> Values) upper = sorted.FirstOrDefault(other => Math.Abs(other.Probability - (1 - probability)) < 1e-9);
            if (upper.Values is null)
                continue;
            JsonObject below = Plot.Line(x, values, "", Palette.Blue, width: 0);
            JsonObject above = Plot.Line(x, upper.Values, $"{Display.Percent(upper.Probability - probability, 0)} of paths", Palette.Blue, width: 0);
            below["showlegend"] = false;
            below["hovertemplate"] = $"{Display.Percent(probability, 0)} below %{{y:{format}}}<extra></extra>";
            above["hovertemplate"] = $"{Display.Percent(1 - upper.Probability, 0)} above %{{y:{format}}}<extra></extra>";
            above["fill"] = "tonexty";
            // The bands lie on each other, so the middle is the darkest anyway; the legend should show it too.
            above["fillcolor"] = Invariant($"rgba(0,114,178,{0.15 + (0.12 * data.Count / 2):0.00})");
            data.Add((JsonNode)below);
            data.Add((JsonNode)above);
        }

        foreach ((double probability, IReadOnlyList<double> values) in sorted)
        {
            bool isMedian = Math.Abs(probability - 0.5) < 1e-9;
            if (!isMedian && sorted.Any(other => Math.Abs(other.Probability - (1 - probability)) < 1e-9))
                continue;
            JsonObject line = Plot.Line(x, values, isMedian ? "median" : $"{Display.Percent(probability, 0)} quantile",
                isMedian ? Palette.Vermillion : Palette.Grey, isMedian ? "solid" : "dash");
            line["hovertemplate"] = $"{(isMedian ? "median" : Display.Percent(probability, 0))} %{{y:{format}}}<extra></extra>";
            data.Add((JsonNode)line);
        }

        JsonObject y = Plot.Axis(Plot.Escape(unit));
        y["tickformat"] = format;
        JsonObject layout = Plot.Layout(Plot.Axis(Plot.Escape(xUnit)), y, 400);
        layout["hovermode"] = "x unified";
        string ends = x.Count == 0 ? "No steps." : Invariant($"At {x[^1]:g4} {xUnit}: ")
            + string.Join(", ", sorted.Select(quantile => $"{Display.Percent(quantile.Probability, 0)} quantile {Said(quantile.Values[^1], format)}")) + ".";
        return new Figure(title, ends, data, layout);
    }

    private static (double Low, double Width, int[] Counts) Binned(double[] sorted, int bins)
    {
        if (sorted.Length == 0)
            return (0, 1, []);
        double low = sorted[0], range = sorted[^1] - low;
        if (!(range > 0))
            return (low - 0.5, 1, [sorted.Length]);
        if (bins == 0)
        {
            double spread = Quantile(sorted, 0.75) - Quantile(sorted, 0.25);
            double wanted = spread > 0 ? range * Math.Cbrt(sorted.Length) / (2 * spread) : Math.Sqrt(sorted.Length);
            bins = (int)Math.Clamp(Math.Ceiling(wanted), 1, MostBins);
        }

        var counts = new int[bins];
        foreach (double value in sorted)
            counts[Math.Min(bins - 1, (int)((value - low) / range * bins))]++;
        return (low, range / bins, counts);
    }

    private static double Quantile(double[] sorted, double probability)
    {
        double place = probability * (sorted.Length - 1);
        int below = (int)place;
        double above = sorted[Math.Min(below + 1, sorted.Length - 1)];
        return sorted[below] + ((place - below) * (above - sorted[below]));
    }

    /// <summary>A value in words, as near to its d3 format as a sentence needs.</summary>
    private static string Said(double value, string format) =>
        format.EndsWith('%') ? Display.Percent(value, 2) : format.StartsWith('$')
            ? Display.Money(value)
            : Minus(value.ToString("g4", CultureInfo.InvariantCulture));

    /// <summary>The minus sign that the axes have too.</summary>
    private static string Minus(string number) => number.Replace('-', '−');
}
