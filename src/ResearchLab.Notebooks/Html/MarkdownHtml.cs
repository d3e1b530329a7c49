using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Markdig;
using Markdig.Extensions.AutoIdentifiers;
using Markdig.Extensions.Mathematics;
using Markdig.Renderers.Html;
using Markdig.Syntax;

namespace ResearchLab.Notebooks;

/// <summary>
/// Markdown as Jupyter reads it (GitHub's tables, task lists and auto links, TeX between dollars in elements of the class math; HTML inside is allowed), made
/// safe.
/// </summary>
internal static class MarkdownHtml
{
    private static readonly MarkdownPipeline s_pipeline = new MarkdownPipelineBuilder()
        .UsePipeTables().UseGridTables().UseTaskLists().UseAutoLinks().UseEmphasisExtras().UseFootnotes().UseMathematics()
        .UseAutoIdentifiers(AutoIdentifierOptions.GitHub).Build();

    /// <summary>The rendered text; headings have ids.</summary>
    public static IHtmlElement Of(string markdown)
    {
        MarkdownDocument document = Markdown.Parse(markdown, s_pipeline);
        // Two dollars set a formula on lines of its own, also within one.
        foreach (MathInline formula in document.Descendants<MathInline>().Where(formula => formula.DelimiterCount > 1))
            formula.GetAttributes().AddClass("display");
        IHtmlElement body = SafeHtml.Parse(document.ToHtml(s_pipeline)
            .Replace("<input disabled=\"disabled\" type=\"checkbox\" checked=\"checked\" />", "<span role=\"img\" aria-label=\"done\">☑</span>",
                StringComparison.Ordinal)
            .Replace("<input disabled=\"disabled\" type=\"checkbox\" />", "<span role=\"img\" aria-label=\"to do\">☐</span>", StringComparison.Ordinal));
        foreach (IElement table in body.QuerySelectorAll("table").Where(table => table.ParentElement?.Closest("table") is null))
            InBox(table);
        return body;
    }

    /// <summary>A wide table scrolls in a box of its own, which can be reached by keyboard.</summary>
    private static void InBox(IElement table)
    {
        IElement box = table.Owner!.CreateElement("div");
        box.ClassName = "scroll";
        box.SetAttribute("tabindex", "0");
        table.Replace(box);
        box.AppendChild(table);
    }
}
