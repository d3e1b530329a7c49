using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using ResearchLab.DuckDb.Interop;

namespace ResearchLab.DuckDb;

/// <summary>
/// SQL to run on a connection: one statement or several separated by semicolons. Executing runs them all before it returns; the
/// reader then walks the results of those that return rows. Named markers and numbers are shared by all statements of the text.
/// </summary>
public sealed class DuckDBCommand : DbCommand
{
    private DuckDBConnection? _connection;
    private string _text = "";
    private PreparedHandle? _prepared;
    private volatile Execution? _run;

    /// <summary>A command without text and connection.</summary>
    public DuckDBCommand()
    {
    }

    /// <summary>A command.</summary>
    public DuckDBCommand(string commandText, DuckDBConnection? connection = null)
    {
        CommandText = commandText;
        _connection = connection;
    }

    /// <inheritdoc/>
    [AllowNull]
    public override string CommandText
    {
        get => _text;
        set
        {
            if (_text != value)
                Unprepare();
            _text = value ?? "";
        }
    }

    /// <summary>Seconds a run may take before it is interrupted; 0 (the default) sets no limit.</summary>
    public override int CommandTimeout
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            field = value;
        }
    }

    /// <summary>Text; the engine has no other kind.</summary>
    /// <exception cref="NotSupportedException">Another kind.</exception>
    public override CommandType CommandType
    {
        get => CommandType.Text;
        set
        {
            if (value != CommandType.Text)
                throw new NotSupportedException($"CommandType {value} does not exist in DuckDB; use Text.");
        }
    }

    /// <summary>
    /// Whether a reader gets its rows while the engine computes them, instead of after: less memory and a faster first row, but errors may
    /// come while reading and the connection is busy until the reader is closed. Off by default.
    /// </summary>
    public bool UseStreamingMode { get; set; }

    /// <inheritdoc/>
    public override bool DesignTimeVisible { get; set; }

    /// <inheritdoc/>
    public override UpdateRowSource UpdatedRowSource { get; set; } = UpdateRowSource.None;

    /// <summary>The connection to run on.</summary>
    public new DuckDBConnection? Connection
    {
        get => _connection;
        set
        {
            if (_connection != value)
                Unprepare();
            _connection = value;
        }
    }

    /// <summary>The values of the SQL's markers.</summary>
    public new DuckDBParameterCollection Parameters { get; } = [];

    /// <summary>
    /// The transaction this belongs to. A command always runs in the transaction open on its connection; when this is set, it must be that one.
    /// </summary>
    public new DuckDBTransaction? Transaction { get; set; }

    /// <inheritdoc/>
    protected override DbConnection? DbConnection
    {
        get => Connection;
        set => Connection = (DuckDBConnection?)value;
    }

    /// <inheritdoc/>
    protected override DbParameterCollection DbParameterCollection => Parameters;

    /// <inheritdoc/>
    protected override DbTransaction? DbTransaction
    {
        get => Transaction;
        set => Transaction = (DuckDBTransaction?)value;
    }

    /// <summary>Interrupts the run in progress, which then throws; does nothing when none is. May be called from any thread.</summary>
    public override void Cancel() => _run?.Cancel();

    /// <summary>Parses and plans the statement once for many runs with other parameter values; text of several statements is only checked.</summary>
    /// <exception cref="DuckDBException">The engine rejected the SQL.</exception>
    public override void Prepare()
    {
        if (_prepared is not null)
            return;
        DuckDBConnection connection = RequireConnection();
        using ExtractedHandle statements = StatementRunner.Extract(connection.Handle, _text, out int count);
        if (count != 1)
            return;
        using var run = new Execution(connection.Handle, 0) { Part = new SqlPart(_text, 0, _text) };
        _prepared = StatementRunner.Prepare(connection.Handle, statements, 0, run, CancellationToken.None);
        connection.Own(this);
    }

    /// <summary>Runs the text; rows inserted, updated and deleted, those returned by a RETURNING clause included; 0 when nothing was changed.</summary>
    /// <exception cref="DuckDBException">The engine rejected the SQL or failed to run it.</exception>
    public override int ExecuteNonQuery() => NonQuery(CancellationToken.None);

    /// <summary>Runs the text; the first column of the first row, null without rows, <see cref="DBNull"/> for NULL.</summary>
    /// <exception cref="DuckDBException">The engine rejected the SQL or failed to run it.</exception>
    public override object? ExecuteScalar() => Scalar(CancellationToken.None);

    /// <summary>Runs the text and returns a reader of its rows.</summary>
    /// <exception cref="DuckDBException">The engine rejected the SQL or failed to run it.</exception>
    public new DuckDBDataReader ExecuteReader() => Reader(CommandBehavior.Default, CancellationToken.None);

    /// <summary>Runs the text and returns a reader of its rows.</summary>
    /// <exception cref="DuckDBException">The engine rejected the SQL or failed to run it.</exception>
    public new DuckDBDataReader ExecuteReader(CommandBehavior behavior) => Reader(behavior, CancellationToken.None);

    /// <summary>Runs the text; the rows of its last query as whole columns.</summary>
    /// <exception cref="DuckDBException">The engine rejected the SQL or failed to run it.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the engine was interrupted.</exception>
    public DuckDBColumns ExecuteColumns(CancellationToken cancellationToken = default)
    {
        using DuckDBChunkReader chunks = Chunks(stream: false, cancellationToken);
        return DuckDBColumns.ReadAll(chunks);
    }

    /// <summary>Runs the text; the rows of its last query chunk by chunk while the engine computes them.</summary>
    /// <exception cref="DuckDBException">The engine rejected the SQL or failed to run it.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the engine was interrupted.</exception>
    public DuckDBChunkReader ExecuteChunks(CancellationToken cancellationToken = default) => Chunks(stream: true, cancellationToken);

    /// <inheritdoc/>
    /// <remarks>Runs on the thread pool; cancelling interrupts the engine and throws <see cref="OperationCanceledException"/>.</remarks>
    public override Task<int> ExecuteNonQueryAsync(CancellationToken cancellationToken) => Task.Run(() => NonQuery(cancellationToken), cancellationToken);

    /// <inheritdoc/>
    /// <remarks>Runs on the thread pool; cancelling interrupts the engine and throws <see cref="OperationCanceledException"/>.</remarks>
    public override Task<object?> ExecuteScalarAsync(CancellationToken cancellationToken) => Task.Run(() => Scalar(cancellationToken), cancellationToken);

    /// <inheritdoc/>
    protected override async Task<DbDataReader> ExecuteDbDataReaderAsync(CommandBehavior behavior, CancellationToken cancellationToken) =>
        await Task.Run(() => Reader(behavior, cancellationToken), cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    protected override DbDataReader ExecuteDbDataReader(CommandBehavior behavior) => Reader(behavior, CancellationToken.None);

    /// <inheritdoc/>
    protected override DbParameter CreateDbParameter() => new DuckDBParameter();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            Unprepare();
        base.Dispose(disposing);
    }

    private int NonQuery(CancellationToken token)
    {
        using DuckDBDataReader reader = Reader(CommandBehavior.Default, token);
        return checked((int)Math.Max(0, reader.CountChanged()));
    }

    private object? Scalar(CancellationToken token)
    {
        using DuckDBDataReader reader = Reader(CommandBehavior.Default, token);
        return reader.Read() ? reader.GetValue(0) : null;
    }

    private DuckDBDataReader Reader(CommandBehavior behavior, CancellationToken token)
    {
        if (behavior.HasFlag(CommandBehavior.SchemaOnly))
        {
            Execution description = new Execution(RequireConnection().Handle, CommandTimeout).Start();
            try
            {
                return new DuckDBDataReader(this, new Results { Described = StatementRunner.Describe(RequireConnection().Handle, _text, description, token) }, description, behavior, token);
            }
            catch
            {
                description.Dispose();
                throw;
            }
        }

        (Results results, Execution run) = Run(UseStreamingMode, token);
        return new DuckDBDataReader(this, results, run, behavior, token);
    }

    private DuckDBChunkReader Chunks(bool stream, CancellationToken token)
    {
        (Results results, Execution run) = Run(stream, token);
        return new DuckDBChunkReader(RequireConnection(), results, run, token);
    }

    private (Results Results, Execution Run) Run(bool stream, CancellationToken token)
    {
        token.ThrowIfCancellationRequested();
        ConnectionHandle connection = RequireConnection().Handle;
        Execution run = new Execution(connection, CommandTimeout).Start();
        _run = run;
        try
        {
            using CancellationTokenRegistration registration = token.UnsafeRegister(static state => ((Execution)state!).Cancel(), run);
            Results results = _prepared is { IsClosed: false } prepared
                ? StatementRunner.Run(prepared, _text, Parameters, run, stream, token)
                : StatementRunner.Run(connection, _text, Parameters, run, stream, token);
            return (results, run);
        }
        catch
        {
            run.Dispose();
            throw;
        }
    }

    private DuckDBConnection RequireConnection()
    {
        if (string.IsNullOrWhiteSpace(_text))
            throw new InvalidOperationException("The command has no text; set CommandText.");
        DuckDBConnection connection = _connection ?? throw new InvalidOperationException("The command has no connection; set Connection.");
        if (Transaction is { } transaction && connection.State == ConnectionState.Open && connection.Transaction != transaction)
        {
            throw new InvalidOperationException(transaction.Connection is null
                ? "The command's transaction has ended; set Transaction to the one open on its connection, or to null."
                : "The command's transaction belongs to another connection; set Transaction to the one open on its own, or to null.");
        }

        return connection;
    }

    private void Unprepare()
    {
        _prepared?.Dispose();
        _prepared = null;
        _connection?.Disown(this);
    }
}
