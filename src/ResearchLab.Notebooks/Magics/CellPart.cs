using System.Text.RegularExpressions;

namespace ResearchLab.Notebooks.Magics;

/// <summary>A piece of a cell in one language, or one command.</summary>
/// <param name="Command">Name of the magic command: csharp, sql, time, r, load and so on.</param>
/// <param name="Arguments">What follows it on its line.</param>
/// <param name="Text">The lines after it, for commands that take a block; for C# with all lines before blank, so that places stay.</param>
/// <param name="Line">Line of the command in the cell, from 1.</param>
internal sealed partial record CellPart(string Command, string Arguments, string Text, int Line)
{
    /// <summary>Name of the C# parts.</summary>
    public const string CSharp = "csharp";

    private static readonly string[] s_blocks = [CSharp, "sql", "html", "markdown", "mermaid"];

    /// <summary>Takes a cell apart at its magic commands.</summary>
    public static IReadOnlyList<CellPart> Split(string code)
    {
        if (!code.Contains("#!", StringComparison.Ordinal) && !code.Contains("#r", StringComparison.Ordinal) && !code.Contains("#load", StringComparison.Ordinal))
            return [new CellPart(CSharp, "", code, 1)];
        var parts = new List<CellPart>();
        string[] lines = code.Split('\n');
        (string command, string arguments, int start) = (CSharp, "", 0);
        var block = new List<string>();
        for (int i = 0; i < lines.Length; i++)
        {
            if (CommandOf(lines[i], inCSharp: command == CSharp) is not { } found)
            {
                block.Add(lines[i]);
                continue;
            }

            Flush();
            bool opensBlock = s_blocks.Contains(found.Command) && !IsHelp(found.Arguments);
            if (!opensBlock)
                parts.Add(new CellPart(found.Command, found.Arguments, "", i + 1));
            (command, arguments, start) = opensBlock ? (found.Command, found.Arguments, i + 1) : (CSharp, "", i + 1);
        }

        Flush();
        return parts;

        void Flush()
        {
            string text = string.Join('\n', block);
            if (command != CSharp)
                parts.Add(new CellPart(command, arguments, text, start));
            else if (!string.IsNullOrWhiteSpace(text))
                parts.Add(new CellPart(CSharp, "", new string('\n', start) + text, start));
            block.Clear();
        }
    }

    /// <summary>Whether a command is asked how it is used.</summary>
    public static bool IsHelp(string arguments) => arguments is "-h" or "--help" or "-?";

    /// <summary>Words of the arguments; quotes keep spaces together.</summary>
    public IReadOnlyList<string> Words() => [.. Word().Matches(Arguments).Select(match => match.Value.Replace("\"", "", StringComparison.Ordinal))];

    // In a block of another language only a command ends it; #r and #load are commands among C# only.
    private static (string Command, string Arguments)? CommandOf(string line, bool inCSharp)
    {
        Match match = Magic().Match(line);
        if (!match.Success || (!inCSharp && !match.Groups["bang"].Success))
            return null;
        string name = match.Groups["name"].Value;
        return (name is "c#" or "C#" or "cs" ? CSharp : name, match.Groups["rest"].Value.Trim());
    }

    [GeneratedRegex("(?:[^\\s\"]|\"[^\"]*\")+", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Word();

    [GeneratedRegex("^#(?:(?<bang>!)(?<name>[A-Za-z][\\w#-]*)|(?<name>r|load)(?=[\\s\"]))(?<rest>.*)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Magic();
}
