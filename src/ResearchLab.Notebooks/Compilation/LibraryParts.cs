using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ResearchLab.Notebooks.Compilation;

/// <summary>Parts of a cell that C# scripts do not allow, namespaces and extension methods: they are compiled as a library of their own.</summary>
internal static class LibraryParts
{
    /// <summary>Namespace of the types of library cells that name none.</summary>
    public const string OwnNamespace = "NotebookCells";

    /// <summary>The library and what is left, both with every line in its place; no library when the cell needs none.</summary>
    public static (string? Library, string Script) Split(string code)
    {
        if (!code.Contains("namespace", StringComparison.Ordinal) && !code.Contains("static class", StringComparison.Ordinal))
            return (null, code);
        // As a script the parser gives up on namespaces; as a file it understands both.
        SyntaxTree tree = CSharpSyntaxTree.ParseText(code, new CSharpParseOptions(LanguageVersion.Latest));
        var root = (CompilationUnitSyntax)tree.GetRoot();
        MemberDeclarationSyntax[] members = [.. root.Members.Where(IsLibrary)];
        if (members.Length == 0)
            return (null, code);
        // A file-scoped namespace takes in all that follows.
        if (Array.Exists(members, member => member is FileScopedNamespaceDeclarationSyntax))
            return (code, "");
        char[] script = code.ToCharArray(), library = [.. code.Select(c => c is '\n' ? c : ' ')];
        foreach (MemberDeclarationSyntax member in members)
        {
            for (int i = member.SpanStart; i < member.Span.End; i++)
            {
                library[i] = code[i];
                script[i] = code[i] == '\n' ? '\n' : ' ';
            }
        }

        foreach (UsingDirectiveSyntax directive in root.Usings)
            code.CopyTo(directive.SpanStart, library, directive.SpanStart, directive.Span.Length);
        // Scripts do not look for extension methods outside namespaces.
        string text = new(library);
        foreach (MemberDeclarationSyntax member in members.Where(member => member is not BaseNamespaceDeclarationSyntax).Reverse())
            text = text.Insert(member.Span.End, " }").Insert(member.SpanStart,
                $"namespace {OwnNamespace} {{ {(member.Modifiers.Any(SyntaxKind.PublicKeyword) ? "" : "public ")}");
        return (text, new string(script));
    }

    private static bool IsLibrary(MemberDeclarationSyntax member) => member is BaseNamespaceDeclarationSyntax
        || (member is ClassDeclarationSyntax type && type.Modifiers.Any(SyntaxKind.StaticKeyword)
            && type.Members.Any(inner => inner.IsKind(SyntaxKind.ExtensionBlockDeclaration)
                || (inner is MethodDeclarationSyntax { ParameterList.Parameters: [{ } first, ..] } && first.Modifiers.Any(SyntaxKind.ThisKeyword))));
}
