using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ResearchLab.Notebooks.Compilation;

/// <summary>
/// The compiler's stack probes leave out lambdas and local functions at the top level of a script, since the method around them is not written by
/// anybody. They get the probe in their text, lambdas when they can call themselves because they use something of a delegate type; no line moves.
/// </summary>
internal static class StackProbes
{
    private const string Probe = "global::System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();";

    /// <summary>The same code with probes in such lambdas; null when there are none.</summary>
    /// <param name="compilation">A compilation of the script that has no errors.</param>
    public static SyntaxTree? Insert(CSharpCompilation compilation)
    {
        SyntaxTree tree = compilation.SyntaxTrees[0];
        LocalFunctionStatementSyntax[] functions = [.. tree.GetRoot().DescendantNodes(IsTopLevel).OfType<LocalFunctionStatementSyntax>()];
        AnonymousFunctionExpressionSyntax[] lambdas = [.. tree.GetRoot().DescendantNodes(IsTopLevel).OfType<AnonymousFunctionExpressionSyntax>()
            .Where(lambda => lambda.Body.DescendantNodesAndSelf().Any(node => node is InvocationExpressionSyntax))];
        if (lambdas.Length + functions.Length == 0)
            return null;
        SemanticModel model = compilation.GetSemanticModel(tree);
        var inserts = new List<(int Position, string Text)>();
        foreach (AnonymousFunctionExpressionSyntax lambda in lambdas)
        {
            if (model.GetTypeInfo(lambda).ConvertedType is { TypeKind: TypeKind.Delegate } && UsesDelegate(model, lambda))
                Add(inserts, lambda.Block, lambda.ExpressionBody, model.GetSymbolInfo(lambda).Symbol as IMethodSymbol);
        }

        foreach (LocalFunctionStatementSyntax function in functions)
            Add(inserts, function.Body, function.ExpressionBody, model.GetDeclaredSymbol(function));

        if (inserts.Count == 0)
            return null;
        string text = tree.ToString();
        foreach ((int position, string insert) in inserts.OrderByDescending(insert => insert.Position))
            text = text.Insert(position, insert);
        return SubmissionChain.Parse(text, tree.FilePath);
    }

    private static void Add(List<(int Position, string Text)> inserts, BlockSyntax? block, SyntaxNode? arrow, IMethodSymbol? method)
    {
        if (block is not null)
        {
            inserts.Add((block.OpenBraceToken.Span.End, Probe));
            return;
        }

        ExpressionSyntax? body = arrow is ArrowExpressionClauseSyntax clause ? clause.Expression : arrow as ExpressionSyntax;
        if (body is null or RefExpressionSyntax || method is null)
            return;
        bool returns = !method.ReturnsVoid && !(method.IsAsync && method.ReturnType is INamedTypeSymbol { IsGenericType: false });
        string start = $"{{ {Probe} {(body is ThrowExpressionSyntax || !returns ? "" : "return ")}";
        if (arrow is ArrowExpressionClauseSyntax { ArrowToken: var token })
        {
            // int F() => x; becomes int F() { return x; }: the arrow goes, the semicolon comes behind the body already.
            inserts.Add((token.SpanStart, $"{start}/*"));
            inserts.Add((token.Span.End, "*/"));
            inserts.Add((body.Span.End, "; } "));
            return;
        }

        inserts.Add((body.SpanStart, start));
        inserts.Add((body.Span.End, "; }"));
    }

    private static bool UsesDelegate(SemanticModel model, AnonymousFunctionExpressionSyntax lambda) =>
        lambda.Body.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().Any(name => model.GetSymbolInfo(name).Symbol switch
        {
            IFieldSymbol field => IsDelegate(field.Type),
            ILocalSymbol local => IsDelegate(local.Type),
            IParameterSymbol parameter => IsDelegate(parameter.Type),
            IPropertySymbol property => IsDelegate(property.Type),
            _ => false,
        });

    private static bool IsDelegate(ITypeSymbol type) =>
        type.TypeKind is TypeKind.Delegate or TypeKind.Dynamic || type.SpecialType is SpecialType.System_Delegate or SpecialType.System_MulticastDelegate
        || (type is INamedTypeSymbol { IsGenericType: true } generic && generic.TypeArguments.Any(IsDelegate))
        || (type is IArrayTypeSymbol array && IsDelegate(array.ElementType));

    // Methods and types are probed by the compiler, with the lambdas in them.
    private static bool IsTopLevel(SyntaxNode node) =>
        node is not (BaseMethodDeclarationSyntax or BaseTypeDeclarationSyntax or PropertyDeclarationSyntax or IndexerDeclarationSyntax);
}
