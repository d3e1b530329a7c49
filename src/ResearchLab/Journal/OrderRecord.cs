namespace ResearchLab.Journal;

/// <summary>An order: what is to be done to a position, and how far that is.</summary>
/// <param name="Id">Id, as of <see cref="OrderId"/>.</param>
/// <param name="Account">Account.</param>
/// <param name="DecisionId">Decision that asks for it.</param>
/// <param name="Session">Session it is for.</param>
/// <param name="Underlying">Symbol of the underlying.</param>
/// <param name="Structure">Name of the structure.</param>
/// <param name="Action">Whether it opens or closes.</param>
/// <param name="PositionId">
/// The position it closes or adds to. An order that opens one has null until its first fill, which names the position it opened.
/// </param>
/// <param name="Units">Units of the structure, at least 1.</param>
/// <param name="LimitPrice">Limit of the net premium a unit and share, positive when paid; null for an order at the market.</param>
/// <param name="DocumentJson">Legs, exit rules and what else belongs to it, as JSON.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Reason">Why it stands there; null while it is only intended.</param>
/// <param name="BrokerId">The broker's id for it; null while there is none.</param>
/// <param name="IntendedAt">When it was written down, UTC.</param>
/// <param name="ChangedAt">When it came to its state, UTC.</param>
public sealed record OrderRecord(
    string Id, string Account, string DecisionId, DateOnly Session, string Underlying, string Structure, OrderAction Action, string? PositionId, int Units,
    double? LimitPrice, string DocumentJson, OrderState State, string? Reason, string? BrokerId, DateTimeOffset IntendedAt, DateTimeOffset ChangedAt);
