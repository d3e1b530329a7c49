namespace ResearchLab.Runner.Scheduling;

/// <summary>What the host did since it started; thread-safe.</summary>
internal sealed class HostState(TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<DateOnly, WorkFailure> _closeFailures = [];
    private RunState? _last;
    private DuePlan? _plan;

    public DateTimeOffset StartedAt { get; } = time.GetUtcNow();

    /// <summary>The newest work that was begun.</summary>
    public RunState? Last
    {
        get
        {
            lock (_lock)
                return _last;
        }
    }

    /// <summary>What was still to do when the host last looked; null before it did.</summary>
    public DuePlan? Plan
    {
        get
        {
            lock (_lock)
                return _plan;
        }
    }

    /// <summary>Closes that failed, by session.</summary>
    public IReadOnlyDictionary<DateOnly, WorkFailure> CloseFailures
    {
        get
        {
            lock (_lock)
                return new Dictionary<DateOnly, WorkFailure>(_closeFailures);
        }
    }

    /// <summary>Newest session of those that were told to be left out.</summary>
    public DateOnly? ToldLeft { get; set; }

    /// <summary>Session in the future that was told to have a record.</summary>
    public DateOnly? ToldAhead { get; set; }

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

    public void CloseFailed(DateOnly session, WorkFailure failure)
    {
        lock (_lock)
            _closeFailures[session] = failure;
    }

    public void Closed(DateOnly session)
    {
        lock (_lock)
            _closeFailures.Remove(session);
    }

    public void Planned(DuePlan plan)
    {
        lock (_lock)
            _plan = plan;
    }
}
