using System.Text.Json;
using DuckDB.NET.Data;
using ResearchLab.Columns;

namespace ResearchLab.Lake;

/// <summary>
/// A statement that was parsed by the engine and found to be one SELECT over datasets. What runs later is the text made from that parse, so
/// there is no second reading of the original to disagree with.
/// </summary>
/// <param name="Text">The statement, written anew from its parse.</param>
/// <param name="Datasets">Datasets it names.</param>
/// <param name="IsPlan">Whether it is EXPLAIN, which cannot be part of another statement.</param>
internal sealed record LakeStatement(string Text, IReadOnlyList<DatasetSchema> Datasets, bool IsPlan)
{
    private const int MaxDepth = 512;

    // What makes rows from its arguments alone. Everything that reads a file, a catalogue or runs text as SQL is left out.
    private static readonly HashSet<string> s_rowMakers = new(StringComparer.OrdinalIgnoreCase)
    {
        "range", "generate_series", "unnest", "json_each", "json_tree", "repeat", "repeat_row", "generate_subscripts",
    };

    // Functions that tell about the host or the process rather than the data.
    private static readonly HashSet<string> s_revealing = new(StringComparer.OrdinalIgnoreCase)
    {
        "current_setting", "getenv", "getvariable", "query", "query_table", "current_database", "current_schemas", "txid_current", "pg_conf_load_time",
        "json_execute_serialized_sql", "read_text", "read_blob", "write_log", "add_parquet_key", "which_secret", "get_block_size", "parse_duckdb_log_message",
    };

    public static LakeStatement Parse(DuckDBConnection connection, string sql)
    {
        if (SqlText.AfterWord(sql, "EXPLAIN") is not { } explained)
            return Select(connection, PivotValues.Named(connection, sql, query => Select(connection, query).Text));
        // With ANALYZE and other options a plan names files.
        if (SqlText.AfterWord(explained, "ANALYZE") is not null || explained.TrimStart().StartsWith('('))
            throw Refused("EXPLAIN has options", "Write EXPLAIN SELECT … without any.");
        LakeStatement plan = Select(connection, explained);
        return plan with { Text = $"EXPLAIN {plan.Text}", IsPlan = true };
    }

    private static LakeStatement Select(DuckDBConnection connection, string sql)
    {
        Frame parsed = connection.QueryFrame("SELECT json_serialize_sql($sql::VARCHAR)::VARCHAR AS tree", ("sql", sql));
        string text = (string?)parsed[0][0] ?? throw Refused("it is empty");
        using JsonDocument tree = Read(text);
        if (tree.RootElement.GetProperty("error").GetBoolean())
        {
            string why = tree.RootElement.GetProperty("error_message").GetString() ?? "";
            throw why.Contains("Only SELECT", StringComparison.OrdinalIgnoreCase)
                ? SqlText.HasWord(sql, "PIVOT") ? Refused("PIVOT leaves its columns to the data where more than one column stands after ON, or none",
                    "Name them: PIVOT bars ON symbol IN ('SPY', 'QQQ') USING last(close).") : Refused("it is not a SELECT")
                : new LakeException($"The query failed: {why.ReplaceLineEndings(" ").TrimEnd('.', ' ')}.");
        }

        JsonElement statements = tree.RootElement.GetProperty("statements");
        if (statements.GetArrayLength() != 1)
            throw Refused(Invariant($"it has {statements.GetArrayLength()} statements"));
        var found = new Found();
        Collect(statements[0], found);
        var datasets = new List<DatasetSchema>();
        foreach (string name in found.Tables.Where(name => !found.Local.Contains(name)))
        {
            datasets.Add(Lake.Datasets.All.FirstOrDefault(dataset => string.Equals(dataset.Name, name, StringComparison.OrdinalIgnoreCase))
                ?? throw new LakeException($"No dataset is named '{name}'. Datasets: {string.Join(", ", Lake.Datasets.All.Select(dataset => dataset.Name))}."));
        }

        Frame written = connection.QueryFrame("SELECT json_deserialize_sql($tree::VARCHAR::JSON) AS text", ("tree", text));
        return new LakeStatement(((string)written[0][0]!).TrimEnd(';', ' '), datasets, IsPlan: false);
    }

    private static void Collect(JsonElement element, Found found)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement item in element.EnumerateArray())
                Collect(item, found);
            return;
        }

        if (element.ValueKind != JsonValueKind.Object)
            return;
        string type = TextOf(element, "type");
        if (type == "VALUE_PARAMETER")
            throw Refused($"it has a parameter, ${TextOf(element, "identifier")}, and nothing gives it a value",
                "Write the value in its place, a text in single quotes.");
        if (type == "TABLE_FUNCTION")
        {
            string function = element.TryGetProperty("function", out JsonElement call) ? TextOf(call, "function_name") : "";
            if (!s_rowMakers.Contains(function))
                throw Refused($"it reads {(function.Length == 0 ? "something else" : function + "(…)")}");
        }

        if (type != "SHOW_REF" && element.TryGetProperty("table_name", out JsonElement table) && table.ValueKind == JsonValueKind.String
            && element.TryGetProperty("schema_name", out _))
        {
            if (TextOf(element, "schema_name").Length > 0 || TextOf(element, "catalog_name").Length > 0)
                throw Refused($"it names {TextOf(element, "catalog_name")}{TextOf(element, "schema_name")}.{table.GetString()}");
            if (table.GetString() is { Length: > 0 } name)
                found.Tables.Add(name);
        }

        if (TextOf(element, "function_name") is { Length: > 0 } scalar && s_revealing.Contains(scalar))
            throw Refused($"it calls {scalar}(…)");
        // DESCRIBE and SUMMARIZE have a query within, which is looked at as any other; what else SHOW tells of is of the host.
        if (type == "SHOW_REF" && !(element.TryGetProperty("query", out JsonElement shown) && shown.ValueKind == JsonValueKind.Object) &&
            !(TextOf(element, "show_type") == "SHOW_UNQUALIFIED" && TextOf(element, "table_name") == "\"tables\""))
        {
            throw Refused("it shows what is not in the lake", "SHOW TABLES, DESCRIBE bars and SUMMARIZE bars are answered.");
        }

        foreach (JsonProperty property in element.EnumerateObject())
        {
            if (property.Name == "cte_map" && property.Value.TryGetProperty("map", out JsonElement map))
            {
                foreach (JsonElement entry in map.EnumerateArray())
                    found.Local.Add(TextOf(entry, "key"));
            }

            Collect(property.Value, found);
        }
    }

    private static JsonDocument Read(string text)
    {
        try
        {
            return JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = MaxDepth });
        }
        catch (JsonException error)
        {
            // The other thing that the engine writes and JSON does not know is a number beyond those of DOUBLE.
            throw new LakeException(
                error.Message.Contains("depth", StringComparison.OrdinalIgnoreCase)
                    ? $"The query nests deeper than {MaxDepth} levels. Write it flatter."
                    : "The query holds a number that is infinite or none. Write it as 'inf'::DOUBLE or 'nan'::DOUBLE.", error);
        }
    }

    private static string TextOf(JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    private static LakeException Refused(string why, string? remedy = null) =>
        new($"Only one SELECT over datasets can be asked here: {why}. "
            + $"{remedy ?? $"Datasets: {string.Join(", ", Lake.Datasets.All.Select(dataset => dataset.Name))}."}");

    private sealed class Found
    {
        public HashSet<string> Tables { get; } = new(StringComparer.OrdinalIgnoreCase);

        public HashSet<string> Local { get; } = new(StringComparer.OrdinalIgnoreCase);
    }
}
