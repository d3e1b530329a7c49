namespace ResearchLab.Journal;

/// <summary>All runs of a symbol for one session.</summary>
/// <param name="Session">Session.</param>
/// <param name="IsFinished">Whether one of them was finished: a session without such a run is still due.</param>
/// <param name="Attempts">How many were begun.</param>
/// <param name="Status">Status of the newest: <c>done</c>, <c>failed</c>, or <c>running</c> while it runs or when it died.</param>
/// <param name="Error">What the newest failed run said, in one line; null when none failed.</param>
/// <param name="LastStartedAt">When the newest began, UTC.</param>
public sealed record SessionRuns(DateOnly Session, bool IsFinished, int Attempts, string Status, string? Error, DateTimeOffset LastStartedAt);
