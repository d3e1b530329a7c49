namespace ResearchLab.Runner.Scheduling;

/// <param name="Session">Session of the run.</param>
/// <param name="StartedAt">When it started.</param>
/// <param name="EndedAt">When it ended, or null while it runs.</param>
/// <param name="Error">Why it failed, or null.</param>
internal sealed record RunState(DateOnly Session, DateTimeOffset StartedAt, DateTimeOffset? EndedAt, string? Error);
