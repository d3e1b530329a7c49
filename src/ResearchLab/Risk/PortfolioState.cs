namespace ResearchLab.Risk;

/// <summary>The book a new trade joins.</summary>
/// <param name="AccountValue">Dollars; must be positive.</param>
/// <param name="OpenRisk">Dollars the open positions may lose together.</param>
/// <param name="OpenPositions">Number of open positions.</param>
/// <param name="DayLoss">Dollars lost since the previous close; negative when the day is up.</param>
/// <param name="Drawdown">Fall from the account's high, fraction in [0, 1].</param>
/// <param name="Var95">One-day 95% value at risk of the open positions, in dollars.</param>
public readonly record struct PortfolioState(
    double AccountValue, double OpenRisk, int OpenPositions, double DayLoss, double Drawdown, double Var95)
{
    /// <summary>
    /// Whether the book has ever taken an order. Of one that has not, the limits that read its history and its positions can say nothing yet.
    /// </summary>
    public bool HasTraded { get; init; }

    /// <summary>Sessions since the last entry in the underlying was decided; null when there was none.</summary>
    public int? SessionsSinceEntry { get; init; }

    /// <summary>Trades that ended with a loss since the last one with a profit.</summary>
    public int LossesRunning { get; init; }

    /// <summary>Sessions since the last trade ended; null when none has.</summary>
    public int? SessionsSinceExit { get; init; }

    /// <summary>A book without positions.</summary>
    public static PortfolioState Flat(double accountValue) => new(accountValue, 0, 0, 0, 0, 0);
}
