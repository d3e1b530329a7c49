namespace ResearchLab.Options;

/// <summary>The rule of one structure.</summary>
/// <param name="Structure">Which structure.</param>
/// <param name="Days">Days to expiry of the (nearer) legs.</param>
/// <param name="Legs">The legs in the order of their choice; a delta leg lies beyond an earlier leg of its right, out of the money.</param>
/// <param name="FarDays">Days to expiry of the later legs of a calendar; null otherwise.</param>
public sealed record StructureRule(Structure Structure, DayRange Days, IReadOnlyList<LegRule> Legs, DayRange? FarDays = null);
