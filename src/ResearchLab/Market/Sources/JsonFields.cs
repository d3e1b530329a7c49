using System.Globalization;
using System.Text.Json;

namespace ResearchLab.Market.Sources;

/// <summary>Reads the fields of a vendor's answer strictly: what is missing or of another type is named with its value.</summary>
/// <param name="Source">Name of the vendor.</param>
/// <param name="Element">The element.</param>
/// <param name="Path">Where it stands, such as <c>results[3]</c>.</param>
internal readonly record struct JsonFields(string Source, JsonElement Element, string Path = "")
{
    /// <summary>A field that must be an object.</summary>
    public JsonFields Object(string name) => Field(name, JsonValueKind.Object, "an object");

    /// <summary>A field that must be an object; null when it is missing or null.</summary>
    public JsonFields? OptionalObject(string name) => Has(name) ? Object(name) : null;

    /// <summary>The elements of a field that must be an array.</summary>
    public IEnumerable<JsonFields> Array(string name) => Field(name, JsonValueKind.Array, "a list").Items();

    /// <summary>The elements of this array.</summary>
    public IEnumerable<JsonFields> Items()
    {
        if (Element.ValueKind != JsonValueKind.Array)
            throw Wrong(Path.Length == 0 ? "the answer" : $"'{Path}'", Element, "a list");
        (string source, string path) = (Source, Path);
        return Element.EnumerateArray().Select((item, at) => new JsonFields(source, item, Invariant($"{path}[{at}]")));
    }

    /// <summary>Whether a field is there and not null.</summary>
    public bool Has(string name)
    {
        RequireObject();
        return Element.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null;
    }

    /// <summary>A text.</summary>
    public string Text(string name) => Field(name, JsonValueKind.String, "a text").Element.GetString()!;

    /// <summary>A number.</summary>
    public double Number(string name) => Field(name, JsonValueKind.Number, "a number").Element.GetDouble();

    /// <summary>A number; NaN when it is missing or null.</summary>
    public double OptionalNumber(string name) => Has(name) ? Number(name) : double.NaN;

    /// <summary>A whole number.</summary>
    public long Whole(string name) => Field(name, JsonValueKind.Number, "a whole number") is var field && field.Element.TryGetInt64(out long value)
        ? value
        : throw Wrong($"'{Join(name)}'", field.Element, "a whole number");

    /// <summary>A date written as yyyy-MM-dd.</summary>
    public DateOnly Date(string name) => DateOnly.TryParseExact(Text(name), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly date)
        ? date
        : throw Wrong($"'{Join(name)}'", Element.GetProperty(name), "a date such as 2024-01-31");

    /// <summary>This element as a number; NaN when it is null.</summary>
    public double NumberOrNull() => Element.ValueKind switch
    {
        JsonValueKind.Number => Element.GetDouble(),
        JsonValueKind.Null => double.NaN,
        _ => throw Wrong($"'{Path}'", Element, "a number"),
    };

    /// <summary>This element as a whole number.</summary>
    public long WholeNumber() =>
        Element.ValueKind == JsonValueKind.Number && Element.TryGetInt64(out long value) ? value : throw Wrong($"'{Path}'", Element, "a whole number");

    /// <summary>This element as a number that the vendor writes as a text.</summary>
    public double NumberInText() =>
        Element.ValueKind == JsonValueKind.String && double.TryParse(Element.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
        ? value
        : throw Wrong($"'{Path}'", Element, "a number in quotes");

    /// <summary>The error for an answer of another format.</summary>
    public SourceException Wrong(string field, JsonElement value, string wanted) => new(
        SourceFailure.BadAnswer, $"{Source}: {field} of the answer is {SourceHttp.Clip(value.GetRawText())} where {wanted} is documented. "
            + "The vendor changed its format or answered with something else; nothing of this answer was stored.");

    private JsonFields Field(string name, JsonValueKind kind, string wanted)
    {
        RequireObject();
        if (!Element.TryGetProperty(name, out JsonElement value))
            throw new SourceException(SourceFailure.BadAnswer,
                $"{Source}: the answer has no field '{Join(name)}' (found: {Found()}). The vendor changed its format; nothing of this answer was stored.");
        return value.ValueKind == kind ? new JsonFields(Source, value, Join(name)) : throw Wrong($"'{Join(name)}'", value, wanted);
    }

    private void RequireObject()
    {
        if (Element.ValueKind != JsonValueKind.Object)
            throw Wrong(Path.Length == 0 ? "the body" : $"'{Path}'", Element, "an object");
    }

    private string Found() => SourceHttp.Clip(string.Join(", ", Element.EnumerateObject().Select(field => field.Name)));

    private string Join(string name) => Path.Length == 0 ? name : $"{Path}.{name}";
}
