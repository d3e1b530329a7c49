using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ResearchLab.Charts;

namespace ResearchLab.Reports;

/// <summary>The frame every page shares: one file, one style sheet, and a policy under which the browser loads nothing from anywhere.</summary>
internal static class ReportPage
{
    /// <summary>Follows the reader's light or dark setting; tables scroll inside their own box on narrow screens.</summary>
    private const string Style = """
        :root { color-scheme: light dark; --ink: #1a1a1a; --soft: #555; --surface: #fff; --card: #f6f7f9; --grid: #d8dce2; --link: #0060a0;
          --good: #00694d; --bad: #a63f00; --warn-ink: #5c3d00; --warn: #ffe9bd; --warn-edge: #e69f00; }
        @media (prefers-color-scheme: dark) { :root { --ink: #e8e8e8; --soft: #b0b4ba; --surface: #16181c; --card: #1f2329; --grid: #3a4049; --link: #7cc4f5;
          --good: #4fd1a5; --bad: #ff9b5e; --warn-ink: #ffdf9e; --warn: #3a2c08; --warn-edge: #e69f00; } }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--surface); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; overflow-wrap: break-word; }
        main, header, footer { max-width: 1180px; margin: 0 auto; padding: 0 20px; }
        header { padding-top: 20px; }
        h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 4px; }
        h2 { font-size: 1.2rem; margin: 36px 0 8px; padding-top: 12px; border-top: 1px solid var(--grid); }
        h3 { font-size: 1rem; margin: 16px 0 4px; }
        p { margin: 6px 0; }
        a { color: var(--link); }
        .badge { display: inline-block; padding: 1px 10px; border: 2px solid var(--warn-edge); border-radius: 4px;
          background: var(--warn); color: var(--warn-ink);
          font-size: .85rem; font-weight: 700; letter-spacing: .04em; vertical-align: .15em; }
        .banner { padding: 8px 12px; border-left: 5px solid var(--warn-edge); background: var(--warn); color: var(--warn-ink); font-weight: 600; }
        .decision { font-size: 1.3rem; font-weight: 700; margin: 10px 0 2px; }
        .soft, figcaption, caption { color: var(--soft); font-size: .9rem; }
        .good { color: var(--good); font-weight: 600; }
        .bad { color: var(--bad); font-weight: 600; }
        .scroll { overflow-x: auto; max-width: 100%;
          background: linear-gradient(to right, var(--surface) 40%, transparent) left / 48px calc(100% + 2px),
          linear-gradient(to left, var(--surface) 40%, transparent) right / 48px calc(100% + 2px),
          linear-gradient(to right, var(--soft), transparent) left / 14px 100%,
            linear-gradient(to left, var(--soft), transparent) right / 14px 100%;
            background-repeat: no-repeat; background-attachment: local, local, scroll, scroll; }
        .scroll:focus-visible, summary:focus-visible, a:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
        table { border-collapse: collapse; font-size: .92rem; font-variant-numeric: tabular-nums; margin: 6px 0; }
        caption { text-align: left; padding: 2px 0; }
        th, td { padding: 4px 12px 4px 0; text-align: left; vertical-align: baseline; border-bottom: 1px solid var(--grid); }
        .words { min-width: 15rem; }
        thead th { font-weight: 600; white-space: nowrap; }
        tbody th { font-weight: 400; }
        .num { text-align: right; white-space: nowrap; }
        .nowrap { white-space: nowrap; }
        .group th { background: var(--card); font-weight: 600; padding-left: 6px; }
        .facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(150px, 1fr)); gap: 10px; margin: 12px 0; padding: 0; }
        .facts div { background: var(--card); border-radius: 6px; padding: 8px 12px; }
        .facts dt { color: var(--soft); font-size: .85rem; }
        .facts dd { margin: 0; font-weight: 600; }
        figure { margin: 16px 0; }
        .plot { width: 100%; }
        .noscript { padding: 8px 12px; background: var(--card); }
        .verdict { font-size: 1.05rem; font-weight: 600; padding: 10px 14px; background: var(--card); border-radius: 6px; }
        .evidence { font-size: .85rem; color: var(--soft); margin: 2px 0; }
        .evidence > summary { font-weight: 400; margin: 0; width: max-content; }
        .evidence code { overflow-wrap: anywhere; user-select: all; }
        details > summary { cursor: pointer; font-weight: 600; margin: 8px 0; }
        footer { margin-top: 40px; padding-top: 12px; padding-bottom: 40px; color: var(--soft); font-size: .85rem; }
        footer dl { display: grid; grid-template-columns: max-content 1fr; gap: 2px 16px; margin: 8px 0; }
        footer dd { margin: 0; overflow-wrap: anywhere; }
        @media (max-width: 560px) { main, header, footer { padding-left: 12px; padding-right: 12px; }
          h1 { font-size: 1.3rem; } footer dl { grid-template-columns: 1fr; } footer dt { font-weight: 600; } }
        @media screen and (max-width: 560px) {
          .stack, .stack tbody, .stack tr { display: block; width: 100%; }
          .stack thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
          .stack tr { padding: 6px 0; border-bottom: 1px solid var(--grid); }
          .stack td, .stack tbody th { display: flex; justify-content: flex-end; gap: 10px; padding: 1px 0; border: 0;
            white-space: normal; text-align: right; min-width: 0; overflow-wrap: anywhere; }
          .stack tbody th { font-weight: 600; } .stack .words, .stack .group th { display: block; text-align: left; } .stack .words::before { display: block; }
          .stack tr > *::before { color: var(--soft); font-weight: 400; text-align: left; overflow-wrap: normal; margin-right: auto; }
          .stack td:empty { display: none; }
          LABELS
        }
        @media (scripting: none) { .plot { display: none; } }
        @media print {
          :root { color-scheme: light; --ink: #000; --soft: #444; --surface: #fff; --card: #f3f3f3; --grid: #bbb; --link: #000;
            --good: #00694d; --bad: #a63f00; --warn: #fff; --warn-ink: #000; }
          body { font-size: 11pt; } main, header, footer { max-width: none; padding: 0; }
          figure, tr, .facts { break-inside: avoid; } h2, h3 { break-after: avoid; } .scroll { overflow: visible; }
          table { font-size: 8pt; } th, td { padding-right: 8px; } .num, .nowrap, thead th { white-space: normal; } .words { min-width: 0; }
        }
        """;

