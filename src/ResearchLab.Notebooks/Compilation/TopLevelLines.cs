using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ResearchLab.Notebooks.Execution;

namespace ResearchLab.Notebooks.Compilation;

/// <summary>
/// Statements at the top of a cell note their line and number as they begin: the runtime forgets the place of what fails by itself in optimised code,
/// such as an index out of range, and never knew which of the statements of a line it was. No line moves.
/// </summary>
internal static class TopLevelLines
{
    private const string Signal = $"global::ResearchLab.Notebooks.Execution.{nameof(StopSignal)}";
    private const string Number = $"{Signal}.{nameof(StopSignal.TopLevelStatement)} = ";

    /// <summary>The same code with the notes in it.</summary>
    public static SyntaxTree Insert(SyntaxTree tree)
    {
        string old = tree.ToString();
        var text = new StringBuilder();
        int done = 0, number = 0;
        foreach (MemberDeclarationSyntax member in Noted(tree))
        {
            int line = member.GetLocation().GetLineSpan().StartLinePosition.Line + 1;
            text.Append(old, done, member.SpanStart - done).Append(CultureInfo.InvariantCulture,
                $"{Number}{++number}; {Signal}.{nameof(StopSignal.TopLevelLine)} = {line}; ");
            done = member.SpanStart;
        }

        return CSharpSyntaxTree.ParseText(text.Append(old, done, old.Length - done).ToString(), (CSharpParseOptions)tree.Options, tree.FilePath, Encoding.UTF8);
    }

    /// <summary>Column, from 1, of a statement at the top of a cell as it was written; 0 when it does not begin on that line.</summary>
    /// <param name="tree">The cell, without notes.</param>
    /// <param name="number">Number of the statement, from 1.</param>
    /// <param name="line">Its line, from 1.</param>
    public static int ColumnOf(SyntaxTree tree, int number, int line) =>
        Noted(tree).ElementAtOrDefault(number - 1)?.GetLocation().GetLineSpan().StartLinePosition is { } place && place.Line + 1 == line
            ? place.Character + 1
            : 0;

    /// <summary>Number of the statement at the top of a cell that holds a place in code with the notes in it, from 1; 0 where none is noted.</summary>
    public static int StatementOf(SyntaxNode place) => ((CompilationUnitSyntax)place.SyntaxTree.GetRoot()).Members
        .Count(member => member.SpanStart < place.SpanStart && member is GlobalStatementSyntax { Statement: ExpressionStatementSyntax statement }
            && statement.ToString().StartsWith(Number, StringComparison.Ordinal));

    private static IEnumerable<MemberDeclarationSyntax> Noted(SyntaxTree tree) => ((CompilationUnitSyntax)tree.GetRoot()).Members.Where(member =>
        !member.IsMissing && member is FieldDeclarationSyntax
            or GlobalStatementSyntax { Statement: not (EmptyStatementSyntax or LocalFunctionStatementSyntax or LabeledStatementSyntax) });
}
