namespace ResearchLab.Daily;

/// <summary>Where the profit of the trades came from, in dollars of the median walk.</summary>
/// <param name="Delta">Shares at the delta of each close before.</param>
/// <param name="Decay">Gamma and theta.</param>
/// <param name="Vega">What is left: changes of implied volatility, and what the greeks of a close do not see.</param>
/// <param name="Costs">Spread, commissions, fees and delivery, negative.</param>
public sealed record PnlSplit(double Delta, double Decay, double Vega, double Costs);
