namespace ResearchLab.Risk;

/// <summary>A trade that was decided on; it takes its place in the book, and its risk, from the session it was decided at.</summary>
/// <param name="Id">What the caller knows it by; one id an order.</param>
/// <param name="Underlying">Ticker of the underlying.</param>
/// <param name="Units">Structure units, at least 1.</param>
/// <param name="CapitalAtRisk">Dollars at risk of one unit.</param>
/// <param name="Var95">One-day 95% value at risk of one unit in dollars.</param>
/// <param name="Decided">Number of the session it was decided at.</param>
public sealed record BookOrder(int Id, string Underlying, int Units, double CapitalAtRisk, double Var95, int Decided);
