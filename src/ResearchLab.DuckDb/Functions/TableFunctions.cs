using ResearchLab.DuckDb.Interop;

namespace ResearchLab.DuckDb.Values;

/// <summary>A table function of .NET.</summary>
internal sealed class TableFunction(int parameters, Func<IReadOnlyList<object?>, DuckDBTable> make)
{
    /// <summary>The table for the arguments of one call in a query.</summary>
    public DuckDBTable Bind(nint info)
    {
        var arguments = new object?[parameters];
        for (int i = 0; i < parameters; i++)
        {
            using ValueHandle value = DuckDbNative.BindParameter(info, (ulong)i);
            arguments[i] = Read(value);
        }

        return make(arguments) ?? throw new InvalidOperationException("the function returned no table");
    }

    /// <summary>Any value of the engine, read as a vector of one row.</summary>
    private static object? Read(ValueHandle value)
    {
        using VectorHandle vector = DuckDbNative.CreateVector(DuckDbNative.ValueType(value), 1);
        DuckDbNative.ReferenceValue(vector, value);
        using LogicalTypeHandle type = DuckDbNative.VectorType(vector);
        var reader = new VectorReader("argument", ColumnType.Of(type));
        reader.Attach(vector.DangerousGetHandle());
        return reader.GetValueOrNull(0);
    }
}

/// <summary>One pass over the rows of a table, on one of the engine's threads at a time.</summary>
internal sealed class TableScan(DuckDBTable table) : IDisposable
{
    private readonly ColumnType[] _types = [.. table.Columns.Select(column => SqlTypes.Parse(column.SqlType).Type)];
    private readonly ulong _capacity = DuckDbNative.VectorSize();
    private readonly IEnumerator<object?[]>? _rows = table.Rows?.GetEnumerator();
    private int _at;

    public void Fill(nint chunk)
    {
        int count = _rows is null ? FillFromArrays(chunk) : FillFromRows(chunk, _rows);
        DuckDbNative.SetBorrowedChunkSize(chunk, (ulong)count);
    }

    public void Dispose() => _rows?.Dispose();

    private int FillFromRows(nint chunk, IEnumerator<object?[]> rows)
    {
        int count = 0;
        for (; count < (int)_capacity && rows.MoveNext(); count++)
        {
            object?[] row = rows.Current;
            if (row.Length != _types.Length)
                throw new InvalidOperationException($"row {_at + count} has {row.Length} values for {_types.Length} columns");
            for (int i = 0; i < row.Length; i++)
            {
                if (!ValueWriter.TryWrite(DuckDbNative.BorrowedChunkVector(chunk, (ulong)i), _types[i], count, row[i]))
                    throw new InvalidCastException($"row {_at + count}: {row[i]} does not fit column '{table.Columns[i].Name}' ({_types[i].Name})");
            }
        }

        _at += count;
        return count;
    }

    private int FillFromArrays(nint chunk)
    {
        int count = Math.Min((int)_capacity, (int)table.RowCount!.Value - _at);
        for (int i = 0; i < _types.Length; i++)
        {
            ColumnWriter writer = ColumnWriter.For(table.Columns[i].Values!.GetType().GetElementType()!, _types[i])!;
            writer.Write(table.Columns[i].Values!, table.Columns[i].IsNull, _at, count, new VectorTarget(DuckDbNative.BorrowedChunkVector(chunk, (ulong)i)));
        }

        _at += count;
        return count;
    }
}
