using System.Text.RegularExpressions;
using ResearchLab.Lake;
using ResearchLab.Notebooks.Compilation;
using ResearchLab.Notebooks.Magics;

namespace ResearchLab.Notebooks.Language;

/// <summary>Proposals and help in magic commands: names, options, variables, files, packages of this machine, and the words of SQL.</summary>
internal static partial class MagicLanguage
{
    private const int MaxItems = 500;

    private static readonly string[] s_sql =
    [
        "SELECT", "FROM", "WHERE", "GROUP BY", "ORDER BY", "HAVING", "LIMIT", "OFFSET", "JOIN", "LEFT JOIN", "ASOF JOIN", "ON", "USING", "WITH", "AS", "AND",
        "OR", "NOT", "IN", "BETWEEN",
        "LIKE", "IS NULL", "IS NOT NULL", "CASE", "WHEN", "THEN", "ELSE", "END", "DISTINCT", "UNION ALL", "QUALIFY", "OVER", "PARTITION BY", "DESC", "ASC",
        "DATE", "INTERVAL", "PIVOT", "SUMMARIZE", "DESCRIBE",
        "count", "sum", "avg", "min", "max", "median", "stddev", "first", "last", "lag", "lead", "row_number", "coalesce", "round", "abs", "date_trunc",
    ];

    private static readonly Dictionary<string, string[]> s_options = new(StringComparer.Ordinal)
    {
        ["sql"] = ["--as"],
        ["share"] = ["--from", "--as"],
        ["set"] = ["--name", "--value"],
    };

    /// <summary>Proposals when the place is in a command or its block; null when it is in C#.</summary>
    public static CompletionList? Complete(SubmissionChain chain, string code, int position)
    {
        int lineStart = code.LastIndexOf('\n', Math.Max(0, position - 1), position > 0 ? position : 0) + 1;
        string before = code[lineStart..position];
        // A command begins anywhere but in the lines of another language, where only #! does.
        if (Started().IsMatch(before)
            && (before.StartsWith("#!", StringComparison.Ordinal) || PartAt(code[..lineStart], lineStart) is null or { Command: CellPart.CSharp }))
            return Names(before, lineStart, position);
        if (PartAt(code, position) is not { } part || part.Command == CellPart.CSharp)
            return null;
        return before.StartsWith('#') ? Arguments(chain, part.Command, before, lineStart, position)
            : part.Command == "sql" ? Sql(chain, code, position)
            : new CompletionList(position, position, []);
    }

    /// <summary>Help for the command whose name the place is in; null elsewhere.</summary>
    public static SymbolHelp? Help(string code, int position)
    {
        int lineStart = code.LastIndexOf('\n', Math.Max(0, position - 1), position > 0 ? position : 0) + 1;
        int lineEnd = code.IndexOf('\n', position) is var end and >= 0 ? end : code.Length;
        Match match = Named().Match(code[lineStart..lineEnd]);
        if (!match.Success || PartAt(code, position) is null or { Command: CellPart.CSharp })
            return null;
        (string Name, string Usage, string Meaning) known = MagicHelp.All.FirstOrDefault(magic => magic.Name == match.Groups["name"].Value);
        return known.Name is null ? null : new SymbolHelp($"{known.Usage}\n\n{known.Meaning}", $"```\n{known.Usage}\n```\n\n{known.Meaning}");
    }

    /// <summary>The C# of a cell with everything else blank, every character in its place.</summary>
    public static string OnlyCSharp(string code)
    {
        IReadOnlyList<CellPart> parts = CellPart.Split(code);
        if (parts is [{ Command: CellPart.CSharp } only] && only.Text == code)
            return code;
        string[] lines = code.Split('\n');
        bool[] isCSharp = new bool[lines.Length];
        foreach (CellPart part in parts.Where(part => part.Command == CellPart.CSharp))
        {
            string text = part.Text.TrimStart('\n');
            int start = part.Text.Length - text.Length;
            isCSharp.AsSpan(start, Math.Min(text.Split('\n').Length, lines.Length - start)).Fill(true);
        }

        return string.Join('\n', lines.Select((line, i) => isCSharp[i] ? line : new string(' ', line.Length)));
    }

    /// <summary>The part of a cell that holds a place.</summary>
    private static CellPart? PartAt(string code, int position)
    {
        int line = code.AsSpan(0, position).Count('\n') + 1;
        return CellPart.Split(code).LastOrDefault(part => part.Command == CellPart.CSharp ? FirstLine(part) <= line : part.Line <= line) is not { } part
            || (part.Command != CellPart.CSharp && !part.IsBlock && part.Line != line) ? null : part;
    }

    private static int FirstLine(CellPart part) => part.Text.Length - part.Text.TrimStart('\n').Length + 1;

