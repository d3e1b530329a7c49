using ResearchLab.DuckDb.Interop;
using ResearchLab.DuckDb.Values;

namespace ResearchLab.DuckDb;

/// <summary>
/// Appends to a table without SQL: row by row with <see cref="CreateRow"/>, or many rows at once with <see cref="AppendColumns(Array[])"/>, which
/// is several times faster. Rows are buffered; <see cref="Flush"/>, <see cref="Close"/> and <see cref="Dispose"/> write them and surface
/// constraint errors, after which the rows since the last flush are not in the table. A row with a value that does not fit is dropped as a whole;
/// the appender stays usable. Not for use by several threads at once.
/// </summary>
public sealed class DuckDBAppender : IDisposable
{
    private readonly DuckDBConnection _connection;
    private readonly AppenderHandle _handle;
    private readonly string _table;
    private ChunkWriter? _writer;
    private RowWriter? _rows;
    private int _rowNumber;
    private bool _rowOpen;
    private bool _closed;

    internal DuckDBAppender(DuckDBConnection connection, string? catalog, string? schema, string table)
    {
        (_connection, _table) = (connection, table);
        int state = DuckDbNative.CreateAppender(connection.Handle, catalog, schema, table, out _handle);
        if (state != DuckDbNative.Success)
        {
            using (_handle)
                throw Failure();
        }

        _handle.KeepAlive(connection.Handle);
        connection.Own(this);
    }

    /// <summary>Begins a row; give each column a value in the table's order, then call <see cref="DuckDBAppenderRow.EndRow"/>.</summary>
    /// <exception cref="InvalidOperationException">The row before was not ended, or the appender is closed.</exception>
    public DuckDBAppenderRow CreateRow()
    {
        ThrowIfClosed();
        if (_rowOpen)
            throw new InvalidOperationException($"The row begun before on '{_table}' was not ended; call EndRow.");
        _rows ??= new RowWriter(_handle, _table, Cast);
        _rowOpen = true;
        return new DuckDBAppenderRow(this, ++_rowNumber);
    }

    /// <summary>
    /// Appends rows given as one array a column, in the table's order and of equal length. An array's elements must be of the column's own
    /// type or one that widens to it without loss; Nullable elements and null references become NULL, NaN stays NaN.
    /// </summary>
    /// <exception cref="ArgumentException">A count, length or type does not match; the message names the column.</exception>
    /// <exception cref="DuckDBException">The engine refused the rows.</exception>
    public void AppendColumns(params Array[] columns) => AppendColumns(columns, []);

    /// <summary>Appends rows given as one array a column, with NULLs marked beside them.</summary>
    /// <param name="columns">One array a column, as for the other overload.</param>
    /// <param name="isNull">True where a row is NULL, one mask a column or null for none; may be shorter than <paramref name="columns"/>.</param>
    /// <exception cref="ArgumentException">A count, length or type does not match; the message names the column.</exception>
    /// <exception cref="DuckDBException">The engine refused the rows.</exception>
    public void AppendColumns(IReadOnlyList<Array> columns, IReadOnlyList<bool[]?> isNull)
    {
        ThrowIfClosed();
        if (_rowOpen)
            throw new InvalidOperationException($"The row begun before on '{_table}' was not ended; call EndRow.");
        _writer ??= new ChunkWriter(_handle, _table);
        _writer.Check(columns, isNull);
        if (_rows is { Count: > 0 })
            Check(_rows.Flush());
        foreach (ChunkHandle chunk in _writer.Write(columns, isNull))
            Check(DuckDbNative.AppendChunk(_handle, chunk));
    }

    /// <summary>Writes the rows appended so far into the table.</summary>
    /// <exception cref="DuckDBException">The engine refused them, for example because of a constraint.</exception>
    public void Flush()
    {
        ThrowIfClosed();
        if (_rows is not null)
            Check(_rows.Flush());
        Check(DuckDbNative.FlushAppender(_handle));
    }

    /// <summary>Writes the rows and ends appending.</summary>
    /// <exception cref="DuckDBException">The engine refused them, for example because of a constraint.</exception>
    /// <exception cref="InvalidOperationException">A row was begun and not ended; the rows before it are written.</exception>
    public void Close()
    {
        if (_closed)
            return;
        _closed = true;
        _connection.Disown(this);
        using (_handle)
        using (_writer)
        using (_rows)
        {
            if (_rows is { Count: > 0 })
                Check(_rows.Flush());
            Check(DuckDbNative.CloseAppender(_handle));
            if (_rowOpen)
                throw new InvalidOperationException($"The last row begun on '{_table}' was not ended and is not written; call EndRow before Close.");
        }
    }

    /// <summary>The same as <see cref="Close"/>, except that a row that was not ended is dropped without a word.</summary>
    /// <exception cref="DuckDBException">The engine refused the rows, for example because of a constraint.</exception>
    public void Dispose()
    {
        _rowOpen = false;
        Close();
    }

    /// <summary>The open row to write to; a row that failed is dropped and takes nothing more.</summary>
    internal RowWriter Row(int number) => _rowOpen && number == _rowNumber && !_closed ? _rows! : throw new InvalidOperationException(
        $"This row of '{_table}' was ended, dropped after an error, or its appender closed; call CreateRow for another.");

    internal void AppendDefault(int number)
    {
        if (Row(number).WriteDefault() == DuckDbNative.Success)
            return;
        DropRow();
        throw Failure();
    }

    /// <summary>Forgets the open row.</summary>
    internal void DropRow()
    {
        _rowOpen = false;
        _rows!.DropRow();
    }

    internal void EndRow(int number)
    {
        RowWriter rows = Row(number);
        try
        {
            rows.EndRow();
            _rowOpen = false;
        }
        catch
        {
            DropRow();
            throw;
        }

        if (rows.IsFull)
            Check(rows.Flush());
    }

    private object? Cast(string type, object value)
    {
        using var command = new DuckDBCommand($"SELECT TRY_CAST($1 AS {type})", _connection);
        command.Parameters.Add(new DuckDBParameter(value));
        return command.ExecuteScalar() is { } result and not DBNull ? result : null;
    }

    private void ThrowIfClosed()
    {
        if (_closed)
            throw new InvalidOperationException($"The appender of '{_table}' is closed.");
    }

    private void Check(int state)
    {
        if (state != DuckDbNative.Success)
            throw Failure();
    }

    private DuckDBException Failure()
    {
        using ErrorDataHandle error = DuckDbNative.AppenderErrorData(_handle);
        if (DuckDbNative.BorrowText(DuckDbNative.ErrorDataMessage(error)) is not { Length: > 0 } message)
            return new DuckDBException($"Invalid Input Error: appending to '{_table}' failed.");
        // Here the engine leaves out the class of error that its other messages begin with.
        return new DuckDBException(message.Contains(" Error: ", StringComparison.Ordinal) ? message : $"{ClassOf(DuckDbNative.ErrorDataType(error))} Error: {message}");
    }

    /// <summary>The name that messages begin with for a number of enum duckdb_error_type.</summary>
    private static string ClassOf(int errorType) => errorType switch
    {
        1 => "Out of Range",
        2 => "Conversion",
        10 => "TransactionContext",
        13 => "Catalog",
        18 => "Constraint",
        28 => "IO",
        29 => "INTERRUPT",
        30 => "FATAL",
        31 => "INTERNAL",
        33 => "Out of Memory",
        _ => "Invalid Input",
    };
}
