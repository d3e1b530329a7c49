namespace ResearchLab.Journal;

/// <summary>Units of an order that were traded.</summary>
/// <param name="Id">The broker's id of the execution, unique.</param>
/// <param name="OrderId">The order.</param>
/// <param name="Session">Session it was traded in.</param>
/// <param name="Units">Units of the structure, at least 1.</param>
/// <param name="Price">Net premium a unit and share, positive when paid, negative when received.</param>
/// <param name="Costs">Commissions and fees in dollars, of all its units.</param>
/// <param name="FilledAt">When, UTC.</param>
/// <param name="DocumentJson">Prices of the legs and what else belongs to it, as JSON.</param>
public sealed record FillRecord(
    string Id, string OrderId, DateOnly Session, int Units, double Price, double Costs, DateTimeOffset FilledAt, string DocumentJson);
