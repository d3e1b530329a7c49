using System.Text.Json.Nodes;
using ResearchLab.Basics;
using ResearchLab.Market;

namespace ResearchLab.Charts;

/// <summary>Figures of what the lab computes, ready to show: units on every axis, colours safe for colour-blind readers.</summary>
public static partial class Chart
{
    /// <summary>Candlesticks with moving averages and marked prices.</summary>
    /// <param name="bars">Daily bars; moving averages use all of them.</param>
    /// <param name="smaWindows">Windows of simple moving averages of the close, in sessions.</param>
    /// <param name="levels">Prices to mark, such as strikes and breakevens.</param>
    /// <param name="sessions">How many of the last sessions to show; at least 1.</param>
    /// <exception cref="ArgumentException">There are no bars.</exception>
    public static Figure Candlestick(BarSeries bars, IReadOnlyList<int>? smaWindows = null, IReadOnlyList<PriceLevel>? levels = null, int sessions = 250)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(sessions, 1);
        if (bars.Count == 0)
            throw new ArgumentException($"'{bars.Symbol}' has no bars to draw.", nameof(bars));
        int first = Math.Max(0, bars.Count - sessions);
        DateOnly[] shown = bars.Sessions[first..];
        var data = new JsonArray
        {
            (JsonNode)new JsonObject
            {
                ["type"] = "candlestick",
                ["name"] = Plot.Escape(bars.Symbol),
                ["x"] = Plot.Dates(shown),
                ["open"] = Plot.Numbers(bars.Open[first..]),
                ["high"] = Plot.Numbers(bars.High[first..]),
                ["low"] = Plot.Numbers(bars.Low[first..]),
                ["close"] = Plot.Numbers(bars.Close[first..]),
                // A rise is hollow and a fall is filled, so the two differ without colour as well.
                ["increasing"] = new JsonObject { ["line"] = new JsonObject { ["color"] = Palette.Green, ["width"] = 1 }, ["fillcolor"] = "rgba(0,0,0,0)" },
                ["decreasing"] = new JsonObject { ["line"] = new JsonObject { ["color"] = Palette.Vermillion, ["width"] = 1 },
                    ["fillcolor"] = Palette.Vermillion },
            },
        };
        string[] colors = [Palette.Blue, Palette.Purple, Palette.Orange, Palette.Sky];
        string[] dashes = ["solid", "dash", "dot", "dashdot"];
        foreach ((int index, int window) in (smaWindows ?? []).Index())
        {
            double[] average = SimpleAverage(bars.Close, window)[first..];
            if (average.Any(double.IsFinite))
                data.Add((JsonNode)Plot.Line(Plot.Dates(shown), average, Invariant($"SMA {window}"), colors[index % 4], dashes[index % 4], 1.5));
        }

        PriceLevel[] marks = [.. (levels ?? []).Where(level => double.IsFinite(level.Price)).OrderBy(level => level.Price)];
        double[] traded = [.. bars.Low[first..].Concat(bars.High[first..]).Where(double.IsFinite).DefaultIfEmpty(double.NaN)];
        double[] extremes = [.. traded.Where(double.IsFinite), .. marks.Select(mark => mark.Price)];
        double low = extremes.DefaultIfEmpty(0).Min(), high = extremes.DefaultIfEmpty(1).Max();
        double pad = 0.04 * Math.Max(high - low, 1e-6 * Math.Abs(high));

        JsonObject x = Plot.Axis("session");
        x["type"] = "date";
        x["rangeslider"] = new JsonObject { ["visible"] = false };
        x["rangebreaks"] = new JsonArray
        {
            (JsonNode)new JsonObject { ["bounds"] = new JsonArray("sat", "mon") },
            (JsonNode)new JsonObject { ["values"] = Plot.Dates(ClosedWeekdays(shown)) },
        };
        JsonObject y = Plot.Axis($"price of {Plot.Escape(bars.Symbol)} ($)");
        y["tickformat"] = "$,.0f";
        y["hoverformat"] = "$,.2f";
        y["range"] = Plot.Range(low - pad, high + pad);
        JsonObject layout = Plot.Layout(x, y, 460);
        layout["hovermode"] = "x unified";
        if (marks.Length > 0)
            layout["margin"]!["r"] = 16 + 6 * marks.Max(mark => LevelText(mark).Length);

