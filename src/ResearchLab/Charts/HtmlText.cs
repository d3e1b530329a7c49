using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace ResearchLab.Charts;

/// <summary>Builds HTML from interpolated strings: the literal parts are markup, every hole is escaped text unless it is <see cref="Markup"/>.</summary>
internal sealed class HtmlText
{
    private readonly StringBuilder _html = new();

    /// <summary>Adds markup with escaped holes and a line end.</summary>
    public void Add([InterpolatedStringHandlerArgument("")] ref Handler markup) => _html.Append('\n');

    /// <summary>Adds text that is markup already.</summary>
    public void AddMarkup(string html) => _html.Append(html);

    public override string ToString() => _html.ToString();

    /// <summary>Text made safe for element content and quoted attributes; control characters that HTML does not allow become U+FFFD.</summary>
    public static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length + 16);
        foreach (char c in text)
        {
            _ = c switch
            {
                '&' => escaped.Append("&amp;"),
                '<' => escaped.Append("&lt;"),
                '>' => escaped.Append("&gt;"),
                '"' => escaped.Append("&quot;"),
                '\'' => escaped.Append("&#39;"),
                _ when char.IsControl(c) && c is not ('\t' or '\n' or '\r') => escaped.Append('\uFFFD'),
                _ => escaped.Append(c),
            };
        }

        return escaped.ToString();
    }

    [InterpolatedStringHandler]
    public readonly ref struct Handler
    {
        private readonly StringBuilder _html;

        public Handler(int literalLength, int holeCount, HtmlText target)
        {
            _ = holeCount;
            _html = target._html;
            _html.EnsureCapacity(_html.Length + literalLength);
        }

        public void AppendLiteral(string markup) => _html.Append(markup);

        public void AppendFormatted(Markup markup) => _html.Append(markup.Html);

        public void AppendFormatted(string? text) => _html.Append(Escape(text ?? ""));

        public void AppendFormatted<T>(T value, string? format = null)
            where T : IFormattable => _html.Append(Escape(value.ToString(format, CultureInfo.InvariantCulture)));
    }
}
