using System.Runtime.InteropServices;
using Apache.Arrow;

namespace ResearchLab.Columns;

/// <summary>Text; equal short texts, such as symbols, mostly share one string.</summary>
internal sealed class TextFiller(int rows) : ArrowFiller<string>(rows)
{
    private const int ShortBytes = 15;
    private readonly (UInt128 Bits, string Text)[] _recent = new (UInt128, string)[256];

    protected override void Copy(IArrowArray source, Span<string> target)
    {
        var texts = (StringArray)source;
        for (int row = 0; row < target.Length; row++)
        {
            ReadOnlySpan<byte> bytes = texts.GetBytes(row);
            target[row] = bytes.Length <= ShortBytes ? Short(bytes) : System.Text.Encoding.UTF8.GetString(bytes);
        }
    }

    private string Short(ReadOnlySpan<byte> bytes)
    {
        Span<byte> key = stackalloc byte[ShortBytes + 1];
        key.Clear();
        bytes.CopyTo(key);
        key[ShortBytes] = (byte)bytes.Length;
        UInt128 bits = MemoryMarshal.Read<UInt128>(key);
        ref (UInt128 Bits, string Text) entry = ref _recent[(int)(((ulong)bits ^ (ulong)(bits >> 64)) * 0x9E37_79B9_7F4A_7C15UL >> 56)];
        if (entry.Text is null || entry.Bits != bits)
            entry = (bits, System.Text.Encoding.UTF8.GetString(bytes));
        return entry.Text;
    }
}
