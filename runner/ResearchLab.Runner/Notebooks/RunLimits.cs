namespace ResearchLab.Runner.Notebooks;

/// <summary>How much a run may take.</summary>
/// <param name="Total">Time for all of it.</param>
/// <param name="Cell">Time for one cell; null for no limit of its own.</param>
/// <param name="MemoryMegabytes">Managed memory; null for no limit.</param>
internal sealed record RunLimits(TimeSpan Total, TimeSpan? Cell, int? MemoryMegabytes);
