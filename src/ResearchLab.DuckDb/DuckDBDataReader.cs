using System.Collections;
using System.Data;
using System.Data.Common;
using ResearchLab.DuckDb.Values;

namespace ResearchLab.DuckDb;

/// <summary>
/// The rows of a command, forward only. A value is read in its column's own type (see <see cref="GetFieldType"/>) or, through
/// <see cref="GetFieldValue{T}"/> and the typed getters, in any other that holds it without loss of meaning: integers widen and narrow
/// when they fit, numbers become double or decimal, lists arrays. Other conversions belong in the SQL.
/// </summary>
public sealed partial class DuckDBDataReader : DbDataReader
{
    private readonly DuckDBCommand _command;
    private readonly DuckDBConnection _connection;
    private readonly Results _results;
    private readonly Execution _run;
    private readonly CommandBehavior _behavior;
    private ChunkCursor? _cursor;
    private int _next;
    private int _row;
    private int _read;
    private bool _hasRows;
    private bool _closed;

    internal DuckDBDataReader(DuckDBCommand command, Results results, Execution run, CommandBehavior behavior, CancellationToken token)
    {
        (_command, _results, _run, _behavior) = (command, results, run, behavior);
        _connection = command.Connection!;
        _connection.Own(this);
        try
        {
            NextResult(token);
        }
        catch
        {
            Close();
            throw;
        }
    }

    /// <inheritdoc/>
    public override int FieldCount => Open()?.Columns.Length ?? 0;

    /// <inheritdoc/>
    public override bool HasRows => Open() is not null && _hasRows;

    /// <inheritdoc/>
    public override bool IsClosed => _closed;

    /// <summary>Rows inserted, updated or deleted by the command's statements without RETURNING; -1 when none of them could change any.</summary>
    public override int RecordsAffected => checked((int)_results.Changed);

    /// <summary>Always 0: nested values are values, not readers.</summary>
    public override int Depth => 0;

    /// <inheritdoc/>
    public override object this[int ordinal] => GetValue(ordinal);

    /// <inheritdoc/>
    public override object this[string name] => GetValue(GetOrdinal(name));

    /// <inheritdoc/>
    /// <exception cref="DuckDBException">In streaming mode: the engine failed to compute the row.</exception>
    public override bool Read() => Read(CancellationToken.None);

    /// <inheritdoc/>
    /// <remarks>Only in streaming mode is there something to wait for; cancelling then interrupts the engine.</remarks>
    public override async Task<bool> ReadAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_cursor is { } cursor && _row + 1 < cursor.RowCount)
            return Read(cancellationToken);
        CancellationTokenRegistration registration = cancellationToken.UnsafeRegister(static run => ((Execution)run!).Cancel(), _run);
        await using (registration.ConfigureAwait(false))
            return await Task.Run(() => Read(cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Goes to the rows of the next statement that returned any.</summary>
    public override bool NextResult() => NextResult(CancellationToken.None);

    private bool NextResult(CancellationToken token)
    {
        Open();
        _cursor?.Dispose();
        _cursor = null;
        _hasRows = false;
        bool described = _behavior.HasFlag(CommandBehavior.SchemaOnly);
        if (_next >= (described ? _results.Described.Count : _results.Rows.Count) || (_next > 0 && _behavior.HasFlag(CommandBehavior.SingleResult)))
            return false;
        _cursor = described ? new ChunkCursor(_results.Described[_next++], _run) : new ChunkCursor(_results.Rows[_next++], _run);
        _read = 0;
        _hasRows = _cursor.Next(token);
        _row = -1;
        return true;
    }

    /// <inheritdoc/>
    public override string GetName(int ordinal) => Column(ordinal).Name;

    /// <summary>The column of a name: exactly, else in any case.</summary>
    /// <exception cref="ArgumentException">There is no such column; the message lists those there are.</exception>
    public override int GetOrdinal(string name)
    {
        VectorReader[] columns = Open()?.Columns ?? [];
        int exact = Array.FindIndex(columns, column => column.Name == name);
        if (exact < 0)
            exact = Array.FindIndex(columns, column => column.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        return exact >= 0 ? exact : throw new ArgumentException($"The result has no column '{name}'; it has: {string.Join(", ", columns.Select(column => column.Name))}.", nameof(name));
    }

    /// <summary>The type as SQL writes it, such as <c>DECIMAL(18,3)</c>.</summary>
    public override string GetDataTypeName(int ordinal) => Column(ordinal).Type.Name;

    /// <summary>The type <see cref="GetValue"/> returns. A list with NULLs in it is a list of the nullable type.</summary>
    public override Type GetFieldType(int ordinal) => Column(ordinal).Type.ClrType;

    /// <inheritdoc/>
    public override IEnumerator GetEnumerator() => new DbEnumerator(this, closeReader: false);

    /// <summary>Frees the rows, and closes the connection when the command was run with <see cref="CommandBehavior.CloseConnection"/>.</summary>
    public override void Close()
    {
        if (_closed)
            return;
        _closed = true;
        _run.Dispose();
        _cursor?.Dispose();
        _cursor = null;
        _results.Dispose();
        _connection.Disown(this);
        GC.KeepAlive(_command);
        if (_behavior.HasFlag(CommandBehavior.CloseConnection))
            _connection.Close();
    }

    /// <summary>Rows changed, counting the rows that a RETURNING clause gives back and that were not read yet.</summary>
    internal long CountChanged()
    {
        long changed = Math.Max(0, _results.Changed);
        do
        {
            if (_cursor is not { IsChange: true } cursor)
                continue;
            for (bool more = _hasRows; more; more = cursor.Next(CancellationToken.None))
                changed += cursor.RowCount;
        }
        while (NextResult());
        return changed;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            Close();
        base.Dispose(disposing);
    }

    private bool Read(CancellationToken token)
    {
        if (Open() is not { } cursor || !_hasRows)
            return false;
        if (_behavior.HasFlag(CommandBehavior.SingleRow) && _read++ > 0)
        {
            _row = cursor.RowCount;
            return false;
        }

        if (++_row < cursor.RowCount)
            return true;
        if (cursor.RowCount == 0 || !cursor.Next(token))
            return false;
        _row = 0;
        return true;
    }

    private ChunkCursor? Open() => _closed ? throw new InvalidOperationException("The reader is closed.") : _cursor;

    private VectorReader Column(int ordinal)
    {
        VectorReader[] columns = Open()?.Columns ?? [];
        return (uint)ordinal < (uint)columns.Length
            ? columns[ordinal]
            : throw new ArgumentOutOfRangeException(nameof(ordinal), ordinal, $"The result has {columns.Length} columns, numbered from 0.");
    }

    /// <summary>A column, when there is a current row.</summary>
    private VectorReader Current(int ordinal)
    {
        VectorReader column = Column(ordinal);
        return (uint)_row < (uint)_cursor!.RowCount ? column : throw new InvalidOperationException("There is no current row; call Read and use its answer.");
    }

    /// <summary>A column whose current row has a value.</summary>
    private VectorReader Valued(int ordinal)
    {
        VectorReader column = Current(ordinal);
        return !column.IsNull(_row) ? column : throw new InvalidCastException($"Column '{column.Name}' is NULL. Test IsDBNull first.");
    }
}
