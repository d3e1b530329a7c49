namespace ResearchLab.Options;

/// <summary>A cash dividend known today.</summary>
/// <param name="YearsToExDate">ACT/365F years from today to the ex-date, &gt; 0.</param>
/// <param name="CashPerShare">Fall of the price at the ex-date in its currency, ≥ 0.</param>
public readonly record struct CashDividend(double YearsToExDate, double CashPerShare);
