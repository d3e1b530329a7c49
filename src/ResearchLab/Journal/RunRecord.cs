namespace ResearchLab.Journal;

/// <summary>One run of a pipeline for a symbol and session.</summary>
/// <param name="Id">Id of the run.</param>
/// <param name="Symbol">Symbol.</param>
/// <param name="Session">Session it ran for.</param>
/// <param name="ConfigHash">Hash of the configuration.</param>
/// <param name="StartedAt">Start, UTC.</param>
/// <param name="EndedAt">End, UTC; null while it runs or when it died.</param>
/// <param name="Status"><c>running</c>, <c>done</c> or <c>failed</c>.</param>
/// <param name="Code">Commit and dirty flag of the code.</param>
/// <param name="Seed">Seed of everything random.</param>
/// <param name="Error">One line when it failed.</param>
public sealed record RunRecord(
    string Id, string Symbol, DateOnly Session, string ConfigHash, DateTimeOffset StartedAt, DateTimeOffset? EndedAt, string Status, string Code, ulong Seed,
    string? Error);
