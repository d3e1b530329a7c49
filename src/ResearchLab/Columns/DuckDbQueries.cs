using Apache.Arrow;
using Apache.Arrow.Ipc;
using DuckDB.NET.Data;

namespace ResearchLab.Columns;

/// <summary>
/// Queries of a DuckDB.NET connection whose rows come as whole columns, through Arrow. Beside that they run every statement of a text, say where an
/// error is, and stop when a token says so.
/// </summary>
public static class DuckDbQueries
{
    private static readonly Range[] s_whole = [Range.All];

    /// <summary>Runs all statements of a text; the rows of the last one that has rows, as a frame.</summary>
    /// <param name="connection">An open connection.</param>
    /// <param name="sql">One or more statements; markers are <c>$name</c>, and all statements share them.</param>
    /// <param name="parameters">Values of the markers.</param>
    /// <exception cref="QueryException">The engine rejected the SQL or failed to run it; the message says what and where.</exception>
    /// <exception cref="InvalidOperationException">No statement has rows, or a marker has no value.</exception>
    /// <exception cref="OverflowException">A value does not fit its column; the message names the remedy.</exception>
    public static Frame QueryFrame(this DuckDBConnection connection, string sql, params IReadOnlyList<(string Name, object? Value)> parameters) =>
        QueryFrame(connection, sql, parameters, CancellationToken.None);

    /// <summary>The same, stopped by a token.</summary>
    /// <inheritdoc cref="QueryFrame(DuckDBConnection, string, IReadOnlyList{ValueTuple{string, object}})"/>
    /// <exception cref="OperationCanceledException">The token was cancelled; the engine was interrupted.</exception>
    public static Frame QueryFrame(this DuckDBConnection connection, string sql, IReadOnlyList<(string Name, object? Value)> parameters,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        return QueryFrameOrNone(connection, sql, parameters, cancellation)
            ?? throw new InvalidOperationException("The SQL returns no rows. End it with a query, or run it with Run.");
    }

    /// <summary>The same; null when no statement has rows.</summary>
    internal static Frame? QueryFrameOrNone(this DuckDBConnection connection, string sql, IReadOnlyList<(string Name, object? Value)> parameters,
        CancellationToken cancellation)
    {
        Frame? last = null;
        RunEach(connection, sql, parameters, cancellation, command => last = Rows(command) ?? last);
        return last;
    }

    /// <summary>
    /// The rows of one query in frames of some thousand rows, so that an answer of any length needs little memory. There is always one, if without rows.
    /// </summary>
    internal static void EachFrame(this DuckDBConnection connection, string sql, Action<Frame> page, CancellationToken cancellation) =>
        RunEach(connection, sql, [], cancellation, command =>
        {
            using IArrowArrayStream stream = command.ExecuteArrowStream();
            string[]? types = ArrowTypes.Of(command, stream.Schema);
            bool any = false;
            for (; Next(stream) is { } batch; any = true)
            {
                using (batch)
                    page(ArrowFrame.Of(stream.Schema, [batch], types));
            }

            if (!any)
                page(ArrowFrame.Of(stream.Schema, [], types));
        });

    /// <summary>Runs all statements of a text that has no rows to read.</summary>
    /// <param name="connection">An open connection.</param>
    /// <param name="sql">One or more statements.</param>
    /// <param name="cancellation">Interrupts them.</param>
    /// <exception cref="QueryException">The engine rejected the SQL or failed to run it; the message says what and where.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; the engine was interrupted.</exception>
    public static void Run(this DuckDBConnection connection, string sql, CancellationToken cancellation = default) =>
        RunEach(connection, sql, [], cancellation, command => command.ExecuteNonQuery());

    private static void RunEach(DuckDBConnection connection, string sql, IReadOnlyList<(string Name, object? Value)> parameters, CancellationToken cancellation,
        Action<DuckDBCommand> run)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(sql);
        // Each statement on its own: Arrow would run the first with rows and no more, and places are wrong from the second on.
        foreach (Range statement in sql.Contains(';', StringComparison.Ordinal) ? SqlText.Statements(sql) : (IReadOnlyList<Range>)s_whole)
        {
            cancellation.ThrowIfCancellationRequested();
            SqlMarkers typed = SqlMarkers.Typed(sql[statement], parameters);
            using DuckDBCommand command = connection.CreateCommand();
            command.CommandText = typed.Text;
            foreach ((string name, object? value) in parameters)
                command.Parameters.Add(new DuckDBParameter(name, value));
            using var running = new RunningQuery(command, cancellation);
            try
            {
                run(command);
            }
            catch (DuckDBException error) when (error.Message.StartsWith("INTERRUPT Error", StringComparison.Ordinal))
            {
                // While a statement is prepared, the package does not tell an interrupt from other errors.
                throw new OperationCanceledException("The query was cancelled.", error, cancellation);
            }
            catch (DuckDBException error)
            {
                throw QueryException.Of(error, sql, statement.GetOffsetAndLength(sql.Length).Offset, typed);
            }
            catch (OperationCanceledException error) when (cancellation.IsCancellationRequested)
            {
                throw new OperationCanceledException("The query was cancelled.", error, cancellation);
            }
        }
    }

    /// <summary>The rows of a statement; null when it has none to give.</summary>
    private static Frame? Rows(DuckDBCommand command)
    {
        IArrowArrayStream stream;
        try
        {
            stream = command.ExecuteArrowStream();
        }
        catch (InvalidOperationException error) when (error.Message.Contains("did not return a result set", StringComparison.Ordinal))
        {
            return null;
        }

        using (stream)
        {
            var batches = new List<RecordBatch>();
            try
            {
                while (Next(stream) is { } batch)
                    batches.Add(batch);
                return ArrowFrame.Of(stream.Schema, batches, ArrowTypes.Of(command, stream.Schema));
            }
            finally
            {
                foreach (RecordBatch batch in batches)
                    batch.Dispose();
            }
        }
    }

    private static RecordBatch? Next(IArrowArrayStream stream)
    {
        ValueTask<RecordBatch?> next = stream.ReadNextRecordBatchAsync();
        return next.IsCompletedSuccessfully ? next.Result : next.AsTask().GetAwaiter().GetResult();
    }
}
