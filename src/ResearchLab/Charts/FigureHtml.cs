using System.Text.Json;
using System.Text.Json.Nodes;

namespace ResearchLab.Charts;

/// <summary>Figures in HTML pages that ask no host for anything: Plotly's own text is embedded once by the page.</summary>
public static class FigureHtml
{
    /// <summary>
    /// Draws every block of the page in the page's colours (CSS variables <c>--ink</c>, <c>--grid</c>, <c>--surface</c>), follows a
    /// change between light and dark, and prints in light at paper width with everything unfolded. What the reader sees first is drawn at
    /// once, the rest one chart at a time, so that the page answers meanwhile. Must come after Plotly and the blocks.
    /// </summary>
    public const string Script = """
        (() => {
          if (typeof Plotly === "undefined") {
            document.querySelectorAll(".plot").forEach(div => {
              div.textContent = "This chart needs the file plotly-….min.js that lies beside the page where it was made.";
              div.style.height = "auto";
            });
            return;
          }
          const scheme = matchMedia("(prefers-color-scheme: dark)");
          const blocks = [...document.querySelectorAll(".plot")].map(div => ({ div, figure: JSON.parse(div.nextElementSibling.textContent) }));
          const inSight = ({ div }) => { const box = div.getBoundingClientRect(); return box.bottom > 0 && box.top < innerHeight; };
          let round = 0;
          const draw = print => {
            const css = getComputedStyle(document.documentElement);
            const pick = (name, printed) => print ? printed : css.getPropertyValue(name).trim();
            const ink = pick("--ink", "#1a1a1a"), grid = pick("--grid", "#d8d8d8"), surface = pick("--surface", "#ffffff");
            const axis = { gridcolor: grid, linecolor: grid, tickcolor: grid, zerolinecolor: ink };
            const template = { layout: { font: { color: ink, size: 12, family: "system-ui, sans-serif" }, xaxis: axis, yaxis: axis,
              hoverlabel: { bgcolor: surface, bordercolor: grid, font: { color: ink } }, legend: { bgcolor: "rgba(0,0,0,0)" },
              modebar: { bgcolor: "rgba(0,0,0,0)", color: axis.zerolinecolor, activecolor: ink } } };
            const show = ({ div, figure }) => {
              const layout = structuredClone({ ...figure.layout, template });
              if (print) layout.width = 660; else layout.autosize = true;
              if (matchMedia("(pointer: coarse)").matches) layout.dragmode = false;
              Plotly.react(div, structuredClone(figure.data), layout, { responsive: true, displaylogo: false,
                displayModeBar: matchMedia("(hover: hover)").matches ? "hover" : false,
                modeBarButtonsToRemove: ["select2d", "lasso2d", "autoScale2d"] });
            };
            const now = ++round, later = [];
            for (const block of blocks) if (print || inSight(block)) show(block); else later.push(block);
            // Charts in three dimensions take longest and come last, unless the reader is there.
            later.sort((a, b) => ("scene" in a.figure.layout) - ("scene" in b.figure.layout));
            const next = () => {
              if (now !== round || later.length === 0) return;
              show(later.splice(Math.max(0, later.findIndex(inSight)), 1)[0]);
              setTimeout(next);
            };
            setTimeout(next);
          };
          draw(false);
          scheme.addEventListener("change", () => draw(false));
          addEventListener("beforeprint", () => { document.querySelectorAll("details:not(.code)").forEach(d => { d.open = true; }); draw(true); });
          addEventListener("afterprint", () => draw(false));
        })();
        """;

    /// <summary>One figure as a block: heading, chart and a text for readers without script.</summary>
    /// <param name="figure">The figure.</param>
    /// <param name="headingLevel">Level of the heading, 1 to 6.</param>
    public static string Block(Figure figure, int headingLevel = 3)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(headingLevel, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(headingLevel, 6);
        // The default encoder writes <, > and & as escapes, so no text can end the script element.
        string json = new JsonObject { ["data"] = figure.Data.DeepClone(), ["layout"] = figure.Layout.DeepClone() }.ToJsonString(JsonSerializerOptions.Default);
        string title = HtmlText.Escape(figure.Title), description = HtmlText.Escape(figure.Description);
        string label = string.Join(". ", new[] { title, description }.Where(text => text.Length > 0));
        string heading = title.Length == 0 ? "" : Invariant($"<h{headingLevel}>{title}</h{headingLevel}>\n"),
            caption = description.Length == 0 ? "" : $"\n<figcaption>{description}</figcaption>";
        return Invariant($"""
            <figure class="chart">
            {heading}<div class="plot" role="img" aria-label="{label}" style="height:{figure.Height}px"></div>
            <script type="application/json">{json}</script>
            <noscript><p class="noscript">This chart needs JavaScript.</p></noscript>{caption}
            </figure>

            """);
    }

    /// <summary>Plotly's text made safe to embed in a script element.</summary>
    public static string SafeScript(string plotlyJs) =>
        plotlyJs.Replace("</script", "<\\/script", StringComparison.OrdinalIgnoreCase).Replace("<!--", "<\\!--", StringComparison.Ordinal);
}
