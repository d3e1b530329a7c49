using System.Text.Json.Nodes;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using ResearchLab.Charts;
using ResearchLab.Reports;

namespace ResearchLab.Notebooks;

/// <summary>
/// Notebooks with their outputs as one HTML file that asks no host for anything, runs no script of the notebook and follows the reader's light
/// or dark setting. Code is folded; the tags <c>remove_cell</c>, <c>remove_input</c>, <c>remove_output</c> and <c>hide_input</c> are honoured.
/// </summary>
public static class NotebookHtml
{
    private const string Style = """

        .code { margin: 10px 0 4px; } .code > summary { font-weight: 400; color: var(--soft); font-size: .85rem; }
        pre { background: var(--card); border-radius: 6px; padding: 10px 12px; overflow-x: auto; font: .85rem/1.45 ui-monospace, monospace; margin: 6px 0; }
        pre.output { white-space: pre-wrap; overflow-wrap: anywhere; }
        pre.stream { max-height: 30rem; overflow-y: auto; } pre.stderr { border-left: 4px solid var(--warn-edge); }
        pre.failure { border-left: 5px solid var(--bad); }
        code { font-family: ui-monospace, monospace; font-size: .92em; }
        p code, li code, td code { background: var(--card); border-radius: 3px; padding: 0 3px; }
        .output img, .prose img { max-width: 100%; height: auto; } .output table td, .output table th { text-align: right; white-space: nowrap; }
        .output table td.long { white-space: normal; min-width: 15rem; }
        .contents { columns: 18rem; padding-left: 20px; margin: 8px 0; } .contents .level3 { margin-left: 16px; }
        .codes { font: inherit; color: var(--link); background: none; border: 1px solid var(--grid); border-radius: 6px; padding: 3px 10px; cursor: pointer; }
        blockquote { margin: 8px 0; padding-left: 12px; border-left: 3px solid var(--grid); color: var(--soft); }
        @media print { .codes, .code:not([open]) { display: none; } pre { white-space: pre-wrap; } pre.stream { max-height: none; }
          .output div { overflow: visible !important; } .output table td.long { min-width: 0; } }
        """;

    private const string Script = """
        (() => {
          const button = document.querySelector(".codes");
          if (!button) return;
          button.hidden = false;
          button.addEventListener("click", () => {
            const open = button.getAttribute("aria-pressed") !== "true";
            document.querySelectorAll("details.code").forEach(d => { d.open = open; });
            button.setAttribute("aria-pressed", open);
            button.textContent = open ? "Hide code" : "Show code";
          });
        })();
        """;

    // MathML needs neither fonts nor styles of its own.
    private const string MathScript = """
        document.querySelectorAll(".math").forEach(e => {
          const tex = e.textContent.replace(/^\\[(\[]|\\[)\]]$/g, "").trim();
          try {
            katex.render(tex, e, { output: "mathml", displayMode: e.tagName === "DIV" || e.classList.contains("display"),
              throwOnError: false, trust: false, maxSize: 20, maxExpand: 500 });
          } catch { /* it stays as it was written */ }
        });
        """;

    /// <summary>The page.</summary>
    /// <param name="notebook">The notebook as it ran.</param>
    /// <param name="options">Title, charts, banner, stamp.</param>
    public static string Render(NotebookFile notebook, NotebookHtmlOptions options)
    {
        ArgumentNullException.ThrowIfNull(notebook);
        ArgumentNullException.ThrowIfNull(options);
        var cells = new HtmlText();
        var contents = new List<(int Level, string Id, string Text)>();
        var ids = new HashSet<string>(StringComparer.Ordinal) { "failed" };
        string? title = null, failure = null;
        int code = 0;
        foreach (NotebookCell cell in notebook.Cells)
        {
            code += cell.Kind == CellKind.Code ? 1 : 0;
            string? error = cell.Kind == CellKind.Code && !cell.HasTag(CellTags.RaisesException) ? OutputHtml.Failure(cell.Outputs) : null;
            // A failure is told even where the author hides the cell.
            if (cell.Kind == CellKind.Raw || (Tagged(cell, "remove_cell") && error is null))
                continue;
            if (cell.Kind == CellKind.Markdown)
            {
                IHtmlElement prose = MarkdownHtml.Of(WithAttachments(cell));
                string? heading = Headings(prose, ids, contents, takeTitle: title is null);
                title ??= heading;
                cells.Add($"<section class=\"prose\">{new Markup(prose.InnerHtml)}</section>");
                continue;
            }

            bool first = error is not null && failure is null;
            failure ??= error is null ? null : Invariant($"Cell {code} failed: {error}");
            cells.Add($"<section{new Markup(first ? " id=\"failed\"" : "")}>");
            if (cell.Source.Trim().Length > 0 && !Tagged(cell, "remove_input"))
                cells.Add($"<details class=\"code\"><summary>Code of cell {code}</summary><pre tabindex=\"0\"><code>{cell.Source}</code></pre></details>");
            if (!Tagged(cell, "remove_output") || error is not null)
                OutputHtml.Add(cells, cell.Outputs, !options.Plotly.IsEmpty);
            cells.Add($"</section>");
        }

