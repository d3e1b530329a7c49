using System.Text.Json.Nodes;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using ResearchLab.Charts;

namespace ResearchLab.Notebooks.Tests.Html;

public sealed class NotebookHtmlTests
{
    [Fact]
    public void Render_Cells_StandInOrderWithTitleAndContents()
    {
        IHtmlDocument page = Render(
            Markdown("# A *day*\n\ntext\n\n## First"), Code("1 + 1", Result("text/plain", "2")), Markdown("## Second\n\n### Third\n\n| a |\n|---|\n| 1 |\n"));

        Assert.Equal("A day", page.Title);
        Assert.Equal(["First", "Second", "Third"], page.QuerySelectorAll(".contents a").Select(link => link.TextContent));
        Assert.All(page.QuerySelectorAll(".contents a"), link => Assert.NotNull(page.GetElementById(link.GetAttribute("href")![1..])));
        Assert.Equal("1 + 1", page.QuerySelector("details.code code")!.TextContent);
        Assert.False(page.QuerySelector("details.code")!.HasAttribute("open"));
        Assert.Equal("2", page.QuerySelector("pre.output")!.TextContent);
        Assert.Equal("1", page.QuerySelector(".prose td")!.TextContent);
        Assert.Equal(("scroll", "0"),
            (page.QuerySelector(".prose table")!.ParentElement!.ClassName, page.QuerySelector(".prose table")!.ParentElement!.GetAttribute("tabindex")));
    }

    [Fact]
    public void Render_Subtitle_StandsUnderTheTitleAndInTheNameOfThePage()
    {
        string html = NotebookHtml.Render(NotebookFile.Create([Markdown("# A day")]),
            new NotebookHtmlOptions { Subtitle = "symbol <SPY>, session 2020-12-10" });
        IHtmlDocument page = new HtmlParser().ParseDocument(html);

        Assert.Equal("A day: symbol <SPY>, session 2020-12-10", page.Title);
        Assert.Equal("A day", page.QuerySelector("h1")!.TextContent);
        Assert.Equal("symbol <SPY>, session 2020-12-10", page.QuerySelector("h1 + p")!.TextContent);
    }

    [Fact]
    public void Render_SameHeadingTwice_GivesTwoIds()
    {
        IHtmlDocument page = Render(Markdown("## A"), Markdown("## A\n\n## failed"), Code("x", Error("E", "m")));

        Assert.Equal(4, page.QuerySelectorAll("h2, #failed").Select(element => element.Id).Distinct().Count());
        Assert.Equal("SECTION", page.GetElementById("failed")!.TagName);
    }

    [Theory]
    [InlineData("remove_cell", 0, 0)]
    [InlineData("remove-cell", 0, 0)]
    [InlineData("remove_input", 0, 1)]
    [InlineData("remove_output", 1, 0)]
    [InlineData("hide_input", 1, 1)]
    public void Render_Tags_HideWhatTheySay(string tag, int code, int outputs)
    {
        IHtmlDocument page = Render(Code("1", Result("text/plain", "2")) with { Tags = [tag] });

        Assert.Equal(code, page.QuerySelectorAll("details.code").Length);
        Assert.Equal(outputs, page.QuerySelectorAll("pre.output").Length);
    }

