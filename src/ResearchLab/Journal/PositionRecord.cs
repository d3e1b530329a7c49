namespace ResearchLab.Journal;

/// <summary>A structure that is or was held.</summary>
/// <param name="Id">Id, unique.</param>
/// <param name="Account">Account.</param>
/// <param name="Underlying">Symbol of the underlying.</param>
/// <param name="Structure">Name of the structure.</param>
/// <param name="Opened">Session it was opened in.</param>
/// <param name="Units">Units that were opened, at least 1; they stay so while it is closed in parts.</param>
/// <param name="EntryPrice">Net premium a unit and share it was opened at, positive when paid.</param>
/// <param name="CapitalAtRisk">What one unit can lose, in dollars; above 0.</param>
/// <param name="DocumentJson">Legs, exit rules and what else belongs to it, as JSON.</param>
/// <param name="Costs">Costs so far in dollars, of all units.</param>
/// <param name="Closed">Session it was closed in; null while it is open, and so are the next three.</param>
/// <param name="ExitPrice">Net premium a unit and share it was closed at, positive when paid.</param>
/// <param name="ExitReason">Which rule closed it, such as <c>take_profit</c>.</param>
/// <param name="Profit">What it made in dollars, of all units, after costs.</param>
public sealed record PositionRecord(
    string Id, string Account, string Underlying, string Structure, DateOnly Opened, int Units, double EntryPrice, double CapitalAtRisk, string DocumentJson,
    double Costs, DateOnly? Closed = null, double? ExitPrice = null, string? ExitReason = null, double? Profit = null)
{
    /// <summary>Whether it is held.</summary>
    public bool IsOpen => Closed is null;
}
