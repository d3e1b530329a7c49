using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;

namespace ResearchLab.Notebooks.Kernel;

/// <summary>
/// Messages as frames, signed by HMAC-SHA256 over the four dictionaries exactly as they travel. A signature is good once: what comes again is a
/// replay, and dropped as every Jupyter kernel does. One thread reads.
/// </summary>
internal sealed class WireFormat(ReadOnlyMemory<byte> key)
{
    private const int MaxRemembered = 65_536;
    private static readonly JsonDocumentOptions s_strict = new() { AllowDuplicateProperties = false };

    private static readonly byte[] s_delimiter = "<IDS|MSG>"u8.ToArray();
    private static readonly JsonSerializerOptions s_json = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();

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
    /// <param name="frames">Frames as they came.</param>
    /// <param name="problem">Why it is dropped; null for a good message.</param>
    public WireMessage? Read(IReadOnlyList<byte[]> frames, out string? problem)
    {
        int delimiter = -1;
        for (int i = 0; i < frames.Count && delimiter < 0; i++)
            delimiter = frames[i].AsSpan().SequenceEqual(s_delimiter) ? i : -1;
        if (delimiter < 0 || frames.Count < delimiter + 6)
        {
            problem = delimiter < 0 ? "it has no <IDS|MSG> frame" : Invariant($"{frames.Count - delimiter - 1} of 5 frames follow <IDS|MSG>");
            return null;
        }

        byte[][] parts = [.. frames.Skip(delimiter + 2).Take(4)];
        if (!CryptographicOperations.FixedTimeEquals(Signature(parts[0], parts[1], parts[2], parts[3]), frames[delimiter + 1]))
        {
            problem = frames[delimiter + 1].Length == 0 ? "it is not signed" : "its signature is not made with the key of the connection file";
            return null;
        }

        if (!key.IsEmpty && !IsNew(Encoding.ASCII.GetString(frames[delimiter + 1])))
        {
            problem = "it came before (same signature)";
            return null;
        }

        return Parse([.. frames.Take(delimiter)], parts, out problem);
    }

    private static WireMessage? Parse(byte[][] identities, byte[][] parts, out string? problem)
    {
        try
        {
            var dictionaries = new JsonObject[4];
            for (int i = 0; i < 4; i++)
            {
                if (!Utf8.IsValid(parts[i]))
                    throw new JsonException("it is not UTF-8");
                dictionaries[i] = JsonNode.Parse(parts[i], null, s_strict) as JsonObject ?? throw new JsonException("it is not an object");
            }

            // The header goes back as the parent of every answer: it must be writable.
            _ = Bytes(dictionaries[0]);
            var message = new WireMessage(identities, dictionaries[0], dictionaries[1], dictionaries[2], dictionaries[3]);
            problem = message.Type.Length > 0 ? null : "its header has no msg_type";
            return problem is null ? message : null;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or ArgumentException)
        {
            problem = $"it is not JSON ({error.Message})";
            return null;
        }
    }

    private bool IsNew(string signature)
    {
        if (!_seen.Add(signature))
            return false;
        _order.Enqueue(signature);
        if (_order.Count > MaxRemembered)
            _seen.Remove(_order.Dequeue());
        return true;
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
