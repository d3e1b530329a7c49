namespace ResearchLab.Runner.Scheduling;

/// <summary>What the host did since it started; thread-safe.</summary>
internal sealed class HostState(TimeProvider time)
{
    private readonly Lock _lock = new();
    private RunState? _last;

    public DateTimeOffset StartedAt { get; } = time.GetUtcNow();

    public RunState? Last
    {
        get
        {
            lock (_lock)
                return _last;
        }
    }

    public void Started(DateOnly session)
    {
        lock (_lock)
            _last = new RunState(session, time.GetUtcNow(), null, null);
    }

    public void Finished(DateOnly session, string? error)
    {
        lock (_lock)
            _last = new RunState(session, _last?.StartedAt ?? time.GetUtcNow(), time.GetUtcNow(), error);
    }
}
