using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ResearchLab.Notebooks.Compilation;

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

    private static readonly string[] s_blocks = [CSharp, "sql", "html", "markdown", "mermaid", "meta"];

    /// <summary>Whether the command takes the lines that follow it.</summary>
    public bool IsBlock => (s_blocks.Contains(Command) && !IsHelp(Arguments)) || IsForeign;

    /// <summary>Whether it is no command of this kernel: the language of another one, with the lines that follow, or a mistake.</summary>
    public bool IsForeign => Command != "meta" && !MagicHelp.All.Any(magic => magic.Name == Command);

    /// <summary>Whether a cell begins with a command of its own.</summary>
    public static bool BeginsWithCommand(string source)
    {
        string first = source.Split('\n').FirstOrDefault(line => !string.IsNullOrWhiteSpace(line)) ?? "";
        return Magic().Match(first) is { Success: true } match && match.Groups["bang"].Success;
    }

    /// <summary>Takes a cell apart at its magic commands.</summary>
    public static IReadOnlyList<CellPart> Split(string code)
    {
        if (!code.Contains("#!", StringComparison.Ordinal) && !code.Contains("#r", StringComparison.Ordinal)
            && !code.Contains("#load", StringComparison.Ordinal) && !code.Contains("#i", StringComparison.Ordinal))
            return [new CellPart(CSharp, "", code, 1)];
        var parts = new List<CellPart>();
        string[] lines = code.Split('\n');
        (string command, string arguments, int start) = (CSharp, "", 0);
        var block = new List<string>();
        for (int i = 0; i < lines.Length; i++)
        {
            if (CommandOf(lines[i], inCSharp: command == CSharp) is not { } found || (command == CSharp && IsInText(block, lines, i)))
            {
                block.Add(lines[i]);
                continue;
            }

            Flush();
            bool opensBlock = new CellPart(found.Command, found.Arguments, "", 0).IsBlock;
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

    // A line of a raw string or of a comment is no command, whatever it looks like.
    private static bool IsInText(List<string> before, string[] lines, int line)
    {
        string text = string.Join('\n', before);
        if (!text.Contains("\"\"\"", StringComparison.Ordinal) && !text.Contains("@\"", StringComparison.Ordinal)
            && !text.Contains("@$\"", StringComparison.Ordinal) && !text.Contains("/*", StringComparison.Ordinal))
            return false;
        int position = text.Length + (before.Count > 0 ? 1 : 0);
        SyntaxNode root = SubmissionChain.Parse(string.Join('\n', [.. before, .. lines.Skip(line)])).GetRoot();
        SyntaxTrivia trivia = root.FindTrivia(position);
        SyntaxToken token = root.FindToken(position);
        return (trivia.IsKind(SyntaxKind.MultiLineCommentTrivia) && trivia.SpanStart < position)
            || (token.SpanStart < position && token.Span.End > position && !token.IsKind(SyntaxKind.None)
                && token.Text.Contains('\n', StringComparison.Ordinal))
            || token.Kind() is SyntaxKind.InterpolatedStringTextToken && token.SpanStart <= position && token.Span.End > position;
    }

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

    [GeneratedRegex("^#(?:(?<bang>!)(?<name>[A-Za-z][\\w#-]*)|(?<name>r|load|i)(?=[\\s\"]))(?<rest>.*)$", RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Magic();
}
