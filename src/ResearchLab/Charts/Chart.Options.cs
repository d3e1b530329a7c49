using System.Text.Json.Nodes;
using ResearchLab.Basics;
using ResearchLab.Options;

namespace ResearchLab.Charts;

/// <content>Charts of structures and chains.</content>
public static partial class Chart
{
    /// <summary>Profit and loss of one structure unit over the price of the underlying: at the nearest expiry and today.</summary>
    /// <param name="position">The position, entered at its net mid: that is what its breakevens, max profit and max loss refer to.</param>
    /// <param name="ratePerYear">Continuously compounded rate, fraction a year, for legs that still live at the date drawn.</param>
    /// <param name="yieldPerYear">Continuously compounded yield of the underlying, for the same legs.</param>
    /// <remarks>
    /// Living legs are worth their Black–Scholes price at the implied volatility they were chosen with, and at least intrinsic; but in a
    /// spread of one expiry the right to exercise early is left out on both sides, where it nearly cancels.
    /// </remarks>
    public static Figure Payoff(StructurePosition position, double ratePerYear = 0, double yieldPerYear = 0)
    {
        double[] strikes = [.. position.Legs.Select(leg => leg.Contract.Strike).Distinct().Order()];
        double reach = Math.Max(3 * (double.IsFinite(position.ExpectedMove) ? position.ExpectedMove : 0), 0.06 * position.Spot);
        double[] places = [position.Spot, .. strikes, .. position.Breakevens.Where(double.IsFinite)];
        double low = Math.Max(0.01 * position.Spot, Math.Min(position.Spot - reach, places.Min() - 0.03 * position.Spot));
        double high = Math.Max(position.Spot + reach, places.Max() + 0.03 * position.Spot);
        double[] grid = [.. Enumerable.Range(0, 161).Select(i => low + (high - low) * i / 160)];
        double[] x = [.. grid.Concat(places).Where(price => price >= low && price <= high).Distinct().Order()];
        double[] expiry = [.. x.Select(price => Options.Payoff.Profit(position, price, ratePerYear, yieldPerYear))];
        double[] today = [.. x.Select(price => ProfitToday(position, price, ratePerYear, yieldPerYear))];

        var data = new JsonArray
        {
            (JsonNode)Area(x, expiry, gain: true),
            (JsonNode)Area(x, expiry, gain: false),
            (JsonNode)Plot.Line(x, expiry, Invariant($"at expiry {position.Expiry:yyyy-MM-dd}"), Palette.Blue, width: 2.5),
            (JsonNode)Plot.Line(x, today, Invariant($"today {position.Session:yyyy-MM-dd}"), Palette.Purple, "dash"),
            (JsonNode)new JsonObject
            {
                ["type"] = "scatter", ["mode"] = "markers", ["name"] = "strikes", ["x"] = Plot.Numbers(strikes), ["y"] = Plot.Numbers(strikes.Select(_ => 0.0)),
                ["text"] = Plot.Texts(strikes.Select(strike => string.Join(", ", position.Legs.Where(leg => leg.Contract.Strike == strike).Select(LegWords)))),
                ["hovertemplate"] = "%{text}<extra></extra>",
                ["marker"] = new JsonObject { ["symbol"] = "triangle-up", ["size"] = 10, ["color"] = Palette.Orange },
            },
        };
        foreach (int curve in (int[])[2, 3])
            data[curve]!["hovertemplate"] = "%{y:$,.2f}";

        double bottom = Math.Min(0, expiry.Concat(today).Min()), top = Math.Max(0, expiry.Concat(today).Max());
        double pad = 0.16 * Math.Max(top - bottom, 1);
        JsonObject xAxis = Plot.Axis($"price of {Plot.Escape(position.Underlying)} ($)");
        xAxis["tickformat"] = "$,.0f";
        xAxis["hoverformat"] = "$,.2f";
        xAxis["range"] = Plot.Range(low, high);
        JsonObject yAxis = Plot.Axis("profit or loss of one unit ($)");
        yAxis["tickformat"] = "$,.0f";
        yAxis["range"] = Plot.Range(bottom - pad, top + pad);
        yAxis["zeroline"] = true;
        JsonObject layout = Plot.Layout(xAxis, yAxis, 430);
        layout["hovermode"] = "x unified";
        AddVerticalLabels(layout, low, high,
        [
            (position.Spot, $"spot {Display.Money(position.Spot)}", Palette.Grey, "dashdot"),
            .. position.Breakevens.Where(double.IsFinite).Select(price => (price, $"BE {Display.Money(price)}", Palette.Green, "dot")),
        ]);
        AddExtreme(layout, x, expiry, position.MaxProfit, top, $"max profit {Display.Money(position.MaxProfit)}", above: true);
        AddExtreme(layout, x, expiry, -position.MaxLoss, bottom, $"max loss {Display.Money(position.MaxLoss)}", above: false);

        string breakevens = position.Breakevens.Count == 0 ? "none" : string.Join(" and ", position.Breakevens.Select(price => $"{Display.Money(price)}"));
        return new Figure(
            $"Profit and loss of one {position.Structure.Name().Replace('_', ' ')}",
            $"Max profit {Display.Money(position.MaxProfit)}, max loss {Display.Money(position.MaxLoss)}, breakevens at expiry {breakevens}, "
                + $"spot {Display.Money(position.Spot)}.",
            data, layout);
    }

