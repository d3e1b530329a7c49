using System.Runtime.InteropServices;
using Apache.Arrow;

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
