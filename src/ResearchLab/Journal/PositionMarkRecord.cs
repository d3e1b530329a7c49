namespace ResearchLab.Journal;

/// <summary>What a position was worth at an instant, and what made it so. All amounts are dollars of all its units.</summary>
/// <param name="PositionId">The position.</param>
/// <param name="Session">Session.</param>
/// <param name="Kind">Which prices it is from.</param>
/// <param name="MarkedAt">Time of the prices, UTC, to the microsecond.</param>
/// <param name="Value">What closing it would bring, before costs; negative when closing costs money.</param>
/// <param name="Profit">Profit since it was opened, after costs so far: the sum of the next four.</param>
/// <param name="FromPrice">Profit from the price of the underlying.</param>
/// <param name="FromVolatility">Profit from volatility.</param>
/// <param name="FromTime">Profit from time.</param>
/// <param name="FromCosts">Costs so far, as a negative number.</param>
/// <param name="DocumentJson">What it was computed from, as JSON.</param>
public sealed record PositionMarkRecord(
    string PositionId, DateOnly Session, MarkKind Kind, DateTimeOffset MarkedAt, double Value, double Profit, double FromPrice, double FromVolatility,
    double FromTime, double FromCosts, string DocumentJson);
