using System.Globalization;
using System.Text.Json.Nodes;
using ResearchLab.Basics;

namespace ResearchLab.Charts;

/// <content>Charts of the returns of a strategy.</content>
public static partial class Chart
{
    private static readonly string[] s_months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

    /// <summary>Growth of 1 and, below it on the same sessions, how far it stands under its peak.</summary>
    /// <param name="title">Title.</param>
    /// <param name="sessions">Session of each return, ascending.</param>
    /// <param name="series">Returns of a session as fractions, each as long as <paramref name="sessions"/>, the strategy first; NaN counts as 0.</param>
    /// <param name="logarithmic">Whether the growth is drawn on a logarithmic axis; not possible once all is lost.</param>
    /// <exception cref="ArgumentException">A line has another length.</exception>
    public static Figure EquityAndDrawdown(string title, IReadOnlyList<DateOnly> sessions, IReadOnlyList<LineSeries> series, bool logarithmic = true)
    {
        var data = new JsonArray();
        var words = new List<string>();
        double least = 1, most = 1;
        bool positive = true;
        foreach ((int index, LineSeries line) in series.Index())
        {
            if (line.Values.Count != sessions.Count)
                throw new ArgumentException($"Line '{line.Name}' has {line.Values.Count} returns for {sessions.Count} sessions.", nameof(series));
            var equity = new double[sessions.Count];
            var under = new double[sessions.Count];
            double level = 1, peak = 1;
            for (int i = 0; i < equity.Length; i++)
            {
                level = Math.Max(0, level * (1 + (double.IsFinite(line.Values[i]) ? line.Values[i] : 0)));
                peak = Math.Max(peak, level);
                (equity[i], under[i]) = (level, (level / peak) - 1);
                (least, most) = (Math.Min(least, level), Math.Max(most, level));
            }

            positive &= level > 0;
            string color = Palette.Series[index % Palette.Series.Count], dash = index == 0 ? "solid" : "dash";
            JsonObject growth = Plot.Line(Plot.Dates(sessions), equity, line.Name, color, dash, index == 0 ? 2 : 1.5);
            JsonObject drawdown = Plot.Line(Plot.Dates(sessions), under, line.Name, color, dash, index == 0 ? 1.2 : 1);
            (growth["legendgroup"], drawdown["legendgroup"]) = (index.ToString(CultureInfo.InvariantCulture), index.ToString(CultureInfo.InvariantCulture));
            growth["hovertemplate"] = "%{y:.3f}";
            drawdown["hovertemplate"] = "%{y:.1%}";
            drawdown["showlegend"] = false;
            drawdown["yaxis"] = "y2";
            if (index == 0)
                (drawdown["fill"], drawdown["fillcolor"]) = ("tozeroy", "rgba(0,114,178,0.18)");
            data.Add((JsonNode)growth);
            data.Add((JsonNode)drawdown);
            words.Add(Invariant($"{line.Name} ends at {level:0.###} with a deepest drawdown of {Display.Percent(-under.DefaultIfEmpty(0).Min())}"));
        }

        JsonObject x = Plot.Axis("session"), y = Plot.Axis("growth of 1"), y2 = Plot.Axis("drawdown (%)");
        x["type"] = "date";
        x["anchor"] = "y2";
        y["domain"] = new JsonArray(0.36, 1);
        if (logarithmic && positive)
        {
            y["type"] = "log";
            y["dtick"] = LogStep(least, most);
        }

        y2["domain"] = new JsonArray(0, 0.28);
        y2["tickformat"] = ".0%";
        y2["gridcolor"] = "rgba(128,128,128,0.3)";
        JsonObject layout = Plot.Layout(x, y, 480);
        layout["yaxis2"] = y2;
        layout["hovermode"] = "x unified";
        string description = sessions.Count == 0
            ? "No sessions."
            : Invariant($"{sessions[0]:yyyy-MM-dd} to {sessions[^1]:yyyy-MM-dd}: {string.Join("; ", words)}.");
        return new Figure(title, description, data, layout);
    }

