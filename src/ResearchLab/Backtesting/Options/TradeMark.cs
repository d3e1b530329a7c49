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
