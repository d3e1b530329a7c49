using ResearchLab.Notebooks;
using ResearchLab.Notebooks.Headless;

namespace ResearchLab.Runner.Notebooks;

/// <summary>A notebook that ran in a process of its own, as it was saved.</summary>
/// <param name="Notebook">With its outputs and its record.</param>
/// <param name="Record">The record.</param>
/// <param name="Error">Why it did not run to its end, in full; null when it did.</param>
/// <param name="CellsRun">Code cells that ran to their end.</param>
internal sealed record FinishedRun(NotebookFile Notebook, RunRecord Record, string? Error, int CellsRun);
