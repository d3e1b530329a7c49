namespace ResearchLab.Reports;

/// <summary>How long one step of the run took.</summary>
/// <param name="Step">Name such as <c>features</c>.</param>
/// <param name="Elapsed">Wall-clock time.</param>
public readonly record struct StepTiming(string Step, TimeSpan Elapsed);
