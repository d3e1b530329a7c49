using System.Globalization;
using System.Text.Json.Nodes;
using ResearchLab.Basics;

namespace ResearchLab.Charts;

/// <content>Charts of tables and of parts that add up.</content>
public static partial class Chart
{
    /// <summary>A table of numbers as colours.</summary>
    /// <param name="title">Title.</param>
    /// <param name="columns">Names along the x axis.</param>
    /// <param name="rows">Names along the y axis, the first on top.</param>
    /// <param name="values">One list a row, one value a column; NaN is left blank.</param>
    /// <param name="unit">Unit of the values, beside the colours.</param>
    /// <param name="format">d3 format of the values.</param>
    /// <param name="diverging">True when 0 is the middle, as for correlations and returns: then the colours tell the sign.</param>
    /// <exception cref="ArgumentException">The values do not fit the names.</exception>
    public static Figure HeatMap(
        string title, IReadOnlyList<string> columns, IReadOnlyList<string> rows, IReadOnlyList<IReadOnlyList<double>> values, string unit,
        string format = ".3~g", bool diverging = false)
    {
        if (values.Count != rows.Count || values.Any(row => row.Count != columns.Count))
            throw new ArgumentException($"'{title}' has {rows.Count} rows × {columns.Count} columns of names and another shape of values.", nameof(values));
        double[] all = [.. values.SelectMany(row => row).Where(double.IsFinite)];
        // Numbers are written into the cells as long as a phone leaves room for them.
        bool written = columns.Count <= 12;
        JsonObject map = Cells(Plot.Texts(columns), Plot.Texts(rows), values, all, diverging, unit, format);
        if (written)
            map["texttemplate"] = $"%{{z:{format}}}";
        map["hovertemplate"] = $"%{{y}}, %{{x}}: %{{z:{format}}}<extra></extra>";
        JsonObject x = CategoryAxis(), y = CategoryAxis();
        y["autorange"] = "reversed";
        foreach (JsonObject axis in (JsonObject[])[x, y])
            axis["showgrid"] = false;
        JsonObject layout = Plot.Layout(x, y, 140 + (26 * Math.Clamp(rows.Count, 3, 40)), legend: false);
        string description = all.Length == 0
            ? "No values."
            : $"{rows.Count} rows and {columns.Count} columns, from {Said(all.Min(), format)} to {Said(all.Max(), format)} ({unit}).";
        return new Figure(title, description, [(JsonNode)map], layout);
    }

    /// <summary>Parts stacked on each other over sessions.</summary>
    /// <param name="title">Title.</param>
    /// <param name="sessions">The x axis.</param>
    /// <param name="series">Parts from the bottom up, each as long as <paramref name="sessions"/>; NaN counts as 0.</param>
    /// <param name="unit">Title of the y axis with its unit.</param>
    /// <param name="format">d3 format of the y values.</param>
    /// <remarks>Negative values are stacked downwards from 0, apart from the positive ones.</remarks>
    /// <exception cref="ArgumentException">A part has another length.</exception>
    public static Figure Area(string title, IReadOnlyList<DateOnly> sessions, IReadOnlyList<LineSeries> series, string unit, string format = ",.4~g")
    {
        var data = new JsonArray();
        foreach ((int index, LineSeries part) in series.Index())
        {
            if (part.Values.Count != sessions.Count)
                throw new ArgumentException($"Part '{part.Name}' has {part.Values.Count} values for {sessions.Count} sessions.", nameof(series));
            string color = Palette.Series[index % Palette.Series.Count];
            foreach (bool rises in (bool[])[true, false])
            {
                double[] values = [.. part.Values.Select(value => rises == value >= 0 && double.IsFinite(value) ? value : 0)];
                if (values.All(value => value == 0) && !(rises && part.Values.All(value => !(value < 0))))
                    continue;
                JsonObject trace = Plot.Line(Plot.Dates(sessions), values, part.Name, color, width: 0.8);
                trace["stackgroup"] = rises ? "up" : "down";
                trace["legendgroup"] = index.ToString(CultureInfo.InvariantCulture);
                trace["showlegend"] = rises || part.Values.All(value => !(value > 0));
                data.Add((JsonNode)trace);
            }
        }

        JsonObject x = Plot.Axis("session");
        x["type"] = "date";
        JsonObject y = Plot.Axis(Plot.Escape(unit));
        y["tickformat"] = format;
        y["zeroline"] = true;
        JsonObject layout = Plot.Layout(x, y, 380);
        layout["hovermode"] = "x unified";
        string description = sessions.Count == 0
            ? "No sessions."
            : Invariant($"{string.Join(", ", series.Select(part => part.Name))} in {unit}, stacked, from {sessions[0]:yyyy-MM-dd} to ")
                + Invariant($"{sessions[^1]:yyyy-MM-dd}.");
        return new Figure(title, description, data, layout);
    }

