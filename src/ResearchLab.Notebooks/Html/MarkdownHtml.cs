using AngleSharp.Html.Dom;
using Markdig;
using Markdig.Extensions.AutoIdentifiers;

namespace ResearchLab.Notebooks;

/// <summary>Markdown as Jupyter reads it (GitHub's tables, task lists and auto links; HTML inside is allowed), made safe.</summary>
internal static class MarkdownHtml
{
    private static readonly MarkdownPipeline s_pipeline = new MarkdownPipelineBuilder()
        .UsePipeTables().UseGridTables().UseTaskLists().UseAutoLinks().UseEmphasisExtras().UseFootnotes().UseAutoIdentifiers(AutoIdentifierOptions.GitHub).Build();

    /// <summary>The rendered text; headings have ids.</summary>
    public static IHtmlElement Of(string markdown) => SafeHtml.Parse(Markdown.ToHtml(markdown, s_pipeline));
}
