namespace ResearchLab.Market.Sources;

/// <summary>One figure of a company.</summary>
/// <param name="Symbol">Ticker of the company.</param>
/// <param name="Session">Date it is for.</param>
/// <param name="Period">FY, Q1 … Q4, quote or screener.</param>
/// <param name="Name">Name of the figure, as the vendor writes it.</param>
/// <param name="Value">The figure.</param>
/// <param name="KnownAt">When it was known, UTC.</param>
public readonly record struct FundamentalValue(string Symbol, DateOnly Session, string Period, string Name, double Value, DateTimeOffset KnownAt);
