using ResearchLab.DuckDb.Interop;

namespace ResearchLab.DuckDb.Values;

/// <summary>Turns arrays into the engine's chunks, one reused for all.</summary>
internal sealed class ChunkWriter : IDisposable
{
    private readonly string _table;
    private readonly ColumnType[] _types;
    private readonly ColumnWriter?[] _writers;
    private readonly ChunkHandle _chunk;
    private readonly int _capacity = (int)DuckDbNative.VectorSize();

    public ChunkWriter(AppenderHandle appender, string table)
    {
        _table = table;
        (_chunk, _types) = CreateChunk(appender);
        _writers = new ColumnWriter?[_types.Length];
    }

    /// <summary>An empty chunk of the columns that an appender fills, and their types.</summary>
    public static (ChunkHandle Chunk, ColumnType[] Types) CreateChunk(AppenderHandle appender)
    {
        var handles = new LogicalTypeHandle[DuckDbNative.AppenderColumnCount(appender)];
        try
        {
            for (int i = 0; i < handles.Length; i++)
                handles[i] = DuckDbNative.AppenderColumnType(appender, (ulong)i);
            ChunkHandle chunk = DuckDbNative.CreateChunk(Array.ConvertAll(handles, handle => handle.DangerousGetHandle()), (ulong)handles.Length);
            return (chunk, Array.ConvertAll(handles, ColumnType.Of));
        }
        finally
        {
            foreach (LogicalTypeHandle? handle in handles)
                handle?.Dispose();
        }
    }

    /// <exception cref="ArgumentException">A count, length or type does not match the table.</exception>
    public void Check(IReadOnlyList<Array> columns, IReadOnlyList<bool[]?> isNull)
    {
        if (columns.Count != _types.Length)
            throw new ArgumentException($"Table '{_table}' has {_types.Length} columns; {columns.Count} arrays were given.", nameof(columns));
        if (isNull.Count > columns.Count)
            throw new ArgumentException($"{isNull.Count} null masks were given for {columns.Count} columns.", nameof(isNull));
        for (int i = 0; i < columns.Count; i++)
        {
            if (columns[i].Length != columns[0].Length)
                throw new ArgumentException($"Array {i} has {columns[i].Length} rows, array 0 has {columns[0].Length}.", nameof(columns));
            if (i < isNull.Count && isNull[i] is { } mask && mask.Length != columns[0].Length)
                throw new ArgumentException($"Null mask {i} has {mask.Length} rows, array 0 has {columns[0].Length}.", nameof(isNull));
            _writers[i] = ColumnWriter.For(columns[i].GetType().GetElementType()!, _types[i])
                ?? throw new ArgumentException($"Column {i} of '{_table}' is {_types[i].Name}; {columns[i].GetType().Name} cannot be appended to it. Convert the array, or append rows.", nameof(columns));
        }
    }

    /// <summary>Fills the chunk again and again; each must be used before the next is asked for.</summary>
    public IEnumerable<ChunkHandle> Write(IReadOnlyList<Array> columns, IReadOnlyList<bool[]?> isNull)
    {
        int rows = columns.Count == 0 ? 0 : columns[0].Length;
        for (int from = 0; from < rows; from += _capacity)
        {
            int count = Math.Min(_capacity, rows - from);
            DuckDbNative.ResetChunk(_chunk);
            for (int i = 0; i < columns.Count; i++)
            {
                bool[]? mask = i < isNull.Count ? isNull[i] : null;
                try
                {
                    _writers[i]!.Write(columns[i], mask, from, count, new VectorTarget(DuckDbNative.ChunkVector(_chunk, (ulong)i)));
                }
                catch (Exception e) when (e is OverflowException or FormatException)
                {
                    throw new ArgumentException($"Column {i} of '{_table}' ({_types[i].Name}), rows {from} to {from + count - 1}: {e.Message}", nameof(columns), e);
                }
            }

            DuckDbNative.SetChunkSize(_chunk, (ulong)count);
            yield return _chunk;
        }
    }

    public void Dispose() => _chunk.Dispose();
}

/// <summary>A vector being written.</summary>
internal readonly unsafe struct VectorTarget(nint vector)
{
    private readonly byte* _data = (byte*)DuckDbNative.VectorData(vector);

    public nint Vector => vector;

    public Span<T> Span<T>(int count)
        where T : unmanaged => new(_data, count);

    public void SetNull(int row)
    {
        var validity = (ulong*)DuckDbNative.VectorValidity(vector);
        if (validity == null)
        {
            DuckDbNative.EnsureValidityWritable(vector);
            validity = (ulong*)DuckDbNative.VectorValidity(vector);
        }

        validity[row >> 6] &= ~(1UL << (row & 63));
    }
}
