using System.Globalization;
using System.Text;
using System.Text.Json;

namespace ResearchLab.Market;

/// <summary>
/// A table of a JSON document whose rows are not a plain list of objects: keyed by date (Alpha Vantage), a list a column (Finnhub), fields of one
/// letter (Polygon), or a list beside an object that says what it is of (Twelve Data). Its names are those of CSV files.
/// </summary>
/// <param name="Names">Names of the columns.</param>
/// <param name="Rows">Fields of each row, as texts.</param>
/// <param name="Zone">Zone of its times, when it names one.</param>
/// <param name="Adjusted">Whether prices are adjusted for splits, when it says so.</param>
internal sealed record JsonTable(IReadOnlyList<string> Names, IReadOnlyList<string[]> Rows, TimeZoneInfo? Zone, bool? Adjusted)
{
    private static readonly Dictionary<string, string> s_letters = new(StringComparer.Ordinal)
    {
        ["t"] = "timestamp",
        ["o"] = "open",
        ["h"] = "high",
        ["l"] = "low",
        ["c"] = "close",
        ["v"] = "volume",
        ["vw"] = "vwap",
        ["n"] = "transactions",
        ["T"] = "symbol",
    };

    /// <summary>Reads a document; null when it is a plain table, which is read as such, or none.</summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="text">Its text.</param>
    /// <exception cref="CsvIngestException">It is an answer without rows, or rows without names.</exception>
    public static JsonTable? Read(string path, string text)
    {
        JsonElement root;
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            root = document.RootElement.Clone();
        }
        catch (JsonException)
        {
            // A document a line, or damaged: the reader of tables says which.
            return null;
        }

        if (root.ValueKind == JsonValueKind.Array && root.GetArrayLength() > 0)
        {
            if (root[0].ValueKind == JsonValueKind.Array)
                throw new CsvIngestException($"File '{path}' has rows without names, such as {CsvLayout.Clip(root[0].GetRawText())}. "
                    + $"Give each row as an object, such as {{\"date\": \"2024-01-02\", \"close\": 101.5}}, or a CSV file with a header.");
            return FieldNames(root) is { } plain && plain.Contains("o") && plain.Contains("c") ? Of(root, [], default) : null;
        }

