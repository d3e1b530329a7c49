namespace ResearchLab.Journal;

/// <summary>Something worth telling that happened in a run.</summary>
/// <param name="At">When, UTC.</param>
/// <param name="RunId">In which run; null outside runs.</param>
/// <param name="Kind">Snake-case kind, such as <c>data_stale</c>.</param>
/// <param name="Message">One line.</param>
public sealed record EventRecord(DateTimeOffset At, string? RunId, string Kind, string Message);
