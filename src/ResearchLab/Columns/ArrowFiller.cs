using Apache.Arrow;
using System.Runtime.InteropServices;

namespace ResearchLab.Columns;

/// <summary>Fills the array of one column, batch by batch.</summary>
internal abstract class ArrowFiller
{
    /// <summary>Copies the rows of a batch to the array, from row <paramref name="at"/> on.</summary>
    public abstract void Add(IArrowArray source, int at);

    /// <summary>The column, when all batches were added.</summary>
    public abstract Column ToColumn(string name);
}

/// <summary>Fills an array of <typeparamref name="T"/> and marks what is NULL.</summary>
internal abstract class ArrowFiller<T>(int rows) : ArrowFiller
{
    private readonly T[] _values = new T[rows];
    private bool[]? _valid;

    public override void Add(IArrowArray source, int at)
    {
        Span<T> target = _values.AsSpan(at, source.Length);
        Copy(source, target);
        if (source.NullCount == 0)
            return;
        if (_valid is null)
            System.Array.Fill(_valid = new bool[_values.Length], true);
        for (int row = 0; row < target.Length; row++)
        {
            // What a NULL holds is left over from elsewhere.
            if (source.IsNull(row))
                (_valid[at + row], target[row]) = (false, default!);
        }
    }

    public override Column ToColumn(string name) => new Column<T>(name, _values, _valid);

    /// <summary>Copies all rows; what it gives where NULL is replaced.</summary>
    protected abstract void Copy(IArrowArray source, Span<T> target);

    protected static ReadOnlySpan<TStored> Stored<TStored>(IArrowArray source)
        where TStored : unmanaged => MemoryMarshal.Cast<byte, TStored>(source.Data.Buffers[1].Span).Slice(source.Data.Offset, source.Length);
}

/// <summary>Values stored as wanted: one copy a batch.</summary>
internal sealed class CopyFiller<T>(int rows) : ArrowFiller<T>(rows)
    where T : unmanaged
{
    protected override void Copy(IArrowArray source, Span<T> target) => Stored<T>(source).CopyTo(target);
}

/// <summary>Values converted in a loop that is compiled for the conversion.</summary>
internal sealed class ConvertFiller<TFrom, TTo, TConversion>(int rows, TConversion conversion) : ArrowFiller<TTo>(rows)
    where TFrom : unmanaged
    where TConversion : struct, IArrowConversion<TFrom, TTo>
{
    protected override void Copy(IArrowArray source, Span<TTo> target)
    {
        TConversion convert = conversion;
        ReadOnlySpan<TFrom> stored = Stored<TFrom>(source);
        bool some = source.NullCount > 0;
        for (int row = 0; row < target.Length; row++)
        {
            if (!some || source.IsValid(row))
                target[row] = convert.From(stored[row]);
        }
    }
}

/// <summary>Truths, a bit each.</summary>
internal sealed class BooleanFiller(int rows) : ArrowFiller<bool>(rows)
{
    protected override void Copy(IArrowArray source, Span<bool> target)
    {
        ReadOnlySpan<byte> bits = ((BooleanArray)source).Values;
        for (int row = 0; row < target.Length; row++)
            target[row] = BitUtility.GetBit(bits, source.Data.Offset + row);
    }
}

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

/// <summary>What a frame does not hold, as text.</summary>
internal sealed class ValueTextFiller(int rows) : ArrowFiller<string>(rows)
{
    protected override void Copy(IArrowArray source, Span<string> target)
    {
        for (int row = 0; row < target.Length; row++)
            target[row] = ArrowText.IsNull(source, row) ? null! : ArrowText.Of(source, row);
    }
}
