using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using ResearchLab.DuckDb.Interop;

namespace ResearchLab.DuckDb;

/// <summary>
/// A connection to a DuckDB database in this process. One connection, and what was made from it, serves one thread at a time; use
/// <see cref="Duplicate"/> for another connection to the same database, which may then run at the same time. Only <see cref="DbCommand.Cancel"/>
/// and cancellation tokens may come from other threads. Connections to the same file in one process share one instance of the engine.
/// </summary>
public sealed partial class DuckDBConnection : DbConnection
{
    private DuckDBConnectionStringBuilder _settings = [];
    private string _connectionString = "";
    private SharedDatabase? _database;
    private ConnectionHandle? _handle;

    // What must be released before the file can be: open readers, prepared commands, appenders. Weak, so that forgotten ones can be collected.
    private readonly ConditionalWeakTable<IDisposable, object?> _owned = new();

    /// <summary>A closed connection without a connection string.</summary>
    public DuckDBConnection()
    {
    }

    /// <summary>A closed connection.</summary>
    /// <param name="connectionString">See <see cref="DuckDBConnectionStringBuilder"/>.</param>
    public DuckDBConnection(string connectionString) => ConnectionString = connectionString;

    private DuckDBConnection(DuckDBConnection other)
    {
        (_settings, _connectionString) = (other._settings, other._connectionString);
        _database = other._database!.Share();
        try
        {
            _handle = _database.Connect();
        }
        catch
        {
            _database.Release();
            throw;
        }
    }

    /// <summary>Interrupts every query that runs in this process, on any connection; each then throws. For a stop that a person asked for.</summary>
    public static void InterruptAll() => Execution.CancelAll();

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">Set while the connection is open.</exception>
    [AllowNull]
    public override string ConnectionString
    {
        get => _connectionString;
        set
        {
            if (_handle is not null)
                throw new InvalidOperationException("The connection is open; close it before changing its connection string.");
            _settings = new DuckDBConnectionStringBuilder(value ?? "");
            _connectionString = value ?? "";
        }
    }

    /// <summary>Name of the database: the file's name without extension, or <c>memory</c>.</summary>
    public override string Database =>
        DataSource.StartsWith(DuckDBConnectionStringBuilder.InMemoryDataSource, StringComparison.Ordinal) ? "memory" : Path.GetFileNameWithoutExtension(DataSource);

    /// <summary>The path given in the connection string.</summary>
    public override string DataSource => _settings.DataSource;

    /// <summary>The engine's version.</summary>
    public override string ServerVersion => DuckDBLibrary.Version;

    /// <inheritdoc/>
    public override ConnectionState State => _handle is null ? ConnectionState.Closed : ConnectionState.Open;

    /// <inheritdoc/>
    protected override DbProviderFactory DbProviderFactory => DuckDBClientFactory.Instance;

    internal DuckDBTransaction? Transaction { get; set; }

    internal ConnectionHandle Handle => _handle
        ?? throw new InvalidOperationException("The connection is closed; call Open first.");

    /// <summary>Opens the database, making the file when it does not exist.</summary>
    /// <exception cref="InvalidOperationException">The connection string has no data source, or the connection is open already.</exception>
    /// <exception cref="ArgumentException">The connection string has a key or value the engine does not take.</exception>
    /// <exception cref="DuckDBException">The file cannot be opened; <see cref="DuckDBException.IsLockConflict"/> tells that another process holds it.</exception>
    /// <exception cref="DllNotFoundException">The engine's library is missing.</exception>
    public override void Open()
    {
        if (_handle is not null)
            throw new InvalidOperationException("The connection is already open.");
        if (_settings.DataSource.Length == 0)
            throw new InvalidOperationException("The connection string has no 'Data Source'. Give a file, or 'Data Source=:memory:'.");
        SharedDatabase database = SharedDatabase.Open(_settings.DataSource, _settings.Settings);
        try
        {
            _handle = database.Connect();
            _database = database;
        }
        catch
        {
            database.Release();
            throw;
        }

        OnStateChange(new StateChangeEventArgs(ConnectionState.Closed, ConnectionState.Open));
    }

    /// <inheritdoc/>
    public override Task OpenAsync(CancellationToken cancellationToken) => Task.Run(Open, cancellationToken);

    /// <summary>
    /// Another open connection to the same database, in memory or a file: its own transactions, the same data. The database lives until
    /// the last of its connections is closed.
    /// </summary>
    /// <exception cref="InvalidOperationException">This connection is closed.</exception>
    public DuckDBConnection Duplicate()
    {
        _ = Handle;
        return new DuckDBConnection(this);
    }

