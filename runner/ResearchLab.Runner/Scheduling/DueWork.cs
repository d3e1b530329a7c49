namespace ResearchLab.Runner.Scheduling;

/// <summary>Something the desk has to do for a session.</summary>
/// <param name="Session">Session.</param>
/// <param name="Kind">What.</param>
/// <param name="DueAt">From when it can be done.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="Error">Why it failed last; null when it did not.</param>
/// <param name="TryAt">When it is to be tried next; <paramref name="DueAt"/> before the first try.</param>
internal sealed record DueWork(DateOnly Session, DueKind Kind, DateTimeOffset DueAt, int Attempts, string? Error, DateTimeOffset TryAt);
