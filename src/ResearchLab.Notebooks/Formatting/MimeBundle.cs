using System.Text.Json.Nodes;

namespace ResearchLab.Notebooks.Formatting;

/// <summary>One value in several forms by MIME type: a front end shows the richest it knows.</summary>
/// <param name="Data">Forms by MIME type without parameters; those of JSON types are objects, all others text.</param>
/// <param name="Metadata">What a front end may want to know; usually empty.</param>
public sealed record MimeBundle(JsonObject Data, JsonObject Metadata)
{
    /// <summary>MIME type of plain text.</summary>
    public const string PlainText = "text/plain";

    /// <summary>MIME type of HTML.</summary>
    public const string HtmlText = "text/html";

    /// <summary>The plain text form; empty when there is none.</summary>
    public string Text => Data[PlainText] is JsonValue value && value.TryGetValue(out string? text) ? text : "";

    /// <summary>A bundle of plain text.</summary>
    public static MimeBundle Plain(string text) => new(new JsonObject { [PlainText] = text }, []);

    /// <summary>A bundle of one form and plain text.</summary>
    public static MimeBundle Of(string mimeType, string content, string text) => new(new JsonObject { [mimeType] = content, [PlainText] = text }, []);
}