    /// <summary>Closes the connection, rolling back an open transaction; readers, prepared commands and appenders of it are closed too.</summary>
    public override void Close()
    {
        if (_handle is not { } handle)
            return;
        foreach (IDisposable owned in _owned.Select(entry => entry.Key).ToArray())
            owned.Dispose();
        _owned.Clear();
        Transaction?.Forget();
        Transaction = null;
        _handle = null;
        handle.Dispose();
        _database?.Release();
        _database = null;
        OnStateChange(new StateChangeEventArgs(ConnectionState.Open, ConnectionState.Closed));
    }

    /// <summary>Begins a transaction. The engine has one isolation level, snapshot.</summary>
    public new DuckDBTransaction BeginTransaction() => BeginTransaction(IsolationLevel.Snapshot);

    /// <summary>Begins a transaction.</summary>
    /// <param name="isolationLevel">Snapshot, or Unspecified for the same.</param>
    /// <exception cref="ArgumentException">Another level.</exception>
    /// <exception cref="InvalidOperationException">A transaction is open on this connection.</exception>
    public new DuckDBTransaction BeginTransaction(IsolationLevel isolationLevel)
    {
        if (isolationLevel is not (IsolationLevel.Snapshot or IsolationLevel.Unspecified))
            throw new ArgumentException($"Isolation level {isolationLevel} does not exist in DuckDB; use Snapshot.", nameof(isolationLevel));
        if (Transaction is not null)
            throw new InvalidOperationException("A transaction is already open on this connection; commit or roll it back, or use Duplicate for a second one.");
        Run("BEGIN TRANSACTION");
        return Transaction = new DuckDBTransaction(this);
    }

    /// <inheritdoc/>
    protected override DbTransaction BeginDbTransaction(IsolationLevel isolationLevel) => BeginTransaction(isolationLevel);

    /// <summary>A command on this connection.</summary>
    public new DuckDBCommand CreateCommand() => new("", this);

    /// <inheritdoc/>
    protected override DbCommand CreateDbCommand() => CreateCommand();

    /// <summary>Runs a query and returns whole columns as typed arrays; see <see cref="DuckDBColumns"/> for the mapping.</summary>
    /// <exception cref="DuckDBException">The engine rejected the SQL or failed to run it.</exception>
    public DuckDBColumns QueryColumns(string sql, params DuckDBParameter[] parameters)
    {
        using DuckDBCommand command = Command(sql, parameters);
        return command.ExecuteColumns();
    }

    /// <summary>Runs a query and hands its rows out chunk by chunk, as spans over the engine's own memory, without holding the whole result.</summary>
    /// <exception cref="DuckDBException">The engine rejected the SQL or failed to run it.</exception>
    public DuckDBChunkReader QueryChunks(string sql, params DuckDBParameter[] parameters)
    {
        using DuckDBCommand command = Command(sql, parameters);
        return command.ExecuteChunks();
    }

    /// <summary>Begins fast appending to a table of the default catalog and schema.</summary>
    /// <exception cref="DuckDBException">The table does not exist.</exception>
    public DuckDBAppender CreateAppender(string table) => CreateAppender(null, null, table);

    /// <summary>Begins fast appending to a table of a schema (null: the default one).</summary>
    /// <exception cref="DuckDBException">The table does not exist.</exception>
    public DuckDBAppender CreateAppender(string? schema, string table) => CreateAppender(null, schema, table);

    /// <summary>Begins fast appending to a table of a catalog and schema (null: the default ones).</summary>
    /// <exception cref="DuckDBException">The table does not exist.</exception>
    public DuckDBAppender CreateAppender(string? catalog, string? schema, string table) => new(this, catalog, schema, table);

    /// <summary>Not supported: run <c>USE name</c> instead.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    public override void ChangeDatabase(string databaseName) =>
        throw new NotSupportedException($"Run the SQL 'USE {databaseName}' to change the database.");

    /// <summary>The type of a query's first column, kept by the caller.</summary>
    internal LogicalTypeHandle TypeOf(string sql)
    {
        using var run = new Execution(Handle, 0);
        using Results results = StatementRunner.Run(Handle, sql, [], run, stream: false, CancellationToken.None);
        return DuckDbNative.ColumnLogicalType(results.Rows[0], 0);
    }

    internal void Run(string sql)
    {
        using var command = new DuckDBCommand(sql, this);
        command.ExecuteNonQuery();
    }

    internal void Own(IDisposable part) => _owned.AddOrUpdate(part, null);

    internal void Disown(IDisposable part) => _owned.Remove(part);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            Close();
        base.Dispose(disposing);
    }

    private DuckDBCommand Command(string sql, DuckDBParameter[] parameters)
    {
        var command = new DuckDBCommand(sql, this);
        foreach (DuckDBParameter parameter in parameters)
            command.Parameters.Add(parameter);
        return command;
    }
}