    private const int MostColumns = 16;

    private static readonly string s_style = Style.Replace(
        "LABELS", string.Concat(Enumerable.Range(1, MostColumns).Select(
            column => Invariant($".stack tr:not(.group) > :nth-child({column})::before {{ content: var(--h{column}, ''); }}"))), StringComparison.Ordinal);

    /// <summary>A whole page. Only the scripts given here run in it: the policy names them by their hashes.</summary>
    /// <param name="title">Title of the document.</param>
    /// <param name="body">Header, main and footer elements.</param>
    /// <param name="plotly">Plotly when the body holds charts; default for none.</param>
    /// <param name="refreshSeconds">Reload the page after this long; 0 for never.</param>
    /// <param name="style">Further style rules.</param>
    /// <param name="script">A further script, run at the end of the body.</param>
    public static string Render(string title, HtmlText body, PlotlySource plotly = default, int refreshSeconds = 0, string style = "", string script = "")
    {
        string[] scripts = [.. (plotly.IsEmpty ? new[] { script } : [FigureHtml.SafeScript(plotly.Text), FigureHtml.Script, script])
            .Where(text => text.Length > 0).Select(text => text.ReplaceLineEndings("\n"))];
        var page = new HtmlText();
        page.Add($"<!DOCTYPE html>");
        page.Add($"<html lang=\"en\">");
        page.Add($"<head>");
        page.Add($"<meta charset=\"utf-8\">");
        page.Add($"<meta http-equiv=\"Content-Security-Policy\" content=\"{new Markup(Policy(scripts, plotly.File is { Length: > 0 }))}\">");
        page.Add($"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
        page.Add($"<meta name=\"color-scheme\" content=\"light dark\">");
        page.Add($"<meta name=\"referrer\" content=\"no-referrer\">");
        if (refreshSeconds > 0)
            page.Add($"<meta http-equiv=\"refresh\" content=\"{refreshSeconds}\">");
        page.Add($"<title>{title}</title>");
        page.Add($"<link rel=\"icon\" href=\"data:,\">");
        page.Add($"<style>{new Markup(s_style + style)}</style>");
        page.Add($"</head>");
        page.Add($"<body>");
        page.AddMarkup(body.ToString());
        if (plotly.File is { Length: > 0 } file)
            page.Add($"<script src=\"./{file}\"></script>");
        foreach (string text in scripts)
            page.Add($"<script>{new Markup(text)}</script>");
        page.Add($"</body>");
        page.Add($"</html>");
        return page.ToString();
    }

    // No host is asked for anything and no script runs but ours, whatever a cell or a data file put into the page; plotly.js may lie beside it.
    private static string Policy(string[] scripts, bool besideIt)
    {
        string allowed = scripts.Length == 0
            ? "'none'"
            : (besideIt ? "'self' file: " : "") + string.Join(' ',
                scripts.Select(script => $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(script)))}'"));
        return $"default-src 'none'; style-src 'unsafe-inline'; script-src {allowed}; img-src data: blob:; base-uri 'none'; form-action 'none'";
    }

    /// <summary>Opens a table in a box that scrolls by itself and can be reached by keyboard.</summary>
    /// <param name="html">Where to.</param>
    /// <param name="label">What the table holds.</param>
    /// <param name="columns">Heads; one that starts with <c>#</c> is a column of numbers.</param>
    public static void OpenTable(HtmlText html, string label, params ReadOnlySpan<string> columns)
    {
        html.Add($"<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{label}\">");
        html.Add($"<table class=\"stack\" style=\"{Labels(columns)}\"><thead><tr>");
        foreach (string column in columns)
            html.Add($"<th scope=\"col\"{new Markup(column.StartsWith('#') ? " class=\"num\"" : "")}>{column.TrimStart('#')}</th>");
        html.Add($"</tr></thead><tbody>");
    }

    // On a phone each row stands as a block, and each cell says which column it is of.
    private static string Labels(ReadOnlySpan<string> columns)
    {
        var labels = new StringBuilder();
        for (int i = 0; i < columns.Length; i++)
            labels.Append(CultureInfo.InvariantCulture,
                $"--h{i + 1}:'{columns[i].TrimStart('#').Replace("\\", "", StringComparison.Ordinal).Replace("'", "\\27 ", StringComparison.Ordinal)}';");
        return labels.ToString();
    }

    /// <summary>Closes what <see cref="OpenTable"/> opened.</summary>
    public static void CloseTable(HtmlText html) => html.Add($"</tbody></table></div>");
}
