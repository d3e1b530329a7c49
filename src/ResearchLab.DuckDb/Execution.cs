using System.Runtime.CompilerServices;
using ResearchLab.DuckDb.Interop;

namespace ResearchLab.DuckDb;

/// <summary>
/// One run of a command: from its start until its last row was fetched. It can be cancelled from any thread; a cancellation that comes
/// after the end interrupts nothing, so that it can never hit the connection's next query.
/// </summary>
internal sealed class Execution(ConnectionHandle connection, int timeoutSeconds) : IDisposable
{
    private readonly Lock _sync = new();
    private readonly CancellationTokenSource? _timeout = timeoutSeconds > 0 ? new CancellationTokenSource(TimeSpan.FromSeconds(timeoutSeconds)) : null;
    private CancellationTokenRegistration _timeoutRegistration;
    private bool _ended;

    // Weak, so that a reader nobody disposed can be collected.
    private static readonly ConditionalWeakTable<Execution, object?> s_running = new();

    public bool Cancelled { get; private set; }

    /// <summary>The statement that runs, to say where an error is.</summary>
    public SqlPart? Part { get; set; }

    public Execution Start()
    {
        s_running.AddOrUpdate(this, null);
        if (_timeout is not null)
            _timeoutRegistration = _timeout.Token.UnsafeRegister(static run => ((Execution)run!).Cancel(), this);
        return this;
    }

    public void Cancel()
    {
        lock (_sync)
        {
            if (_ended)
                return;
            Cancelled = true;
            if (!connection.IsClosed)
                DuckDbNative.Interrupt(connection);
        }
    }

    /// <summary>Cancels every run of the process.</summary>
    public static void CancelAll()
    {
        foreach (Execution run in s_running.Select(pair => pair.Key).ToArray())
            run.Cancel();
    }

    public void Dispose()
    {
        s_running.Remove(this);
        lock (_sync)
            _ended = true;
        _timeoutRegistration.Dispose();
        _timeout?.Dispose();
    }

    /// <summary>Throws when cancelled. The engine forgets an interrupt that came before a query began, so this is asked after each beginning.</summary>
    public void ThrowIfCancelled(CancellationToken token)
    {
        if (Cancelled)
            throw Failure("INTERRUPT Error: Interrupted!", token);
    }

    /// <summary>The exception for an engine's message: what it means when the run was cancelled, else the message.</summary>
    public Exception Failure(string? message, CancellationToken token)
    {
        string text = message ?? "Unknown Error: the engine gave no message.";
        DuckDBException error = Part is { } part ? new DuckDBException(text, part) : new DuckDBException(text);
        if (!Cancelled)
            return error;
        if (token.IsCancellationRequested)
            return new OperationCanceledException("The query was cancelled.", error, token);
        return _timeout is { IsCancellationRequested: true }
            ? new DuckDBException($"Timeout Error: the query did not finish within the CommandTimeout of {timeoutSeconds} s.", new TimeoutException(null, error))
            : error;
    }
}
