using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ResearchLab.Notebooks.Compilation;

/// <summary>
/// <c>using var x = …;</c>, <c>using T x = …;</c> and <c>await using …</c> at the top of a cell, which C# scripts do not allow. They become plain
/// variables whose values the session disposes: when a later cell replaces them, or when it ends.
/// </summary>
internal static class UsingDeclarations
{
    /// <summary>The code with blanks for the words <c>using</c>, every place as it was, and the names declared with them.</summary>
    public static (string Code, IReadOnlyList<string> Names) Split(string code)
    {
        if (!code.Contains("using", StringComparison.Ordinal))
            return (code, []);
        // As a script the parser takes them for imports; as a file with statements it understands them.
        var root = (CompilationUnitSyntax)CSharpSyntaxTree.ParseText(code, new CSharpParseOptions(LanguageVersion.Latest)).GetRoot();
        LocalDeclarationStatementSyntax[] declarations =
            [.. root.Members.OfType<GlobalStatementSyntax>().Select(member => member.Statement).OfType<LocalDeclarationStatementSyntax>()
            .Where(declaration => declaration.UsingKeyword.IsKind(SyntaxKind.UsingKeyword) && !declaration.UsingKeyword.IsMissing)];
        if (declarations.Length == 0)
            return (code, []);
        char[] text = code.ToCharArray();
        foreach (LocalDeclarationStatementSyntax declaration in declarations)
        {
            foreach (SyntaxToken word in new[] { declaration.AwaitKeyword, declaration.UsingKeyword })
                text.AsSpan(word.SpanStart, word.Span.Length).Fill(' ');
        }

        return (new string(text),
            [.. declarations.SelectMany(declaration => declaration.Declaration.Variables).Select(variable => variable.Identifier.ValueText)]);
    }
}
