namespace ResearchLab.Tests.Shared;

/// <summary>README.md and every page under docs/, with their fenced blocks.</summary>
internal static class MarkdownPages
{
    /// <summary>The checkout.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Path from the root, with forward slashes, and text of each page.</summary>
    public static IReadOnlyList<(string Name, string Text)> All { get; } =
    [
        .. Directory.EnumerateFiles(Path.Combine(Root, "docs"), "*.md", SearchOption.AllDirectories).Concat(Directory.EnumerateFiles(Root, "*.md"))
            .Concat(Directory.EnumerateFiles(Path.Combine(Root, "bench"), "*.md"))
            .Select(path => (Path.GetRelativePath(Root, path).Replace('\\', '/'), File.ReadAllText(path)))
            .OrderBy(page => page.Item1, StringComparer.Ordinal),
    ];

    public static string Read(string name) => All.Single(page => page.Name == name).Text;

    /// <summary>The contents of the fenced blocks of a language.</summary>
    public static IEnumerable<string> Blocks(string text, string language)
    {
        var block = new List<string>();
        string? open = null;
        foreach (string line in text.ReplaceLineEndings("\n").Split('\n'))
        {
            bool fence = line.StartsWith("```", StringComparison.Ordinal);
            if (fence && open is null)
            {
                open = line[3..].Trim();
            }
            else if (fence)
            {
                if (open == language)
                    yield return string.Join('\n', block);
                block.Clear();
                open = null;
            }
            else if (open is not null)
            {
                block.Add(line);
            }
        }

        if (open is not null)
            throw new InvalidDataException($"A ```{open} block is not closed.");
    }

    /// <summary>The text outside fenced blocks.</summary>
    public static string WithoutBlocks(string text)
    {
        bool inside = false;
        return string.Join('\n', text.ReplaceLineEndings("\n").Split('\n').Where(line =>
        {
            bool fence = line.StartsWith("```", StringComparison.Ordinal);
            inside ^= fence;
            return !inside && !fence;
        }));
    }

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "ResearchLab.sln")))
                return folder.FullName;
        }

        throw new InvalidOperationException($"No ResearchLab.sln above '{AppContext.BaseDirectory}'. Run the tests from a checkout.");
    }
}
