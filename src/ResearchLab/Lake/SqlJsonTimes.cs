namespace ResearchLab.Lake;

/// <summary>Times within lists, structs and maps, written as those of columns are: ISO 8601 with a T and a zone, not as the engine writes its JSON.</summary>
internal static class SqlJsonTimes
{
    /// <summary>The expression of a nested value with its times as texts.</summary>
    /// <param name="value">An expression.</param>
    /// <param name="type">Its type, as DESCRIBE tells it.</param>
    /// <param name="depth">How many lists it is within, to name their elements apart.</param>
    public static string Written(string value, string type, int depth = 0)
    {
        if (!type.Contains("TIMESTAMP", StringComparison.Ordinal))
            return value;
        string element = Invariant($"e{depth}");
        if (type.EndsWith(']'))
        {
            string inner = type[..type.LastIndexOf('[')];
            return $"list_transform({value}::{inner}[], lambda {element}: {Written(element, inner, depth + 1)})";
        }

        if (Inside(type, "STRUCT(") is { } fields && fields.All(field => Split(field).Name.Length > 0))
        {
            IEnumerable<string> parts = fields.Select(Split)
                .Select(field => $"{field.Name} := {Written($"struct_extract({value}, {LakeSql.Literal(Bare(field.Name))})", field.Type, depth)}");
            return $"CASE WHEN {value} IS NULL THEN NULL ELSE struct_pack({string.Join(", ", parts)}) END";
        }

        if (Inside(type, "MAP(") is [var key, var item])
            return $"map_from_entries(list_transform(map_entries({value}), lambda {element}: struct_pack(k := {Written($"{element}.key", key, depth + 1)}, "
                + $"v := {Written($"{element}.value", item, depth + 1)})))";
        return type switch
        {
            "TIMESTAMP WITH TIME ZONE" => $"replace(replace({value}::VARCHAR, ' ', 'T'), '+00', 'Z')",
            "TIMESTAMP" or "TIMESTAMP_S" or "TIMESTAMP_MS" or "TIMESTAMP_NS" =>
                $"if({value}::VARCHAR LIKE '%infinity', {value}::VARCHAR, replace({value}::VARCHAR, ' ', 'T') || 'Z')",
            _ => value,
        };
    }

    /// <summary>What stands between commas within the parentheses of a type; null when it is another.</summary>
    private static string[]? Inside(string type, string start)
    {
        if (!type.StartsWith(start, StringComparison.Ordinal))
            return null;
        var parts = new List<string>();
        (int depth, int from, bool quoted) = (0, start.Length, false);
        for (int i = start.Length; i < type.Length - 1; i++)
        {
            quoted ^= type[i] is '"' or '\'';
            depth += quoted ? 0 : type[i] == '(' ? 1 : type[i] == ')' ? -1 : 0;
            if (quoted || depth > 0 || type[i] != ',')
                continue;
            parts.Add(type[from..i].Trim());
            from = i + 1;
        }

        return [.. parts, type[from..^1].Trim()];
    }

    /// <summary>Name and type of a field, the name as it is quoted; a field of a row has none.</summary>
    private static (string Name, string Type) Split(string field)
    {
        int end = field.StartsWith('"') ? field.IndexOf("\" ", 1, StringComparison.Ordinal) + 1 : field.IndexOf(' ', StringComparison.Ordinal);
        return end <= 0 || field.StartsWith("TIMESTAMP WITH", StringComparison.Ordinal) || field[..end].Contains('(', StringComparison.Ordinal)
            ? ("", field)
            : (field[..end], field[(end + 1)..]);
    }

    private static string Bare(string name) => name.StartsWith('"') ? name[1..^1].Replace("\"\"", "\"", StringComparison.Ordinal) : name;
}
