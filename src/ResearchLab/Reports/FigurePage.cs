using ResearchLab.Charts;

namespace ResearchLab.Reports;

/// <summary>A page of figures that needs no other file and no network.</summary>
public static class FigurePage
{
    /// <summary>Writes the page; readers see the old file or the new one.</summary>
    /// <param name="path">Where to.</param>
    /// <param name="title">Title and first heading.</param>
    /// <param name="lines">Paragraphs under it: what was computed from what.</param>
    /// <param name="figures">The figures, in order.</param>
    /// <param name="plotlyJs">Text of plotly.js (<see cref="PlotlyScript"/>).</param>
    /// <returns>The full path.</returns>
    /// <exception cref="IOException">The disk is full or the place cannot be written.</exception>
    public static string Write(string path, string title, IReadOnlyList<string> lines, IReadOnlyList<Figure> figures, string plotlyJs)
    {
        ArgumentNullException.ThrowIfNull(lines);
        ArgumentNullException.ThrowIfNull(figures);
        var body = new HtmlText();
        body.Add($"<header><h1>{title}</h1>");
        foreach (string line in lines)
            body.Add($"<p class=\"soft\">{line}</p>");
        body.Add($"</header><main>");
        foreach (Figure figure in figures)
            body.AddMarkup(FigureHtml.Block(figure, 2));
        body.Add($"</main>");
        return ReportFile.Write(path, ReportPage.Render(title, body, plotlyJs));
    }
}
