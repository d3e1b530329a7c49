namespace ResearchLab.Options;

/// <summary>Either a tradable position or the reason why there is none.</summary>
/// <param name="Position">The position; null when not tradable.</param>
/// <param name="NotTradable">Why not, such as <c>not tradable: no put between 0.20Δ and 0.36Δ with a bid</c>; null when tradable.</param>
public readonly record struct StructureChoice(StructurePosition? Position, string? NotTradable);
