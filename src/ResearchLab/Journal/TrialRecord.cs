namespace ResearchLab.Journal;

/// <summary>One thing that was tried: every training and backtest writes one, so that the number of trials behind a result is known.</summary>
/// <param name="Id">Id from the content, unique.</param>
/// <param name="RunId">Run that tried it; null outside runs.</param>
/// <param name="Kind"><c>training</c>, <c>backtest</c> or another kind of search.</param>
/// <param name="SpecJson">What was tried, as JSON.</param>
/// <param name="MetricsJson">What came out, as JSON.</param>
/// <param name="RecordedAt">When it was recorded, UTC.</param>
public sealed record TrialRecord(string Id, string? RunId, string Kind, string SpecJson, string MetricsJson, DateTimeOffset RecordedAt);
