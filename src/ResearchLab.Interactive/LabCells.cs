using ResearchLab.Notebooks;
using ResearchLab.Notebooks.Formatting;

namespace ResearchLab.Interactive;

/// <summary>What cells of the lab's own kernel can call without an import, for cells of .NET Interactive: <c>using static</c> it.</summary>
public static class LabCells
{
    /// <summary>What a report states about itself: named metrics, and how old its data may be. Only the lab's kernel acts on it.</summary>
    public static NotebookReport Report { get; } = new();

    /// <summary>Never ends here: .NET Interactive stops a cell by ending its process.</summary>
    public static CancellationToken Cancelled => CancellationToken.None;

    /// <summary>Markdown to show.</summary>
    public static RichText Markdown(string text) => new("text/markdown", text);

    /// <summary>HTML to show.</summary>
    public static RichText Html(string text) => new(MimeBundle.HtmlText, text);

    /// <summary>An SVG drawing to show.</summary>
    public static RichText Svg(string text) => new("image/svg+xml", text);
}