    [Fact]
    public void Render_Failure_IsTheBannerEvenOfARemovedCell()
    {
        IHtmlDocument page = Render(Code("1", Result("text/plain", "2")),
            Code("throw", Error("System.Exception", "no <b>data</b>\nat x")) with { Tags = ["remove_cell"] });

        IElement banner = page.QuerySelector("[role=alert]")!;
        Assert.StartsWith("Cell 2 failed: System.Exception: no <b>data</b>", banner.TextContent, StringComparison.Ordinal);
        Assert.Equal("#failed", banner.QuerySelector("a")!.GetAttribute("href"));
        Assert.Contains("at x", page.QuerySelector("#failed pre.failure")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Render_Streams_AreJoinedWithoutColoursAndRewrittenLines()
    {
        JsonNode Stream(string name, string text) => new JsonObject { ["output_type"] = "stream", ["name"] = name, ["text"] = new JsonArray(text) };

        IHtmlDocument page = Render(Code("x", Stream("stdout", "a\n"), Stream("stdout", "10%\r\u001b[32m100%\u001b[0m\n"), Stream("stderr", "oh")));

        Assert.Equal(["a\n100%\n", "oh"], page.QuerySelectorAll("pre.stream").Select(pre => pre.TextContent));
    }

    [Fact]
    public void Render_Figure_IsDrawnOncePerFigureWithOnePlotly()
    {
        var figure = new Figure("T <i>", "D", [new JsonObject { ["type"] = "scatter", ["y"] = new JsonArray(1, 2) }],
            new JsonObject { ["height"] = 300, ["margin"] = new JsonObject { ["t"] = 20 } });
        NotebookCell cell = Code("f", Bundle(("application/vnd.plotly.v1+json", JsonNode.Parse(figure.ToJson())!),
            ("text/html", "<script>Plotly.newPlot()</script>"), ("text/plain", "figure")));

        IHtmlDocument page = Render([cell, cell with { Id = "other" }], plotly: "window.Plotly = {};");

        Assert.Equal(2, page.QuerySelectorAll("div.plot").Length);
        Assert.Equal("T <i>", page.QuerySelector("figure h3")!.TextContent);
        Assert.Equal("D", page.QuerySelector("figcaption")!.TextContent);
        Assert.Equal("height:300px", page.QuerySelector("div.plot")!.GetAttribute("style"));
        Assert.Equal(1, page.Scripts.Count(script => script.Text.Contains("window.Plotly", StringComparison.Ordinal)));
        Assert.Null(JsonNode.Parse(page.QuerySelector("figure script")!.TextContent)!["layout"]!["title"]);
    }

    [Fact]
    public void Render_FigureWithoutPlotly_FallsBackToItsText()
    {
        IHtmlDocument page = Render(Code("f", Bundle(("application/vnd.plotly.v1+json", JsonNode.Parse("""{"data":[]}""")!),
            ("text/html", "<script>Plotly.newPlot()</script>"), ("text/plain", "figure"))));

        Assert.Equal("figure", page.QuerySelector("pre.output")!.TextContent);
    }

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("<SCRIPT SRC=//evil.example/x></SCRIPT>")]
    [InlineData("<img src=x onerror=alert(1)>")]
    [InlineData("<img src=https://evil.example/pixel.png>")]
    [InlineData("<meta http-equiv=refresh content='0;url=https://evil.example'>")]
    [InlineData("<iframe src=https://evil.example></iframe>")]
    [InlineData("<a href='java\tscript:alert(1)'>x</a>")]
    [InlineData("<a href='data:text/html,<script>alert(1)</script>'>x</a>")]
    [InlineData("<svg><script>alert(1)</script><a xlink:href='javascript:alert(1)'><text>x</text></a></svg>")]
    [InlineData("<svg><use href='https://evil.example/x.svg#a'/></svg>")]
    [InlineData("<form action=https://evil.example><input name=q autofocus onfocus=alert(1)></form>")]
    [InlineData("<style>body { background: url(https://evil.example/p) }</style>")]
    [InlineData("<p style='background:url(https://evil.example/p)'>x</p>")]
    [InlineData("<base href=https://evil.example><link rel=stylesheet href=x.css>")]
    [InlineData("</section></main><script>alert(1)</script>")]
    [InlineData("<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>")]
    [InlineData("<div><noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript></div>")]
    public void Render_HostileHtml_LosesWhatCouldRunOrLoad(string hostile)
    {
        IHtmlDocument page = Render(Code("x", Bundle(("text/html", hostile))), Markdown(hostile));

        IElement main = page.QuerySelector("main")!;
        Assert.Empty(main.QuerySelectorAll("script, iframe, meta, link, base, form, input, object, embed"));
        Assert.DoesNotContain("evil.example", main.QuerySelectorAll("*").SelectMany(element => element.Attributes).Select(attribute => attribute.Value)
            .Aggregate("", string.Concat), StringComparison.Ordinal);
        Assert.DoesNotContain(main.QuerySelectorAll("*").SelectMany(element => element.Attributes),
            attribute => attribute.Name.StartsWith("on", StringComparison.OrdinalIgnoreCase) || attribute.Value.Contains("alert(1)", StringComparison.Ordinal));
        Assert.All(main.QuerySelectorAll("style"), style => Assert.Equal("", style.TextContent));
        Assert.Single(page.Scripts);
    }

    [Fact]
    public void Render_HtmlNestedDeeply_IsCutNotOverflown() =>
        Assert.Contains("deep", Render(Code("x", Bundle(("text/html", string.Concat(Enumerable.Repeat("<div>", 5000)) + "deep")))).Body!.TextContent,
            StringComparison.Ordinal);

    [Fact]
    public void Render_Attachment_BecomesAnImage()
    {
        NotebookFile notebook =
            NotebookFile.Parse(
                """{"nbformat":4,"nbformat_minor":5,"metadata":{},"cells":[{"cell_type":"markdown","id":"a","metadata":{},"source":"![x](attachment:i.png)","attachments":{"i.png":{"image/png":"iVBORw0="}}}]}""");

        Assert.Equal("data:image/png;base64,iVBORw0=",
            Parse(NotebookHtml.Render(notebook, new NotebookHtmlOptions())).QuerySelector("img")!.GetAttribute("src"));
        Assert.Equal("iVBORw0=", (string?)JsonNode.Parse(notebook.ToJson())!["cells"]![0]!["attachments"]!["i.png"]!["image/png"]);
    }

    [Fact]
    public void Render_BannerAndStamp_StandAtTopAndFoot()
    {
        string html = NotebookHtml.Render(NotebookFile.Create([]), new NotebookHtmlOptions { Title = "T", Banner = "stale <data>", Stamp = [("seed", "1")] });
        IHtmlDocument page = Parse(html);

        Assert.Equal("stale <data>", page.QuerySelector("header .banner")!.TextContent);
        Assert.Equal(["seed", "1"], page.QuerySelectorAll("footer dl > *").Select(element => element.TextContent));
        Assert.Equal("T", page.QuerySelector("h1")!.TextContent);
    }

    private static IHtmlDocument Render(params NotebookCell[] cells) => Render(cells, "");

    private static IHtmlDocument Render(NotebookCell[] cells, string plotly) =>
        Parse(NotebookHtml.Render(NotebookFile.Create(cells), new NotebookHtmlOptions { Plotly = plotly }));

    private static IHtmlDocument Parse(string html) => new HtmlParser().ParseDocument(html);

    private static NotebookCell Markdown(string text) => new("m" + Math.Abs(text.GetHashCode(StringComparison.Ordinal)), CellKind.Markdown, text, []);

    private static NotebookCell Code(string source, params JsonNode[] outputs) =>
        new("c", CellKind.Code, source, []) { Outputs = new JsonArray([.. outputs]) };

    private static JsonObject Result(string type, string text) =>
        new() { ["output_type"] = "execute_result", ["data"] = new JsonObject { [type] = text }, ["metadata"] = new JsonObject(), ["execution_count"] = 1 };

    private static JsonObject Bundle(params (string Type, JsonNode Value)[] data) =>
        new()
        {
            ["output_type"] = "display_data",
            ["data"] = new JsonObject(data.Select(entry => KeyValuePair.Create<string, JsonNode?>(entry.Type, entry.Value))),
            ["metadata"] = new JsonObject()
        };

    private static JsonObject Error(string name, string message) =>
        new() { ["output_type"] = "error", ["ename"] = name, ["evalue"] = message, ["traceback"] = new JsonArray($"\u001b[31m{name}\u001b[0m: {message}") };
}