    /// <summary>A table of compounded returns by year and month, with the year's own beside it.</summary>
    /// <param name="title">Title.</param>
    /// <param name="sessions">Session of each return, ascending.</param>
    /// <param name="returns">Returns of a session as fractions; NaN counts as 0.</param>
    /// <exception cref="ArgumentException">Lengths differ.</exception>
    public static Figure MonthlyReturns(string title, IReadOnlyList<DateOnly> sessions, IReadOnlyList<double> returns)
    {
        if (sessions.Count != returns.Count)
            throw new ArgumentException($"There are {sessions.Count} sessions but {returns.Count} returns.", nameof(returns));
        var table = new SortedDictionary<int, double[]>();
        foreach ((int i, DateOnly session) in sessions.Index())
        {
            if (!table.TryGetValue(session.Year, out double[]? year))
                table[session.Year] = year = [.. Enumerable.Repeat(double.NaN, 13)];
            double growth = 1 + (double.IsFinite(returns[i]) ? returns[i] : 0);
            foreach (int cell in (int[])[session.Month - 1, 12])
                year[cell] = ((double.IsNaN(year[cell]) ? 1 : 1 + year[cell]) * growth) - 1;
        }

        double[][] rows = [.. table.Values.Reverse()];
        double[] months = [.. rows.SelectMany(row => row[..12]).Where(double.IsFinite)];
        // A bad month should stand out though whole years reach further, so the months alone set the colours.
        JsonObject map = Cells(Plot.Texts([.. s_months, "Year"]), Plot.Texts(table.Keys.Reverse().Select(year => Invariant($"{year}"))), rows, months,
            diverging: true, "return", ".0%");
        map["texttemplate"] = "%{text}";
        map["text"] = new JsonArray([.. rows.Select(row =>
            (JsonNode)new JsonArray([.. row.Select(value => (JsonNode)(double.IsFinite(value) ? Minus(Invariant($"{100 * value:0.0}")) : ""))]))]);
        map["hovertemplate"] = "%{y} %{x}: %{z:.2%}<extra></extra>";
        map["showscale"] = false;
        JsonObject x = CategoryAxis(), y = CategoryAxis();
        (x["side"], x["showgrid"], y["showgrid"], y["autorange"]) = ("top", false, false, "reversed");
        x["title"] = new JsonObject { ["text"] = "compounded return of the month (%)", ["standoff"] = 6 };
        JsonObject layout = Plot.Layout(x, y, 110 + (26 * Math.Max(2, rows.Length)), legend: false);
        (layout["margin"]!["t"], layout["margin"]!["b"]) = (56, 16);
        string description = months.Length == 0
            ? "No sessions."
            : $"{months.Length} months: {months.Count(month => month > 0)} gained, best {Display.Percent(months.Max())}, "
                + $"worst {Display.Percent(months.Min())}.";
        return new Figure(title, description, [(JsonNode)map], layout);
    }

