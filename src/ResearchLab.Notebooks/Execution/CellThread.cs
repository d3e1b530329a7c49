using System.Collections.Concurrent;
using System.Runtime;
using System.Runtime.CompilerServices;

namespace ResearchLab.Notebooks.Execution;

/// <summary>
/// The one thread that runs cells. A stop reaches a loop of the cell (it asks), a blocking wait and an await (they are woken), queries and trainings
/// (they are broken off), and by force what computes on within a library (the runtime aborts it). Its variables and the other threads stay.
/// </summary>
internal sealed class CellThread : IDisposable
{
    // An abort needs room for the runtime's own frames: with 4 MiB it ended the process now and then, with 16 it has not.
    private const int StackBytes = 16 << 20;
    private const int RoundsBeforeEnding = 2;
    private const int RoundsBeforeAbort = 20;
    private const int RoundsBetweenInterrupts = 10;
    private static readonly TimeSpan s_round = TimeSpan.FromMilliseconds(10);

    private readonly BlockingCollection<Job> _jobs = [];
    private readonly Lock _lock = new();
    private Job? _current;

    private Thread? _thread;

    private readonly Func<IEnumerable<object>> _variables;

    /// <param name="variables">Values of the session's variables, those of the running cell included: queries of theirs are broken off by a stop.</param>
    public CellThread(Func<IEnumerable<object>> variables)
    {
        _variables = variables;
        StartThread();
    }

    /// <summary>Whether a cell is running.</summary>
    public bool IsBusy
    {
        get
        {
            lock (_lock)
                return _current is not null;
        }
    }

    /// <summary>Runs <paramref name="start"/> and waits for its task, then hands the value to <paramref name="present"/>; both can be stopped.</summary>
    /// <param name="start">The work; it gets the token that a stop cancels.</param>
    /// <param name="present">What is to be done with the value while it can still be stopped.</param>
    public Task<CellOutcome> RunAsync(Func<CancellationToken, Task<object?>> start, Action<object?> present)
    {
        var job = new Job(start, present);
        _jobs.Add(job);
        return job.Outcome.Task;
    }

    /// <summary>Stops the running cell; returns at once. False when none is running.</summary>
    /// <param name="force">Whether it may be aborted when it does not end otherwise, which can end the process.</param>
    public bool Stop(bool force)
    {
        Job? job;
        lock (_lock)
            job = _current;
        if (job is null)
            return false;
        job.Force |= force;
        if (job.StopRequested)
            return true;
        job.StopRequested = true;
        // These may block on what the cell does or registered, and the pool may be full of its work: they get threads of their own.
        InBackground(job.Cooperative.Cancel);
        InBackground(() => End(job));
        return true;
    }

    private static void InBackground(Action work) => new Thread(() =>
    {
        try
        {
            work();
        }
        catch (AggregateException)
        {
            // What a cell registered on its token may throw; the cell is stopped all the same.
        }
    })
    { IsBackground = true, Name = "stop" }.Start();

    /// <inheritdoc/>
    public void Dispose()
    {
        _jobs.CompleteAdding();
        Stop(force: false);
    }

    // A wait is woken, a query and a training are broken off, a loop asks and ends. By force, what is still running then is aborted. Only the cell
    // itself is hit: once it is over, nothing reaches the runtime's own clean-up.
    private void End(Job job)
    {
        int forced = 0;
        StopSignal.Begin();
        try
        {
            for (int round = 0; Wake(job); round++)
            {
                if (round % RoundsBetweenInterrupts == 0)
                {
                    InBackground(() => QueryStop.All(_variables()));
                    LightGbm.Booster.InterruptAll();
                }

                if (job.Force)
                    forced++;
                // Not at once: a cell that listens to its token may still clean up. And never with an abort: one that strikes while an exception is on
                // its way can end the process.
                job.Signal.Ending = round >= RoundsBeforeEnding && forced < RoundsBeforeAbort - 2;
                if (forced == RoundsBeforeAbort)
                    InBackground(job.Abort.Cancel);
                Thread.Sleep(s_round);
            }
        }
        finally
        {
            StopSignal.Over();
        }

        job.Signal.Ending = true; // its tasks that nobody waits for do not go on either
    }

