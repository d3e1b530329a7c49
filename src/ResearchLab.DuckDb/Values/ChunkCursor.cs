using ResearchLab.DuckDb.Interop;

namespace ResearchLab.DuckDb.Values;

/// <summary>Walks a result chunk by chunk and keeps its columns attached to the current one.</summary>
internal sealed class ChunkCursor : IDisposable
{
    private readonly ResultHandle? _result;
    private readonly Execution _run;
    private ChunkHandle? _chunk;

    /// <summary>Columns without rows: what a query would give that was not run.</summary>
    public ChunkCursor(VectorReader[] columns, Execution run) => (Columns, _run) = (columns, run);

    public ChunkCursor(ResultHandle result, Execution run)
    {
        _result = result;
        _run = run;
        Columns = new VectorReader[(int)DuckDbNative.ColumnCount(result)];
        for (int i = 0; i < Columns.Length; i++)
        {
            using LogicalTypeHandle type = DuckDbNative.ColumnLogicalType(result, (ulong)i);
            Columns[i] = new VectorReader(DuckDbNative.BorrowText(DuckDbNative.ColumnName(result, (ulong)i)) ?? "", ColumnType.Of(type));
        }
    }

    public VectorReader[] Columns { get; }

    /// <summary>Rows of the current chunk.</summary>
    public int RowCount { get; private set; }

    /// <summary>Whether inserting, updating or deleting returned these rows.</summary>
    public bool IsChange => _result?.StatementType is 2 or 3 or 5;

    /// <summary>Goes to the next chunk that has rows; false at the end.</summary>
    public bool Next(CancellationToken token)
    {
        Release();
        _run.ThrowIfCancelled(token);
        if (_result is null)
            return false;
        _chunk = _result.Fetch();
        RowCount = _chunk is null ? 0 : (int)DuckDbNative.ChunkSize(_chunk);
        if (_chunk is null && DuckDbNative.BorrowText(DuckDbNative.ResultError(_result)) is { Length: > 0 } error)
            throw _run.Failure(error, token);
        if (RowCount == 0)
            return false;
        for (int i = 0; i < Columns.Length; i++)
            Columns[i].Attach(DuckDbNative.ChunkVector(_chunk!, (ulong)i));
        return true;
    }

    /// <summary>Hands the current chunk over to the caller, who disposes it; its columns stay attached until the next one.</summary>
    public ChunkHandle Take()
    {
        ChunkHandle chunk = _chunk!;
        _chunk = null;
        return chunk;
    }

    /// <summary>Attaches the columns to a chunk taken before.</summary>
    public void Attach(ChunkHandle chunk)
    {
        RowCount = (int)DuckDbNative.ChunkSize(chunk);
        for (int i = 0; i < Columns.Length; i++)
            Columns[i].Attach(DuckDbNative.ChunkVector(chunk, (ulong)i));
    }

    public void Dispose()
    {
        Release();
        _result?.Dispose();
    }

    private void Release()
    {
        RowCount = 0;
        foreach (VectorReader column in Columns)
            column.Detach();
        _chunk?.Dispose();
        _chunk = null;
    }
}
