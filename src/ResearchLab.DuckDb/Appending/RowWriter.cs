using System.Runtime.CompilerServices;
using ResearchLab.DuckDb.Interop;

namespace ResearchLab.DuckDb.Values;

/// <summary>
/// Collects rows in a chunk, value by value. A value of the column's own type is one store; others go through <see cref="ValueWriter"/>, and what that
/// does not know through a cast by the engine.
/// </summary>
internal sealed unsafe class RowWriter : IDisposable
{
    private readonly AppenderHandle _appender;
    private readonly Func<string, object, object?> _cast;
    private readonly ColumnType[] _types;
    private readonly DuckDbTypeId[] _ids;
    private readonly nint[] _vectors;
    private readonly nint[] _data;
    private readonly ChunkHandle _chunk;
    private readonly int _capacity = (int)DuckDbNative.VectorSize();
    private readonly string _table;
    private int _column;

    /// <param name="appender">The appender.</param>
    /// <param name="table">Its table, for messages.</param>
    /// <param name="cast">The engine's cast of a value to a type: null when it cannot.</param>
    public RowWriter(AppenderHandle appender, string table, Func<string, object, object?> cast)
    {
        (_appender, _table, _cast) = (appender, table, cast);
        (_chunk, _types) = ChunkWriter.CreateChunk(appender);
        _ids = Array.ConvertAll(_types, type => type.Id);
        _vectors = new nint[_types.Length];
        _data = new nint[_types.Length];
        Attach();
    }

    /// <summary>Rows collected.</summary>
    public int Count { get; private set; }

    public bool IsFull => Count == _capacity;

    public void Write(bool value)
    {
        int column = Column();
        if (_ids[column] == DuckDbTypeId.Boolean)
            Store(column, (byte)(value ? 1 : 0));
        else
            WriteOther(column, value);
        _column++;
    }

    public void Write(int value)
    {
        int column = Column();
        switch (_ids[column])
        {
            case DuckDbTypeId.Integer:
                Store(column, value);
                break;
            case DuckDbTypeId.BigInt:
                Store(column, (long)value);
                break;
            case DuckDbTypeId.Double:
                Store(column, (double)value);
                break;
            default:
                WriteOther(column, value);
                break;
        }

        _column++;
    }

    public void Write(long value)
    {
        int column = Column();
        if (_ids[column] == DuckDbTypeId.BigInt)
            Store(column, value);
        else if (_ids[column] == DuckDbTypeId.Double)
            Store(column, (double)value);
        else
            WriteOther(column, value);
        _column++;
    }

    public void Write(double value)
    {
        int column = Column();
        if (_ids[column] == DuckDbTypeId.Double)
            Store(column, value);
        else
            WriteOther(column, value);
        _column++;
    }

    public void Write(DateOnly value)
    {
        int column = Column();
        if (_ids[column] == DuckDbTypeId.Date)
            Store(column, Temporal.FromDate(value));
        else
            WriteOther(column, value);
        _column++;
    }

    public void Write(DateTime value)
    {
        int column = Column();
        if (_ids[column] == DuckDbTypeId.Timestamp)
            Store(column, Temporal.FromDateTime(value));
        else
            WriteOther(column, value);
        _column++;
    }

    public void Write(string value)
    {
        int column = Column();
        if (_ids[column] == DuckDbTypeId.Varchar)
            ValueWriter.SetText(_vectors[column], _data[column], Count, value);
        else
            WriteOther(column, value);
        _column++;
    }

    public void WriteNull()
    {
        int column = Column();
        ValueWriter.SetNull(_vectors[column], _types[column], Count);
        _column++;
    }

    public void WriteObject(object? value)
    {
        if (value is null or DBNull)
        {
            WriteNull();
            return;
        }

        WriteOther(Column(), value);
        _column++;
    }

    /// <returns>The engine's state.</returns>
    public int WriteDefault()
    {
        int state = DuckDbNative.AppendDefault(_appender, _chunk, (ulong)Column(), (ulong)Count);
        _column++;
        return state;
    }

    /// <exception cref="DuckDBException">A column has no value.</exception>
    public void EndRow()
    {
        if (_column != _types.Length)
            throw new DuckDBException($"Invalid Input Error: the row has values for {_column} of the {_types.Length} columns of '{_table}'.");
        _column = 0;
        Count++;
    }

    /// <summary>Forgets the row that was begun.</summary>
    public void DropRow()
    {
        _column = 0;
        for (int i = 0; i < _types.Length; i++)
            ValueWriter.SetValid(_vectors[i], _types[i], Count);
    }

    /// <summary>Gives the rows to the appender and begins anew.</summary>
    /// <returns>The engine's state.</returns>
    public int Flush()
    {
        DuckDbNative.SetChunkSize(_chunk, (ulong)Count);
        int state = Count == 0 ? DuckDbNative.Success : DuckDbNative.AppendChunk(_appender, _chunk);
        DuckDbNative.ResetChunk(_chunk);
        Count = 0;
        Attach();
        return state;
    }

    public void Dispose() => _chunk.Dispose();

    private void Attach()
    {
        for (int i = 0; i < _vectors.Length; i++)
        {
            _vectors[i] = DuckDbNative.ChunkVector(_chunk, (ulong)i);
            _data[i] = DuckDbNative.VectorData(_vectors[i]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Column() => _column < _ids.Length ? _column : throw new DuckDBException($"Invalid Input Error: '{_table}' has {_types.Length} columns, and the row has a value for each already.");

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Store<T>(int column, T value)
        where T : unmanaged => ((T*)_data[column])[Count] = value;

    private void WriteOther(int column, object value)
    {
        ColumnType type = _types[column];
        if (ValueWriter.TryWrite(_vectors[column], type, Count, value))
            return;
        if (_cast(type.Name, value) is not { } converted || !ValueWriter.TryWrite(_vectors[column], type, Count, converted))
            throw new DuckDBException($"Conversion Error: Could not convert {(value is string text ? $"'{text}'" : $"{value}")} to {type.Name}, column {column} of '{_table}'.");
    }
}
