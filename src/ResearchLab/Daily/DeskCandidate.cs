using ResearchLab.Options;

namespace ResearchLab.Daily;

/// <summary>A candidate of a session: an eligible structure with strikes.</summary>
/// <param name="Position">The position.</param>
/// <param name="Var95">One-day 95% value at risk of one unit, in dollars.</param>
internal readonly record struct DeskCandidate(StructurePosition Position, double Var95);
