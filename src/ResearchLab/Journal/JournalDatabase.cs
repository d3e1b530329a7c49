using System.Data;
using System.Data.Common;
using System.Globalization;
using Dapper;
using DuckDB.NET.Data;
using Npgsql;
using ResearchLab.Basics;
using ResearchLab.Columns;

namespace ResearchLab.Journal;

/// <summary>
/// Opens the journal for one transaction and closes it, so that processes share it. A held lock or a transaction that met another one is
/// tried again after a random wait that grows, until the timeout.
/// </summary>
internal sealed class JournalDatabase
{
    private static readonly TimeSpan s_firstWait = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan s_longestWait = TimeSpan.FromMilliseconds(200);

    private readonly Func<DbConnection> _connect;
    private readonly Func<DbConnection>? _connectToRead;
    private readonly string _location;
    private readonly char _marker;
    private readonly TimeProvider _time;
    private readonly TimeSpan _timeout;
    private readonly Pcg32 _random;
    private readonly Lock _lock = new();
    private bool _migrated;

    private JournalDatabase(Func<DbConnection> connect, Func<DbConnection>? connectToRead, string location, char marker, TimeProvider time, TimeSpan timeout)
    {
        (_connect, _connectToRead, _location, _marker, _time, _timeout) = (connect, connectToRead, location, marker, time, timeout);
        _random = new Pcg32((ulong)time.GetUtcNow().UtcTicks, (ulong)Environment.ProcessId);
    }

    /// <summary>For tests, which end a process as it were: told before (false) and after (true) each commit, and may throw.</summary>
    public Action<bool>? AtCommit { get; set; }

    /// <summary>A DuckDB file, made when it is not there, and read where it may not be written.</summary>
    public static JournalDatabase Embedded(string path, TimeProvider time, TimeSpan timeout)
    {
        string full = Path.GetFullPath(path);
        // A transaction of a few rows has no work for more threads, and starting and ending them takes half of its time.
        string settings = new DbConnectionStringBuilder { ["Data Source"] = full, ["threads"] = "1" }.ConnectionString;
        return new JournalDatabase(
            () =>
            {
                Directory.CreateDirectory(Path.GetDirectoryName(full)!);
                return new DuckDBConnection(settings);
            },
            () => new DuckDBConnection(settings + ";access_mode=READ_ONLY"), full, '$', time, timeout);
    }

