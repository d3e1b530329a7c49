using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using ResearchLab.Tests.Shared;

namespace ResearchLab.Runner.Tests;

/// <summary>The documentation as a site: every link leads somewhere, nothing is asked of another host, and the search box finds what the code says.</summary>
[Trait("Tier", "full")]
public sealed partial class DocsSiteTests : IClassFixture<DocsSite>
{
    private const string Chromium = "/usr/bin/chromium", Origin = "http://docs.example/";

    [Fact]
    public void Site_HasPagesAndReference_WithoutADeadLink()
    {
        string[] pages = Directory.GetFiles(DocsSite.Folder, "*.html", SearchOption.AllDirectories);
        Dictionary<string, string> texts = pages.ToDictionary(page => page, File.ReadAllText);
        string[] wrong = [.. texts.SelectMany(page => Wrong(page.Key, page.Value, texts)).Take(20)];
        Assert.True(wrong.Length == 0, string.Join('\n', wrong));

        foreach (string page in MarkdownPages.All.Select(page => page.Name).Where(name => name.StartsWith("docs/tutorial/", StringComparison.Ordinal)))
            Assert.True(File.Exists(Path.Combine(DocsSite.Folder, Path.ChangeExtension(page, ".html"))), page);
        Assert.Contains("door", texts[Path.Combine(DocsSite.Folder, "api", "ResearchLab.Lab.html")], StringComparison.Ordinal);
        string[] packages = ["LightGbm", "Notebooks", "Interactive", "Deedle", "MlNet", "Plotly"];
        Assert.All(packages, name => Assert.True(File.Exists(Path.Combine(DocsSite.Folder, "api", $"ResearchLab.{name}.html")), name));

        // What the search box of the pages reads, without a server of its own.
        using JsonDocument index = JsonDocument.Parse(File.ReadAllText(Path.Combine(DocsSite.Folder, "index.json")));
        string bars = index.RootElement.GetProperty("api/ResearchLab.Market.BarSeries.html").GetRawText();
        Assert.Contains("sessions", bars, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Words of a summary in the code, typed into the search box of a page that has no way to any host but the folder of the site.</summary>
    [Theory]
    [InlineData("index.html", "purged walk-forward")]
    [InlineData("docs/guide/daily-run.html", "bootstrap")]
    public async Task SearchBox_WordsOfTheCode_FindsItsPage(string name, string words)
    {
        Assert.SkipUnless(File.Exists(Chromium), "chromium is not installed; .ci/run names the packages.");
        using IPlaywright playwright = await Playwright.CreateAsync();
        await using IBrowser browser = await playwright.Chromium.LaunchAsync(
            new BrowserTypeLaunchOptions { ExecutablePath = Chromium, Args = ["--no-sandbox", "--proxy-server=127.0.0.1:9"] });
        IPage page = await browser.NewPageAsync();
        var wrong = new ConcurrentQueue<string>();
        page.Context.WebError += (_, failed) => wrong.Enqueue(failed.Error);
        await page.Context.RouteAsync("**/*", route => Answer(route, wrong));
        await page.GotoAsync(Origin + name);

        await page.Locator("#search-query:enabled").FillAsync(words);
        ILocator found = page.Locator("#search-results .sr-item a[href*='api/ResearchLab.']");
        // The page that is found opens in a tab of its own.
        IPage tab = await page.RunAndWaitForPopupAsync(() => found.First.ClickAsync());

        Assert.StartsWith($"{Origin}api/ResearchLab.", tab.Url, StringComparison.Ordinal);
        Assert.Contains(words.Split(' ')[0], await tab.Locator("article").InnerTextAsync(), StringComparison.OrdinalIgnoreCase);
        Assert.Empty(wrong);
    }

    // Links to files or places that are not there, and what a page would load from elsewhere.
    private static IEnumerable<string> Wrong(string page, string text, Dictionary<string, string> texts)
    {
        string name = Path.GetRelativePath(DocsSite.Folder, page);
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
            if (!File.Exists(target))
                yield return $"{name} links to {url}";
            else if (parts.Length > 1 && parts[1].Length > 0 && texts.TryGetValue(target, out string? there)
                && !there.Contains($"id=\"{parts[1]}\"", StringComparison.Ordinal))
                yield return $"{name} links to {url}, and there is no such place on that page";
        }
    }

    // A file of the site, as a plain host of files gives it; anything else that a page asks for is wrong.
    private static Task Answer(IRoute route, ConcurrentQueue<string> wrong)
    {
        string url = route.Request.Url;
        string file = Path.Combine(DocsSite.Folder, WebUtility.UrlDecode(new Uri(url).AbsolutePath.TrimStart('/')));
        if (url.StartsWith(Origin, StringComparison.Ordinal) && File.Exists(file))
            return route.FulfillAsync(new RouteFulfillOptions { Path = file });
        wrong.Enqueue(url);
        return route.AbortAsync();
    }

    [GeneratedRegex("""<(?:script|img|iframe)\b[^>]*\ssrc="(?<url>[^"]*)"|<link\b[^>]*\shref="(?<url>[^"]*)"[^>]*>""", RegexOptions.NonBacktracking)]
    private static partial Regex Loaded();

    [GeneratedRegex("""<a\b[^>]*\shref="(?<url>[^"]*)"[^>]*>""", RegexOptions.NonBacktracking)]
    private static partial Regex Link();
}