    private static CompletionList Names(string typed, int start, int position) => new(start, position,
        [.. MagicHelp.All.Select(magic => new CompletionItem(magic.Name is "r" or "i" or "load" ? $"#{magic.Name}" : $"#!{magic.Name}", "magic", magic.Usage))
            .Where(item => item.Text.StartsWith(typed, StringComparison.OrdinalIgnoreCase))]);

    private static CompletionList Arguments(SubmissionChain chain, string command, string before, int lineStart, int position)
    {
        int quote = before.IndexOf('"');
        int wordStart = quote >= 0 ? quote + 1 : before.LastIndexOf(' ') + 1;
        string word = before[wordStart..];
        string previous = before[..wordStart].TrimEnd().Split(' ')[^1];
        IEnumerable<CompletionItem> items = (command, previous) switch
        {
            _ when word.StartsWith('-') =>
                [.. (s_options.GetValueOrDefault(command) ?? []).Select(option => new CompletionItem(option, "option", MagicHelp.Of(command).Split('\n')[0])),
                    new("-h", "option", "how it is used")],
            ("import", _) => Files(word, "", ".ipynb", ".csx", ".cs", ".dib"),
            ("load", _) => Files(word, "", ".csx", ".cs"),
            ("r", _) => References(word),
            ("i", _) => "nuget:".StartsWith(word, StringComparison.Ordinal) ? [new("nuget:", "keyword", "a folder or an address")] : [],
            ("share", "--from") => [new("csharp", "keyword", "the only language with variables")],
            ("share", not "--as") => Variables(chain),
            ("set", "--value") =>
                [new("@input:", "keyword", "asks"), new("@password:", "keyword", "asks, unseen"), new("@csharp:", "keyword", "an expression")],
            _ => [],
        };
        return new CompletionList(lineStart + wordStart, position,
            [.. items.Where(item => item.Text.StartsWith(word, StringComparison.OrdinalIgnoreCase)).Take(MaxItems)]);
    }

    private static CompletionList Sql(SubmissionChain chain, string code, int position)
    {
        int start = position;
        while (start > 0 && (char.IsLetterOrDigit(code[start - 1]) || code[start - 1] is '_' or '$'))
            start--;
        string word = code[start..position];
        IEnumerable<CompletionItem> items = word.StartsWith('$')
            ? Variables(chain).Select(variable => variable with { Text = "$" + variable.Text })
            : [.. Datasets.All.Select(dataset => new CompletionItem(dataset.Name, "class", "dataset of the lake")),
                .. s_sql.Select(keyword => new CompletionItem(keyword, "keyword", "SQL"))];
        return new CompletionList(start, position, [.. items.Where(item => item.Text.StartsWith(word, StringComparison.OrdinalIgnoreCase)).Take(MaxItems)]);
    }

    private static IEnumerable<CompletionItem> Variables(SubmissionChain chain) =>
        chain.Variables().Select(variable => new CompletionItem(variable.Name, "variable", variable.Type.Name));

    private static IEnumerable<CompletionItem> References(string word)
    {
        if (word.StartsWith("project:", StringComparison.Ordinal))
            return Files(word["project:".Length..].TrimStart(), word[..^word["project:".Length..].TrimStart().Length], ".csproj");
        if (!word.StartsWith("nuget:", StringComparison.Ordinal))
            return [new("nuget:", "keyword", "a package"), new("project:", "keyword", "a project"), .. Files(word, "", ".dll")];
        string packages = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        string[] typed = word["nuget:".Length..].Split(',');
        string head = word[..^typed[^1].TrimStart().Length];
        string folder = typed.Length == 1 ? packages : Path.Combine(packages, typed[0].Trim().ToLowerInvariant());
        return Directory.Exists(folder)
            ? Directory.GetDirectories(folder).Select(path => new CompletionItem(head + Path.GetFileName(path), "module", "restored on this machine before"))
                .OrderBy(item => item.Text, StringComparer.Ordinal)
            : [];
    }

    private static IEnumerable<CompletionItem> Files(string word, string head, params string[] extensions)
    {
        string typed = word.Contains('/') ? word[..(word.LastIndexOf('/') + 1)] : "";
        string folder = Path.GetFullPath(typed.Length > 0 ? typed : ".");
        if (!Directory.Exists(folder))
            return [];
        return [.. Directory.GetDirectories(folder).Where(path => !Path.GetFileName(path).StartsWith('.'))
            .Select(path => new CompletionItem($"{head}{typed}{Path.GetFileName(path)}/", "folder", "folder")),
            .. Directory.GetFiles(folder).Where(path => extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase))
                .Order(StringComparer.Ordinal).Select(path => new CompletionItem($"{head}{typed}{Path.GetFileName(path)}", "file", "file"))];
    }

    [GeneratedRegex("^#!?[A-Za-z]*$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Started();

    [GeneratedRegex(@"^#!?(?<name>[A-Za-z]+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Named();
}
