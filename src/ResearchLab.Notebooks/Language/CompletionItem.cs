namespace ResearchLab.Notebooks.Language;

/// <summary>One proposal of a completion.</summary>
/// <param name="Text">What replaces the range.</param>
/// <param name="Kind">Jupyter's name of the kind: function, class, property, field, module, keyword, magic and so on.</param>
/// <param name="Signature">Type or signature in a line.</param>
public sealed record CompletionItem(string Text, string Kind, string Signature);

/// <summary>Proposals for one place.</summary>
/// <param name="Start">Start of what is replaced, in UTF-16 units.</param>
/// <param name="End">Its end.</param>
/// <param name="Items">Proposals in the order to show them.</param>
public sealed record CompletionList(int Start, int End, IReadOnlyList<CompletionItem> Items);

/// <summary>What is known about the thing at one place.</summary>
/// <param name="Text">As plain text: signature, then what the documentation says.</param>
/// <param name="Markdown">The same as Markdown.</param>
public sealed record SymbolHelp(string Text, string Markdown);

/// <summary>Whether code can be run as it is.</summary>
public enum CodeCompleteness
{
    /// <summary>It can be run.</summary>
    Complete,

    /// <summary>More is to come.</summary>
    Incomplete,

    /// <summary>It is wrong and stays so.</summary>
    Invalid,
}
