namespace ResearchLab.Backtesting;

/// <summary>A cash dividend.</summary>
/// <param name="ExSession">First session on which a buyer no longer receives it.</param>
/// <param name="Amount">Cash per unit of the underlying, in its currency.</param>
public readonly record struct ExDividend(DateOnly ExSession, double Amount);
