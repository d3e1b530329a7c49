namespace ResearchLab.Journal;

/// <summary>A finished step.</summary>
/// <param name="Key">What it is.</param>
/// <param name="RunId">Run that did it.</param>
/// <param name="Status"><c>done</c>, or what else the step says.</param>
/// <param name="OutputJson">Its output as JSON.</param>
/// <param name="StartedAt">Start, UTC.</param>
/// <param name="EndedAt">End, UTC.</param>
public sealed record StepRecord(StepKey Key, string RunId, string Status, string OutputJson, DateTimeOffset StartedAt, DateTimeOffset EndedAt);
