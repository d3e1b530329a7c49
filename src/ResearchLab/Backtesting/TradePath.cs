using ResearchLab.Options;

namespace ResearchLab.Backtesting;

/// <summary>A position at one close.</summary>
/// <param name="Session">Session.</param>
/// <param name="Spot">Close of the underlying; NaN when unknown.</param>
/// <param name="Mid">Net mid of the open legs per unit of the underlying, positive when closing them would pay.</param>
/// <param name="Profit">Profit in dollars per structure unit of that mark over the fill, before commissions.</param>
/// <param name="CarriedLegs">Legs without a quote, marked at their last.</param>
/// <param name="Shares">Units of the underlying held after an assignment or exercise; negative when short.</param>
/// <param name="Greeks">Greeks of the open legs at their mids, shares included; NaN where a volatility cannot be solved.</param>
public readonly record struct TradeMark(
    DateOnly Session, double Spot, double Mid, double Profit, int CarriedLegs, double Shares, PositionGreeks Greeks);

/// <summary>Something that happened to a position, in words.</summary>
/// <param name="Session">Session at whose close it happened.</param>
/// <param name="Text">What, such as <c>sold 1 2024-02-16 470C at 3.10 (bid 3.05, ask 3.15)</c>.</param>
public readonly record struct TradeEvent(DateOnly Session, string Text);

/// <summary>What a trade paid besides the mids, in dollars per structure unit.</summary>
/// <param name="Spread">Share of the spreads of option quotes.</param>
/// <param name="Commissions">Commissions of the broker.</param>
/// <param name="Fees">Fees of exchanges and regulators.</param>
/// <param name="Delivery">Assignment fees, and the spread of shares traded away after an assignment or exercise.</param>
public readonly record struct TradeCosts(double Spread, double Commissions, double Fees, double Delivery)
{
    /// <summary>All of them.</summary>
    public double Total => Spread + Commissions + Fees + Delivery;
}

/// <summary>A simulated trade from entry to exit.</summary>
/// <param name="Outcome">What became of it.</param>
/// <param name="Marks">One a session from entry to exit.</param>
/// <param name="Events">Fills, assignments, settlements and what was missed, in order.</param>
/// <param name="Costs">Costs by kind.</param>
/// <param name="MissedEntries">1 when the entry found no quotes to fill at, else 0.</param>
/// <param name="MissingMarks">Sessions on which at least one leg was carried at its last quote.</param>
/// <param name="DeferredExits">Sessions on which an exit was due and could not be filled.</param>
public sealed record TradePath(
    TradeOutcome Outcome,
    IReadOnlyList<TradeMark> Marks,
    IReadOnlyList<TradeEvent> Events,
    TradeCosts Costs,
    int MissedEntries,
    int MissingMarks,
    int DeferredExits)
{
    /// <summary>Kind of the chain the trade was chosen on.</summary>
    public ChainOrigin Origin { get; init; }

    /// <summary>Last session with observed chains to follow it on; null when it was followed on one kind of chains throughout.</summary>
    public DateOnly? ObservedThrough { get; init; }

    /// <summary>First session it was followed on modelled quotes although chosen on observed ones, by explicit wish; null when never.</summary>
    public DateOnly? ModelledFrom { get; init; }

    /// <summary>What it was followed on, in words.</summary>
    public string FollowedOn => (Origin, ModelledFrom) switch
    {
        (ChainOrigin.Observed, { } from) => $"observed quotes, MODELLED ones from {from:yyyy-MM-dd} on",
        (ChainOrigin.Observed, _) => ObservedThrough is { } last && Outcome.Reason == ExitReason.Open
            ? $"observed quotes until they end on {last:yyyy-MM-dd}"
            : "observed quotes",
        (ChainOrigin.Modelled, _) => "MODELLED quotes",
        (ChainOrigin.Demo, _) => "SIMULATED quotes",
        _ => throw new InvalidOperationException($"There is no chain origin {(int)Origin}."),
    };
}
