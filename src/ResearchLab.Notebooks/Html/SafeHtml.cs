using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace ResearchLab.Notebooks;

/// <summary>HTML of a cell made fit to stand in a page that others open: what it may hold is listed, all else is dropped.</summary>
internal static class SafeHtml
{
    private static readonly HashSet<string> s_elements = new(
        ("a abbr address article aside b bdi bdo blockquote br caption cite code col colgroup data dd del details dfn dl dt em figcaption figure footer h1 "
            + "h2 h3 "
        + "h4 h5 h6 header hr i img ins kbd li main mark meter nav ol p pre progress q rp rt ruby s samp section small span strong style sub summary sup table "
        + "tbody td tfoot th thead time tr u ul var wbr div svg g path line circle ellipse rect polyline polygon text tspan defs lineargradient radialgradient "
        + "stop clippath title desc use symbol marker").Split(' '),
        StringComparer.OrdinalIgnoreCase);

    /// <summary>Elements whose text is not meant to be read, so they go with all they hold.</summary>
    private static readonly HashSet<string> s_unread = new(
        "script iframe object embed template noscript frame frameset applet link meta base head audio video canvas math foreignobject textarea select".Split(
            ' '),
        StringComparer.OrdinalIgnoreCase);

    private static readonly HashSet<string> s_attributes = new(
        ("align alt aria-describedby aria-hidden aria-label aria-labelledby border cellpadding cellspacing class clip-path color colspan cx cy d datetime dir "
        + "disabled dx dy fill fill-opacity fill-rule font-family font-size font-weight gradienttransform gradientunits headers height href id lang marker-end "
        + "max min offset open opacity pathlength points preserveaspectratio r role rotate rowspan rx ry scope span src stop-color stop-opacity stroke "
        + "stroke-dasharray stroke-linecap stroke-linejoin stroke-opacity stroke-width style tabindex text-anchor title transform valign value version viewbox "
        + "width x x1 x2 xmlns y y1 y2").Split(' '),
        StringComparer.OrdinalIgnoreCase);

    /// <summary>The body of an HTML text with only harmless elements, attributes and addresses.</summary>
    /// <param name="html">A fragment or a whole document; any text.</param>
    public static IHtmlElement Parse(string html)
    {
        IHtmlElement body = new HtmlParser().ParseDocument(html).Body!;
        Clean(body, depth: 0);
        return body;
    }

    /// <summary>As <see cref="Parse"/>, as text.</summary>
    public static string Of(string html) => Parse(html).InnerHtml;

    private static void Clean(IElement parent, int depth)
    {
        // A hostile text can nest deeper than the stack; nobody reads what stands that deep.
        if (depth > 200)
        {
            parent.TextContent = parent.TextContent;
            return;
        }

        foreach (INode node in parent.ChildNodes.ToArray())
        {
            if (node is IComment)
                node.Parent?.RemoveChild(node);
            if (node is not IElement element)
                continue;
            if (s_unread.Contains(element.LocalName))
            {
                element.Remove();
                continue;
            }

            Clean(element, depth + 1);
            if (!s_elements.Contains(element.LocalName))
            {
                element.Replace([.. element.ChildNodes]);
                continue;
            }

            foreach (IAttr attribute in element.Attributes.ToArray())
            {
                if (!s_attributes.Contains(attribute.Name) || !Allowed(element, attribute))
                    element.RemoveAttribute(attribute.Name);
            }

            if (element.LocalName == "a")
                element.SetAttribute("rel", "noopener noreferrer");
            if (element.LocalName == "style")
                element.TextContent = Style(element.TextContent);
        }
    }

    private static bool Allowed(IElement element, IAttr attribute) => attribute.Name.ToLowerInvariant() switch
    {
        "href" => element.LocalName == "a" ? Link(attribute.Value) : attribute.Value.StartsWith('#'),
        "src" => element.LocalName == "img" && attribute.Value.TrimStart().StartsWith("data:image/", StringComparison.OrdinalIgnoreCase),
        "style" => Style(attribute.Value).Length == attribute.Value.Length,
        _ => true,
    };

    // Following a link is the reader's choice; a script or a data document is not a place to go to.
    private static bool Link(string address)
    {
        string text = new([.. address.Where(c => !char.IsControl(c) && !char.IsWhiteSpace(c))]);
        int colon = text.IndexOf(':', StringComparison.Ordinal), end = text.AsSpan().IndexOfAny("/?#");
        if (colon < 0 || (end >= 0 && end < colon))
            return true;
        return text.StartsWith("https:", StringComparison.OrdinalIgnoreCase) || text.StartsWith("http:", StringComparison.OrdinalIgnoreCase)
            || text.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase);
    }

    // The page's policy lets no style load anything; a style that tries is dropped so that the browser need not say so.
    private static string Style(string css) =>
        css.Contains("url(", StringComparison.OrdinalIgnoreCase) || css.Contains("@import", StringComparison.OrdinalIgnoreCase)
            || css.Contains('\\') ? "" : css;
}
