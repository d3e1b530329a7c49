using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ResearchLab.Charts;

namespace ResearchLab.Notebooks;

/// <summary>The outputs of a cell, as nbformat stores them, in HTML.</summary>
internal static partial class OutputHtml
{
    private const int MostCharacters = 200_000;

    /// <summary>All outputs in order; neighbouring pieces of one stream are one block.</summary>
    /// <param name="html">Where to.</param>
    /// <param name="outputs">The list of the cell.</param>
    /// <param name="hasPlotly">Whether the page can draw charts.</param>
    public static void Add(HtmlText html, JsonArray outputs, bool hasPlotly)
    {
        for (int i = 0; i < outputs.Count; i++)
        {
            if (outputs[i] is not JsonObject output)
                continue;
            switch (Text(output["output_type"]))
            {
                case "stream":
                    string name = Text(output["name"]) ?? "stdout", text = Text(output["text"]) ?? "";
                    while (i + 1 < outputs.Count && outputs[i + 1] is JsonObject next && Text(next["output_type"]) == "stream"
                        && (Text(next["name"]) ?? "stdout") == name)
                    {
                        text += Text(next["text"]);
                        i++;
                    }

                    html.Add($"<pre class=\"stream {new Markup(name == "stderr" ? "stderr" : "stdout")}\" tabindex=\"0\">{Shown(Terminal(text))}</pre>");
                    break;
                case "error":
                    string[] lines = [.. (output["traceback"] as JsonArray ?? []).Select(line => Text(line) ?? "")];
                    html.Add($"<pre class=\"failure\" "
                        + $"tabindex=\"0\">{Shown(Plain(
                        lines.Length > 0 ? string.Join('\n', lines) : $"{Text(output["ename"])}: {Text(output["evalue"])}"))}</pre>");
                    break;
                case "display_data" or "execute_result":
                    if (output["data"] is JsonObject bundle)
                        AddBundle(html, bundle, hasPlotly);
                    break;
            }
        }
    }

    /// <summary>The first error among the outputs as one line; null when there is none.</summary>
    public static string? Failure(JsonArray outputs) => outputs.OfType<JsonObject>()
        .Where(output => Text(output["output_type"]) == "error")
        .Select(output => Plain($"{Text(output["ename"])}: {Text(output["evalue"])}".Split('\n')[0])).FirstOrDefault();

    /// <summary>Text of a node that is a string or, as nbformat allows, a list of strings.</summary>
    public static string? Text(JsonNode? node) => node switch
    {
        JsonArray lines => string.Concat(lines.Select(Text)),
        JsonValue value when value.TryGetValue(out string? text) => text,
        _ => null,
    };

    private static void AddBundle(HtmlText html, JsonObject bundle, bool hasPlotly)
    {
        if (hasPlotly && bundle["application/vnd.plotly.v1+json"] is { } plotly && Figure(plotly) is { } figure)
            html.AddMarkup(figure);
        else if (Text(bundle["text/html"]) is { } markup && !markup.Contains("Plotly.", StringComparison.Ordinal))
            html.Add($"<div class=\"output scroll\" tabindex=\"0\">{new Markup(SafeHtml.Of(markup))}</div>");
        else if (Text(bundle["image/svg+xml"]) is { } svg)
            html.Add($"<p class=\"output\"><img alt=\"{Text(bundle["text/plain"]) ?? "image"}\" "
                + $"src=\"data:image/svg+xml;base64,{Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(svg))}\"></p>");
        else if (((string[])["image/png", "image/jpeg", "image/gif", "image/webp"]).FirstOrDefault(type => Text(bundle[type]) is not null) is { } image)
            html.Add($"<p class=\"output\"><img alt=\"{Text(bundle["text/plain"]) ?? "image"}\" "
                + $"src=\"data:{image};base64,{string.Concat(Text(bundle[image])!.Where(c => char.IsAsciiLetterOrDigit(c) || c is '+' or '/' or '='))}\"></p>");
        else if (Text(bundle["text/markdown"]) is { } markdown)
            html.Add($"<div class=\"output\">{new Markup(MarkdownHtml.Of(markdown).InnerHtml)}</div>");
        else if ((Text(bundle["text/plain"]) ?? Text(bundle["text/latex"]) ?? bundle["application/json"]?.ToJsonString()) is { } plain)
            html.Add($"<pre class=\"output\" tabindex=\"0\">{Shown(Plain(plain))}</pre>");
    }

    private static string? Figure(JsonNode plotly)
    {
        try
        {
            return FigureHtml.Block(Charts.Figure.FromJson(plotly));
        }
        catch (FormatException)
        {
            return null; // another form of the same output, the text at least, is shown instead
        }
    }

    private static string Shown(string text) =>
        text.Length <= MostCharacters
            ? text
            : string.Concat(text.AsSpan(0, MostCharacters), Invariant($"\n… {text.Length - MostCharacters:N0} more characters are in the notebook."));

    /// <summary>What a terminal would show in the end: a carriage return starts the line again.</summary>
    private static string Terminal(string text) =>
        string.Join('\n', Plain(text).Replace("\r\n", "\n", StringComparison.Ordinal).Split('\n').Select(line => line[(line.LastIndexOf('\r') + 1)..]));

    private static string Plain(string text) => Escapes().Replace(text, "");

    [GeneratedRegex(@"\x1B(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1B]*(?:\x07|\x1B\\)|[@-Z\\-_])", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Escapes();
}
