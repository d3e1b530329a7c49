namespace ResearchLab.Journal;

/// <summary>The recommendation of a session.</summary>
/// <param name="Session">Session.</param>
/// <param name="Symbol">Symbol.</param>
/// <param name="ConfigHash">Hash of the configuration.</param>
/// <param name="Model">Id of the model that decided: with symbol, session and configuration it names the recommendation.</param>
/// <param name="RunId">Run that made it.</param>
/// <param name="Decision"><c>recommend</c>, <c>hold</c> or <c>no_trade</c>.</param>
/// <param name="Structure">Name of the structure.</param>
/// <param name="DocumentJson">The whole recommendation as JSON.</param>
/// <param name="ReportPath">Where its report is; null when none was written.</param>
/// <param name="RecordedAt">When it was recorded, UTC.</param>
public sealed record RecommendationRecord(
    DateOnly Session, string Symbol, string ConfigHash, string Model, string RunId, string Decision, string Structure, string DocumentJson, string? ReportPath,
    DateTimeOffset RecordedAt);