    /// <summary>Implied volatility by strike or delta for one expiry or several.</summary>
    /// <param name="chain">The chain; quotes without an implied volatility are left out.</param>
    /// <param name="expiries">Expiries to draw.</param>
    /// <param name="legs">Legs to mark; those of other expiries are left out.</param>
    /// <param name="axis">What the x axis is.</param>
    public static Figure Smile(OptionChain chain, IReadOnlyList<DateOnly> expiries, IReadOnlyList<Leg>? legs = null, SmileAxis axis = SmileAxis.Strike)
    {
        var data = new JsonArray();
        int drawn = 0;
        foreach ((int index, DateOnly expiry) in expiries.Index())
        {
            foreach (OptionRight right in (OptionRight[])[OptionRight.Put, OptionRight.Call])
            {
                int[] rows =
                [
                    .. Enumerable.Range(0, chain.Count).Where(row => chain.Contracts[row].Expiry == expiry && chain.Contracts[row].Right == right
                        && double.IsFinite(chain.ImpliedVol[row]) && Math.Abs(chain.Delta[row]) is >= 0.02 and <= 0.98),
                ];
                drawn += rows.Length;
                string color = Palette.Series[(2 * index + (int)right) % Palette.Series.Count];
                data.Add((JsonNode)new JsonObject
                {
                    ["type"] = "scatter",
                    ["mode"] = "lines+markers",
                    ["name"] = Invariant($"{(right == OptionRight.Call ? "calls" : "puts")} {expiry:yyyy-MM-dd}"),
                    ["x"] = Plot.Numbers(rows.Select(row => Place(chain.Contracts[row].Right, chain.Contracts[row].Strike, chain.Delta[row], axis))),
                    ["y"] = Plot.Numbers(rows.Select(row => chain.ImpliedVol[row])),
                    ["text"] = Plot.Texts(rows.Select(row => Invariant($"{chain.Contracts[row]}, delta {chain.Delta[row]:0.00}"))),
                    ["hovertemplate"] = "%{text}: %{y:.1%}<extra></extra>",
                    ["line"] = new JsonObject { ["color"] = color, ["width"] = 1.2 },
                    ["marker"] = new JsonObject
                    {
                        ["color"] = color,
                        ["size"] = right == OptionRight.Call ? 4 : 9,
                        ["symbol"] = right == OptionRight.Call ? "circle" : "triangle-down-open"
                    },
                });
            }
        }

        Leg[] marked = [.. (legs ?? []).Where(leg => expiries.Contains(leg.Contract.Expiry) && double.IsFinite(leg.ImpliedVol))];
        if (marked.Length > 0)
        {
            data.Add((JsonNode)new JsonObject
            {
                ["type"] = "scatter",
                ["mode"] = "markers",
                ["name"] = "legs",
                ["x"] = Plot.Numbers(marked.Select(leg => Place(leg.Contract.Right, leg.Contract.Strike, leg.Delta, axis))),
                ["y"] = Plot.Numbers(marked.Select(leg => leg.ImpliedVol)),
                ["text"] = Plot.Texts(marked.Select(LegWords)),
                ["hovertemplate"] = "%{text}: %{y:.1%}<extra></extra>",
                ["marker"] = new JsonObject
                {
                    ["symbol"] = "diamond-open",
                    ["size"] = 16,
                    ["color"] = Palette.Purple,
                    ["line"] = new JsonObject { ["width"] = 2.5 }
                },
            });
        }

        JsonObject x = Plot.Axis(axis == SmileAxis.Strike ? "strike ($)" : "delta of the call (per unit)");
        if (axis == SmileAxis.Strike)
            x["tickformat"] = "$,.0f";
        else
            x["autorange"] = "reversed";
        JsonObject y = Plot.Axis("implied volatility (% a year)");
        y["tickformat"] = ".0%";
        JsonObject layout = Plot.Layout(x, y, 400);
        layout["hovermode"] = "closest";
        if (axis == SmileAxis.Strike)
        {
            layout["shapes"]!.AsArray().Add((JsonNode)Plot.VerticalLine(chain.Spot, Palette.Grey, "dashdot"));
            layout["annotations"]!.AsArray().Add((JsonNode)TopLabel(chain.Spot, $"spot {Display.Money(chain.Spot)}", 0));
        }

        string dates = string.Join(", ", expiries.Select(expiry => Invariant($"{expiry:yyyy-MM-dd}")));
        return new Figure($"{chain.Underlying}: implied volatility, expiry {dates}",
            Invariant($"{drawn} quotes with an implied volatility; spot {Display.Money(chain.Spot)}."), data, layout);
    }

