namespace ResearchLab.Notebooks;

/// <summary>A variable that a cell tagged <c>parameters</c> declares.</summary>
/// <param name="Name">Name of the variable.</param>
/// <param name="Type">Its type as written.</param>
/// <param name="Default">The expression it is set to, as written; null without one.</param>
/// <param name="Comment">The comment at the end of its line; empty without one.</param>
public sealed record NotebookParameter(string Name, string Type, string? Default, string Comment = "");
