namespace ResearchLab.Options;

/// <summary>When to leave a position; all of them are checked at each session's close, the first that holds acts.</summary>
/// <param name="TakeProfit">Profit in dollars per structure unit at which to close; infinite when there is none.</param>
/// <param name="StopLoss">Loss in dollars per structure unit (positive) at which to close; infinite when there is none.</param>
/// <param name="CloseOn">Last session to hold: 21 days before expiry for spreads, the last session before expiry otherwise.</param>
public readonly record struct ExitRules(double TakeProfit, double StopLoss, DateOnly CloseOn)
{
    /// <summary>Whether to leave once the market's regime has been another than at the entry for two closes running.</summary>
    public bool OnRegimeChange { get; init; } = true;
}
