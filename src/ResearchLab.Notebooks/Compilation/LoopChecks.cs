using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ResearchLab.Notebooks.Execution;

namespace ResearchLab.Notebooks.Compilation;

/// <summary>
/// Loops without an end of their own, and those that catch exceptions, ask each time round whether the cell is to stop, and then end by an ordinary
/// exception; an abort that meets another exception on its way can end the process. Other loops are aborted: the question would keep their sums out
/// of registers and make them up to four times slower. It is put into the text behind the loop's head, and before each goto; no line moves.
/// </summary>
internal static class LoopChecks
{
    private const string Type = $"global::ResearchLab.Notebooks.Execution.{nameof(CellStop)}";
    private const string Check = $"if ({Type}.{nameof(CellStop.Ending)} != 0) {Type}.{nameof(CellStop.End)}();";

    /// <summary>The same code with the question in its loops; null when it has none.</summary>
    public static SyntaxTree? Insert(SyntaxTree tree)
    {
        var inserts = new List<(int Position, string Text)>();
        foreach (SyntaxNode node in tree.GetRoot().DescendantNodes())
        {
            (StatementSyntax? body, bool endless) = node switch
            {
                WhileStatementSyntax loop => (loop.Statement, IsTrue(loop.Condition)),
                DoStatementSyntax loop => (loop.Statement, IsTrue(loop.Condition)),
                ForStatementSyntax loop => (loop.Statement, loop.Condition is null || IsTrue(loop.Condition)),
                CommonForEachStatementSyntax loop => (loop.Statement, false),
                GotoStatementSyntax jump => (jump, true),
                _ => ((StatementSyntax?)null, false),
            };
            if (body is null || !(endless || Catches(body)))
                continue;
            if (body is BlockSyntax block)
            {
                inserts.Add((block.OpenBraceToken.Span.End, $" {Check}"));
            }
            else
            {
                inserts.Add((body.SpanStart, $"{{ {Check} "));
                inserts.Add((body.Span.End, " }"));
            }
        }

        if (inserts.Count == 0)
            return null;
        // What opens at a place comes in the order found, outer before inner; all that closes there is the same.
        var text = new System.Text.StringBuilder();
        string old = tree.ToString();
        int done = 0;
        foreach ((int position, string insert) in inserts.OrderBy(insert => insert.Position))
        {
            text.Append(old, done, position - done).Append(insert);
            done = position;
        }

        return CSharpSyntaxTree.ParseText(text.Append(old, done, old.Length - done).ToString(), (CSharpParseOptions)tree.Options, tree.FilePath, System.Text.Encoding.UTF8);
    }

    private static bool IsTrue(ExpressionSyntax condition) => condition.IsKind(SyntaxKind.TrueLiteralExpression);

    private static bool Catches(StatementSyntax body) => body.DescendantNodesAndSelf().Any(node => node is TryStatementSyntax);
}
