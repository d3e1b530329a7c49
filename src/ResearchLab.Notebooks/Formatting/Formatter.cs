using System.Collections;
using System.Data;
using System.Globalization;
using System.Reflection;
using System.Text.Json.Nodes;
using ResearchLab.Charts;
using ResearchLab.Columns;

namespace ResearchLab.Notebooks.Formatting;

/// <summary>
/// Values as a notebook shows them: figures (of Plotly.NET too) as charts, frames (of Deedle too) and sequences as tables, dictionaries as pairs,
/// everything else as text. A type shows itself its own way by implementing <see cref="IHtml"/> or by a public method <c>ToMimeBundle()</c> that returns
/// a dictionary of MIME type to text. What a cell registered by .NET Interactive's <c>Formatter.Register</c> comes before all that.
/// </summary>
public static class Formatter
{
    /// <summary>Rows of a table that are shown; the total is always named.</summary>
    public const int MaxRows = 100;

    private const int MaxText = 100_000;

    /// <summary>All forms of <paramref name="value"/>.</summary>
    /// <param name="value">Any value.</param>
    /// <param name="plotlyScript">Text of plotly.js that a figure carries along, or null when the page has it already.</param>
    public static MimeBundle Format(object? value, Func<string?>? plotlyScript = null) =>
        value is null ? MimeBundle.Plain("null") : value as MimeBundle ?? InteractiveFormatters.Of(value) ?? Own(value, plotlyScript);

    /// <summary>A value as one line of plain text, the same on every machine.</summary>
    public static string Text(object? value) => value switch
    {
        null => "null",
        string text => text,
        Type type => TypeName.Of(type),
        DataTable table =>
            Invariant($"{(table.TableName.Length > 0 ? table.TableName : "table")}: {table.Rows.Count:#,0} rows × {table.Columns.Count} columns"),
        Array { Rank: > 1 } array =>
            $"{TypeName.Of(array.GetType().GetElementType()!)}[{string.Join(", ", Enumerable.Range(0, array.Rank).Select(array.GetLength))}]",
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTimeOffset time => time.ToString("yyyy-MM-dd HH:mm:ss zzz", CultureInfo.InvariantCulture),
        bool flag => flag ? "true" : "false",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        Exception exception => $"{exception.GetType().Name}: {exception.Message}",
        IEnumerable sequence when value.GetType().GetMethod("ToString", Type.EmptyTypes)?.DeclaringType is { } type && IsOfTheFramework(type) =>
            Items(sequence),
        _ => Limited(value.ToString() ?? ""),
    };

    /// <summary>The same without asking registrations: what a registration itself may call.</summary>
    internal static MimeBundle Own(object value, Func<string?>? plotlyScript) => value switch
    {
        string text => MimeBundle.Plain(Limited(text)),
        MimeBundle bundle => bundle,
        RichText rich => MimeBundle.Of(rich.MimeType, rich.Content, rich.Content),
        IHtml html => MimeBundle.Of(MimeBundle.HtmlText, html.ToHtml(), Text(value)),
        Figure figure => FigureBundle.Of(figure, plotlyScript?.Invoke()),
        Frame frame => Table(frame),
        Exception exception => MimeBundle.Plain($"{exception.GetType().FullName}: {exception.Message}"),
        _ => OwnBundle(value) ?? OfPackage(value, plotlyScript) ?? Structured(value),
    };

    private static MimeBundle? OfPackage(object value, Func<string?>? plotlyScript) =>
        PlotlyNetChart.Of(value) is { } chart ? FigureBundle.Of(chart, plotlyScript?.Invoke())
        : DeedleTable.Of(value) is { } table ? Table(table)
        : null;

    private static MimeBundle Structured(object value)
    {
        if (value is IFormattable or bool or char or Type or Delegate or Task)
            return MimeBundle.Plain(Text(value));
        if (value is DataTable or DataView)
            return Table(TableRows.Of(value as DataView ?? ((DataTable)value).DefaultView, MaxRows));
        if (value is Array { Rank: 2 } grid)
            return Table(TableRows.Of(grid, MaxRows));
        if (value is IDictionary pairs)
            return Table(TableRows.OfPairs(pairs.Keys.Cast<object?>().Select(key => (key, pairs[key!])), MaxRows, pairs.Count));
        if (value is IEnumerable sequence)
            return Table(TableRows.OfPairs(value) ?? TableRows.Of(sequence, MaxRows));
        // An object without a text of its own shows its properties.
        if (value.GetType().GetMethod("ToString", Type.EmptyTypes)?.DeclaringType != typeof(object) && value is not ValueType && !IsAnonymous(value.GetType()))
            return MimeBundle.Plain(Text(value));
        if (value.GetType().FullName?.StartsWith("System.ValueTuple", StringComparison.Ordinal) == true)
            return MimeBundle.Plain(Text(value));
        return MimeBundle.Of(MimeBundle.HtmlText, TableHtml.OfProperties(value), Text(value));
    }

    private static MimeBundle Table(Frame frame) => MimeBundle.Of(MimeBundle.HtmlText, TableHtml.Of(frame, MaxRows), frame.ToString());

    private static MimeBundle Table(TableRows table) => MimeBundle.Of(MimeBundle.HtmlText, table.ToHtml(), table.ToText());

    private static MimeBundle? OwnBundle(object value)
    {
        MethodInfo? method = value.GetType().GetMethod("ToMimeBundle", BindingFlags.Instance | BindingFlags.Public, Type.EmptyTypes);
        if (method is null)
            return null;
        object? made = method.Invoke(value, BindingFlags.DoNotWrapExceptions, null, [], null);
        if (made is MimeBundle bundle)
            return bundle;
        if (made is not IEnumerable entries)
            return null;
        var data = new JsonObject();
        foreach (object? entry in entries)
        {
            if (entry?.GetType().GetProperty("Key")?.GetValue(entry) is string mime && entry.GetType().GetProperty("Value")?.GetValue(entry) is { } content)
                data[mime] = Json(mime, content);
        }

        data[MimeBundle.PlainText] ??= Text(value);
        return new MimeBundle(data, []);
    }

    // JSON types travel as objects, all others as text.
    private static JsonNode? Json(string mime, object content) => content switch
    {
        JsonNode node => node.DeepClone(),
        string text when mime == "application/json" || mime.EndsWith("+json", StringComparison.Ordinal) => JsonNode.Parse(text),
        byte[] bytes => Convert.ToBase64String(bytes),
        _ => Text(content),
    };

    private static string Items(IEnumerable sequence)
    {
        const int Shown = 20;
        var items = new List<string>();
        foreach (object? item in sequence)
        {
            if (items.Count == Shown)
            {
                items.Add("…");
                break;
            }

            items.Add(Text(item));
        }

        return $"[{string.Join(", ", items)}]";
    }

    private static bool IsOfTheFramework(Type type) =>
        type.Assembly == typeof(object).Assembly || type.Namespace?.StartsWith("System", StringComparison.Ordinal) == true;

    private static bool IsAnonymous(Type type) => type.Name.Contains("AnonymousType", StringComparison.Ordinal);

    private static string Limited(string text) =>
        text.Length <= MaxText ? text : string.Concat(text.AsSpan(0, MaxText), Invariant($"… ({text.Length:#,0} characters, {MaxText:#,0} shown)"));
}
