using System.Globalization;
using System.Text;
using ResearchLab.Basics;

namespace ResearchLab.Columns;

/// <summary>Frames as text tables, and the messages that name a column that is not there.</summary>
internal static class FrameText
{
    private const int MaxCellWidth = 40;

    /// <summary>The table: a header, at most <paramref name="maxRows"/> rows (both ends when there are more), and the total.</summary>
    public static string Table(Frame frame, int maxRows)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxRows);
        int shown = Math.Min(maxRows, frame.Rows);
        int head = shown == frame.Rows ? shown : Head(shown);
        return shown == frame.Rows ? Table(frame, head, frame.Rows)
            : Table(frame.Take([.. Enumerable.Range(0, head), .. Enumerable.Range(frame.Rows - (shown - head), shown - head)]), head, frame.Rows);
    }

    /// <summary>How many of the rows shown come from the start.</summary>
    public static int Head(int shown) => (shown + 1) / 2;

    /// <summary>The table of some rows of a longer one.</summary>
    /// <param name="ends">The rows shown.</param>
    /// <param name="head">How many of them come before those left out.</param>
    /// <param name="total">Rows of the whole.</param>
    public static string Table(Frame ends, int head, long total)
    {
        string[][] cells = [.. ends.Select(column => Array.ConvertAll([.. Enumerable.Range(0, ends.Rows)], row => Clip(column.Format(row))))];
        int[] widths = [.. ends.Select((column, i) => cells[i].Append(column.Name).Max(text => text.Length))];

        var text = new StringBuilder();
        AppendLine(text, ends, widths, i => ends[i].Name);
        AppendLine(text, ends, widths, i => new string('-', widths[i]));
        for (int line = 0; line < ends.Rows; line++)
        {
            if (line == head && ends.Rows < total)
                AppendLine(text, ends, widths, _ => "…");
            int at = line;
            AppendLine(text, ends, widths, i => cells[i][at]);
        }

        string hidden = ends.Rows < total ? Invariant($", {ends.Rows} shown") : "";
        return text.Append(CultureInfo.InvariantCulture, $"{total:#,0} rows × {ends.Count} columns{hidden}").ToString();
    }

    /// <summary>One line that says which column is missing and which ones are near, by edit distance.</summary>
    public static string Missing(string name, IReadOnlyList<string> names)
    {
        string[] near = [.. names
            .Select(candidate => (candidate, distance: EditDistance.Of(name, candidate)))
            .Where(pair => pair.distance <= Math.Max(2, name.Length / 3) || pair.candidate.Contains(name, StringComparison.OrdinalIgnoreCase))
            .OrderBy(pair => pair.distance)
            .Take(3)
            .Select(pair => $"'{pair.candidate}'")];
        string remedy = near.Length > 0
            ? $"Did you mean {string.Join(" or ", near)}?"
            : $"Columns: {string.Join(", ", names.Take(12))}{(names.Count > 12 ? ", …" : "")}.";
        return $"No column is named '{name}'. {remedy}";
    }

    private static void AppendLine(StringBuilder text, Frame frame, int[] widths, Func<int, string> cell)
    {
        for (int i = 0; i < frame.Count; i++)
        {
            bool leftAligned = frame[i].ElementType == typeof(string);
            string value = cell(i);
            text.Append(i == 0 ? "" : "  ").Append(leftAligned ? value.PadRight(widths[i]) : value.PadLeft(widths[i]));
        }

        while (text.Length > 0 && text[^1] == ' ')
            text.Length--;
        text.Append('\n');
    }

    /// <summary>Whether a table shows a text otherwise than it is: cut, or without its line breaks.</summary>
    public static bool IsClipped(string text) => text.Length > MaxCellWidth || text.AsSpan().IndexOfAny('\r', '\n') >= 0;

    private static string Clip(string text)
    {
        string line = text.ReplaceLineEndings(" ");
        return line.Length <= MaxCellWidth ? line : string.Concat(line.AsSpan(0, MaxCellWidth - 1), "…");
    }
}
