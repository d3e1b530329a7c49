namespace ResearchLab.Journal;

/// <summary>What an agent decided, with its reasons.</summary>
/// <param name="Id">Id, unique.</param>
/// <param name="Agent">Name of the agent.</param>
/// <param name="Subject">What it is about: a symbol, a position, an account.</param>
/// <param name="Session">Session it is for.</param>
/// <param name="Kind">Snake-case kind, such as <c>entry</c> or <c>exit</c>.</param>
/// <param name="Outcome">Snake-case outcome, such as <c>approved</c>, <c>rejected</c> or <c>abstained</c>.</param>
/// <param name="ReasonsJson">The reasons as a JSON list.</param>
/// <param name="DocumentJson">What it decided on, as JSON.</param>
/// <param name="DecidedAt">When, UTC.</param>
public sealed record DecisionRecord(
    string Id, string Agent, string Subject, DateOnly Session, string Kind, string Outcome, string ReasonsJson, string DocumentJson, DateTimeOffset DecidedAt);
