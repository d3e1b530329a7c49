using System.Runtime.InteropServices;
using System.Text.Json.Serialization;

namespace ResearchLab.Models;

/// <summary>Scores of one picker, stored as the bytes of the numbers so that they come back to the bit.</summary>
/// <param name="Kind">Whose.</param>
/// <param name="Bytes">Little-endian doubles, twelve a session.</param>
public sealed record PickerScores(PickerKind Kind, byte[] Bytes)
{
    /// <summary>The numbers.</summary>
    [JsonIgnore]
    public double[] Values { get; } = MemoryMarshal.Cast<byte, double>(Bytes).ToArray();

    /// <summary>Scores as they are stored.</summary>
    public static PickerScores Of(PickerKind kind, double[] values) => new(kind, MemoryMarshal.AsBytes(values.AsSpan()).ToArray());
}
