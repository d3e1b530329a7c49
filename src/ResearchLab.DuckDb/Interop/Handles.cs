using System.Runtime.InteropServices;

namespace ResearchLab.DuckDb.Interop;

/// <summary>A pointer this process owns; the engine's destroy functions take its address and never fail.</summary>
internal abstract class EngineHandle : SafeHandle
{
    private static int s_alive;
    private int _counted = 1;

    protected EngineHandle()
        : base(0, ownsHandle: true) => Interlocked.Increment(ref s_alive);

    /// <summary>Handles made and neither disposed nor finalized yet; for tests that nothing leaks.</summary>
    public static int Alive => Volatile.Read(ref s_alive);

    public override bool IsInvalid => handle == 0;

    protected abstract void Destroy(ref nint pointer);

    protected override bool ReleaseHandle()
    {
        Destroy(ref handle);
        return true;
    }

    protected override void Dispose(bool disposing)
    {
        if (Interlocked.Exchange(ref _counted, 0) == 1)
            Interlocked.Decrement(ref s_alive);
        base.Dispose(disposing);
    }
}

internal sealed class ConfigHandle : EngineHandle
{
    protected override void Destroy(ref nint pointer) => DuckDbNative.DestroyConfig(ref pointer);
}

internal sealed class InstanceCacheHandle : EngineHandle
{
    protected override void Destroy(ref nint pointer) => DuckDbNative.DestroyInstanceCache(ref pointer);
}

internal sealed class DatabaseHandle : EngineHandle
{
    protected override void Destroy(ref nint pointer) => DuckDbNative.Close(ref pointer);
}

internal sealed class ConnectionHandle : EngineHandle
{
    protected override void Destroy(ref nint pointer) => DuckDbNative.Disconnect(ref pointer);
}

internal sealed class ExtractedHandle : EngineHandle
{
    protected override void Destroy(ref nint pointer) => DuckDbNative.DestroyExtracted(ref pointer);
}

internal sealed class PreparedHandle : EngineHandle
{
    protected override void Destroy(ref nint pointer) => DuckDbNative.DestroyPrepared(ref pointer);
}

internal sealed class PendingHandle : EngineHandle
{
    protected override void Destroy(ref nint pointer) => DuckDbNative.DestroyPending(ref pointer);
}

internal sealed class ChunkHandle : EngineHandle
{
    protected override void Destroy(ref nint pointer) => DuckDbNative.DestroyChunk(ref pointer);
}

internal sealed class LogicalTypeHandle : EngineHandle
{
    protected override void Destroy(ref nint pointer) => DuckDbNative.DestroyLogicalType(ref pointer);
}

internal sealed class ValueHandle : EngineHandle
{
    protected override void Destroy(ref nint pointer) => DuckDbNative.DestroyValue(ref pointer);
}

internal sealed class ErrorDataHandle : EngineHandle
{
    protected override void Destroy(ref nint pointer) => DuckDbNative.DestroyErrorData(ref pointer);
}

/// <summary>
/// An appender. Destroying one flushes it, which must never happen on the finalizer thread: whatever was not closed explicitly is dropped.
/// It keeps its connection alive, because finalizers run in any order.
/// </summary>
internal sealed class AppenderHandle : EngineHandle
{
    private ConnectionHandle? _connection;

    public void KeepAlive(ConnectionHandle connection)
    {
        bool added = false;
        connection.DangerousAddRef(ref added);
        _connection = connection;
    }

    protected override void Destroy(ref nint pointer)
    {
        _ = DuckDbNative.ClearAppender(pointer);
        _ = DuckDbNative.DestroyAppender(ref pointer);
        _connection?.DangerousRelease();
    }
}

/// <summary>A result: the engine fills a struct the caller provides, so the handle owns the memory of that struct too.</summary>
internal sealed unsafe class ResultHandle : SafeHandle
{
    public ResultHandle()
        : base(0, ownsHandle: true) => SetHandle((nint)NativeMemory.AllocZeroed((nuint)sizeof(ResultStruct)));

    public override bool IsInvalid => handle == 0;

    /// <summary>The next chunk of rows, or null at the end or after an error.</summary>
    public ChunkHandle? Fetch() => Use(static result =>
    {
        ChunkHandle chunk = DuckDbNative.FetchChunk(result);
        if (!chunk.IsInvalid)
            return chunk;
        chunk.Dispose();
        return null;
    });

    /// <summary>Whether the statement returned rows, changed rows or did neither.</summary>
    public ResultKind Kind => Use(DuckDbNative.ResultReturnType);

    /// <summary>The engine's number of the kind of statement.</summary>
    public int StatementType => Use(DuckDbNative.ResultStatementType);

    protected override bool ReleaseHandle()
    {
        DuckDbNative.DestroyResult(handle);
        NativeMemory.Free((void*)handle);
        return true;
    }

    private T Use<T>(Func<ResultStruct, T> call)
    {
        bool added = false;
        DangerousAddRef(ref added);
        try
        {
            return call(*(ResultStruct*)handle);
        }
        finally
        {
            DangerousRelease();
        }
    }
}
