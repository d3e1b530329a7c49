namespace ResearchLab.Reports;

/// <summary>One health check.</summary>
/// <param name="Name">What was checked, such as <c>lake</c>.</param>
/// <param name="State">Its state.</param>
/// <param name="Text">One line: cause, value, remedy; may be empty when healthy.</param>
public readonly record struct HealthCheck(string Name, HealthState State, string Text);
