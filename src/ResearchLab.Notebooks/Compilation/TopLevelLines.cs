using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ResearchLab.Notebooks.Execution;

namespace ResearchLab.Notebooks.Compilation;

/// <summary>
/// Statements at the top of a cell note their line as they begin: the runtime forgets the place of what fails by itself in optimised code, such as an
/// index out of range. No line moves.
/// </summary>
internal static class TopLevelLines
{
    /// <summary>The same code with the notes in it.</summary>
    public static SyntaxTree Insert(SyntaxTree tree)
    {
        string old = tree.ToString();
        var text = new StringBuilder();
        int done = 0;
        foreach (MemberDeclarationSyntax member in ((CompilationUnitSyntax)tree.GetRoot()).Members)
        {
            if (member.IsMissing || member is not (FieldDeclarationSyntax or GlobalStatementSyntax { Statement: not (EmptyStatementSyntax or LocalFunctionStatementSyntax or LabeledStatementSyntax) }))
                continue;
            int line = member.GetLocation().GetLineSpan().StartLinePosition.Line + 1;
            text.Append(old, done, member.SpanStart - done).Append($"global::ResearchLab.Notebooks.Execution.{nameof(StopSignal)}.{nameof(StopSignal.TopLevelLine)} = {line}; ");
            done = member.SpanStart;
        }

        return CSharpSyntaxTree.ParseText(text.Append(old, done, old.Length - done).ToString(), (CSharpParseOptions)tree.Options, tree.FilePath, Encoding.UTF8);
    }
}
