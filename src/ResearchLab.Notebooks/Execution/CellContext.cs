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
        if (!Uninterrupted.Get(() => Keep(d, state)))
        {
            // Work that the cell did not wait for goes on without it.
            ThreadPool.QueueUserWorkItem(static work => work.d(work.state), (d, state), preferLocal: false);
        }
    }

    public override void Send(SendOrPostCallback d, object? state) => d(state);

    public override SynchronizationContext CreateCopy() => this;

    /// <summary>Runs what is posted until <paramref name="task"/> is done.</summary>
    public void RunUntil(Task task, CancellationToken stop)
    {
        using CancellationTokenRegistration registration = stop.UnsafeRegister(static context => ((CellContext)context!).Wake(), this);
        _ = task.ContinueWith(static (_, context) => ((CellContext)context!).Wake(), this, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
        while (Uninterrupted.Get(() => Next(task, stop)) is { } next)
        {
            // A loop of awaits ends here by an exception of its own. Aborted instead, it could meet the one below on its way, which ends the process.
            StopSignal.ThrowIfEnding();
            next.Callback(next.State);
        }

        stop.ThrowIfCancellationRequested();
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

    /// <summary>What is to be run next; null when the task is done and nothing is left, or when it is to stop.</summary>
    private (SendOrPostCallback Callback, object? State)? Next(Task task, CancellationToken stop)
    {
        lock (_lock)
        {
            while (_queue.Count == 0 && !task.IsCompleted && !stop.IsCancellationRequested)
                Monitor.Wait(_lock);
            return stop.IsCancellationRequested || _queue.Count == 0 ? null : _queue.Dequeue();
        }
    }

    /// <summary>Takes what the cell's thread is to run; false when the cell is over and it is for others.</summary>
    private bool Keep(SendOrPostCallback callback, object? state)
    {
        lock (_lock)
        {
            if (_ended)
                return _stopped; // what a stopped cell started does not go on
            _queue.Enqueue((callback, state));
            Monitor.PulseAll(_lock);
            return true;
        }
    }

    private void Wake()
    {
        lock (_lock)
            Monitor.PulseAll(_lock);
    }
}
