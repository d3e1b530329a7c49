using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using ResearchLab.Reports;

namespace ResearchLab.Tests.Reports;

public sealed class ReportIndexTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("researchlab-index-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Write_Reports_AreListedByTitleNewestFirst()
    {
        Make("SPY-2023-12-28.html", "<title>SPY &amp; &lt;b&gt; 28</title>");
        Make("SPY-2023-12-29.html", "<title>SPY 29</title>");
        Make("notes/my report #1.html", "no title");

        IHtmlDocument page = Read(ReportIndex.Write(_folder.FullName));

        Assert.Equal(["SPY 29", "SPY & <b> 28", "notes/my report #1.html"], page.QuerySelectorAll("main a").Select(link => link.TextContent));
        Assert.Equal(["./SPY-2023-12-29.html", "./SPY-2023-12-28.html", "./notes/my%20report%20%231.html"],
            page.QuerySelectorAll("main a").Select(link => link.GetAttribute("href")));
        Assert.Equal(["2023", "Without a date"], page.QuerySelectorAll("h2").Select(heading => heading.TextContent));
    }

    [Fact]
    public void Write_TwoPagesOfOneTitle_AreToldApartByTheirFiles()
    {
        Make("SPY-2023-12-29-aaaa-1.html", "<title>SPY 29</title>");
        Make("SPY-2023-12-29-bbbb-1.html", "<title>SPY 29</title>");
        Make("QQQ-2023-12-29-aaaa-1.html", "<title>QQQ 29</title>");

        Assert.Equal(["QQQ 29", "SPY 29 · SPY-2023-12-29-aaaa-1", "SPY 29 · SPY-2023-12-29-bbbb-1"],
            Read(ReportIndex.Write(_folder.FullName)).QuerySelectorAll("main a").Select(link => link.TextContent));
    }

    [Theory]
    [InlineData(10, "1 kB")]
    [InlineData(42_000, "42 kB")]
    [InlineData(4_851_000, "4.9 MB")]
    public void Write_Size_IsInAUnitThatSaysSomething(int bytes, string expected)
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "a.html"), new string('x', bytes));

        Assert.Equal(expected, Read(ReportIndex.Write(_folder.FullName)).QuerySelector("td.num")!.TextContent);
    }

    [Fact]
    public void Write_Again_DoesNotListItself()
    {
        Make("SPY-2023-12-29.html", "<title>SPY 29</title>");
        ReportIndex.Write(_folder.FullName);

        Assert.Single(Read(ReportIndex.Write(_folder.FullName)).QuerySelectorAll("main a"));
    }

    [Fact]
    public void Write_NoReports_SaysSo() =>
        Assert.Contains("None yet", Read(ReportIndex.Write(Path.Combine(_folder.FullName, "new"))).Body!.TextContent, StringComparison.Ordinal);

    private void Make(string name, string head)
    {
        string path = Path.Combine(_folder.FullName, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, $"<!DOCTYPE html><html><head>{head}</head><body></body></html>");
    }

    private static IHtmlDocument Read(string path) => new HtmlParser().ParseDocument(File.ReadAllText(path));
}
