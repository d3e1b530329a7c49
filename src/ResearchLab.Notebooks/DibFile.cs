using System.Text;
using System.Text.RegularExpressions;

namespace ResearchLab.Notebooks;

/// <summary>
/// Notebooks of Polyglot Notebooks as text (.dib): cells behind lines such as <c>#!csharp</c>, no outputs. A cell in C# is code, one in markdown prose; one in
/// another language stays code that begins with the line of its language, which runs where this lab knows it (SQL, HTML, mermaid) and is refused by name
/// elsewhere.
/// </summary>
/// <remarks>.dib has no tags: a C# cell that begins with the comment <c>// parameters</c> is the one that takes parameters.</remarks>
public static partial class DibFile
{
    private const string ParametersComment = "// parameters";

    /// <summary>Whether a path names such a file.</summary>
    public static bool Names(string path) => path.EndsWith(".dib", StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads one; text before the first named cell is C#.</summary>
    public static NotebookFile Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var cells = new List<NotebookCell>();
        string language = "csharp";
        var lines = new List<string>();
        foreach (string line in text.TrimStart('\uFEFF').ReplaceLineEndings("\n").Split('\n'))
        {
            if (CellStart().Match(line) is not { Success: true } start)
            {
                lines.Add(line);
                continue;
            }

            Flush();
            language = start.Groups["language"].Value.ToLowerInvariant();
        }

        Flush();
        return NotebookFile.Create(cells);

        void Flush()
        {
            string source = string.Join('\n', lines).Trim('\n', ' ', '\t');
            lines.Clear();
            // What the file says of itself tells nothing of its cells: each names its language.
            if (source.Length > 0 && language != "meta")
                cells.Add(Cell(Invariant($"cell-{cells.Count + 1}"), language, source));
        }
    }

    /// <summary>Writes one: cells and languages stay; raw cells, outputs, other tags and metadata go.</summary>
    /// <exception cref="NotebookFormatException">A cell holds a line that would begin another one; the message names it.</exception>
    public static string Write(NotebookFile notebook)
    {
        ArgumentNullException.ThrowIfNull(notebook);
        var text = new StringBuilder(
            "#!meta\n\n{\"kernelInfo\":{\"defaultKernelName\":\"csharp\",\"items\":[{\"aliases\":[],\"languageName\":\"csharp\",\"name\":\"csharp\"}]}}\n");
        foreach (NotebookCell cell in notebook.Cells.Where(cell => cell.Kind != CellKind.Raw))
        {
            string source = cell.Source.Trim('\n');
            int end = source.IndexOf('\n', StringComparison.Ordinal);
            string first = end < 0 ? source : source[..end];
            if (source.Split('\n').Skip(1).FirstOrDefault(line => CellStart().IsMatch(line)) is { } line)
                throw new NotebookFormatException(
                    $"Cell '{cell.Id}' holds the line '{line.Trim()}', which begins another cell in a .dib. Indent that line, or split the cell there.");
            bool named = cell.Kind == CellKind.Code && CellStart().IsMatch(first);
            if (!named)
                text.Append(cell.Kind == CellKind.Markdown ? "\n#!markdown\n\n" : "\n#!csharp\n\n");
            else
                (_, source) = (text.Append('\n').Append(first).Append("\n\n"), end < 0 ? "" : source[(end + 1)..]);
            if (cell.Tags.Contains("parameters") && first.Trim() != ParametersComment)
                text.Append(ParametersComment).Append('\n');
            text.Append(source).Append('\n');
        }

        return text.ToString();
    }

    private static NotebookCell Cell(string id, string language, string source) => language switch
    {
        "markdown" => new NotebookCell(id, CellKind.Markdown, source, []),
        "csharp" or "c#" => new NotebookCell(id, CellKind.Code, source, source.Split('\n')[0].Trim() == ParametersComment ? ["parameters"] : []),
        _ => new NotebookCell(id, CellKind.Code, $"#!{language}\n{source}", []),
    };

    // Other commands, such as #!time or #!share, belong to the cell they stand in.
    [GeneratedRegex(@"^#!(?<language>meta|csharp|c#|fsharp|f#|pwsh|powershell|javascript|js|html|markdown|mermaid|sql|kql|http|value|python|r)[ \t]*$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex CellStart();
}
