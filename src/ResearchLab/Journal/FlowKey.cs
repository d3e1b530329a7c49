namespace ResearchLab.Journal;

/// <summary>What names one passage through a flow: its steps are done once for it.</summary>
/// <param name="Flow">Name of the flow, such as <c>daily</c>.</param>
/// <param name="Subject">What it is for: a symbol, or what else the flow is about.</param>
/// <param name="Session">Session.</param>
/// <param name="ConfigHash">Hash of the configuration.</param>
public readonly record struct FlowKey(string Flow, string Subject, DateOnly Session, string ConfigHash);