    /// <summary>Profit in dollars of one unit, entered at its net mid, were the underlying at <paramref name="price"/> at once.</summary>
    internal static double ProfitToday(StructurePosition position, double price, double ratePerYear, double yieldPerYear) =>
        PositionValue.Profit(position, position.Session, price, ratePerYear, yieldPerYear);

    private static double Place(OptionRight right, double strike, double delta, SmileAxis axis) =>
        axis == SmileAxis.Strike ? strike : right == OptionRight.Call ? delta : 1 + delta;

    private static string LegWords(Leg leg) =>
        Invariant($"{(leg.Quantity > 0 ? "buy" : "sell")} {Math.Abs(leg.Quantity)} × {leg.Contract}");

    private static JsonObject Area(double[] x, double[] y, bool gain) => new()
    {
        ["type"] = "scatter",
        ["mode"] = "lines",
        ["showlegend"] = false,
        ["hoverinfo"] = "skip",
        ["fill"] = "tozeroy",
        ["x"] = Plot.Numbers(x),
        ["y"] = Plot.Numbers(y.Select(value => gain ? Math.Max(0, value) : Math.Min(0, value))),
        ["line"] = new JsonObject { ["width"] = 0 },
        ["fillcolor"] = gain ? "rgba(0,158,115,0.20)" : "rgba(213,94,0,0.20)",
    };

    private static void AddVerticalLabels(JsonObject layout, double low, double high, (double X, string Text, string Color, string Dash)[] lines,
        double labelShare = 0.32)
    {
        Array.Sort(lines, (left, right) => left.X.CompareTo(right.X));
        // A label is about 85 of the 290 pixels that a phone leaves to the plot.
        int[] rows = Plot.StackRows([.. lines.Select(line => (line.X - low) / (high - low))], labelShare);
        for (int i = 0; i < lines.Length; i++)
        {
            layout["shapes"]!.AsArray().Add((JsonNode)Plot.VerticalLine(lines[i].X, lines[i].Color, lines[i].Dash, 1.5));
            layout["annotations"]!.AsArray().Add((JsonNode)TopLabel(lines[i].X, lines[i].Text, rows[i]));
        }

        layout["margin"]!["t"] = 24 + 15 * rows.DefaultIfEmpty(0).Max();
    }

    private static JsonObject TopLabel(double x, string text, int row) => new()
    {
        ["xref"] = "x",
        ["x"] = Plot.Number(x),
        ["yref"] = "paper",
        ["y"] = 1,
        ["yanchor"] = "bottom",
        ["yshift"] = 2 + 15 * row,
        ["text"] = Plot.Escape(text),
        ["showarrow"] = false,
        ["font"] = new JsonObject { ["size"] = 11 },
    };

    /// <summary>Marks the best or worst outcome where the curve leaves most room: on its level, or at the edge when that lies outside.</summary>
    private static void AddExtreme(JsonObject layout, double[] x, double[] curve, double level, double edge, string text, bool above)
    {
        bool inside = double.IsFinite(level) && (above ? level <= edge * 1.0001 + 0.01 : level >= edge * 1.0001 - 0.01);
        if (inside)
            layout["shapes"]!.AsArray().Add((JsonNode)Plot.HorizontalLine(level, Palette.Grey, "dot"));
        int third = x.Length / 3;
        double[] room = [.. new[] { curve[..third], curve[third..^third], curve[^third..] }.Select(part => above ? -part.Max() : part.Min())];
        int best = inside ? 0 : Array.IndexOf(room, room.Max());
        layout["annotations"]!.AsArray().Add((JsonNode)new JsonObject
        {
            ["xref"] = "paper",
            ["x"] = best / 2.0,
            ["xanchor"] = best switch { 0 => "left", 1 => "center", _ => "right" },
            ["yref"] = "y",
            ["y"] = Plot.Number(inside ? level : edge),
            ["yanchor"] = above ? "bottom" : "top",
            ["text"] = Plot.Escape(text),
            ["showarrow"] = false,
            ["font"] = new JsonObject { ["size"] = 11 },
        });
    }
}
