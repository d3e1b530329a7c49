namespace ResearchLab.Notebooks.Language;

/// <summary>Proposals for one place.</summary>
/// <param name="Start">Start of what is replaced, in UTF-16 units.</param>
/// <param name="End">Its end.</param>
/// <param name="Items">Proposals in the order to show them.</param>
public sealed record CompletionList(int Start, int End, IReadOnlyList<CompletionItem> Items);
