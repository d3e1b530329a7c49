namespace ResearchLab.Journal;

/// <summary>Something a person should know.</summary>
/// <param name="Id">Id from its content: the same thing raised again has the same.</param>
/// <param name="Severity">How much it matters.</param>
/// <param name="Kind">Snake-case kind, such as <c>short_strike_near</c>.</param>
/// <param name="Subject">What it is about: a symbol, a position, an agent.</param>
/// <param name="Message">One line, of the first time.</param>
/// <param name="Count">How often it was raised.</param>
/// <param name="RaisedAt">When first, UTC.</param>
/// <param name="LastAt">When last, UTC.</param>
/// <param name="AcknowledgedAt">When a person took note, UTC; null while nobody has.</param>
/// <param name="AcknowledgedBy">Who did.</param>
public sealed record AlertRecord(
    string Id, AlertSeverity Severity, string Kind, string Subject, string Message, int Count, DateTimeOffset RaisedAt, DateTimeOffset LastAt,
    DateTimeOffset? AcknowledgedAt, string? AcknowledgedBy);
