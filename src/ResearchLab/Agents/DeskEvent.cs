namespace ResearchLab.Agents;

/// <summary>Something that happened to the desk.</summary>
/// <param name="Kind">What.</param>
/// <param name="Subject">Symbol it is about.</param>
/// <param name="Text">One line for a person.</param>
public sealed record DeskEvent(DeskEventKind Kind, string Subject, string Text);
