using ResearchLab.DuckDb.Interop;
using ResearchLab.DuckDb.Values;

namespace ResearchLab.DuckDb;

/// <summary>Splits SQL text into statements, binds their parameters and runs them one after another.</summary>
internal static class StatementRunner
{
    /// <summary>Runs all statements of the text; the results of those that return rows, in order, and the rows changed by the others.</summary>
    /// <param name="connection">Where to run.</param>
    /// <param name="sql">One or more statements.</param>
    /// <param name="parameters">Values for the markers; every one must be used by some statement.</param>
    /// <param name="run">The run, for cancelling.</param>
    /// <param name="stream">Whether the last statement's rows are computed while they are read.</param>
    /// <param name="token">Only to name the cause of a cancellation.</param>
    public static Results Run(ConnectionHandle connection, string sql, DuckDBParameterCollection parameters, Execution run, bool stream, CancellationToken token)
    {
        var results = new Results();
        try
        {
            using ExtractedHandle whole = Extract(connection, sql, out int count);
            var binder = new ParameterBinder(parameters);
            SqlPart[] parts = Parts(sql, count);
            if (count == 0)
                binder.RequireAllUsed();
            if (count > 1 && parts.Length == count && (parameters.Count > 0 || sql.AsSpan().ContainsAny('$', '?')))
                CheckParameters(connection, parts, parameters);
            for (int i = 0; i < count; i++)
            {
                run.Part = parts.Length == count ? parts[i] : new SqlPart(sql, 0, sql);
                // The engine counts places in the text but shows lines of the statement; a statement on its own has its places right.
                using ExtractedHandle? own = count > 1 && parts.Length == count ? Extract(connection, parts[i].Statement, out _) : null;
                using PreparedHandle statement = Prepare(connection, own ?? whole, own is null ? i : 0, run, token);
                binder.Bind(statement, isLast: i == count - 1);
                results.Add(Execute(statement, run, stream && i == count - 1, token));
            }

            return results;
        }
        catch
        {
            results.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Checks parameters against markers before anything runs, as far as the statements can be prepared before those ahead of them have run.
    /// </summary>
    /// <exception cref="InvalidOperationException">A marker has no parameter, or a parameter no marker.</exception>
    private static void CheckParameters(ConnectionHandle connection, SqlPart[] parts, DuckDBParameterCollection parameters)
    {
        var binder = new ParameterBinder(parameters);
        bool complete = true;
        foreach (SqlPart part in parts)
        {
            using ExtractedHandle statement = Extract(connection, part.Statement, out int count);
            if (count == 1 && DuckDbNative.PrepareExtracted(connection, statement, 0, out PreparedHandle prepared) is var state)
            {
                using (prepared)
                {
                    if (state == DuckDbNative.Success)
                        binder.Match(prepared);
                    else
                        complete = false;
                }
            }
        }

        if (complete)
            binder.RequireAllUsed();
    }

    private static SqlPart[] Parts(string sql, int count)
    {
        if (count == 1)
            return [new SqlPart(sql, 0, sql)];
        return [.. SqlText.Statements(sql).Select(range => new SqlPart(sql, range.Start.Value, sql[range]))];
    }

    /// <summary>The columns of each statement that would return rows; nothing is run, so a statement that needs one before it fails.</summary>
    public static List<VectorReader[]> Describe(ConnectionHandle connection, string sql, Execution run, CancellationToken token)
    {
        var described = new List<VectorReader[]>();
        using ExtractedHandle whole = Extract(connection, sql, out int count);
        run.Part = new SqlPart(sql, 0, sql);
        for (int i = 0; i < count; i++)
        {
            using PreparedHandle prepared = Prepare(connection, whole, i, run, token);
            var columns = new VectorReader[DuckDbNative.PreparedColumnCount(prepared)];
            for (int c = 0; c < columns.Length; c++)
            {
                using LogicalTypeHandle type = DuckDbNative.PreparedColumnType(prepared, (ulong)c);
                columns[c] = new VectorReader(DuckDbNative.TakeText(DuckDbNative.PreparedColumnName(prepared, (ulong)c)) ?? "", ColumnType.Of(type));
            }

            bool rows = DuckDbNative.PreparedType(prepared) switch
            {
                1 or 4 or 17 or 19 => columns.Length > 0, // SELECT, EXPLAIN, PRAGMA, CALL
                2 or 3 or 5 => columns is not [{ Name: "Count" }], // INSERT, UPDATE, DELETE with RETURNING
                _ => false,
            };
            if (rows)
                described.Add(columns);
        }

        return described;
    }

    /// <summary>Runs a statement prepared before.</summary>
    public static Results Run(PreparedHandle prepared, string sql, DuckDBParameterCollection parameters, Execution run, bool stream, CancellationToken token)
    {
        run.Part = new SqlPart(sql, 0, sql);
        new ParameterBinder(parameters).Bind(prepared, isLast: true);
        var results = new Results();
        results.Add(Execute(prepared, run, stream, token));
        return results;
    }

    public static ExtractedHandle Extract(ConnectionHandle connection, string sql, out int count)
    {
        if (sql.Contains('\0'))
            throw new ArgumentException("The SQL text contains a NUL character. Send such text as a parameter.", nameof(sql));
        count = checked((int)DuckDbNative.ExtractStatements(connection, sql, out ExtractedHandle statements));
        if (count == 0 && DuckDbNative.BorrowText(DuckDbNative.ExtractError(statements)) is { Length: > 0 } error)
        {
            statements.Dispose();
            throw new DuckDBException(error, new SqlPart(sql, 0, sql));
        }

        return statements;
    }

    public static PreparedHandle Prepare(ConnectionHandle connection, ExtractedHandle statements, int index, Execution run, CancellationToken token)
    {
        int state = DuckDbNative.PrepareExtracted(connection, statements, (ulong)index, out PreparedHandle prepared);
        if (state == DuckDbNative.Success)
            return prepared;
        using (prepared)
            throw run.Failure(DuckDbNative.BorrowText(DuckDbNative.PrepareError(prepared)), token);
    }

    private static ResultHandle Execute(PreparedHandle prepared, Execution run, bool stream, CancellationToken token)
    {
        run.ThrowIfCancelled(token);
        PendingHandle pending;
        int state = stream ? DuckDbNative.PendingPreparedStreaming(prepared, out pending) : DuckDbNative.PendingPrepared(prepared, out pending);
        using (pending)
        {
            if (state != DuckDbNative.Success)
                throw run.Failure(DuckDbNative.BorrowText(DuckDbNative.PendingError(pending)), token);
            run.ThrowIfCancelled(token);
            var result = new ResultHandle();
            if (DuckDbNative.ExecutePending(pending, result) == DuckDbNative.Success)
                return result;
            using (result)
                throw run.Failure(DuckDbNative.BorrowText(DuckDbNative.ResultError(result)) ?? DuckDbNative.BorrowText(DuckDbNative.PendingError(pending)), token);
        }
    }
}

/// <summary>What a run gave.</summary>
internal sealed class Results : IDisposable
{
    /// <summary>Results with rows, in the order of their statements.</summary>
    public List<ResultHandle> Rows { get; } = [];

    /// <summary>Columns of statements that were described instead of run, in their order.</summary>
    public List<VectorReader[]> Described { get; init; } = [];

    /// <summary>Rows inserted, updated or deleted; -1 when no statement could change any.</summary>
    public long Changed { get; private set; } = -1;

    public void Add(ResultHandle result)
    {
        if (result.Kind == ResultKind.Rows)
        {
            Rows.Add(result);
            return;
        }

        if (result.Kind == ResultKind.ChangedRows)
            Changed = Math.Max(Changed, 0) + (long)DuckDbNative.RowsChanged(result);
        result.Dispose();
    }

    public void Dispose()
    {
        foreach (ResultHandle result in Rows)
            result.Dispose();
    }
}

/// <summary>Gives the markers of statements their values and notices markers without a value and values without a marker.</summary>
internal sealed class ParameterBinder(DuckDBParameterCollection parameters)
{
    private readonly HashSet<DuckDBParameter> _used = [];
    private readonly List<string> _markers = [];

    /// <exception cref="InvalidOperationException">A marker has no parameter, or (at the last statement) a parameter no marker.</exception>
    public void Bind(PreparedHandle prepared, bool isLast)
    {
        _ = DuckDbNative.ClearBindings(prepared);
        DuckDBParameter[] bound = Match(prepared);
        if (isLast)
            RequireAllUsed();
        for (int i = 0; i < bound.Length; i++)
            Bind(prepared, i, bound[i]);
    }

    /// <summary>The parameter of each marker.</summary>
    /// <exception cref="InvalidOperationException">A marker has none.</exception>
    public DuckDBParameter[] Match(PreparedHandle prepared)
    {
        var bound = new DuckDBParameter[(int)DuckDbNative.ParameterCount(prepared)];
        for (int i = 0; i < bound.Length; i++)
        {
            string name = DuckDbNative.TakeText(DuckDbNative.ParameterName(prepared, (ulong)i + 1))
                ?? throw new InvalidOperationException($"The SQL has {bound.Length} numbered markers but no ${i + 1}; number them from 1 without gaps.");
            _markers.Add($"${name}");
            bound[i] = Find(name);
            _used.Add(bound[i]);
        }

        return bound;
    }

    public void RequireAllUsed()
    {
        for (int i = 0; i < parameters.Count; i++)
        {
            if (!_used.Contains(parameters[i]))
            {
                string which = parameters[i].ParameterName is { Length: > 0 } name ? $"'{name}'" : $"number {i + 1}";
                throw new InvalidOperationException($"Parameter {which} is not used by the SQL, whose markers are: {Listed(_markers.Distinct())}. Remove it or use it.");
            }
        }
    }

    private DuckDBParameter Find(string marker)
    {
        if (parameters.IndexOf(marker) is >= 0 and int named)
            return parameters[named];
        if (int.TryParse(marker, out int place) && place >= 1 && place <= parameters.Count)
            return parameters[place - 1];
        throw new InvalidOperationException(
            $"The SQL's marker ${marker} has no parameter. Given: {Listed(parameters.Select((p, i) => p.ParameterName.Length > 0 ? p.ParameterName : $"number {i + 1}"))}.");
    }

    private static void Bind(PreparedHandle prepared, int index, DuckDBParameter parameter)
    {
        ValueHandle value;
        try
        {
            value = ValueFactory.Create(parameter.EngineValue);
        }
        catch (Exception e) when (e is NotSupportedException or OverflowException)
        {
            throw new ArgumentException($"Parameter {(parameter.ParameterName.Length > 0 ? parameter.ParameterName : $"number {index + 1}")}: {e.Message}", nameof(parameter), e);
        }

        using (value)
        {
            if (value.IsInvalid || DuckDbNative.BindValue(prepared, (ulong)index + 1, value) != DuckDbNative.Success)
                throw new DuckDBException(DuckDbNative.BorrowText(DuckDbNative.PrepareError(prepared)) ?? $"Invalid Input Error: parameter number {index + 1} cannot be bound.");
        }
    }

    private static string Listed(IEnumerable<string> names) => string.Join(", ", names) is { Length: > 0 } list ? list : "none";
}
