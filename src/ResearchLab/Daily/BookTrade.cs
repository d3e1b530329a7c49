namespace ResearchLab.Daily;

/// <summary>A trade of a walk.</summary>
/// <param name="Trade">The trade.</param>
/// <param name="Units">Structure units.</param>
/// <param name="Decided">Position of the session it was decided at.</param>
internal sealed record BookTrade(DeskTrade Trade, int Units, int Decided);