    /// <summary>Wakes the cell when it waits; false when it is over.</summary>
    private bool Wake(Job job)
    {
        lock (_lock)
        {
            if (job.Running && _thread!.ThreadState.HasFlag(ThreadState.WaitSleepJoin))
                _thread.Interrupt();
            return job.Running;
        }
    }

    private void StartThread()
    {
        var thread = new Thread(Loop, StackBytes) { IsBackground = true, Name = "cell" };
        lock (_lock)
            _thread = thread;
        thread.Start();
    }

    // The runtime can abort a thread once and go on; a second abort ends the thread. So a thread that was aborted is replaced.
    private void Loop()
    {
        foreach (Job job in _jobs.GetConsumingEnumerable())
        {
            CellOutcome? outcome = null;
            try
            {
                outcome = Run(job);
            }
            finally
            {
                if (outcome is null || job.Abort.IsCancellationRequested)
                    StartThread();
                Locked(() => _current = null);
                job.Outcome.SetResult(outcome ?? new CellOutcome(null, null, true));
            }

            if (job.Abort.IsCancellationRequested)
                return;
        }
    }

    private CellOutcome Run(Job job)
    {
        var context = new CellContext();
        object? value = null;
        Exception? error = null;
        Locked(() => _current = job);
        SynchronizationContext? before = SynchronizationContext.Current;
        job.Signal.Enter();
        try
        {
            SynchronizationContext.SetSynchronizationContext(context);
#pragma warning disable SYSLIB0046 // made for interactive use: exactly this
            ControlledExecution.Run(Body, job.Abort.Token);
#pragma warning restore SYSLIB0046
        }
#pragma warning disable CA1031 // whatever a cell throws is the cell's result
        catch (Exception thrown)
#pragma warning restore CA1031
        {
            error = thrown;
        }

        StopSignal.Leave();
        Locked(() => _current = null);
        SynchronizationContext.SetSynchronizationContext(before);
        bool stopped = job.StopRequested && error is not null;
        context.End(stopped);
        return new CellOutcome(value, stopped ? null : error, stopped);

        [MethodImpl(Uninterrupted.Kept)]
        void Body()
        {
            try
            {
                Locked(() => job.Running = true);
                Task<object?> task = job.Start(job.Cooperative.Token);
                context.RunUntil(task, job.Abort.Token);
                value = task.GetAwaiter().GetResult();
                job.Present(value);
            }
            finally
            {
                // No abort comes in a finally block; a wake-up that came too late is taken here.
                if (job.StopRequested)
                    ActivationSignal.Reopen();
                Locked(() => job.Running = false);
                if (job.StopRequested)
                    TakeWakeUp();
            }
        }
    }

    private void Locked(Action change)
    {
        while (true)
        {
            try
            {
                lock (_lock)
                    change();
                return;
            }
            catch (ThreadInterruptedException)
            {
                // Woken while waiting for the lock: try again.
            }
        }
    }

    private static void TakeWakeUp()
    {
        try
        {
            Thread.Sleep(1);
        }
        catch (ThreadInterruptedException)
        {
            // Now nothing is pending any more.
        }
    }

    private sealed class Job(Func<CancellationToken, Task<object?>> start, Action<object?> present)
    {
        private volatile bool _stopRequested;
        private volatile bool _force;

        public Func<CancellationToken, Task<object?>> Start => start;

        public Action<object?> Present => present;

        public CancellationTokenSource Cooperative { get; } = new();

        public CancellationTokenSource Abort { get; } = new();

        public TaskCompletionSource<CellOutcome> Outcome { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>Whether the cell's own code runs; changed under the thread's lock.</summary>
        public bool Running { get; set; }

        public StopSignal Signal { get; } = new();

        public bool Force { get => _force; set => _force = value; }

        public bool StopRequested { get => _stopRequested; set => _stopRequested = value; }
    }
}
