using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ResearchLab.Notebooks.Compilation;

namespace ResearchLab.Notebooks.Language;

/// <summary>Completion by the semantic model: what can be seen from a place, or be a member of what stands before the dot.</summary>
internal static class Completion
{
    private const int MaxItems = 2000;

    private static readonly string[] s_keywords =
    [
        "abstract", "as", "async", "await", "base", "bool", "break", "byte", "case", "catch", "char", "checked", "class", "const", "continue",
        "decimal", "default",
        "delegate", "do", "double", "else", "enum", "event", "explicit", "extern", "false", "finally", "fixed", "float", "for", "foreach", "from", "goto", "if",
        "implicit", "in", "int", "interface", "internal", "is", "lock", "long", "nameof", "namespace", "new", "null", "object", "operator", "out", "override",
        "params", "private", "protected", "public", "readonly", "record", "ref", "return", "sbyte", "sealed", "short", "sizeof", "stackalloc",
        "static", "string",
        "struct", "switch", "this", "throw", "true", "try", "typeof", "uint", "ulong", "unchecked", "unsafe", "ushort", "using", "var", "virtual", "void",
        "volatile", "when", "where", "while", "with", "yield",
    ];

    public static CompletionList Complete(SubmissionChain chain, string code, int position)
    {
        SyntaxTree tree = SubmissionChain.Parse(code);
        int start = position;
        while (start > 0 && (char.IsLetterOrDigit(code[start - 1]) || code[start - 1] == '_'))
            start--;
        int end = position;
        while (end < code.Length && (char.IsLetterOrDigit(code[end]) || code[end] == '_'))
            end++;
        SyntaxToken token = tree.GetRoot().FindToken(Math.Max(0, start == position && position > 0 ? position - 1 : start));
        if (IsInTextOrComment(tree, position, token) || CodeNesting.IsTooDeep(tree.GetRoot()))
            return new CompletionList(position, position, []);
        SemanticModel model = chain.Compile(tree).GetSemanticModel(tree);
        string prefix = code[start..position];
        SyntaxToken before = start > 0 ? tree.GetRoot().FindToken(start - 1) : default;
        if (before.Span.Contains(start - 1) is false && before.SpanStart >= start)
            before = before.GetPreviousToken();
        (IEnumerable<ISymbol> symbols, bool keywords) = Symbols(model, before, start);
        var items = new Dictionary<string, (CompletionItem Item, int Count)>(StringComparer.Ordinal);
        foreach (ISymbol symbol in symbols)
        {
            if (!symbol.CanBeReferencedByName || !Matches(symbol.Name, prefix) || IsHidden(symbol))
                continue;
            items[symbol.Name] = items.TryGetValue(symbol.Name, out (CompletionItem Item, int Count) known)
                ? (known.Item, known.Count + 1)
                : (new CompletionItem(symbol.Name, SymbolText.Kind(symbol), SymbolText.Signature(symbol)), 1);
        }

        IEnumerable<CompletionItem> all = items.Values.Select(
            item => item.Count == 1 ? item.Item : item.Item with { Signature = Invariant($"{item.Item.Signature} (+{item.Count - 1})") });
        if (keywords)
            all = all.Concat(s_keywords.Where(keyword => prefix.Length > 0 && Matches(keyword, prefix) && !items.ContainsKey(keyword))
                .Select(keyword => new CompletionItem(keyword, "keyword", "keyword")));
        return new CompletionList(start, end, [.. all
            .OrderBy(item => item.Text.StartsWith(prefix, StringComparison.Ordinal) ? 0 : 1)
            .ThenBy(item => item.Kind == "variable" ? 0 : 1)
            .ThenBy(item => item.Text, StringComparer.OrdinalIgnoreCase).ThenBy(item => item.Text, StringComparer.Ordinal).Take(MaxItems)]);
    }

