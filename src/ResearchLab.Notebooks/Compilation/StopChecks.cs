using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ResearchLab.Notebooks.Execution;

namespace ResearchLab.Notebooks.Compilation;

/// <summary>
/// Loops of a cell, its gotos and its functions that call themselves ask each time round whether the cell is to stop, and then end by an ordinary
/// exception. The runtime's abort, which is left for what runs on within libraries, ends the process when it strikes a thread in certain states.
/// The questions are put into the text; no line moves. An outermost loop fetches the signal once, so that asking is one read of a field: a call
/// would keep sums out of registers.
/// </summary>
internal sealed class StopChecks : CSharpSyntaxWalker
{
    private const string Signal = $"global::ResearchLab.Notebooks.Execution.{nameof(StopSignal)}";
    private const string Here = $"{Signal}.{nameof(StopSignal.Here)}";
    private const string AskHere =
        $"if ({Signal}.{nameof(StopSignal.Any)} && {Here}.{nameof(StopSignal.Ending)}) throw {Signal}.{nameof(StopSignal.Stopped)}();";

    private readonly List<(int Position, string Text)> _inserts = [];
    private string? _signal;
    private int _signals;

    private StopChecks()
    {
    }

    /// <summary>The same code with the questions in it; null when nothing in it repeats.</summary>
    public static SyntaxTree? Insert(SyntaxTree tree)
    {
        var checks = new StopChecks();
        checks.Visit(tree.GetRoot());
        if (checks._inserts.Count == 0)
            return null;
        // At one place: what was found first opens first; what closes there is a brace, whatever it closes.
        var text = new System.Text.StringBuilder();
        string old = tree.ToString();
        int done = 0;
        foreach ((int position, string insert) in checks._inserts.OrderBy(insert => insert.Position))
        {
            text.Append(old, done, position - done).Append(insert);
            done = position;
        }

        return CSharpSyntaxTree.ParseText(text.Append(old, done, old.Length - done).ToString(), (CSharpParseOptions)tree.Options, tree.FilePath,
            System.Text.Encoding.UTF8);
    }

    public override void VisitWhileStatement(WhileStatementSyntax node) => Loop(node, node.Statement, base.VisitWhileStatement);

    public override void VisitDoStatement(DoStatementSyntax node) => Loop(node, node.Statement, base.VisitDoStatement);

    public override void VisitForStatement(ForStatementSyntax node) => Loop(node, node.Statement, base.VisitForStatement);

    public override void VisitForEachStatement(ForEachStatementSyntax node) => Loop(node, node.Statement, base.VisitForEachStatement);

    public override void VisitForEachVariableStatement(ForEachVariableStatementSyntax node) => Loop(node, node.Statement, base.VisitForEachVariableStatement);

    public override void VisitGotoStatement(GotoStatementSyntax node)
    {
        _inserts.Add((node.SpanStart, $"{{ {AskHere} "));
        _inserts.Add((node.Span.End, " }"));
    }

    public override void VisitMethodDeclaration(MethodDeclarationSyntax node) =>
        Function(node, node.Identifier, node.ReturnType, node.Modifiers, node.Body, node.ExpressionBody, node.SemicolonToken, base.VisitMethodDeclaration);

    public override void VisitLocalFunctionStatement(LocalFunctionStatementSyntax node) =>
        Function(node, node.Identifier, node.ReturnType, node.Modifiers, node.Body, node.ExpressionBody, node.SemicolonToken, base.VisitLocalFunctionStatement);

    public override void VisitSimpleLambdaExpression(SimpleLambdaExpressionSyntax node) => Within(node, base.VisitSimpleLambdaExpression);

    public override void VisitParenthesizedLambdaExpression(ParenthesizedLambdaExpressionSyntax node) => Within(node, base.VisitParenthesizedLambdaExpression);

    public override void VisitAnonymousMethodExpression(AnonymousMethodExpressionSyntax node) => Within(node, base.VisitAnonymousMethodExpression);

    private void Loop<T>(T loop, StatementSyntax body, Action<T> children)
        where T : StatementSyntax
    {
        string? outer = _signal;
        if (outer is null)
        {
            _signal = Invariant($"__stop{_signals++}");
            _inserts.Add((loop.SpanStart, $"{{ var {_signal} = {Here}; "));
        }

        string ask = $"if ({_signal}.{nameof(StopSignal.Ending)}) throw {Signal}.{nameof(StopSignal.Stopped)}();";
        if (body is BlockSyntax block)
            _inserts.Add((block.OpenBraceToken.Span.End, $" {ask}"));
        else
            _inserts.Add((body.SpanStart, $"{{ {ask} "));
        children(loop);
        if (body is not BlockSyntax)
            _inserts.Add((body.Span.End, " }"));
        if (outer is null)
            _inserts.Add((loop.Span.End, " }"));
        _signal = outer;
    }

    private void Function<T>(
        T function, SyntaxToken name, TypeSyntax returned, SyntaxTokenList modifiers, BlockSyntax? body, ArrowExpressionClauseSyntax? arrow,
        SyntaxToken semicolon, Action<T> children)
        where T : SyntaxNode
    {
        SyntaxNode? code = (SyntaxNode?)body ?? arrow?.Expression;
        bool asks = code is not null && code.DescendantNodesAndSelf().OfType<InvocationExpressionSyntax>()
            .Any(call => NameOf(call.Expression) == name.ValueText);
        if (asks && body is not null)
        {
            _inserts.Add((body.OpenBraceToken.Span.End, $" {AskHere}"));
        }
        else if (asks)
        {
            // int F(int n) => x; becomes int F(int n) { …; return x; }
            bool plain = arrow!.Expression is ThrowExpressionSyntax || returned is PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.VoidKeyword }
                || (modifiers.Any(SyntaxKind.AsyncKeyword) && returned is IdentifierNameSyntax or QualifiedNameSyntax { Right: IdentifierNameSyntax });
            _inserts.Add((arrow.ArrowToken.SpanStart, $"{{ {AskHere} {(plain ? "" : "return ")}/*"));
            _inserts.Add((arrow.ArrowToken.Span.End, "*/"));
        }

        Within(function, children);
        if (asks && body is null)
        {
            _inserts.Add((semicolon.Span.End, " }"));
        }
    }

    private void Within<T>(T function, Action<T> children)
    {
        string? outer = _signal;
        _signal = null;
        children(function);
        _signal = outer;
    }

    private static string? NameOf(ExpressionSyntax called) => called switch
    {
        SimpleNameSyntax simple => simple.Identifier.ValueText,
        MemberAccessExpressionSyntax member => member.Name.Identifier.ValueText,
        _ => null,
    };
}
