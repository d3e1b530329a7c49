using System.Runtime.CompilerServices;
using ResearchLab.DuckDb.Interop;
using ResearchLab.DuckDb.Values;

namespace ResearchLab.DuckDb;

/// <summary>
/// The rows of a query, a chunk of up to 2048 at a time, each column a span over the engine's memory. A span is valid until the next
/// <see cref="Read"/> or <see cref="Dispose"/>; what a span holds where the row is NULL is undefined.
/// </summary>
public sealed class DuckDBChunkReader : IDisposable
{
    private readonly DuckDBConnection _connection;
    private readonly Results _results;
    private readonly Execution _run;
    private readonly CancellationToken _token;
    private readonly CancellationTokenRegistration _registration;
    private bool _disposed;

    internal DuckDBChunkReader(DuckDBConnection connection, Results results, Execution run, CancellationToken token)
    {
        (_connection, _results, _run, _token) = (connection, results, run, token);
        if (results.Rows.Count == 0)
        {
            run.Dispose();
            throw new InvalidOperationException("The SQL returns no rows; use ExecuteNonQuery, or end it with a query.");
        }

        Cursor = new ChunkCursor(results.Rows[^1], run);
        _registration = token.UnsafeRegister(static state => ((Execution)state!).Cancel(), run);
        connection.Own(this);
    }

    /// <summary>Columns of the result.</summary>
    public int FieldCount => Cursor.Columns.Length;

    /// <summary>Rows of the current chunk; 0 before the first and after the last.</summary>
    public int RowCount => Cursor.RowCount;

    internal ChunkCursor Cursor { get; }

    /// <summary>A column's name.</summary>
    public string GetName(int ordinal) => Cursor.Columns[ordinal].Name;

    /// <summary>A column's type as SQL writes it.</summary>
    public string GetDataTypeName(int ordinal) => Cursor.Columns[ordinal].Type.Name;

    /// <summary>Goes to the next chunk; false at the end.</summary>
    /// <exception cref="DuckDBException">The engine failed to compute it.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the engine was interrupted.</exception>
    public bool Read()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return Cursor.Next(_token);
    }

    /// <summary>
    /// A column of the current chunk as stored: bool, the integer types, float, double; DATE as int (days since 1970-01-01); TIME and
    /// TIMESTAMP as long (in the type's unit since 1970-01-01, UTC); INTERVAL as <see cref="DuckDBInterval"/>; HUGEINT as Int128; DECIMAL as
    /// short, int, long or Int128 by its width, to be divided by ten to the scale.
    /// </summary>
    /// <exception cref="InvalidCastException">The column is stored as another type.</exception>
    public unsafe ReadOnlySpan<T> Span<T>(int ordinal)
        where T : unmanaged
    {
        VectorReader column = Cursor.Columns[ordinal];
        Type? stored = StoredType(column.Type.Storage);
        if (typeof(T) != stored)
            throw new InvalidCastException($"Column '{column.Name}' ({column.Type.Name}) is stored as {stored?.Name ?? "a nested type or text"}, not {typeof(T).Name}.");
        return new ReadOnlySpan<T>(column.Data, RowCount);
    }

    /// <summary>One bit a row, the lowest of the first word first, set where the row has a value; empty when all rows have.</summary>
    public unsafe ReadOnlySpan<ulong> Validity(int ordinal)
    {
        ulong* words = Cursor.Columns[ordinal].Validity;
        return words == null ? [] : new ReadOnlySpan<ulong>(words, (RowCount + 63) / 64);
    }

    /// <summary>Whether a row of the current chunk is NULL.</summary>
    public bool IsNull(int ordinal, int row) => Column(ordinal, row).IsNull(row);

    /// <summary>Text of a row of the current chunk, or null.</summary>
    public string? GetString(int ordinal, int row) => Column(ordinal, row).Get<string?>(row);

    /// <summary>The bytes of a text or BLOB of the current chunk, in the engine's memory; empty for NULL.</summary>
    /// <exception cref="InvalidCastException">The column is neither.</exception>
    public ReadOnlySpan<byte> GetBytes(int ordinal, int row)
    {
        VectorReader column = Column(ordinal, row);
        if (column.Type.Storage is not (DuckDbTypeId.Varchar or DuckDbTypeId.Blob))
            throw new InvalidCastException($"Column '{column.Name}' is {column.Type.Name}, neither text nor BLOB.");
        return column.IsNull(row) ? [] : column.Bytes(row);
    }

    /// <summary>A row of the current chunk as <see cref="DuckDBDataReader.GetValue"/> gives it, or null.</summary>
    public object? GetValue(int ordinal, int row) => Column(ordinal, row).GetValueOrNull(row);

    /// <summary>Frees the rows and, when not at the end, ends the query.</summary>
    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        _registration.Dispose();
        _run.Dispose();
        Cursor.Dispose();
        _results.Dispose();
        _connection.Disown(this);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private VectorReader Column(int ordinal, int row) => (uint)row < (uint)RowCount
        ? Cursor.Columns[ordinal]
        : throw new ArgumentOutOfRangeException(nameof(row), row, $"The current chunk has {RowCount} rows, numbered from 0.");

    private static Type? StoredType(DuckDbTypeId storage) => storage switch
    {
        DuckDbTypeId.Boolean => typeof(bool),
        DuckDbTypeId.TinyInt => typeof(sbyte),
        DuckDbTypeId.SmallInt => typeof(short),
        DuckDbTypeId.Integer or DuckDbTypeId.Date => typeof(int),
        DuckDbTypeId.BigInt or DuckDbTypeId.Timestamp or DuckDbTypeId.TimestampS or DuckDbTypeId.TimestampMs or DuckDbTypeId.TimestampNs
            or DuckDbTypeId.TimestampTz or DuckDbTypeId.Time or DuckDbTypeId.TimeNs => typeof(long),
        DuckDbTypeId.UTinyInt => typeof(byte),
        DuckDbTypeId.USmallInt => typeof(ushort),
        DuckDbTypeId.UInteger => typeof(uint),
        DuckDbTypeId.UBigInt => typeof(ulong),
        DuckDbTypeId.HugeInt => typeof(Int128),
        DuckDbTypeId.UHugeInt => typeof(UInt128),
        DuckDbTypeId.Float => typeof(float),
        DuckDbTypeId.Double => typeof(double),
        DuckDbTypeId.Interval => typeof(DuckDBInterval),
        _ => null,
    };
}
