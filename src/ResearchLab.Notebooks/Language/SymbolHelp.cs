namespace ResearchLab.Notebooks.Language;

/// <summary>What is known about the thing at one place.</summary>
/// <param name="Text">As plain text: signature, then what the documentation says.</param>
/// <param name="Markdown">The same as Markdown.</param>
public sealed record SymbolHelp(string Text, string Markdown);
