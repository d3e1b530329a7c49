namespace ResearchLab.Daily;

/// <summary>The walk with one limit taken away.</summary>
/// <param name="Limit">Name of the limit.</param>
/// <param name="Trades">Median trades over the offsets.</param>
/// <param name="Pnl">Median profit in dollars.</param>
/// <param name="WorstMonth">Median worst month.</param>
public sealed record WithoutLimit(string Limit, int Trades, double Pnl, double WorstMonth);
