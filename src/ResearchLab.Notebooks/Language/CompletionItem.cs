namespace ResearchLab.Notebooks.Language;

/// <summary>One proposal of a completion.</summary>
/// <param name="Text">What replaces the range.</param>
/// <param name="Kind">Jupyter's name of the kind: function, class, property, field, module, keyword, magic and so on.</param>
/// <param name="Signature">Type or signature in a line.</param>
public sealed record CompletionItem(string Text, string Kind, string Signature);
