using System.Text;
using ResearchLab.Basics;

namespace ResearchLab.Runner.Commands;

/// <summary>The cells of a CSV file as they are written.</summary>
/// <param name="Names">Name of each column: of the header, or column1, column2 …</param>
/// <param name="HasHeader">Whether the first row names the columns.</param>
/// <param name="Delimiter">What separates cells.</param>
/// <param name="Cells">The cells below the header by column, trimmed; empty where there is none.</param>
internal sealed record StatsTable(IReadOnlyList<string> Names, bool HasHeader, char Delimiter, IReadOnlyList<string[]> Cells)
{
    /// <summary>Reads a file.</summary>
    /// <exception cref="DataUnusableException">Rows have different numbers of cells, or a quote is not closed.</exception>
    public static StatsTable Read(string path, string name)
    {
        string text = File.ReadAllText(path);
        char delimiter = DelimiterOf(text);
        List<string[]> rows = Rows(text, delimiter, name);
        int width = rows.Count == 0 ? 0 : rows[0].Length;
        // A line without anything is a missing value where there is one column, and nothing otherwise.
        rows = [.. rows.Where((row, i) => row.Length > 1 || row[0].Length > 0 || (width == 1 && i > 0))];
        while (rows.Count > 0 && Array.TrueForAll(rows[0], cell => cell.Length == 0))
            rows.RemoveAt(0);
        if (rows.Count == 0)
            return new StatsTable([], true, delimiter, []);
        width = rows[0].Length;
        for (int row = 1; row < rows.Count; row++)
        {
            // A comma after the last value of every row, and none in the header.
            if (rows[row].Length == width + 1 && rows[row][^1].Length == 0)
                rows[row] = rows[row][..width];
            if (rows[row].Length != width)
            {
                throw new DataUnusableException(
                    $"'{name}' cannot be read as CSV: row {row} has {rows[row].Length} cells between '{delimiter}' where the first line has {width}. " +
                    "Give the same number in every row, and decimal commas only between semicolons or in quotes.");
            }
        }

        bool header = IsHeader(rows, delimiter);
        string[] names = new string[width];
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (int column = 0; column < width; column++)
        {
            string given = header && rows[0][column].Length > 0 ? rows[0][column] : $"column{column + 1}";
            names[column] = given;
            for (int number = 2; !seen.Add(names[column]); number++)
                names[column] = $"{given}_{number}";
        }

        IEnumerable<string[]> data = header ? rows.Skip(1) : rows;
        return new StatsTable(names, header, delimiter, [.. Enumerable.Range(0, width).Select(column => data.Select(row => row[column]).ToArray())]);
    }

    /// <summary>
    /// Whether the first row names the columns: it does when a cell over dates or numbers is none, or when nothing below can tell; it does not when
    /// its cells are of the kind of those below.
    /// </summary>
    private static bool IsHeader(List<string[]> rows, char delimiter)
    {
        // An index has no name where a program wrote it, and no gap below.
        if (rows.Count > 1 && rows[0].Length > 1 && rows[0][0].Length == 0 && rows.Skip(1).All(row => row[0].Length > 0))
            return true;
        bool isData = false;
        for (int column = 0; column < rows[0].Length; column++)
        {
            string first = rows[0][column];
            string[] below = [.. rows.Skip(1).Select(row => row[column])];
            if (first.Length == 0)
                continue;
            bool dates = StatsDates.IsDate(below.FirstOrDefault(cell => cell.Length > 0) ?? ""),
                numbers = !dates && StatsNumbers.Of(below, delimiter) is not null;
            bool firstIsDate = StatsDates.IsDate(first), firstIsNumber = StatsNumbers.Of([first], delimiter) is not null;
            if ((dates && !firstIsDate) || (numbers && !firstIsNumber) || (rows.Count == 1 && !firstIsDate && !firstIsNumber))
                return true;
            isData |= firstIsDate || firstIsNumber;
        }

        return !isData;
    }

    private static char DelimiterOf(string text)
    {
        int end = text.AsSpan().TrimStart("\uFEFF\r\n").IndexOfAny('\r', '\n');
        string line = text.TrimStart('\uFEFF', '\r', '\n');
        line = end < 0 ? line : line[..end];
        // Decimal commas make commas useless as a sign; names of columns hold none of the others.
        return new[] { ';', '\t', '|' }.FirstOrDefault(line.Contains, ',');
    }

    private static List<string[]> Rows(string text, char delimiter, string name)
    {
        var rows = new List<string[]>();
        var row = new List<string>();
        var cell = new StringBuilder();
        bool quoted = false;
        int quotedFrom = 0;
        for (int i = text.StartsWith('\uFEFF') ? 1 : 0; i < text.Length; i++)
        {
            char c = text[i];
            if (quoted)
            {
                if (c != '"')
                    cell.Append(c);
                else if (i + 1 < text.Length && text[i + 1] == '"')
                    cell.Append(text[i++]);
                else
                    quoted = false;
            }
            else if (c == '"' && string.IsNullOrWhiteSpace(cell.ToString()))
            {
                (quoted, quotedFrom) = (true, rows.Count + 1);
                cell.Clear();
            }
            else if (c == delimiter)
            {
                EndCell();
            }
            else if (c is '\r' or '\n')
            {
                if (c == '\r' && i + 1 < text.Length && text[i + 1] == '\n')
                    i++;
                EndRow();
            }
            else
            {
                cell.Append(c);
            }
        }

        if (quoted)
            throw new DataUnusableException($"'{name}' cannot be read as CSV: the quote opened in line {quotedFrom} is not closed. Close it.");
        if (cell.Length > 0 || row.Count > 0)
            EndRow();
        return rows;

        void EndCell()
        {
            row.Add(cell.ToString().Trim());
            cell.Clear();
        }

        void EndRow()
        {
            EndCell();
            rows.Add([.. row]);
            row.Clear();
        }
    }
}
