namespace ResearchLab.Reports;

/// <summary>One run of the pipeline.</summary>
/// <param name="Id">Id in the journal.</param>
/// <param name="Symbol">Symbol.</param>
/// <param name="Session">Session it was for.</param>
/// <param name="Started">When it started.</param>
/// <param name="Elapsed">How long it took; null while it runs.</param>
/// <param name="Status">Such as <c>done</c>, <c>failed</c> or <c>running</c>.</param>
/// <param name="Succeeded">Null while it runs.</param>
/// <param name="Text">Result or error in one line.</param>
public readonly record struct StatusRun(
    string Id, string Symbol, DateOnly Session, DateTimeOffset Started, TimeSpan? Elapsed, string Status, bool? Succeeded, string Text);
