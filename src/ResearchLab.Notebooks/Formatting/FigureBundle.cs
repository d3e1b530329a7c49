using System.IO.Compression;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using ResearchLab.Charts;

namespace ResearchLab.Notebooks.Formatting;

/// <summary>
/// A figure as a notebook output: HTML that asks no host for anything, Plotly's JSON, and text. Plotly itself travels compressed, with the
/// first figure only: the page keeps it for the others.
/// </summary>
internal static class FigureBundle
{
    public const string PlotlyMime = "application/vnd.plotly.v1+json";

    public static MimeBundle Of(Figure figure, string? plotlyScript)
    {
        string json = figure.ToJson();
        string id = "figure-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(json)))[..12];
        string label = string.Join(". ", new[] { figure.Title, figure.Description }.Where(text => text.Length > 0)),
            name = figure.Title.Length > 0 ? figure.Title : "Chart";
        // The encoder of Figure.ToJson writes <, > and & as escapes, so no text can end the script element.
        string library = plotlyScript is null ? "" : $$"""
            <script>window.researchLabPlotly ??= (async () => {
              const packed = Uint8Array.from(atob("{{Packed(plotlyScript)}}"), c => c.charCodeAt(0));
              const text = await new Response(new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"))).text();
              const before = window.define; window.define = undefined;
              try { (0, eval)(text); } finally { window.define = before; }
              return window.Plotly;
            })();</script>
            """;
        string html = Invariant($$"""
            {{library}}<div class="{{id}}" role="img" aria-label="{{WebUtility.HtmlEncode(label)}}"
             style="min-height:{{figure.Height + 40}}px">{{WebUtility.HtmlEncode(name)}}</div>
            <script>(() => {
              const figure = {{json}};
              let left = 100;
              const draw = async () => {
                const plotly = window.Plotly ?? await window.researchLabPlotly;
                const places = [...document.querySelectorAll(".{{id}}:not([data-drawn])")];
                if (plotly && places.length) {
                  for (const place of places) { place.dataset.drawn = "1"; place.textContent = "";
                    plotly.newPlot(place, structuredClone(figure.data), structuredClone(figure.layout), { responsive: true, displaylogo: false }); }
                } else if (--left > 0) setTimeout(draw, 100);
                else for (const place of places) place.textContent =
                  {{JsonValue.Create(name + ": run the cell of the first chart again to load the chart library.").ToJsonString()}};
              };
              draw();
            })();</script>
            """);
        return new MimeBundle(
            new JsonObject
            {
                [MimeBundle.HtmlText] = html,
                [PlotlyMime] = JsonNode.Parse(json),
                [MimeBundle.PlainText] = figure.Title.Length > 0 ? $"{figure.Title}: {figure.Description}" : figure.Description,
            },
            []);
    }

    private static string Packed(string script)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            gzip.Write(Encoding.UTF8.GetBytes(script));
        return Convert.ToBase64String(packed.GetBuffer(), 0, (int)packed.Length);
    }
}
