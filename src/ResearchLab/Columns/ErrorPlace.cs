using System.Globalization;
using System.Text;

namespace ResearchLab.Columns;

/// <summary>
/// Finds the character an error of the engine points at. The engine shows the line ("LINE 3: …", shortened with "..." when long) and below it a
/// caret, placed by the width of the characters on a screen; both are turned back into an index of the text.
/// </summary>
internal static class ErrorPlace
{
    private const string Dots = "...";

    /// <summary>Index into <paramref name="sql"/> of what the message points at; -1 when it points nowhere or the line is not found.</summary>
    public static int Find(string message, string sql)
    {
        string[] lines = message.Split('\n');
        for (int i = lines.Length - 1; i > 0; i--)
        {
            if (lines[i].Trim() == "^" && TryLine(lines[i - 1], out int number, out int start))
                return Locate(sql, number, lines[i - 1][start..], lines[i].IndexOf('^', StringComparison.Ordinal) - start);
        }

        return -1;
    }

    /// <summary>Line and column, both from 1, of an index; the column counts UTF-16 characters.</summary>
    public static (int Line, int Column) LineOf(string sql, int index)
    {
        ReadOnlySpan<char> before = sql.AsSpan(0, index);
        return (before.Count('\n') + 1, index - before.LastIndexOf('\n'));
    }

    private static bool TryLine(string text, out int number, out int start)
    {
        number = 0;
        start = text.IndexOf(": ", StringComparison.Ordinal) + 2;
        return text.StartsWith("LINE ", StringComparison.Ordinal) && start > 1
            && int.TryParse(text.AsSpan(5, start - 7), NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }

    private static int Locate(string sql, int number, string shown, int caret)
    {
        int from = 0;
        for (int line = 1; line < number; line++)
        {
            from = sql.IndexOf('\n', from) + 1;
            if (from == 0)
                return -1;
        }

        int end = sql.IndexOf('\n', from);
        ReadOnlySpan<char> whole = sql.AsSpan(from, (end < 0 ? sql.Length : end) - from);
        int cut = 0, hidden = 0;
        if (!whole.StartsWith(shown.TrimEnd('\r')) && shown.StartsWith(Dots, StringComparison.Ordinal))
        {
            ReadOnlySpan<char> part = shown.AsSpan(Dots.Length);
            if (!whole.EndsWith(part) && part.EndsWith(Dots))
                part = part[..^Dots.Length];
            cut = whole.IndexOf(part);
            if (cut < 0)
                return -1;
            hidden = Dots.Length;
        }

        int at = cut, width = hidden;
        while (at < whole.Length && width < caret)
        {
            Rune.DecodeFromUtf16(whole[at..], out Rune rune, out int taken);
            width += Width(rune);
            at += taken;
        }

        return from + at;
    }

    /// <summary>Columns of a screen a character takes: none for controls and marks, two for East Asian text and emoji.</summary>
    private static int Width(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Control or UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format => 0,
        _ when rune.Value is (>= 0x1100 and <= 0x115F) or (>= 0x2E80 and <= 0xA4CF) or (>= 0xAC00 and <= 0xD7A3) or (>= 0xF900 and <= 0xFAFF)
            or (>= 0xFE30 and <= 0xFE6F) or (>= 0xFF00 and <= 0xFF60) or (>= 0xFFE0 and <= 0xFFE6) or (>= 0x1F300 and <= 0x1F64F)
            or (>= 0x1F680 and <= 0x1F6FF) or (>= 0x1F900 and <= 0x1F9FF) or (>= 0x20000 and <= 0x3FFFD) => 2,
        _ => 1,
    };
}
