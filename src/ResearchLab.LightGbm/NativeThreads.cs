namespace ResearchLab.LightGbm;

/// <summary>
/// One number of native threads at a time. LightGBM keeps the number in one variable of the process and sizes its buffers by it, so a training
/// with one thread beside a prediction with two would write past the end of a buffer and end the process. Calls with one thread share the
/// library; a call with more has it alone. Calls made within such a call, as by a metric of its training, take the number that holds.
/// </summary>
public sealed class NativeThreads : IDisposable
{
    private static readonly ReaderWriterLockSlim s_gate = new();

    /// <summary>Who holds the gate in this flow of execution, tasks it started included.</summary>
    private static readonly AsyncLocal<NativeThreads?> s_flow = new();

    private static readonly TimeSpan s_betweenChecks = TimeSpan.FromMilliseconds(50);

    /// <summary>Who holds the gate on this thread, whatever flow a waiting task runs on it.</summary>
    [ThreadStatic]
    private static NativeThreads? t_holder;

    private readonly bool _nested;
    private volatile bool _ended;

    private NativeThreads(int count, bool nested) => (Count, _nested) = (count, nested);

    /// <summary>What LightGBM is to be told.</summary>
    internal int Count { get; }

    /// <summary>
    /// Waits until nothing else of the lab runs in LightGBM, and keeps it so until it is disposed, on the same thread: for code that calls the same library
    /// past this binding, such as ML.NET's trainers. What the thread itself trains or predicts meanwhile is let through.
    /// </summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="OperationCanceledException">Cancelled before that.</exception>
    public static NativeThreads Alone(CancellationToken cancellationToken = default) => Enter(Math.Max(2, Environment.ProcessorCount), cancellationToken);

    /// <summary>Waits until the library may run with so many threads; disposed on the same thread.</summary>
    /// <exception cref="OperationCanceledException">Cancelled before that.</exception>
    internal static NativeThreads Enter(int threads, CancellationToken cancellationToken = default)
    {
        if (t_holder is { } here)
            return new NativeThreads(here.Count, nested: true);
        if (s_flow.Value is { _ended: false } above)
            return new NativeThreads(above.Count, nested: true);
        while (!(threads > 1 ? s_gate.TryEnterWriteLock(s_betweenChecks) : s_gate.TryEnterReadLock(s_betweenChecks)))
            cancellationToken.ThrowIfCancellationRequested();
        var entered = new NativeThreads(threads, nested: false);
        s_flow.Value = t_holder = entered;
        return entered;
    }

    /// <summary>Lets others in.</summary>
    public void Dispose()
    {
        if (_nested)
            return;
        _ended = true;
        s_flow.Value = t_holder = null;
        if (Count > 1)
            s_gate.ExitWriteLock();
        else
            s_gate.ExitReadLock();
    }
}
