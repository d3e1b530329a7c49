namespace ResearchLab.Journal;

/// <summary>What became of a position that was closed.</summary>
/// <param name="PositionId">The position.</param>
/// <param name="Account">Account.</param>
/// <param name="Underlying">Symbol of the underlying.</param>
/// <param name="Structure">Name of the structure.</param>
/// <param name="Opened">Session it was opened in.</param>
/// <param name="Closed">Session it was closed in.</param>
/// <param name="Profit">Profit in dollars, of all units, after costs.</param>
/// <param name="Outcome">The profit as a fraction of the capital that was at risk: −1 when all of it was lost.</param>
/// <param name="ExitReason">Which rule closed it.</param>
/// <param name="DocumentJson">That of the position when it was closed, as JSON.</param>
/// <param name="RecordedAt">When it was recorded, UTC.</param>
public sealed record TradeOutcomeRecord(
    string PositionId, string Account, string Underlying, string Structure, DateOnly Opened, DateOnly Closed, double Profit, double Outcome, string ExitReason,
    string DocumentJson, DateTimeOffset RecordedAt);