    /// <summary>A PostgreSQL database.</summary>
    public static JournalDatabase Postgres(string connectionString, TimeProvider time, TimeSpan timeout)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        return new JournalDatabase(() => new NpgsqlConnection(settings.ConnectionString), null,
            Invariant($"{settings.Host}:{settings.Port}/{settings.Database}"), '@', time, timeout);
    }

    /// <summary>Runs <paramref name="work"/> in a transaction, as often as it takes.</summary>
    /// <param name="work">What to do; only its last run counts.</param>
    /// <param name="snapshot">Whether all of its statements are to see the tables as of one instant.</param>
    /// <exception cref="JournalException">The journal stayed busy, cannot be reached, or was written by a newer version.</exception>
    public T Transact<T>(Func<Session, T> work, bool snapshot = false)
    {
        TimeSpan waited = TimeSpan.Zero;
        for (TimeSpan wait = s_firstWait; ; wait = wait * 2 < s_longestWait ? wait * 2 : s_longestWait)
        {
            try
            {
                return Once(work, snapshot);
            }
            catch (Exception error) when (IsTransient(error))
            {
                if (waited >= _timeout)
                    throw new BusyException(Invariant($"The journal '{_location}' stayed busy for {_timeout.TotalSeconds:0.#} s: ")
                        + Invariant($"{Lake.LakeException.FirstLine(error)}. Stop the process that holds it and try again, or use PostgreSQL when many write."),
                        error);
                TimeSpan pause = wait * (0.5 + Jitter());
                Thread.Sleep(pause);
                waited += pause;
            }
            catch (Exception error) when (error is DbException or UnauthorizedAccessException or (IOException and not (JournalException or BusyException))
                or System.Net.Sockets.SocketException)
            {
                throw new JournalException($"The journal '{_location}' cannot be used: {Lake.LakeException.FirstLine(error)}. Check that it can be written, "
                    + "or name another with RESEARCHLAB_JOURNAL or RESEARCHLAB_DATA.", error);
            }
        }
    }

    private T Once<T>(Func<Session, T> work, bool snapshot)
    {
        using DbConnection connection = Opened(out bool isReadOnly);
        // Every transaction of DuckDB sees one instant.
        using DbTransaction transaction = connection.BeginTransaction(snapshot && _marker == '@' ? IsolationLevel.RepeatableRead : IsolationLevel.Unspecified);
        var session = new Session(connection, transaction, _marker);
        if (!_migrated)
            Migrate(session, isReadOnly);
        T result = work(session);
        AtCommit?.Invoke(false);
        transaction.Commit();
        AtCommit?.Invoke(true);
        _migrated = true;
        return result;
    }

    private DbConnection Opened(out bool isReadOnly)
    {
        isReadOnly = false;
        DbConnection connection = _connect();
        try
        {
            connection.Open();
            return connection;
        }
        catch (DuckDBException error) when (_connectToRead is not null && (error.Message.Contains("Permission denied", StringComparison.Ordinal)
            || error.Message.Contains("Read-only file system", StringComparison.Ordinal)))
        {
            connection.Dispose();
            connection = _connectToRead();
            try
            {
                connection.Open();
            }
            catch (DuckDBException)
            {
                // Why it cannot be written matters more than why it cannot be read either.
                connection.Dispose();
                throw error;
            }

            isReadOnly = true;
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private void Migrate(Session session, bool isReadOnly)
    {
        if (!isReadOnly)
            session.Execute(JournalSchema.VersionTable);
        int version = session.Query("SELECT coalesce(max(version), 0) AS version FROM schema_version",
            row => Convert.ToInt32(row["version"], CultureInfo.InvariantCulture)).Single();
        if (version > JournalSchema.Migrations.Length)
            throw new JournalException(Invariant($"The journal '{_location}' has schema version {version}; ")
                + Invariant($"this program knows {JournalSchema.Migrations.Length}. Use the newer program, or another journal with RESEARCHLAB_JOURNAL or ")
                + "RESEARCHLAB_DATA.");
        if (isReadOnly && version < JournalSchema.Migrations.Length)
            throw new JournalException(Invariant($"The journal '{_location}' has the older schema version {version} and may not be written. ")
                + "Have its owner run './lab doctor', or name another with RESEARCHLAB_JOURNAL or RESEARCHLAB_DATA.");
        session.MigratedFrom = version;
        if (version < JournalSchema.Migrations.Length)
            JournalSchema.Apply(session, version, JournalSchema.Migrations.Length, _time.GetUtcNow());
    }

    private double Jitter()
    {
        lock (_lock)
            return _random.NextDouble();
    }

    private bool IsTransient(Exception error) => error switch
    {
        // Two processes that make the tables or insert the same key at the same instant: the second finds the first's on its next try.
        PostgresException postgres => postgres.IsTransient
            || postgres.SqlState is PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.DuplicateTable or PostgresErrorCodes.SerializationFailure
                or PostgresErrorCodes.DeadlockDetected,
        DuckDBException duck => DuckDbErrors.IsTransient(duck) || duck.Message.Contains("duplicate key", StringComparison.OrdinalIgnoreCase)
            || (!_migrated && duck.Message.Contains("already exists", StringComparison.OrdinalIgnoreCase))
            || duck.Message.Contains("conflict", StringComparison.OrdinalIgnoreCase),
        _ => false,
    };

    /// <summary>Statements of one transaction; parameters are written <c>@name</c> for both engines.</summary>
    internal sealed class Session(DbConnection connection, DbTransaction transaction, char marker)
    {
        /// <summary>The version of the schema before this transaction.</summary>
        public int MigratedFrom { get; set; } = JournalSchema.Migrations.Length;

        public int Execute(string sql, object? parameters = null) => connection.Execute(Translate(sql), parameters, transaction);

        public List<T> Query<T>(string sql, Func<IDataRecord, T> read, object? parameters = null)
        {
            using IDataReader reader = connection.ExecuteReader(Translate(sql), parameters, transaction);
            var rows = new List<T>();
            while (reader.Read())
                rows.Add(read(reader));
            return rows;
        }

        /// <summary>Has other processes wait until this transaction ends; those of DuckDB wait for the file as it is.</summary>
        public void LockTables(IReadOnlyList<string> tables)
        {
            if (marker == '@')
                Execute($"LOCK TABLE {string.Join(", ", tables)} IN ACCESS EXCLUSIVE MODE");
        }

        private string Translate(string sql) => marker == '@' ? sql : sql.Replace('@', marker);
    }
}
