namespace ResearchLab.Journal;

/// <summary>What an account was worth at the close of a session, in dollars.</summary>
/// <param name="Account">Account.</param>
/// <param name="Session">Session.</param>
/// <param name="Equity">Cash and the value of what is held.</param>
/// <param name="Cash">Cash.</param>
/// <param name="OpenRisk">What all open positions can lose.</param>
/// <param name="OpenPositions">How many are open.</param>
/// <param name="DocumentJson">Measures of the portfolio and what they were computed from, as JSON.</param>
/// <param name="RecordedAt">When it was recorded, UTC.</param>
public sealed record PortfolioSnapshotRecord(
    string Account, DateOnly Session, double Equity, double Cash, double OpenRisk, int OpenPositions, string DocumentJson, DateTimeOffset RecordedAt);
