namespace ResearchLab.Journal;

/// <summary>What names a step: the same key is the same work, whichever run does it.</summary>
/// <param name="Flow">Which steps these are.</param>
/// <param name="Step">Name of the step, such as <c>features</c>.</param>
public readonly record struct StepKey(FlowKey Flow, string Step);
