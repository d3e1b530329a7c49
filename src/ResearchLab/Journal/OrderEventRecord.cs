namespace ResearchLab.Journal;

/// <summary>One change of the state of an order.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="Number">Number of the change, from 1 without a gap.</param>
/// <param name="From">State before.</param>
/// <param name="State">State after.</param>
/// <param name="Reason">Why, in words.</param>
/// <param name="At">When, UTC.</param>
public sealed record OrderEventRecord(string OrderId, int Number, OrderState From, OrderState State, string Reason, DateTimeOffset At);
