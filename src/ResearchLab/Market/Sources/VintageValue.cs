namespace ResearchLab.Market.Sources;

/// <summary>One value of a series with the instant from which it was known.</summary>
/// <param name="Date">Date it is for.</param>
/// <param name="Value">The value.</param>
/// <param name="KnownAt">When it was published, UTC.</param>
public readonly record struct VintageValue(DateOnly Date, double Value, DateTimeOffset KnownAt);
