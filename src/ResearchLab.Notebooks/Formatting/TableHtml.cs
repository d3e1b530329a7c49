using System.Globalization;
using System.Net;
using System.Reflection;
using System.Text;
using ResearchLab.Columns;

namespace ResearchLab.Notebooks.Formatting;

/// <summary>
/// Tables in HTML that follow the colours of the page. Their class keeps Jupyter from taking what stands between two dollar signs for mathematics.
/// </summary>
internal static class TableHtml
{
    private const int MaxCell = 300, LongCell = 40;

    /// <summary>A frame: the first and last rows when there are more than <paramref name="limit"/>, and the total.</summary>
    public static string Of(Frame frame, int limit)
    {
        int shown = Math.Min(frame.Rows, limit), head = shown == frame.Rows ? shown : (shown + 1) / 2;
        bool[] numbers = [.. frame.Select(column => column.ElementType != typeof(string))];
        var html = new StringBuilder("<div class=\"tex2jax_ignore scroll\" style=\"overflow-x:auto\"><table>");
        Header(html, frame.Names, numbers);
        html.Append("<tbody>");
        for (int i = 0; i < shown; i++)
        {
            if (i == head)
                html.Append(CultureInfo.InvariantCulture, $"<tr><td colspan=\"{frame.Count}\" style=\"text-align:center\">⋮</td></tr>");
            int row = i < head ? i : frame.Rows - shown + i;
            html.Append("<tr>");
            for (int c = 0; c < frame.Count; c++)
                Cell(html, frame[c].Format(row), numbers[c]);
            html.Append("</tr>");
        }

        html.Append("</tbody></table></div>");
        return html.Append(CultureInfo.InvariantCulture,
            $"<p>{frame.Rows:#,0} rows × {frame.Count} columns{(shown < frame.Rows ? $", {shown} shown" : "")}</p>").ToString();
    }

    public static string Of(IReadOnlyList<string> names, IReadOnlyList<bool> numbers, IReadOnlyList<string[]> rows, long? total)
    {
        var html = new StringBuilder("<div class=\"tex2jax_ignore scroll\" style=\"overflow-x:auto\"><table>");
        Header(html, names, numbers);
        html.Append("<tbody>");
        foreach (string[] row in rows)
        {
            html.Append("<tr>");
            for (int c = 0; c < row.Length; c++)
                Cell(html, row[c], numbers[c]);
            html.Append("</tr>");
        }

        html.Append("</tbody></table></div>");
        if (total != rows.Count)
            html.Append(CultureInfo.InvariantCulture, $"<p>{(total is { } all ? Invariant($"{all:#,0} rows") : "more rows")}, {rows.Count} shown</p>");
        return html.ToString();
    }

    /// <summary>The public properties of one object.</summary>
    public static string OfProperties(object value)
    {
        var html = new StringBuilder("<table class=\"tex2jax_ignore\"><tbody>");
        foreach (PropertyInfo property in TableRows.Properties(value.GetType()))
            html.Append(CultureInfo.InvariantCulture, $"<tr><th style=\"text-align:left\">{Escape(property.Name)}</th>"
                + $"<td style=\"text-align:left\">{Escape(TableRows.Read(property, value))}</td></tr>");
        return html.Append("</tbody></table>").ToString();
    }

    public static string Escape(string text) => WebUtility.HtmlEncode(text.Length <= MaxCell ? text : string.Concat(text.AsSpan(0, MaxCell), "…"));

    private static void Header(StringBuilder html, IReadOnlyList<string> names, IReadOnlyList<bool> numbers)
    {
        html.Append("<thead><tr>");
        for (int c = 0; c < names.Count; c++)
            html.Append(CultureInfo.InvariantCulture, $"<th style=\"text-align:{Side(numbers[c])}\">{Escape(names[c])}</th>");
        html.Append("</tr></thead>");
    }

    private static void Cell(StringBuilder html, string text, bool isNumber) =>
        html.Append(CultureInfo.InvariantCulture,
            $"<td{(text.Length > LongCell ? " class=\"long\"" : "")} style=\"text-align:{Side(isNumber)}\">{Escape(text)}</td>");

    private static string Side(bool isNumber) => isNumber ? "right" : "left";
}
