using ResearchLab.Options;

namespace ResearchLab.Backtesting;

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
        (ChainOrigin.Observed, { } from) => Invariant($"observed quotes, MODELLED ones from {from:yyyy-MM-dd} on"),
        (ChainOrigin.Observed, _) => ObservedThrough is { } last && Outcome.Reason == ExitReason.Open
            ? Invariant($"observed quotes until they end on {last:yyyy-MM-dd}")
            : "observed quotes",
        (ChainOrigin.Modelled, _) => "MODELLED quotes",
        (ChainOrigin.Demo, _) => "SIMULATED quotes",
        _ => throw new InvalidOperationException(Invariant($"There is no chain origin {(int)Origin}.")),
    };
}
