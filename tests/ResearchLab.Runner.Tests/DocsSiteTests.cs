using System.Diagnostics;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using ResearchLab.Tests.Shared;

namespace ResearchLab.Runner.Tests;

/// <summary>The documentation as a site, built as <c>./lab docs</c> builds it: every link leads somewhere, and nothing is asked of another host.</summary>
[Trait("Tier", "full")]
public sealed partial class DocsSiteTests
{
    private static readonly string s_site = Path.Combine(MarkdownPages.Root, "artifacts", "site");

    [Fact]
    public void Site_HasPagesAndReference_WithoutADeadLink()
    {
        if (Directory.Exists(s_site))
            Directory.Delete(s_site, recursive: true);
        // The program and its bridges are built with the tests.
        Docfx("metadata", "docfx.json");
        Docfx("build", "docfx.json", "--warningsAsErrors");

        string[] pages = Directory.GetFiles(s_site, "*.html", SearchOption.AllDirectories);
        Dictionary<string, string> texts = pages.ToDictionary(page => page, File.ReadAllText);
        string[] wrong = [.. texts.SelectMany(page => Wrong(page.Key, page.Value, texts)).Take(20)];
        Assert.True(wrong.Length == 0, string.Join('\n', wrong));

        foreach (string page in MarkdownPages.All.Select(page => page.Name).Where(name => name.StartsWith("docs/tutorial/", StringComparison.Ordinal)))
            Assert.True(File.Exists(Path.Combine(s_site, Path.ChangeExtension(page, ".html"))), page);
        Assert.Contains("door", texts[Path.Combine(s_site, "api", "ResearchLab.Lab.html")], StringComparison.Ordinal);
        string[] packages = ["LightGbm", "Notebooks", "Interactive", "Deedle", "MlNet", "Plotly"];
        Assert.All(packages, name => Assert.True(File.Exists(Path.Combine(s_site, "api", $"ResearchLab.{name}.html")), name));

        // What the search box of the pages reads, without a server of its own.
        using JsonDocument index = JsonDocument.Parse(File.ReadAllText(Path.Combine(s_site, "index.json")));
        string bars = index.RootElement.GetProperty("api/ResearchLab.Market.BarSeries.html").GetRawText();
        Assert.Contains("sessions", bars, StringComparison.OrdinalIgnoreCase);
    }

    // Links to files or places that are not there, and what a page would load from elsewhere.
    private static IEnumerable<string> Wrong(string page, string text, Dictionary<string, string> texts)
    {
        string name = Path.GetRelativePath(s_site, page);
        foreach (Match loaded in Loaded().Matches(text))
        {
            if (loaded.Groups["url"].Value.Contains("//", StringComparison.Ordinal))
                yield return $"{name} loads {loaded.Groups["url"].Value}";
        }

        foreach (Match link in Link().Matches(text))
        {
            string url = WebUtility.UrlDecode(WebUtility.HtmlDecode(link.Groups["url"].Value));
            if (url.Contains("://", StringComparison.Ordinal) || url.StartsWith("mailto:", StringComparison.Ordinal))
                continue;
            string[] parts = url.Split('#');
            string target = parts[0].Length == 0 ? page : Path.GetFullPath(Path.Combine(Path.GetDirectoryName(page)!, parts[0]));
            if (!File.Exists(target) && !Directory.Exists(target))
                yield return $"{name} links to {url}";
            else if (parts.Length > 1 && parts[1].Length > 0 && texts.TryGetValue(target, out string? there)
                && !there.Contains($"id=\"{parts[1]}\"", StringComparison.OrdinalIgnoreCase))
                yield return $"{name} links to {url}, and there is no such place on that page";
        }
    }

    private static void Docfx(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", ["docfx", .. arguments]) { WorkingDirectory = MarkdownPages.Root };
        using LabProcess process = LabProcess.Start(start);
        LabResult result = process.Wait();
        Assert.True(result.ExitCode == 0, $"docfx ended with {result.ExitCode}:\n{result.Output}\n{result.Errors}");
    }

    [GeneratedRegex("""<(?:script|img|iframe)\b[^>]*\ssrc="(?<url>[^"]*)"|<link\b[^>]*\shref="(?<url>[^"]*)">""", RegexOptions.NonBacktracking)]
    private static partial Regex Loaded();

    [GeneratedRegex("""<a\b[^>]*\shref="(?<url>[^"]*)">""", RegexOptions.NonBacktracking)]
    private static partial Regex Link();
}