        double[] places = Plot.Spread([.. marks.Select(mark => mark.Price)], 0.05 * (high - low + 2 * pad));
        for (int i = 0; i < marks.Length; i++)
        {
            layout["shapes"]!.AsArray().Add((JsonNode)Plot.HorizontalLine(marks[i].Price, marks[i].Color, marks[i].Dash, 1.3));
            layout["annotations"]!.AsArray().Add((JsonNode)new JsonObject
            {
                ["xref"] = "paper",
                ["x"] = 1,
                ["xanchor"] = "left",
                ["xshift"] = 3,
                ["yref"] = "y",
                ["y"] = Plot.Number(places[i]),
                ["yanchor"] = "middle",
                ["text"] = Plot.Escape(LevelText(marks[i])),
                ["showarrow"] = false,
                ["font"] = new JsonObject { ["size"] = 11 },
            });
        }

        string title = Invariant($"{bars.Symbol}: daily prices to {bars.Sessions[^1]:yyyy-MM-dd}");
        string description =
            $"{shown.Length} sessions; last close {Display.Money(bars.Close[^1])}, prices from {Display.Money(traded.Min())} to {Display.Money(traded.Max())}"
            + (marks.Length == 0 ? "." : $"; marked: {string.Join(", ", marks.Select(mark => $"{mark.Label} {Display.Money(mark.Price)}"))}.");
        return new Figure(title, description, data, layout);
    }

    /// <summary>Lines over sessions.</summary>
    /// <param name="title">Title.</param>
    /// <param name="sessions">The x axis.</param>
    /// <param name="series">Lines, each as long as <paramref name="sessions"/>.</param>
    /// <param name="unit">Title of the y axis with its unit, such as <c>implied volatility (% a year)</c>.</param>
    /// <param name="format">d3 format of the y values, such as <c>.1%</c> or <c>$,.0f</c>.</param>
    /// <exception cref="ArgumentException">A line has another length.</exception>
    public static Figure Line(string title, IReadOnlyList<DateOnly> sessions, IReadOnlyList<LineSeries> series, string unit, string format = ",.4~g")
    {
        string[] dashes = ["solid", "dash", "dot", "dashdot", "longdash", "longdashdot"];
        var data = new JsonArray();
        foreach ((int index, LineSeries line) in series.Index())
        {
            if (line.Values.Count != sessions.Count)
                throw new ArgumentException($"Line '{line.Name}' has {line.Values.Count} values for {sessions.Count} sessions.", nameof(series));
            data.Add((JsonNode)Plot.Line(Plot.Dates(sessions), line.Values, line.Name, Palette.Series[index % Palette.Series.Count],
                dashes[index / Palette.Series.Count % dashes.Length]));
        }

        JsonObject x = Plot.Axis("session");
        x["type"] = "date";
        JsonObject y = Plot.Axis(Plot.Escape(unit));
        y["tickformat"] = format;
        JsonObject layout = Plot.Layout(x, y, 380, legend: series.Count > 1);
        layout["hovermode"] = "x unified";
        string description = sessions.Count == 0
            ? "No sessions."
            : Invariant($"{string.Join(", ", series.Select(line => line.Name))} in {unit} from {sessions[0]:yyyy-MM-dd} to {sessions[^1]:yyyy-MM-dd}.");
        return new Figure(title, description, data, layout);
    }

    private static string LevelText(PriceLevel level) => Invariant($"{level.Label} {level.Price:0.##}");

    private static double[] SimpleAverage(double[] values, int window)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(window, 1);
        var average = new double[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            double sum = 0;
            for (int k = i - window + 1; k <= i; k++)
                sum += k < 0 ? double.NaN : values[k];
            average[i] = sum / window;
        }

        return average;
    }

    private static IEnumerable<DateOnly> ClosedWeekdays(DateOnly[] sessions)
    {
        for (int i = 1; i < sessions.Length; i++)
        {
            for (DateOnly day = sessions[i - 1].AddDays(1); day < sessions[i]; day = day.AddDays(1))
            {
                if (day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday))
                    yield return day;
            }
        }
    }
}
