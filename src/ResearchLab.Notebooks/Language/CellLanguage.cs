using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ResearchLab.Notebooks.Compilation;
using ResearchLab.Notebooks.Magics;

namespace ResearchLab.Notebooks.Language;

/// <summary>Questions about code that is being typed, answered by the compiler with all that the session declared.</summary>
internal static class CellLanguage
{
    /// <summary>Whether a cell can be run as it is; and the indent of its next line when it cannot.</summary>
    public static (CodeCompleteness Completeness, string Indent) Completeness(string code)
    {
        if (CodeNesting.IsTooDeep(code))
            return (CodeCompleteness.Invalid, "");
        IReadOnlyList<CellPart> parts = CellPart.Split(code.ReplaceLineEndings("\n"));
        for (int i = 0; i < parts.Count; i++)
        {
            bool isLast = i == parts.Count - 1;
            if (parts[i].Command != CellPart.CSharp)
            {
                if (isLast && parts[i].IsBlock && string.IsNullOrWhiteSpace(parts[i].Text))
                    return (CodeCompleteness.Incomplete, ""); // its lines are to come
                continue;
            }

            (CodeCompleteness completeness, string indent) = OfCSharp(parts[i].Text);
            if (completeness != CodeCompleteness.Complete)
                return isLast ? (completeness, indent) : (CodeCompleteness.Invalid, "");
        }

        return (CodeCompleteness.Complete, "");
    }

    private static (CodeCompleteness Completeness, string Indent) OfCSharp(string code)
    {
        SyntaxTree tree = SubmissionChain.Parse(code);
        // What is wrong before the end no further line can mend.
        int last = tree.GetRoot().GetLastToken(includeZeroWidth: false).SpanStart;
        if (tree.GetDiagnostics().Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error && diagnostic.Location.SourceSpan.Start < last))
            return (CodeCompleteness.Invalid, "");
        if (!SyntaxFactory.IsCompleteSubmission(tree))
            return (CodeCompleteness.Incomplete, new string(' ', 4 * Depth(tree)));
        return tree.GetDiagnostics().Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
            ? (CodeCompleteness.Invalid, "")
            : (CodeCompleteness.Complete, "");
    }

    /// <summary>Signature and documentation of what stands at <paramref name="position"/>: a name, or the call around the place.</summary>
    public static SymbolHelp? Inspect(SubmissionChain chain, string code, int position)
    {
        SyntaxTree tree = SubmissionChain.Parse(code);
        if (CodeNesting.IsTooDeep(tree.GetRoot()))
            return null;
        SemanticModel model = chain.Compile(tree).GetSemanticModel(tree);
        SyntaxToken token = TokenAt(tree, position);
        if (token.Parent is IdentifierNameSyntax or GenericNameSyntax or PredefinedTypeSyntax && SymbolOf(model, (ExpressionSyntax)token.Parent) is { } named)
            return SymbolText.Help(named, model, position);
        if (token.Parent is { } declared && token.IsKind(SyntaxKind.IdentifierToken) && model.GetDeclaredSymbol(declared) is { } own)
            return SymbolText.Help([own], model, position);
        for (SyntaxNode? node = token.Parent; node is not null; node = node.Parent)
        {
            if (node is not BaseArgumentListSyntax { Parent: { } call } arguments || position <= arguments.SpanStart)
                continue;
            ISymbol[] overloads = call switch
            {
                InvocationExpressionSyntax invocation => [.. model.GetMemberGroup(invocation.Expression)],
                BaseObjectCreationExpressionSyntax creation when model.GetTypeInfo(creation).Type is INamedTypeSymbol type =>
                    [.. type.InstanceConstructors.Where(constructor => constructor.DeclaredAccessibility == Accessibility.Public)],
                _ => [],
            };
            if (overloads.Length > 0)
                return SymbolText.Help(overloads, model, position, arguments.Arguments.GetSeparators().Count(comma => comma.SpanStart < position));
        }

        return token.Parent is LiteralExpressionSyntax literal && model.GetTypeInfo(literal).Type is { } literalType
            ? SymbolText.Help([literalType], model, position)
            : null;
    }

    internal static SyntaxToken TokenAt(SyntaxTree tree, int position)
    {
        SyntaxNode root = tree.GetRoot();
        SyntaxToken token = root.FindToken(Math.Clamp(position, 0, Math.Max(0, root.FullSpan.End - 1)));
        // A cursor just behind a name means the name.
        return position > 0 && position <= token.SpanStart && root.FindToken(position - 1) is var before && before.Span.End >= position
            && before.SpanStart < position ? before : token;
    }

    private static ISymbol[]? SymbolOf(SemanticModel model, ExpressionSyntax name)
    {
        ISymbol[] group = [.. model.GetMemberGroup(name)];
        if (group.Length > 0)
        {
            ISymbol? chosen = model.GetSymbolInfo(name).Symbol;
            return chosen is null ? group : [chosen, .. group.Where(other => !SymbolEqualityComparer.Default.Equals(other, chosen))];
        }

        SymbolInfo info = model.GetSymbolInfo(name);
        ISymbol? symbol = info.Symbol ?? info.CandidateSymbols.FirstOrDefault();
        if (symbol is null or { Name: "" })
            symbol = model.GetTypeInfo(name).Type is { TypeKind: not TypeKind.Error } type ? type : null;
        return symbol is null ? null : [symbol];
    }

    private static int Depth(SyntaxTree tree)
    {
        int depth = 0;
        foreach (SyntaxToken token in tree.GetRoot().DescendantTokens().Where(token => !token.IsMissing))
        {
            depth += token.Kind() switch
            {
                SyntaxKind.OpenBraceToken or SyntaxKind.OpenParenToken or SyntaxKind.OpenBracketToken => 1,
                SyntaxKind.CloseBraceToken or SyntaxKind.CloseParenToken or SyntaxKind.CloseBracketToken => -1,
                _ => 0,
            };
        }

        return Math.Max(0, depth);
    }
}
