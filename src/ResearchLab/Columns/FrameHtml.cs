using System.Globalization;
using System.Net;
using System.Text;

namespace ResearchLab.Columns;

/// <summary>Frames as HTML tables.</summary>
internal static class FrameHtml
{
    private const int MaxCell = 300;

    /// <summary>The table: at most <paramref name="maxRows"/> rows, from both ends when there are more, and the total; all text is escaped.</summary>
    public static string Table(Frame frame, int maxRows)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxRows);
        int shown = Math.Min(frame.Rows, maxRows), head = shown == frame.Rows ? shown : (shown + 1) / 2;
        var html = new StringBuilder("<div class=\"scroll\" style=\"overflow-x:auto\"><table><thead><tr>");
        foreach (Column column in frame)
            html.Append(CultureInfo.InvariantCulture, $"<th style=\"text-align:{Side(column)}\">{Escape(column.Name)}</th>");
        html.Append("</tr></thead><tbody>");
        for (int i = 0; i < shown; i++)
        {
            if (i == head)
                html.Append(CultureInfo.InvariantCulture, $"<tr><td colspan=\"{frame.Count}\" style=\"text-align:center\">⋮</td></tr>");
            html.Append("<tr>");
            foreach (Column column in frame)
                html.Append(CultureInfo.InvariantCulture,
                    $"<td style=\"text-align:{Side(column)}\">{Escape(column.Format(i < head ? i : frame.Rows - shown + i))}</td>");
            html.Append("</tr>");
        }

        return html.Append(CultureInfo.InvariantCulture,
            $"</tbody></table></div><p>{frame.Rows:#,0} rows × {frame.Count} columns{(shown < frame.Rows ? $", {shown} shown" : "")}</p>").ToString();
    }

    private static string Side(Column column) => column.ElementType == typeof(string) ? "left" : "right";

    private static string Escape(string text) => WebUtility.HtmlEncode(text.Length <= MaxCell ? text : string.Concat(text.AsSpan(0, MaxCell), "…"));
}
