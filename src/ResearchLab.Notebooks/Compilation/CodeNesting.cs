using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ResearchLab.Notebooks.Compilation;

/// <summary>
/// The compiler guards itself against most deep code but not against all: deep types in the parser and chains of prefixes in the binder would use
/// up the stack and end the process. No code that a person writes comes near these limits; what is beyond them is refused.
/// </summary>
internal static class CodeNesting
{
    /// <summary>Brackets that may be open at a time.</summary>
    public const int MaxBrackets = 250;

    private const int MaxDepth = 600;
    private const int MaxChain = 20_000;

    /// <summary>The error, at the start of a tree.</summary>
    public static Diagnostic Error(SyntaxTree tree) => Diagnostic.Create(
        "TooDeep", "Compiler", $"The code is nested too deep for the compiler: more than {MaxBrackets} brackets or {MaxDepth} operators and statements in "
            + $"each other. Take it apart, or read the data from a file.",
        DiagnosticSeverity.Error, DiagnosticSeverity.Error, isEnabledByDefault: true, warningLevel: 0, location: Location.Create(tree, default));

    /// <summary>Whether more brackets are open at a place than the parser can follow. Brackets in texts and comments count as well.</summary>
    public static bool IsTooDeep(ReadOnlySpan<char> code)
    {
        int depth = 0, angles = 0;
        foreach (char c in code)
        {
            switch (c)
            {
                case '(' or '[' or '{':
                    depth++;
                    break;
                case ')' or ']' or '}':
                    depth = Math.Max(0, depth - 1);
                    break;
                case '<':
                    angles++;
                    break;
                case '>' or ';' or '\n':
                    angles = c == '>' ? Math.Max(0, angles - 1) : 0;
                    break;
            }

            if (depth > MaxBrackets || angles > MaxBrackets)
                return true;
        }

        return false;
    }

    /// <summary>
    /// Whether nodes stand deeper in each other than the compiler can follow. Sums and chains of calls count apart: it takes those in a loop.
    /// </summary>
    public static bool IsTooDeep(SyntaxNode root)
    {
        var open = new Stack<(SyntaxNode Node, int Depth, int Chain)>();
        open.Push((root, 0, 0));
        while (open.TryPop(out (SyntaxNode Node, int Depth, int Chain) top))
        {
            if (top.Depth > MaxDepth || top.Chain > MaxChain)
                return true;
            foreach (SyntaxNode child in top.Node.ChildNodes())
                open.Push(IsChain(top.Node, child) ? (child, top.Depth, top.Chain + 1) : (child, top.Depth + 1, top.Chain));
        }

        return false;
    }

    private static bool IsChain(SyntaxNode parent, SyntaxNode child) => parent switch
    {
        BinaryExpressionSyntax binary => binary.Left == child,
        MemberAccessExpressionSyntax access => access.Expression == child,
        InvocationExpressionSyntax call => call.Expression == child,
        _ => false,
    };
}
