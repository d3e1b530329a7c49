namespace ResearchLab.Options;

/// <summary>Calendar days to expiry aimed at and allowed.</summary>
/// <param name="Target">Days aimed at.</param>
/// <param name="Min">Fewest days allowed.</param>
/// <param name="Max">Most days allowed.</param>
public readonly record struct DayRange(int Target, int Min, int Max);