    /// <summary>One value a session as a calendar: weeks across, weekdays down, a block a year.</summary>
    /// <param name="title">Title.</param>
    /// <param name="sessions">Sessions, ascending; the last six calendar years of them are drawn.</param>
    /// <param name="values">One value a session; NaN is left blank.</param>
    /// <param name="unit">Unit of the values, beside the colours.</param>
    /// <param name="format">d3 format of the values.</param>
    /// <param name="diverging">True when 0 is the middle.</param>
    /// <exception cref="ArgumentException">Lengths differ.</exception>
    public static Figure CalendarHeatMap(
        string title, IReadOnlyList<DateOnly> sessions, IReadOnlyList<double> values, string unit, string format = ".1%", bool diverging = true)
    {
        const int Years = 6, Weekdays = 7, PixelsOfRow = 15;
        if (sessions.Count != values.Count)
            throw new ArgumentException($"There are {sessions.Count} sessions but {values.Count} values.", nameof(values));
        int last = sessions.Count == 0 ? 0 : sessions[^1].Year, first = sessions.Count == 0 ? 0 : Math.Max(sessions[0].Year, last - Years + 1);
        int years = sessions.Count == 0 ? 0 : last - first + 1;
        // Sunday to Saturday would leave two empty rows for stocks; a row without any value is not drawn.
        bool weekends = sessions.Index()
            .Any(pair => pair.Item.Year >= first && pair.Item.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday && double.IsFinite(values[pair.Index]));
        int days = weekends ? Weekdays : 5;
        double[][] cells = [.. Enumerable.Range(0, Math.Max(1, (years * (days + 1)) - 1)).Select(_ => Enumerable.Repeat(double.NaN, 54).ToArray())];
        var dates = new JsonArray([.. cells.Select(_ => (JsonNode)new JsonArray([.. Enumerable.Repeat("", 54).Select(text => (JsonNode)text)]))]);
        foreach ((int i, DateOnly session) in sessions.Index())
        {
            int weekday = ((int)session.DayOfWeek + 6) % 7;
            if (session.Year < first || weekday >= days)
                continue;
            var newYear = new DateOnly(session.Year, 1, 1);
            int week = (session.DayOfYear - 1 + (((int)newYear.DayOfWeek + 6) % 7)) / 7, row = ((session.Year - first) * (days + 1)) + weekday;
            cells[row][week] = values[i];
            dates[row]![week] = session.ToString("ddd yyyy-MM-dd", CultureInfo.InvariantCulture);
        }

        double[] all = [.. cells.SelectMany(row => row).Where(double.IsFinite)];
        JsonObject map = Cells(Plot.Numbers(Enumerable.Range(0, 54).Select(week => (double)week)),
            Plot.Numbers(Enumerable.Range(0, cells.Length).Select(row => (double)row)), cells, all, diverging, unit, format);
        map["customdata"] = dates;
        map["hovertemplate"] = $"%{{customdata}}: %{{z:{format}}}<extra></extra>";
        JsonObject x = Plot.Axis("month"), y = Plot.Axis("");
        y.Remove("title");
        (x["showgrid"], y["showgrid"], y["autorange"]) = (false, false, "reversed");
        x["tickvals"] = Plot.Numbers(Enumerable.Range(0, 12).Select(month => (double)(((new DateOnly(2021, month + 1, 1).DayOfYear + 3) / 7) + 1)));
        x["ticktext"] = Plot.Texts(s_months.Select(month => month[..1]));
        y["tickvals"] = Plot.Numbers(Enumerable.Range(0, years).Select(year => (double)((year * (days + 1)) + (days / 2))));
        y["ticktext"] = Plot.Texts(Enumerable.Range(first, years).Select(year => Invariant($"{year}")));
        JsonObject layout = Plot.Layout(x, y, 90 + (PixelsOfRow * cells.Length), legend: false);
        string description = all.Length == 0
            ? "No values."
            : Invariant($"{all.Length} sessions from {first} to {last}, {Said(all.Min(), format)} to {Said(all.Max(), format)} ({unit}).")
                + (sessions[0].Year < first ? " Earlier years are not drawn." : "");
        return new Figure(title, description, [(JsonNode)map], layout);
    }

    /// <summary>Distance of the ticks of a logarithmic axis in Plotly's words: equal steps while the range is short, 1, 2, 5 of each decade beyond.</summary>
    private static string LogStep(double least, double most)
    {
        if (most > 8 * least)
            return most > 1000 * least ? "1" : "D2";
        double rough = Math.Max(most - least, 1e-6) / 5, decade = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        double step = decade * (rough / decade) switch { < 1.5 => 1, < 3.5 => 2, < 7.5 => 5, _ => 10 };
        return Invariant($"L{step:0.########}");
    }
}
