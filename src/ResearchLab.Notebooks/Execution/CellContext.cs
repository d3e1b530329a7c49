namespace ResearchLab.Notebooks.Execution;

/// <summary>Runs the continuations of a cell's awaits on the cell's own thread, so that a stop reaches them there.</summary>
internal sealed class CellContext : SynchronizationContext
{
    private readonly Queue<(SendOrPostCallback Callback, object? State)> _queue = new();
    private readonly object _lock = new();
    private bool _ended;
    private bool _stopped;

    public override void Post(SendOrPostCallback d, object? state)
    {
        lock (_lock)
        {
            if (!_ended)
            {
                _queue.Enqueue((d, state));
                Monitor.PulseAll(_lock);
                return;
            }

            if (_stopped)
                return; // the cell was stopped: what it started does not go on
        }

        // Work that the cell did not wait for goes on without it.
        ThreadPool.QueueUserWorkItem(static work => work.d(work.state), (d, state), preferLocal: false);
    }

    public override void Send(SendOrPostCallback d, object? state) => d(state);

    public override SynchronizationContext CreateCopy() => this;

    /// <summary>Runs what is posted until <paramref name="task"/> is done.</summary>
    public void RunUntil(Task task, CancellationToken stop)
    {
        using CancellationTokenRegistration registration = stop.UnsafeRegister(static context => ((CellContext)context!).Wake(), this);
        _ = task.ContinueWith(static (_, context) => ((CellContext)context!).Wake(), this, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        while (true)
        {
            (SendOrPostCallback Callback, object? State) next;
            lock (_lock)
            {
                while (_queue.Count == 0 && !task.IsCompleted)
                {
                    stop.ThrowIfCancellationRequested();
                    Monitor.Wait(_lock);
                }

                stop.ThrowIfCancellationRequested();
                if (_queue.Count == 0)
                    return;
                next = _queue.Dequeue();
            }

            next.Callback(next.State);
        }
    }

    /// <summary>The cell is over: what comes later goes to the pool, or nowhere when it was stopped.</summary>
    public void End(bool stopped)
    {
        (SendOrPostCallback Callback, object? State)[] rest;
        lock (_lock)
        {
            (_ended, _stopped) = (true, stopped);
            rest = [.. _queue];
            _queue.Clear();
        }

        foreach ((SendOrPostCallback callback, object? state) in rest)
            Post(callback, state);
    }

    private void Wake()
    {
        lock (_lock)
            Monitor.PulseAll(_lock);
    }
}
