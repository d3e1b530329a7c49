using System.Globalization;
using System.Text.Json.Nodes;

namespace ResearchLab.Charts;

/// <summary>Small pieces of Plotly JSON that the charts share.</summary>
internal static class Plot
{
    /// <summary>Numbers to seven significant digits; what is not finite becomes null, which Plotly shows as a gap.</summary>
    public static JsonArray Numbers(IEnumerable<double> values)
    {
        var array = new JsonArray();
        foreach (double value in values)
            array.Add(Number(value));
        return array;
    }

    /// <summary>One number, or null when it is not finite.</summary>
    public static JsonNode? Number(double value) => double.IsFinite(value) ? JsonValue.Create(Round(value)) : null;

    public static JsonArray Texts(IEnumerable<string> values) => [.. values.Select(value => (JsonNode)Escape(value))];

    public static JsonArray Dates(IEnumerable<DateOnly> values) =>
        [.. values.Select(value => (JsonNode)value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))];

    public static JsonArray Range(double low, double high) => [Number(low), Number(high)];

    /// <summary>Plotly reads a little HTML in every text; text that is data must not be read so.</summary>
    public static string Escape(string text) => text.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;");

    public static JsonObject Axis(string title) => new()
    {
        ["title"] = new JsonObject { ["text"] = title, ["standoff"] = 8 },
        ["automargin"] = true,
        ["zeroline"] = false,
    };

    /// <summary>Layout with the defaults of all charts: transparent, legend below, margins that fit a phone.</summary>
    public static JsonObject Layout(JsonObject xAxis, JsonObject yAxis, int height, bool legend = true) => new()
    {
        ["height"] = height,
        ["paper_bgcolor"] = "rgba(0,0,0,0)",
        ["plot_bgcolor"] = "rgba(0,0,0,0)",
        ["margin"] = new JsonObject { ["l"] = 56, ["r"] = 16, ["t"] = 20, ["b"] = legend ? 76 : 48 },
        ["showlegend"] = legend,
        ["legend"] = new JsonObject { ["orientation"] = "h", ["x"] = 0, ["xanchor"] = "left", ["yref"] = "container", ["y"] = 0, ["yanchor"] = "bottom" },
        ["xaxis"] = xAxis,
        ["yaxis"] = yAxis,
        ["shapes"] = new JsonArray(),
        ["annotations"] = new JsonArray(),
    };

    /// <summary>Colours of text and grid, as a template so that a page can put its own in place.</summary>
    public static JsonObject Template(string ink, string grid)
    {
        JsonObject Axis() => new() { ["gridcolor"] = grid, ["linecolor"] = grid, ["zerolinecolor"] = ink, ["tickcolor"] = grid };
        return new JsonObject
        {
            ["layout"] = new JsonObject
            {
                ["font"] = new JsonObject { ["color"] = ink, ["size"] = 12, ["family"] = "system-ui, sans-serif" },
                ["xaxis"] = Axis(),
                ["yaxis"] = Axis(),
            },
        };
    }

    public static JsonObject Line(IEnumerable<double> x, IEnumerable<double> y, string name, string color, string dash = "solid", double width = 2) =>
        Line(Numbers(x), y, name, color, dash, width);

    public static JsonObject Line(JsonArray x, IEnumerable<double> y, string name, string color, string dash = "solid", double width = 2) => new()
    {
        ["type"] = "scatter",
        ["mode"] = "lines",
        ["name"] = Escape(name),
        ["x"] = x,
        ["y"] = Numbers(y),
        ["line"] = new JsonObject { ["color"] = color, ["dash"] = dash, ["width"] = width },
    };

    public static JsonObject HorizontalLine(double y, string color, string dash, double width = 1) => new()
    {
        ["type"] = "line",
        ["xref"] = "paper",
        ["x0"] = 0,
        ["x1"] = 1,
        ["yref"] = "y",
        ["y0"] = Number(y),
        ["y1"] = Number(y),
        ["line"] = new JsonObject { ["color"] = color, ["dash"] = dash, ["width"] = width },
        ["layer"] = "below",
    };

    public static JsonObject VerticalLine(double x, string color, string dash, double width = 1) => new()
    {
        ["type"] = "line",
        ["yref"] = "paper",
        ["y0"] = 0,
        ["y1"] = 1,
        ["xref"] = "x",
        ["x0"] = Number(x),
        ["x1"] = Number(x),
        ["line"] = new JsonObject { ["color"] = color, ["dash"] = dash, ["width"] = width },
        ["layer"] = "below",
    };

    /// <summary>
    /// Rows (0, 1, …) for labels centred at <paramref name="positions"/> (shares of the axis, ascending) so that no two of a
    /// row are nearer than <paramref name="width"/>.
    /// </summary>
    public static int[] StackRows(ReadOnlySpan<double> positions, double width)
    {
        var rows = new int[positions.Length];
        var ends = new List<double>();
        for (int i = 0; i < positions.Length; i++)
        {
            double position = positions[i];
            int row = ends.FindIndex(end => end + width <= position + 1e-12);
            if (row < 0)
            {
                row = ends.Count;
                ends.Add(position);
            }

            ends[row] = position;
            rows[i] = row;
        }

        return rows;
    }

    /// <summary>
    /// Ascending label positions at least <paramref name="gap"/> apart and as near as that allows to the ascending
    /// <paramref name="wanted"/>: crowded neighbours share a block centred on their mean.
    /// </summary>
    public static double[] Spread(ReadOnlySpan<double> wanted, double gap)
    {
        var blocks = new List<(double Mean, int Count)>();
        foreach (double value in wanted)
        {
            (double Mean, int Count) block = (value, 1);
            while (blocks.Count > 0 && block.Mean - blocks[^1].Mean < gap * (block.Count + blocks[^1].Count) / 2)
            {
                (double mean, int count) = blocks[^1];
                blocks.RemoveAt(blocks.Count - 1);
                block = ((mean * count + block.Mean * block.Count) / (count + block.Count), count + block.Count);
            }

            blocks.Add(block);
        }

        return [.. blocks.SelectMany(block => Enumerable.Range(0, block.Count).Select(i => block.Mean + (i - (block.Count - 1) / 2.0) * gap))];
    }

    private static double Round(double value)
    {
        if (value == 0)
            return 0;
        int digits = 6 - (int)Math.Floor(Math.Log10(Math.Abs(value)));
        return digits is >= 0 and <= 15 ? Math.Round(value, digits) : value;
    }
}
