using System.Text.Json;

namespace ResearchLab.Notebooks.Headless;

/// <summary>Elements of a list or dictionary as people type them: apart by commas, or as JSON.</summary>
internal static class ParameterItems
{
    /// <summary>The elements of a list; null for a null of JSON.</summary>
    /// <param name="name">Name of the parameter, for messages.</param>
    /// <param name="type">Its type.</param>
    /// <param name="text">What was typed.</param>
    /// <exception cref="NotebookFormatException">It begins as JSON and is none.</exception>
    public static IReadOnlyList<string?> Of(string name, string type, string text)
    {
        string trimmed = text.Trim();
        string[] parts = Parts(trimmed);
        if (trimmed.StartsWith('['))
            return Values(name, type, text, trimmed);
        return Array.Exists(parts, part => part.StartsWith('"')) ? Values(name, type, text, $"[{trimmed}]") : parts;
    }

    /// <summary>The entries of a dictionary.</summary>
    /// <inheritdoc cref="Of"/>
    public static IReadOnlyList<(string Key, string? Value)> Entries(string name, string type, string text)
    {
        string trimmed = text.Trim();
        if (trimmed.StartsWith('{') || trimmed.StartsWith('"'))
        {
            using JsonDocument document = Read(name, type, text, trimmed.StartsWith('{') ? trimmed : $"{{{trimmed}}}");
            return [.. document.RootElement.EnumerateObject().Select(entry => (entry.Name, Value(name, type, text, entry.Value)))];
        }

        return [.. Parts(trimmed).Select(part => part.IndexOfAny([':', '=']) is > 0 and var at ? (part[..at].Trim(), part[(at + 1)..].Trim())
            : throw new NotebookFormatException($"Parameter '{name}' is of type {type}; '{part}' is no entry of it. Write key:value, apart by commas."))];
    }

    private static string[] Parts(string text) => text.Length == 0 ? [] : text.Split(',', StringSplitOptions.TrimEntries);

    private static string?[] Values(string name, string type, string text, string json)
    {
        using JsonDocument document = Read(name, type, text, json);
        return [.. document.RootElement.EnumerateArray().Select(element => Value(name, type, text, element))];
    }

    private static string? Value(string name, string type, string text, JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => element.GetString(),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => element.GetRawText(),
        JsonValueKind.Null => null,
        _ => throw Refused(name, type, text),
    };

    private static JsonDocument Read(string name, string type, string text, string json)
    {
        try
        {
            return JsonDocument.Parse(json);
        }
        catch (JsonException)
        {
            throw Refused(name, type, text);
        }
    }

    private static NotebookFormatException Refused(string name, string type, string text) =>
        new($"Parameter '{name}' is of type {type}; '{text.ReplaceLineEndings(" ")}' is no JSON of it. "
            + $"Write {(type.Contains("Dictionary", StringComparison.Ordinal) ? "a:1,b:2 or {\"a\":1,\"b\":2}" : "A,B or [\"A\",\"B\"]")}.");
}