        var page = new HtmlText();
        page.Add($"<header>");
        page.Add($"<h1>{title ?? options.Title}</h1>");
        if (options.Subtitle.Length > 0)
            page.Add($"<p class=\"soft\">{options.Subtitle}</p>");
        if (options.Banner.Length > 0)
            page.Add($"<p class=\"banner\" role=\"alert\">{options.Banner}</p>");
        if (failure is not null)
            page.Add($"<p class=\"banner\" role=\"alert\">{failure} <a href=\"#failed\">Go to the cell</a></p>");
        page.Add($"<button type=\"button\" class=\"codes\" aria-pressed=\"false\" hidden>Show code</button>");
        page.Add($"</header><main>");
        if (contents.Count >= 3)
        {
            page.Add($"<nav aria-label=\"Contents\"><details open><summary>Contents</summary><ul class=\"contents\">");
            foreach ((int level, string id, string text) in contents)
                page.Add($"<li class=\"level{level}\"><a href=\"#{id}\">{text}</a></li>");
            page.Add($"</ul></details></nav>");
        }

        page.AddMarkup(cells.ToString());
        page.Add($"</main>");
        if (options.Stamp.Count > 0)
        {
            page.Add($"<footer><dl>");
            foreach ((string name, string value) in options.Stamp)
                page.Add($"<dt>{name}</dt><dd>{value}</dd>");
            page.Add($"</dl></footer>");
        }

        // Only where it is used: KaTeX is a quarter of a megabyte.
        bool sets = options.KatexJs.Length > 0 && page.ToString().Contains("class=\"math", StringComparison.Ordinal);
        bool draws = page.ToString().Contains("<div class=\"plot\"", StringComparison.Ordinal);
        title = $"{(failure is null ? "" : ReportIndex.Failed)}{title ?? options.Title}";
        return ReportPage.Render(options.Subtitle.Length > 0 ? $"{title}: {options.Subtitle}" : title, page, draws ? options.Plotly : default, style: Style,
            script: sets ? $"{FigureHtml.SafeScript(options.KatexJs)}\n{MathScript}\n{Script}" : Script);
    }

    private static bool Tagged(NotebookCell cell, string tag) => cell.HasTag(tag.Replace('_', '-'));

    /// <summary>Gives every heading an id of its own, lists those of levels 2 and 3, and takes the first of level 1 out for the head of the page.</summary>
    private static string? Headings(IHtmlElement prose, HashSet<string> ids, List<(int Level, string Id, string Text)> contents, bool takeTitle)
    {
        string? title = null;
        foreach (IElement heading in prose.QuerySelectorAll("h1, h2, h3, h4, h5, h6"))
        {
            string wanted = heading.Id is { Length: > 0 } given ? given : "section", id = wanted;
            for (int i = 1; !ids.Add(id); i++)
                id = Invariant($"{wanted}-{i}");
            heading.Id = id;
            int level = heading.LocalName[1] - '0';
            if (level == 1 && takeTitle && title is null)
            {
                title = heading.TextContent.Trim();
                heading.Remove();
            }
            else if (level is 2 or 3)
                contents.Add((level, id, heading.TextContent.Trim()));
        }

        return title;
    }

    /// <summary>Images pasted into a markdown cell are kept in its attachments and named <c>attachment:…</c>.</summary>
    private static string WithAttachments(NotebookCell cell)
    {
        string markdown = cell.Source;
        foreach ((string name, JsonNode? bundle) in cell.Attachments)
        {
            if ((bundle as JsonObject)?.FirstOrDefault(entry => entry.Key.StartsWith("image/", StringComparison.Ordinal)) is { Key: { } type } entry)
                markdown = markdown.Replace($"attachment:{name}", $"data:{type};base64,{OutputHtml.Text(entry.Value)}", StringComparison.Ordinal);
        }

        return markdown;
    }
}
