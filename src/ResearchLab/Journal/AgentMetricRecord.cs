namespace ResearchLab.Journal;

/// <summary>What an agent did since its last such record.</summary>
/// <param name="Agent">Name of the agent.</param>
/// <param name="RecordedAt">When, UTC, to the microsecond.</param>
/// <param name="Events">Events it took.</param>
/// <param name="Emitted">Events it gave.</param>
/// <param name="Abstained">How often it abstained.</param>
/// <param name="Failures">How often it failed.</param>
/// <param name="BusyMs">Milliseconds it worked.</param>
/// <param name="DocumentJson">What else it counts, as JSON.</param>
public sealed record AgentMetricRecord(
    string Agent, DateTimeOffset RecordedAt, int Events, int Emitted, int Abstained, int Failures, double BusyMs, string DocumentJson);
