namespace ResearchLab.Notebooks.Execution;

/// <summary>How a cell ended.</summary>
/// <param name="Value">What it returned.</param>
/// <param name="Error">What it threw.</param>
/// <param name="Stopped">Whether it was stopped from outside.</param>
internal sealed record CellOutcome(object? Value, Exception? Error, bool Stopped);