    /// <summary>The implied volatility of a fitted chain over moneyness and time.</summary>
    /// <param name="surface">The fit.</param>
    /// <param name="widths">How far from the forward to draw, in standard deviations of the expiry; 0.5 to 5.</param>
    /// <param name="isModelled">Whether the chain was modelled, which the title then says.</param>
    /// <exception cref="ArgumentException">Fewer than two expiries could be fitted.</exception>
    public static Figure VolSurface(Options.ChainSurface surface, double widths = 2.5, bool isModelled = false)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(widths, 0.5);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(widths, 5);
        double[] years = [.. surface.Slices.Where(slice => slice.Status is not (Options.SmileStatus.None or Options.SmileStatus.Flat))
            .Select(slice => slice.Years).Where(time => time > 0).Order()];
        if (years.Length < 2)
            throw new ArgumentException(
                Invariant($"The chain of {surface.Underlying} on {surface.Session:yyyy-MM-dd} has {years.Length} fitted expiries; a surface needs 2."),
                nameof(surface));
        double[] steps = [.. Enumerable.Range(0, 41).Select(i => widths * ((i / 20.0) - 1))];
        double[] days = [.. years.Select(time => time * 365)];
        JsonArray strikes = [], dates = [], vols = [];
        double least = double.PositiveInfinity, most = double.NegativeInfinity;
        foreach (double time in years)
        {
            double forward = surface.Forward(time), deviation = Math.Sqrt(surface.TotalVariance(0, time));
            double[] at = [.. steps.Select(step => forward * Math.Exp(step * deviation))];
            double[] vol = [.. at.Select(strike => 100 * surface.Vol(strike, time))];
            (least, most) = (Math.Min(least, vol.Min()), Math.Max(most, vol.Max()));
            strikes.Add((JsonNode)Plot.Numbers(at.Select(strike => 100 * strike / surface.Spot)));
            dates.Add((JsonNode)Plot.Numbers(steps.Select(_ => time * 365)));
            vols.Add((JsonNode)Plot.Numbers(vol));
        }

        JsonObject Scene(string title) =>
            new() { ["title"] = new JsonObject { ["text"] = title }, ["gridcolor"] = "rgba(128,128,128,0.6)", ["showgrid"] = true, ["zeroline"] = false };
        JsonObject layout = Plot.Layout(Plot.Axis("strike (% of spot)"), Plot.Axis("days to expiry"), 480, legend: false);
        layout["scene"] = new JsonObject
        {
            ["xaxis"] = Scene("strike (% of spot)"),
            ["yaxis"] = Scene("days to expiry"),
            ["zaxis"] = Scene("implied volatility (% a year)"),
            ["camera"] = new JsonObject { ["eye"] = new JsonObject { ["x"] = 1.9, ["y"] = -2.2, ["z"] = 0.9 } },
            ["domain"] = new JsonObject { ["x"] = Plot.Range(0, 1), ["y"] = Plot.Range(0.12, 1) },
            ["aspectmode"] = "manual",
            ["aspectratio"] = new JsonObject { ["x"] = 1.2, ["y"] = 1.2, ["z"] = 0.7 },
        };
        layout["margin"] = new JsonObject { ["l"] = 0, ["r"] = 0, ["t"] = 0, ["b"] = 0 };
        var data = new JsonArray
        {
            (JsonNode)new JsonObject
            {
                ["type"] = "surface", ["x"] = strikes, ["y"] = dates, ["z"] = vols, ["colorscale"] = "Viridis",
                ["colorbar"] = new JsonObject { ["orientation"] = "h", ["thickness"] = 12, ["len"] = 0.8, ["y"] = 0, ["yanchor"] = "bottom",
                    ["ticksuffix"] = "%" },
                ["hovertemplate"] = "strike %{x:.1f}% of spot, %{y:.0f} days: %{z:.1f}%<extra></extra>",
            },
        };
        return new Figure(
            Invariant($"{surface.Underlying} {surface.Session:yyyy-MM-dd}: implied volatility{(isModelled ? ", modelled" : "")}"),
            Invariant($"{years.Length} expiries from {days[0]:0} to {days[^1]:0} days, {Display.Percent(least / 100)} to {Display.Percent(most / 100)} a ")
                + Invariant($"year within {widths:0.#} standard deviations of the forward."),
            data, layout);
    }

    /// <summary>A heat map's trace. Diverging colours run from orange through near white to blue, which the common colour blindnesses tell apart.</summary>
    private static JsonObject Cells(
        JsonArray x, JsonArray y, IEnumerable<IReadOnlyList<double>> values, double[] all, bool diverging, string unit, string format)
    {
        double bound = all.Select(Math.Abs).DefaultIfEmpty(1).Max();
        var map = new JsonObject
        {
            ["type"] = "heatmap",
            ["x"] = x,
            ["y"] = y,
            ["z"] = new JsonArray([.. values.Select(row => (JsonNode)Plot.Numbers(row))]),
            ["xgap"] = 1,
            ["ygap"] = 1,
            ["hoverongaps"] = false,
            ["colorbar"] = new JsonObject
            {
                ["thickness"] = 12,
                ["tickformat"] = format,
                ["title"] = new JsonObject { ["text"] = Plot.Escape(unit), ["side"] = "right" }
            },
        };
        if (!diverging)
        {
            map["colorscale"] = "Viridis";
            return map;
        }

        (map["zmin"], map["zmax"]) = (Plot.Number(-Math.Max(bound, 1e-12)), Plot.Number(Math.Max(bound, 1e-12)));
        map["colorscale"] = new JsonArray(new JsonArray(0, "#B35806"), new JsonArray(0.25, "#F1A340"), new JsonArray(0.5, "#F7F7F7"),
            new JsonArray(0.75, "#67A9CF"), new JsonArray(1, "#2166AC"));
        return map;
    }
}
