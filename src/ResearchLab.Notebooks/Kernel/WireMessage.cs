using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
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

    public static string Text(JsonObject node, string name) => node[name] is JsonValue value && value.TryGetValue(out string? text) ? text : "";

    public static bool Flag(JsonObject node, string name, bool otherwise) => node[name] is JsonValue value && value.TryGetValue(out bool flag) ? flag : otherwise;

    public static int Number(JsonObject node, string name, int otherwise) =>
        node[name] is JsonValue value && value.TryGetValue(out double number) && number is >= int.MinValue and <= int.MaxValue ? (int)number : otherwise;
}

/// <summary>Messages as frames, signed by HMAC-SHA256 over the four dictionaries exactly as they travel.</summary>
internal sealed class WireFormat(ReadOnlyMemory<byte> key)
{
    private static readonly byte[] s_delimiter = "<IDS|MSG>"u8.ToArray();
    private static readonly JsonSerializerOptions s_json = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public IReadOnlyList<ReadOnlyMemory<byte>> Write(WireMessage message)
    {
        byte[] header = Bytes(message.Header), parent = Bytes(message.Parent), metadata = Bytes(message.Metadata), content = Bytes(message.Content);
        var frames = new List<ReadOnlyMemory<byte>>(message.Identities.Count + 6);
        foreach (byte[] identity in message.Identities)
            frames.Add(identity);
        frames.AddRange([s_delimiter, Signature(header, parent, metadata, content), header, parent, metadata, content]);
        return frames;
    }

    /// <summary>The message in <paramref name="frames"/>; null when it is not one or its signature is not ours.</summary>
    public WireMessage? Read(IReadOnlyList<byte[]> frames)
    {
        int delimiter = -1;
        for (int i = 0; i < frames.Count && delimiter < 0; i++)
            delimiter = frames[i].AsSpan().SequenceEqual(s_delimiter) ? i : -1;
        if (delimiter < 0 || frames.Count < delimiter + 6)
            return null;
        byte[][] parts = [.. frames.Skip(delimiter + 2).Take(4)];
        if (!CryptographicOperations.FixedTimeEquals(Signature(parts[0], parts[1], parts[2], parts[3]), frames[delimiter + 1]))
            return null;
        try
        {
            JsonObject[] dictionaries = Array.ConvertAll(parts, part => JsonNode.Parse(part) as JsonObject ?? throw new JsonException("not an object"));
            var message = new WireMessage([.. frames.Take(delimiter)], dictionaries[0], dictionaries[1], dictionaries[2], dictionaries[3]);
            return message.Type.Length > 0 ? message : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private byte[] Signature(params ReadOnlySpan<byte[]> parts)
    {
        if (key.IsEmpty)
            return [];
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key.Span);
        foreach (byte[] part in parts)
            hash.AppendData(part);
        return Encoding.ASCII.GetBytes(Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    private static byte[] Bytes(JsonObject node) => JsonSerializer.SerializeToUtf8Bytes(node, s_json);
}