    private static (IEnumerable<ISymbol> Symbols, bool Keywords) Symbols(SemanticModel model, SyntaxToken before, int position)
    {
        switch (before.Parent)
        {
            case MemberAccessExpressionSyntax access when before == access.OperatorToken:
                return (Members(model, access.Expression, position), false);
            case MemberBindingExpressionSyntax binding when before == binding.OperatorToken
                && binding.Ancestors().OfType<ConditionalAccessExpressionSyntax>().FirstOrDefault() is { } conditional:
                return (MembersOf(model, Underlying(model.GetTypeInfo(conditional.Expression).Type), position, isStatic: false), false);
            case QualifiedNameSyntax name when before == name.DotToken:
                return (Members(model, name.Left, position), false);
            case UsingDirectiveSyntax:
                return (model.LookupNamespacesAndTypes(position).Where(symbol => symbol is INamespaceSymbol), false);
            case ObjectCreationExpressionSyntax creation when before == creation.NewKeyword:
            case BaseObjectCreationExpressionSyntax:
                return (model.LookupNamespacesAndTypes(position).Where(symbol => symbol is not INamedTypeSymbol { IsStatic: true }), false);
            case InitializerExpressionSyntax { Parent: BaseObjectCreationExpressionSyntax made }
                when before.IsKind(SyntaxKind.OpenBraceToken) || before.IsKind(SyntaxKind.CommaToken):
                return (MembersOf(model, model.GetTypeInfo(made).Type, position, isStatic: false)
                    .Where(symbol => symbol is IPropertySymbol { SetMethod: not null } or IFieldSymbol), false);
        }

        IEnumerable<ISymbol> all = model.LookupSymbols(position, includeReducedExtensionMethods: false);
        // A named argument can only stand in a call.
        if (before.Parent is BaseArgumentListSyntax { Parent: InvocationExpressionSyntax call })
            all = all.Concat(model.GetMemberGroup(call.Expression).OfType<IMethodSymbol>().SelectMany(method => method.Parameters)
                .DistinctBy(parameter => parameter.Name));
        return (all, true);
    }

    private static IEnumerable<ISymbol> Members(SemanticModel model, ExpressionSyntax expression, int position)
    {
        SymbolInfo info = model.GetSymbolInfo(expression);
        ISymbol? symbol = info.Symbol ?? info.CandidateSymbols.FirstOrDefault();
        if (symbol is INamespaceSymbol space)
            return model.LookupSymbols(position, space);
        if (symbol is INamedTypeSymbol type)
            return MembersOf(model, type, position, isStatic: true);
        return MembersOf(model, model.GetTypeInfo(expression).Type, position, isStatic: false);
    }

    private static IEnumerable<ISymbol> MembersOf(SemanticModel model, ITypeSymbol? type, int position,
        bool isStatic) => type is null or { TypeKind: TypeKind.Error }
        ? []
        : model.LookupSymbols(position, type, includeReducedExtensionMethods: !isStatic)
            .Where(symbol => isStatic ? symbol.IsStatic || symbol is INamedTypeSymbol : !symbol.IsStatic && symbol is not INamedTypeSymbol
                || symbol is IMethodSymbol { ReducedFrom: not null });

    private static ITypeSymbol? Underlying(ITypeSymbol? type) =>
        type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable ? nullable.TypeArguments[0] : type;

    private static bool IsInTextOrComment(SyntaxTree tree, int position, SyntaxToken token)
    {
        if (tree.GetRoot().FindTrivia(Math.Max(0, position - 1)) is var trivia
            && trivia.Kind() is SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia && position > trivia.SpanStart)
            return true;
        return token.Kind() is SyntaxKind.StringLiteralToken or SyntaxKind.CharacterLiteralToken or SyntaxKind.InterpolatedStringTextToken
            or SyntaxKind.SingleLineRawStringLiteralToken
            or SyntaxKind.MultiLineRawStringLiteralToken or SyntaxKind.NumericLiteralToken && position > token.SpanStart
            && (position < token.Span.End || token.IsKind(SyntaxKind.NumericLiteralToken) || token.ContainsDiagnostics);
    }

    // Exact prefix, prefix without regard to case, or the capitals of a name: GO finds GetOption.
    private static bool Matches(string name, string prefix)
    {
        if (prefix.Length == 0 || name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            return true;
        return prefix.Length > 1 && prefix.All(char.IsUpper) && string.Concat(name.Where(char.IsUpper)).StartsWith(prefix, StringComparison.Ordinal);
    }

    private static bool IsHidden(ISymbol symbol) =>
        symbol.GetAttributes()
            .Any(attribute => attribute.AttributeClass?.Name == "EditorBrowsableAttribute" && attribute.ConstructorArguments is [{ Value: 1 }]);
}
