using System.Text.Json.Nodes;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using ResearchLab.Daily;
using ResearchLab.Options;
using ResearchLab.Reports;

namespace ResearchLab.Tests.Reports;

public sealed class DailyReportTests
{
    private const string Hostile = "<img src=x onerror=alert(1)>\"'</script><script>&amp;";

    public static TheoryData<Structure, Decision, ChainOrigin> Cases { get; } = new()
    {
        { Structure.IronCondor, Decision.Recommend, ChainOrigin.Modelled },
        { Structure.LongCall, Decision.NotOpened, ChainOrigin.Observed },
        { Structure.LongStraddle, Decision.Recommend, ChainOrigin.Observed },
        { Structure.PutCalendar, Decision.Recommend, ChainOrigin.Demo },
        { Structure.NoTrade, Decision.NoTrade, ChainOrigin.Demo },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Render_EveryCase_IsWellFormedAndAsksNoHost(Structure structure, Decision decision, ChainOrigin origin)
    {
        IHtmlDocument page = ParseStrictly(DailyReport.Render(ReportFixture.Input(structure, decision, origin)));

        AssertSelfContained(page);
        Assert.Contains("default-src 'none'", page.QuerySelector("meta[http-equiv='Content-Security-Policy']")!.GetAttribute("content"));
        Assert.Equal(page.QuerySelectorAll("figure.chart").Length, page.QuerySelectorAll("noscript").Length);
        foreach (IElement json in page.QuerySelectorAll("script[type='application/json']"))
            Assert.NotEmpty(JsonNode.Parse(json.TextContent)!["data"]!.AsArray());
        string text = page.Body!.TextContent;
        Assert.DoesNotContain("NaN", page.QuerySelector("main")!.TextContent);
        Assert.DoesNotContain("∞", text);
        Assert.Contains("9f2c41d07a", page.QuerySelector("footer")!.TextContent);
        Assert.Contains("No edge:", page.QuerySelector(".verdict")!.TextContent);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Render_Badge_IsInHeadlineTitleAndBannerUnlessObserved(Structure structure, Decision decision, ChainOrigin origin)
    {
        IHtmlDocument page = ParseStrictly(DailyReport.Render(ReportFixture.Input(structure, decision, origin)));

        string expected = origin switch { ChainOrigin.Demo => "DEMO", ChainOrigin.Modelled => "MODELLED", _ => "LEARNED FROM MODELLED" };
        Assert.Equal(expected, page.QuerySelector("h1 .badge")?.TextContent ?? "");
        Assert.StartsWith(expected, page.QuerySelector("header .banner")!.TextContent);
        Assert.StartsWith($"[{expected}] SPY", page.Title);
    }

    [Fact]
    public void Render_AllSeenQuotes_HasNoBadge()
    {
        DailyReportInput input = ReportFixture.Input(origin: ChainOrigin.Observed);
        IHtmlDocument page = ParseStrictly(DailyReport.Render(
            input with { Recommendation = input.Recommendation with { LearnedFrom = ChainOrigin.Observed } }));
        Assert.Null(page.QuerySelector(".banner"));
        Assert.StartsWith("SPY 2024-01-05", page.Title);
    }

    [Fact]
    public void Render_HostileTexts_StayText()
    {
        DailyReportInput input = ReportFixture.Input(symbol: Hostile);
        input = input with
        {
            Recommendation = input.Recommendation with
            {
                Reasons = [Hostile],
                Explanation = input.Recommendation.Explanation! with { Features = [new(Hostile, 1, Hostile, 0.5, 1)] },
            },
            Timings = [new(Hostile, TimeSpan.Zero)],
        };

        IHtmlDocument page = ParseStrictly(DailyReport.Render(input));

        Assert.Empty(page.QuerySelectorAll("img, iframe, [onerror], [onload]"));
        Assert.Equal($"{Hostile} · Friday 2024-01-05 MODELLED", page.QuerySelector("h1")!.TextContent);
        Assert.Contains(page.QuerySelectorAll("li"), item => item.TextContent == Hostile);
        // Plotly turns markup in titles and hover texts into elements: there it must arrive escaped.
        foreach (IElement json in page.QuerySelectorAll("script[type='application/json']"))
            Assert.DoesNotContain("<img", AllStrings(JsonNode.Parse(json.TextContent)!));
        Assert.Equal(2, page.QuerySelectorAll("script:not([type])").Length);
    }

    [Fact]
    public void Render_UnlimitedProfit_SaysUnlimited()
    {
        IHtmlDocument page = ParseStrictly(DailyReport.Render(ReportFixture.Input(Structure.LongCall)));

        IElement row = page.QuerySelectorAll("tr").Single(tr => tr.QuerySelector("th")?.TextContent.StartsWith("Max profit", StringComparison.Ordinal) == true);
        Assert.Equal(["unlimited", "unlimited"], row.QuerySelectorAll("td").Select(cell => cell.TextContent));
    }

    [Fact]
    public void Render_IronCondor_ShowsLegsMoneyAndExits()
    {
        DailyReportInput input = ReportFixture.Input();
        StructurePosition position = input.Recommendation.Position!;
        IHtmlDocument page = ParseStrictly(DailyReport.Render(input));

        string[] actions = [.. page.QuerySelectorAll("[aria-label=Legs] tbody tr").Select(row => row.TextContent)];
        Assert.Equal(4, actions.Length);
        Assert.StartsWith("buy12024-02-16$440.00put", actions[0]);
        Assert.StartsWith("sell12024-02-16$450.00put", actions[1]);
        IElement loss = page.QuerySelectorAll("tr").Single(tr => tr.QuerySelector("th")?.TextContent.StartsWith("Max loss", StringComparison.Ordinal) == true);
        Assert.Equal([$"${position.MaxLoss:N2}", $"${2 * position.MaxLoss:N2}"], loss.QuerySelectorAll("td").Select(cell => cell.TextContent));
        Assert.Contains($"${-position.LimitPrice:N2} credit per share", page.Body!.TextContent);
        Assert.Contains("Close on Friday 2024-01-26 at the latest", page.Body.TextContent);
        Assert.Contains("Enter on Monday 2024-01-08", page.Body.TextContent);
    }

    [Fact]
    public void Render_FailedCheck_IsNamedInHeadlineAndTable()
    {
        IHtmlDocument page = ParseStrictly(DailyReport.Render(ReportFixture.Input(Structure.LongCall, Decision.NotOpened)));

        Assert.Equal("Not opened: win probability", page.QuerySelector(".decision")!.TextContent);
        // What is not recommended is described, never ordered, and folded.
        Assert.DoesNotContain("Buy 1", page.QuerySelector("header")!.TextContent, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("long 1 call", page.QuerySelector("header")!.TextContent, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("The candidate: long call, not recommended", page.QuerySelectorAll("details > summary").Select(summary => summary.TextContent));
        Assert.Contains("win probability 51.0% is below 55.0%", page.QuerySelector("header")!.TextContent);
        Assert.Single(page.QuerySelectorAll("td.bad"));
        Assert.Contains("What would be done, but is not", page.Body!.TextContent);
    }

    [Fact]
    public void Render_Features_AreAllListedInGroupsWithMissingOnesNamed()
    {
        DailyReportInput input = ReportFixture.Input();
        IHtmlDocument page = ParseStrictly(DailyReport.Render(input));

        IElement table = page.QuerySelector("[aria-label=Features]")!;
        Assert.Equal(84, table.QuerySelectorAll("tbody tr:not(.group)").Length);
        Assert.Equal(7, table.QuerySelectorAll("tr.group").Length);
        int missing = input.Features.Count(double.IsNaN);
        Assert.Equal(missing, table.QuerySelectorAll("td").Count(cell => cell.TextContent == "missing"));
        Assert.IsAssignableFrom<IHtmlDetailsElement>(table.Parent);
    }

    [Fact]
    public void Render_FeatureRowOfAnotherLength_Throws() =>
        Assert.Contains("83", Assert.Throws<ArgumentException>(() => DailyReport.Render(ReportFixture.Input() with { Features = new double[83] })).Message);

    [Fact]
    public void Render_NothingOptional_StillIsAReport()
    {
        DailyReportInput input = ReportFixture.Input(Structure.NoTrade, Decision.NoTrade);
        input = input with
        {
            Recommendation = input.Recommendation with { Explanation = null },
            Chain = null,
            Model = null,
            Timings = [],
            Plotly = "",
        };

        IHtmlDocument page = ParseStrictly(DailyReport.Render(input));

        Assert.Empty(page.QuerySelectorAll("script, .plot"));
        Assert.Contains("no option chain", page.Body!.TextContent);
        Assert.Contains("No model was used", page.Body.TextContent);
        Assert.Contains("last close $467.92", page.Body.TextContent);
    }

    [Fact]
    public void Render_SameInputTwice_IsTheSameText() =>
        Assert.Equal(DailyReport.Render(ReportFixture.Input()), DailyReport.Render(ReportFixture.Input()));

    internal static IHtmlDocument ParseStrictly(string html) =>
        new HtmlParser(new HtmlParserOptions { IsStrictMode = true }).ParseDocument(html);

    internal static void AssertSelfContained(IHtmlDocument page)
    {
        foreach (IElement element in page.All)
        {
            foreach (IAttr attribute in element.Attributes.Where(
                attribute => attribute.Name is "src" or "href" or "action" or "data" or "poster" or "srcset" or "background"))
                Assert.True(attribute.Value.StartsWith("data:", StringComparison.Ordinal) || !attribute.Value.Contains(':')
                    && !attribute.Value.StartsWith("//", StringComparison.Ordinal), $"{element.LocalName} {attribute.Name}={attribute.Value}");
            Assert.DoesNotContain("url(", element.GetAttribute("style") ?? "");
        }

        foreach (IElement style in page.QuerySelectorAll("style"))
        {
            Assert.DoesNotContain("url(", style.TextContent);
            Assert.DoesNotContain("@import", style.TextContent);
        }
    }

    private static string AllStrings(JsonNode node) => node switch
    {
        JsonObject fields => string.Join('\n', fields.Select(field => field.Value is null ? "" : AllStrings(field.Value))),
        JsonArray items => string.Join('\n', items.Select(item => item is null ? "" : AllStrings(item))),
        _ => node.GetValueKind() == System.Text.Json.JsonValueKind.String ? node.GetValue<string>() : "",
    };
}