        if (root.ValueKind != JsonValueKind.Object)
            return null;
        JsonProperty[] parts = [.. root.EnumerateObject()];
        (string Name, JsonElement Value)[] facts = [.. Facts(root),
            .. parts.Where(part => part.Value.ValueKind == JsonValueKind.Object).SelectMany(part => Facts(part.Value))];
        if (Keyed(root) is { } whole)
            return Of(whole, facts, Fact(facts, "symbol"));
        JsonElement[] keyed = [.. parts.Select(part => Keyed(part.Value)).OfType<JsonElement>()];
        if (keyed.Length == 1)
            return Of(keyed[0], facts, Fact(facts, "symbol"));
        if (BySymbol(parts) is { } several)
            return Of(several, facts, default);
        if (Zipped(root) is { } zipped)
            return Of(zipped, facts, Fact(facts, "symbol"));
        JsonElement[] lists = [.. parts.Select(part => part.Value).Where(value => value.ValueKind == JsonValueKind.Array && FieldNames(value) is not null)];
        if (lists.Length == 1 && (FieldNames(lists[0])!.Contains("c") || parts.Any(part => part.Value.ValueKind == JsonValueKind.Object)))
            return Of(lists[0], facts, Fact(facts, "symbol"));
        // A row alone has its date; an answer says what was wrong.
        if (Array.TrueForAll(parts, part => !IsNested(part.Value) && !CsvAliases.IsDate(Key(part.Name))) && Told(parts) is { } said)
            throw new CsvIngestException($"File '{path}' is an answer without rows: {CsvLayout.Clip(said)} Ask the source again, and save what has rows.");
        return null;
    }

    /// <summary>The table as a CSV file.</summary>
    public void Write(string csv)
    {
        using var to = new StreamWriter(csv, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        to.WriteLine(string.Join(',', Names.Select(Field)));
        foreach (string[] row in Rows)
            to.WriteLine(string.Join(',', row.Select(Field)));

        static string Field(string text) =>
            text.AsSpan().IndexOfAny(",\"\n\r") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal).ReplaceLineEndings(" ")}\"";
    }

    private static JsonTable Of(JsonElement list, (string Name, JsonElement Value)[] facts, string? symbol)
    {
        string[] names = [.. list.EnumerateArray().SelectMany(row => row.EnumerateObject().Select(field => field.Name)).Distinct(StringComparer.Ordinal)];
        bool letters = names.Contains("o", StringComparer.Ordinal) && names.Contains("c", StringComparer.Ordinal);
        List<string> columns = [.. names.Select(name => letters ? s_letters.GetValueOrDefault(name, name) : Bare(name))];
        bool named = columns.Exists(name => CsvAliases.Key(name) is "symbol" or "ticker");
        var rows = list.EnumerateArray().Select(row => (string[])[.. names.Select(name => row.TryGetProperty(name, out JsonElement field) ? Text(field) : ""),
            .. named || symbol is null ? [] : new[] { symbol }]).ToList();
        if (!named && symbol is not null)
            columns.Add("symbol");
        TimeZoneInfo? zone = Fact(facts, "exchangetimezone") is { } exchange ? Find(exchange) : Fact(facts, "timezone") is { } plain ? Find(plain) : null;
        bool? adjusted = facts.Where(fact => Key(fact.Name) == "adjusted").Select(
            fact => fact.Value.ValueKind == JsonValueKind.True ? true : fact.Value.ValueKind == JsonValueKind.False ? false : (bool?)null).FirstOrDefault();
        return new JsonTable(columns, rows, zone, adjusted);
    }

    /// <summary>An object whose names are dates and whose values are objects, as a list with the date in each; null when it is none.</summary>
    private static JsonElement? Keyed(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object || !value.EnumerateObject().Any())
            return null;
        foreach (JsonProperty row in value.EnumerateObject())
        {
            if (row.Value.ValueKind != JsonValueKind.Object || !CsvStampText.TryRead(row.Name, default, out _)
                || row.Value.EnumerateObject().Any(field => IsNested(field.Value)))
                return null;
        }

        return Written(writer =>
        {
            foreach (JsonProperty row in value.EnumerateObject())
            {
                writer.WriteStartObject();
                writer.WriteString("date", row.Name);
                foreach (JsonProperty field in row.Value.EnumerateObject())
                    field.WriteTo(writer);
                writer.WriteEndObject();
            }
        });
    }

    /// <summary>Lists of rows keyed by symbol, as Alpaca gives them, as one list with the symbol in each row; null when there are none.</summary>
    private static JsonElement? BySymbol(JsonProperty[] parts)
    {
        JsonElement[] keyed = [.. parts.Select(part => part.Value).Where(value => value.ValueKind == JsonValueKind.Object && value.EnumerateObject().Any()
            && value.EnumerateObject().All(of => Symbols.IsValid(of.Name.ToUpperInvariant()) && of.Value.ValueKind == JsonValueKind.Array
                && FieldNames(of.Value) is { } names && (names.Contains("c") || names.Contains("close"))))];
        if (keyed.Length != 1)
            return null;
        return Written(writer =>
        {
            foreach (JsonProperty of in keyed[0].EnumerateObject())
            {
                foreach (JsonElement row in of.Value.EnumerateArray())
                {
                    writer.WriteStartObject();
                    foreach (JsonProperty field in row.EnumerateObject())
                        field.WriteTo(writer);
                    writer.WriteString("symbol", of.Name);
                    writer.WriteEndObject();
                }
            }
        });
    }

    /// <summary>An object of lists of one length as a list of objects; null when it is none.</summary>
    private static JsonElement? Zipped(JsonElement value)
    {
        JsonProperty[] lists = [.. value.EnumerateObject().Where(part => part.Value.ValueKind == JsonValueKind.Array)];
        if (lists.Length < 2 || lists.Select(list => list.Value.GetArrayLength()).Distinct().Count() != 1
            || Array.Exists(lists, list => list.Value.EnumerateArray().Any(IsNested)))
            return null;
        JsonElement[][] columns = Array.ConvertAll(lists, list => list.Value.EnumerateArray().ToArray());
        return Written(writer =>
        {
            for (int row = 0; row < columns[0].Length; row++)
            {
                writer.WriteStartObject();
                for (int at = 0; at < lists.Length; at++)
                {
                    writer.WritePropertyName(lists[at].Name);
                    columns[at][row].WriteTo(writer);
                }

                writer.WriteEndObject();
            }
        });
    }

    private static JsonElement Written(Action<Utf8JsonWriter> rows)
    {
        using var text = new MemoryStream();
        using (var writer = new Utf8JsonWriter(text))
        {
            writer.WriteStartArray();
            rows(writer);
            writer.WriteEndArray();
        }

        using JsonDocument document = JsonDocument.Parse(text.ToArray());
        return document.RootElement.Clone();
    }

    /// <summary>Names of the fields of a list of objects without lists or objects in them; null when it is none.</summary>
    private static HashSet<string>? FieldNames(JsonElement list)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (JsonElement row in list.EnumerateArray())
        {
            if (row.ValueKind != JsonValueKind.Object)
                return null;
            foreach (JsonProperty field in row.EnumerateObject())
            {
                if (IsNested(field.Value))
                    return null;
                names.Add(field.Name);
            }
        }

        return names.Count == 0 ? null : names;
    }

    private static IEnumerable<(string Name, JsonElement Value)> Facts(JsonElement value) =>
        value.EnumerateObject().Where(part => !IsNested(part.Value)).Select(part => (part.Name, part.Value));

    private static string? Fact((string Name, JsonElement Value)[] facts, string key) =>
        facts.Where(fact => (Key(fact.Name) == key || (key == "symbol" && Key(fact.Name) == "ticker")) && fact.Value.ValueKind == JsonValueKind.String)
            .Select(fact => fact.Value.GetString()).FirstOrDefault();

    /// <summary>What an answer without rows says of itself.</summary>
    private static string? Told(JsonProperty[] parts) =>
        parts.Where(part => part.Value.ValueKind == JsonValueKind.String).Select(part => $"{part.Name} is '{part.Value.GetString()}'.").FirstOrDefault();

    private static TimeZoneInfo? Find(string name) => TimeZoneInfo.TryFindSystemTimeZoneById(name, out TimeZoneInfo? zone) ? zone : null;

    private static string Key(string name) => CsvAliases.Key(Bare(name));

    // Alpha Vantage numbers its names: 1. open.
    private static string Bare(string name)
    {
        int digits = name.AsSpan().IndexOfAnyExceptInRange('0', '9');
        return digits > 0 && name.AsSpan(digits).StartsWith(". ", StringComparison.Ordinal) ? name[(digits + 2)..] : name;
    }

    private static bool IsNested(JsonElement value) => value.ValueKind is JsonValueKind.Object or JsonValueKind.Array;

    private static string Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.Undefined => "",
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Number when value.TryGetDecimal(out decimal number) => number.ToString(CultureInfo.InvariantCulture),
        _ => value.GetRawText(),
    };
}
