namespace ResearchLab.Backtesting;

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
