namespace ResearchLab.Notebooks.Formatting;

/// <summary>Text of a MIME type: what <c>Html</c>, <c>Markdown</c> and <c>Svg</c> make.</summary>
/// <param name="MimeType">Such as <c>text/markdown</c>.</param>
/// <param name="Content">The text.</param>
public sealed record RichText(string MimeType, string Content)
{
    /// <inheritdoc/>
    public override string ToString() => Content;
}
