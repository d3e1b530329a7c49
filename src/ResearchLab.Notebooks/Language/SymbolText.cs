using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;

namespace ResearchLab.Notebooks.Language;

/// <summary>Symbols as people read them.</summary>
internal static partial class SymbolText
{
    private const int MaxOverloads = 12;

    public static readonly SymbolDisplayFormat Short = SymbolDisplayFormat.MinimallyQualifiedFormat
        .WithMemberOptions(SymbolDisplayMemberOptions.IncludeParameters | SymbolDisplayMemberOptions.IncludeType | SymbolDisplayMemberOptions.IncludeModifiers
            | SymbolDisplayMemberOptions.IncludeContainingType | SymbolDisplayMemberOptions.IncludeConstantValue | SymbolDisplayMemberOptions.IncludeRef)
        .WithParameterOptions(
            SymbolDisplayParameterOptions.IncludeType | SymbolDisplayParameterOptions.IncludeName | SymbolDisplayParameterOptions.IncludeDefaultValue
            | SymbolDisplayParameterOptions.IncludeParamsRefOut | SymbolDisplayParameterOptions.IncludeExtensionThis)
        .WithKindOptions(SymbolDisplayKindOptions.IncludeTypeKeyword | SymbolDisplayKindOptions.IncludeNamespaceKeyword);

    private static readonly SymbolDisplayFormat s_item = SymbolDisplayFormat.MinimallyQualifiedFormat
        .WithMemberOptions(SymbolDisplayMemberOptions.IncludeParameters | SymbolDisplayMemberOptions.IncludeType);

    /// <summary>A line for a list of proposals.</summary>
    public static string Signature(ISymbol symbol) => symbol switch
    {
        INamespaceSymbol => "namespace",
        ITypeSymbol type => type.TypeKind.ToString().ToLowerInvariant(),
        ILocalSymbol local => local.Type.ToDisplayString(s_item),
        _ => symbol.ToDisplayString(s_item),
    };

    /// <summary>Jupyter's name of what a symbol is.</summary>
    public static string Kind(ISymbol symbol) => symbol switch
    {
        IMethodSymbol => "function",
        IPropertySymbol => "property",
        IEventSymbol => "event",
        IFieldSymbol { ContainingType.TypeKind: TypeKind.Enum } => "enum member",
        IFieldSymbol { ContainingType.IsScriptClass: true } or ILocalSymbol or IParameterSymbol or IRangeVariableSymbol => "variable",
        IFieldSymbol => "field",
        INamespaceSymbol => "module",
        INamedTypeSymbol { TypeKind: TypeKind.Interface } => "interface",
        INamedTypeSymbol { TypeKind: TypeKind.Enum } => "enum",
        INamedTypeSymbol { TypeKind: TypeKind.Struct } => "struct",
        _ => "class",
    };

    /// <summary>Signatures and documentation.</summary>
    /// <param name="symbols">One, or the overloads of a method.</param>
    /// <param name="model">Where they are seen from.</param>
    /// <param name="position">Place.</param>
    /// <param name="argument">Index of the argument that is being typed, or null.</param>
    public static SymbolHelp Help(IReadOnlyList<ISymbol> symbols, SemanticModel model, int position, int? argument = null)
    {
        var signatures = new List<string>();
        foreach (ISymbol symbol in symbols.Take(MaxOverloads))
        {
            string text = symbol.ToMinimalDisplayString(model, position, Short);
            if (symbol is IFieldSymbol { ContainingType.IsScriptClass: true } field)
                text = $"{field.Type.ToMinimalDisplayString(model, position)} {field.Name}";
            signatures.Add(argument is { } at && symbol is IMethodSymbol method && at < method.Parameters.Length
                ? $"{text}   ← {method.Parameters[at].Name}"
                : text);
        }

        if (symbols.Count > MaxOverloads)
            signatures.Add(Invariant($"… and {symbols.Count - MaxOverloads} more"));
        ISymbol described = symbols.FirstOrDefault(symbol => Xml(symbol) is not null) ?? symbols[0];
        List<(string Title, string Text)> documentation = Documentation(described);
        var plain = new StringBuilder(string.Join('\n', signatures));
        var markdown = new StringBuilder($"```csharp\n{string.Join('\n', signatures)}\n```\n");
        foreach ((string title, string text) in documentation)
        {
            plain.Append(title.Length > 0 ? $"\n\n{title}: {text}" : $"\n\n{text}");
            markdown.Append(title.Length > 0 ? $"\n**{title}** {text}\n" : $"\n{text}\n");
        }

        return new SymbolHelp(plain.ToString(), markdown.ToString());
    }

    private static List<(string Title, string Text)> Documentation(ISymbol symbol)
    {
        var parts = new List<(string, string)>();
        if (Xml(symbol) is not { } member)
            return parts;
        Add("", member.Element("summary"));
        foreach (XElement parameter in member.Elements("param"))
            Add((string?)parameter.Attribute("name") ?? "", parameter);
        Add("Returns", member.Element("returns"));
        Add("Value", member.Element("value"));
        foreach (XElement exception in member.Elements("exception"))
            Add($"Throws {Name((string?)exception.Attribute("cref") ?? "")}", exception);
        Add("Remarks", member.Element("remarks"));
        Add("Example", member.Element("example"));
        return parts;

        void Add(string title, XElement? element)
        {
            if (element is not null && Flatten(element) is { Length: > 0 } text)
                parts.Add((title, text));
        }
    }

    private static XElement? Xml(ISymbol symbol)
    {
        ISymbol definition = symbol is IMethodSymbol { ReducedFrom: { } reduced } ? reduced : symbol;
        if (definition.OriginalDefinition.GetDocumentationCommentXml() is not { Length: > 0 } text)
            return null;
        try
        {
            return XElement.Parse(text);
        }
        catch (XmlException)
        {
            return null;
        }
    }

    private static string Flatten(XElement element)
    {
        var text = new StringBuilder();
        foreach (XNode node in element.Nodes())
        {
            text.Append(node switch
            {
                XText plain => plain.Value,
                XElement { Name.LocalName: "see" or "seealso" } see =>
                    Name((string?)see.Attribute("cref") ?? (string?)see.Attribute("langword") ?? (string?)see.Attribute("href") ?? see.Value),
                XElement { Name.LocalName: "paramref" or "typeparamref" } reference => (string?)reference.Attribute("name"),
                XElement { Name.LocalName: "c" or "code" } code => $"`{code.Value}`",
                XElement { Name.LocalName: "para" or "item" } part => Flatten(part) + "\n",
                XElement other => Flatten(other),
                _ => "",
            });
        }

        return Spaces().Replace(text.ToString(), " ").Trim();
    }

    // T:System.Int32 reads Int32, and M:System.Math.Sqrt(System.Double) reads Math.Sqrt.
    private static string Name(string reference)
    {
        string name = reference.Length > 2 && reference[1] == ':' ? reference[2..] : reference;
        bool isType = reference.StartsWith("T:", StringComparison.Ordinal);
        string[] parts = name.Split('(')[0].Split('.');
        return string.Join('.', parts.TakeLast(isType || parts.Length == 1 ? 1 : 2));
    }

    [GeneratedRegex(@"\s+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Spaces();
}
