using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ResearchLab.Basics;

namespace ResearchLab.Notebooks;

/// <summary>Parameters of a notebook: declared with defaults in one cell, replaced by a cell injected after it.</summary>
public static class NotebookParameters
{
    /// <summary>Tag of the cell that declares parameters.</summary>
    public const string Tag = "parameters";

    /// <summary>Tag of the cell that replaces them, as papermill names it.</summary>
    public const string InjectedTag = "injected-parameters";

    /// <summary>The parameters that <paramref name="notebook"/> declares, in order; empty without a tagged cell.</summary>
    public static IReadOnlyList<NotebookParameter> Declared(NotebookFile notebook)
    {
        int index = CellIndex(notebook);
        if (index < 0)
            return [];
        SyntaxNode root = CSharpSyntaxTree.ParseText(notebook.Cells[index].Source,
            new CSharpParseOptions(LanguageVersion.Latest, kind: SourceCodeKind.Script)).GetRoot();
        return
        [
            .. root.ChildNodes().OfType<FieldDeclarationSyntax>().SelectMany(field => field.Declaration.Variables.Select(
                variable => new NotebookParameter(variable.Identifier.ValueText, field.Declaration.Type.ToString(), variable.Initializer?.Value.ToString(),
                    CommentOf(field)))),
        ];
    }

    /// <summary>
    /// The notebook with a cell after its parameters that sets <paramref name="expressions"/>, and computes anew the parameters whose defaults use one that is
    /// set; the same notebook when there are none.
    /// </summary>
    /// <param name="notebook">Notebook with a cell tagged <c>parameters</c>.</param>
    /// <param name="expressions">C# expressions by name, as <see cref="Headless.ParameterText"/> makes them.</param>
    /// <exception cref="UsageException">A name is not declared; the message names the nearest or all.</exception>
    public static NotebookFile Inject(NotebookFile notebook, IReadOnlyDictionary<string, string> expressions)
    {
        if (expressions.Count == 0)
            return notebook;
        foreach (string name in expressions.Keys)
            Find(notebook, name);
        string[] lines = [.. Replaced(Declared(notebook), expressions).Select(parameter => $"{parameter.Type} {parameter.Name} = {parameter.Default};")];
        var cells = notebook.Cells.Where(cell => !cell.Tags.Contains(InjectedTag)).ToList();
        int after = cells.FindIndex(cell => cell.Kind == CellKind.Code && cell.Tags.Contains(Tag));
        cells.Insert(after + 1, new NotebookCell("injected-parameters", CellKind.Code, string.Join('\n', lines), [InjectedTag]));
        return notebook with { Cells = cells };
    }

    /// <summary>The declared parameter of a name.</summary>
    /// <exception cref="UsageException">There is none; the message names the nearest or all.</exception>
    public static NotebookParameter Find(NotebookFile notebook, string name)
    {
        IReadOnlyList<NotebookParameter> declared = Declared(notebook);
        return declared.FirstOrDefault(parameter => string.Equals(parameter.Name, name, StringComparison.Ordinal))
            ?? throw new UsageException($"Unknown parameter '{name}'. The notebook declares: "
                + $"{(declared.Count == 0 ? "none (tag a cell 'parameters')" : string.Join(", ", declared.Select(p => p.Name)))}.");
    }

    /// <summary>The parameters that are set, with what they are set to, and those computed from them, in the order in which they are declared.</summary>
    private static IEnumerable<NotebookParameter> Replaced(IReadOnlyList<NotebookParameter> declared, IReadOnlyDictionary<string, string> expressions)
    {
        var changed = new HashSet<string>(StringComparer.Ordinal);
        foreach (NotebookParameter parameter in declared)
        {
            bool isSet = expressions.TryGetValue(parameter.Name, out string? expression);
            if (isSet)
                yield return parameter with { Default = expression };
            else if (parameter.Default is { } computed && Uses(computed, changed))
                yield return parameter;
            else
                continue;
            changed.Add(parameter.Name);
        }
    }

    private static bool Uses(string expression, HashSet<string> names) =>
        names.Count > 0 && SyntaxFactory.ParseExpression(expression).DescendantNodesAndSelf().OfType<IdentifierNameSyntax>()
        .Any(identifier => names.Contains(identifier.Identifier.ValueText)
            && !(identifier.Parent is MemberAccessExpressionSyntax member && member.Name == identifier));

    private static string CommentOf(FieldDeclarationSyntax field)
    {
        SyntaxTrivia comment = field.GetTrailingTrivia().FirstOrDefault(trivia => trivia.IsKind(SyntaxKind.SingleLineCommentTrivia));
        return comment.ToString().TrimStart('/').Trim();
    }

    private static int CellIndex(NotebookFile notebook)
    {
        for (int i = 0; i < notebook.Cells.Count; i++)
        {
            if (notebook.Cells[i].Kind == CellKind.Code && notebook.Cells[i].Tags.Contains(Tag))
                return i;
        }

        return -1;
    }
}
