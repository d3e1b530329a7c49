using System.Text.Json.Nodes;

namespace ResearchLab.Notebooks.Kernel;

/// <summary>A message of the Jupyter protocol.</summary>
/// <param name="Identities">Routing frames, or the topic on iopub.</param>
/// <param name="Header">Header.</param>
/// <param name="Parent">Header of the request it belongs to; empty for none.</param>
/// <param name="Metadata">Metadata.</param>
/// <param name="Content">Content.</param>
internal sealed record WireMessage(IReadOnlyList<byte[]> Identities, JsonObject Header, JsonObject Parent, JsonObject Metadata, JsonObject Content)
{
    public string Type => Text(Header, "msg_type");

    /// <summary>A field that is text; empty when it is missing, something else, or no Unicode (half of a surrogate pair).</summary>
    public static string Text(JsonObject node, string name)
    {
        try
        {
            return node[name] is JsonValue value && value.TryGetValue(out string? text) ? text : "";
        }
        catch (InvalidOperationException)
        {
            return "";
        }
    }

    public static bool Flag(JsonObject node, string name, bool otherwise) =>
        node[name] is JsonValue value && value.TryGetValue(out bool flag) ? flag : otherwise;

    public static int Number(JsonObject node, string name, int otherwise) =>
        node[name] is JsonValue value && value.TryGetValue(out double number) && number is >= int.MinValue and <= int.MaxValue ? (int)number : otherwise;
}
