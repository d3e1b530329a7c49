using System.CommandLine;
using System.Text.RegularExpressions;
using ResearchLab.Tests.Shared;

namespace ResearchLab.Runner.Tests;

/// <summary>What the pages say can be typed, can be typed.</summary>
public sealed partial class DocumentationTests
{
    public static TheoryData<string> Pages => [.. MarkdownPages.All.Select(page => page.Name)];

    [Fact]
    public void Pages_ThereAreSome_WithCommandsInThem()
    {
        Assert.Contains(MarkdownPages.All, page => page.Name == "README.md");
        Assert.Contains(MarkdownPages.All, page => page.Name.StartsWith("docs/guide/", StringComparison.Ordinal));
        Assert.True(MarkdownPages.All.Sum(page => Commands(page.Text).Count()) >= 10);
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void BashBlocks_EveryLabCommand_Parses(string page)
    {
        var wrong = new List<string>();
        foreach (string line in Commands(MarkdownPages.Read(page)))
        {
            ParseResult parsed = CommandLine.Create().Parse(line["./lab".Length..].Trim());
            if (parsed.Errors.Count > 0 || parsed.UnmatchedTokens.Count > 0)
                wrong.Add($"{line}: {string.Join(' ', parsed.Errors)} {string.Join(' ', parsed.UnmatchedTokens)}");
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    /// <summary>Commands in running text or tables, such as `./lab run`, name a command that exists.</summary>
    [Theory]
    [MemberData(nameof(Pages))]
    public void InlineCommands_NameCommandsThatExist(string page)
    {
        HashSet<string> known = [.. CommandLine.Create().Subcommands.Select(command => command.Name), "--help", "--version"];
        foreach (Match match in InlineCommand().Matches(MarkdownPages.Read(page)))
            Assert.Contains(match.Groups["command"].Value, known);
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Links_ToFiles_LeadSomewhere(string page)
    {
        string folder = Path.GetDirectoryName(Path.Combine(MarkdownPages.Root, page))!;
        var dead = new List<string>();
        foreach (Match match in Link().Matches(MarkdownPages.WithoutBlocks(MarkdownPages.Read(page))))
        {
            string target = match.Groups["target"].Value.Split('#')[0];
            if (target.Length == 0 || target.Contains("://", StringComparison.Ordinal) || target.StartsWith("mailto:", StringComparison.Ordinal))
                continue;
            string path = Path.GetFullPath(Path.Combine(folder, target));
            if (!File.Exists(path) && !Directory.Exists(path))
                dead.Add(target);
        }

        Assert.True(dead.Count == 0, $"{page} links to {string.Join(", ", dead)}");
    }

    /// <summary>Files of this project named in quotes as code, such as `docs/guide/daily-run.md`, are there.</summary>
    [Theory]
    [MemberData(nameof(Pages))]
    public void NamedFiles_OfTheSource_AreThere(string page)
    {
        foreach (Match match in NamedFile().Matches(MarkdownPages.WithoutBlocks(MarkdownPages.Read(page))))
        {
            string name = match.Groups["file"].Value;
            Assert.True(File.Exists(Path.Combine(MarkdownPages.Root, name)) || Directory.Exists(Path.Combine(MarkdownPages.Root, name)),
                $"{page} names {name}");
        }
    }

    private static IEnumerable<string> Commands(string text) =>
        MarkdownPages.Blocks(text, "bash").SelectMany(block => block.ReplaceLineEndings("\n").Replace("\\\n", " ").Split('\n'))
            .Select(line => Comment().Replace(line, "").Trim())
            .Where(line => line.StartsWith("./lab", StringComparison.Ordinal));

    [GeneratedRegex(@"(^|\s)#.*$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Comment();

    [GeneratedRegex(@"`\./lab (?<command>[a-z-]+)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex InlineCommand();

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Link();

    [GeneratedRegex(@"`(?<file>(docs|src|tests|notebooks|runner|bench)/[A-Za-z0-9_./-]+)`", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex NamedFile();
}
