using System.Collections.Concurrent;
using DuckDB.NET.Data;

namespace ResearchLab.Columns;

/// <summary>
/// One run of a command, from before its start until its last row was copied. It can be interrupted from any thread. DuckDB forgets an interrupt
/// that comes before a query has begun, so it is repeated until the run is over; after that none comes, so it never hits the next query.
/// </summary>
internal sealed class RunningQuery : IDisposable
{
    private const int RepeatMilliseconds = 10;
    private static readonly ConcurrentDictionary<RunningQuery, bool> s_running = new();

    private readonly Lock _lock = new();
    private readonly DuckDBCommand _command;
    private readonly CancellationTokenRegistration _registration;
    private Timer? _repeat;
    private bool _over;

    public RunningQuery(DuckDBCommand command, CancellationToken token)
    {
        _command = command;
        s_running[this] = true;
        _registration = token.UnsafeRegister(static run => ((RunningQuery)run!).Interrupt(), this);
    }

    /// <summary>Interrupts every query of the lab that runs in this process; each then throws. For a stop that a person asked for.</summary>
    public static void InterruptAll()
    {
        foreach (RunningQuery run in s_running.Keys)
            run.Interrupt();
    }

    public void Dispose()
    {
        s_running.TryRemove(this, out _);
        lock (_lock)
        {
            _over = true;
            _repeat?.Dispose();
        }

        _registration.Dispose();
    }

    private void Interrupt()
    {
        lock (_lock)
        {
            if (_over)
                return;
            // At once, since the pool that timers need may be full of what is to be stopped.
            Strike();
            _repeat ??= new Timer(static run => ((RunningQuery)run!).Again(), this, RepeatMilliseconds, RepeatMilliseconds);
        }
    }

    private void Again()
    {
        lock (_lock)
        {
            if (!_over)
                Strike();
        }
    }

    private void Strike()
    {
        try
        {
            _command.Cancel();
        }
        catch (InvalidOperationException)
        {
            // The connection was closed meanwhile: nothing runs.
        }
    }
}
