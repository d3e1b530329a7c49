using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ResearchLab.Notebooks.Compilation;

/// <summary>A compiled cell that has not run.</summary>
/// <param name="Compilation">Its compilation.</param>
/// <param name="Start">Starts it on the session's state; null when it did not compile.</param>
/// <param name="Errors">Compile errors in order of place.</param>
/// <param name="HasState">Whether it keeps a state of its own once it has started; later cells count on it.</param>
internal sealed record Submission(CSharpCompilation Compilation, Func<Task<object?>>? Start, ImmutableArray<Diagnostic> Errors, bool HasState = false)
{
    /// <summary>Whether later cells can see anything of it.</summary>
    public bool Declares => Compilation.SyntaxTrees.Any(tree => ((CompilationUnitSyntax)tree.GetRoot()).Usings.Count > 0)
        || (Compilation.ScriptClass?.GetMembers().Any(IsDeclared) ?? false);

    private static bool IsDeclared(ISymbol member) => !member.IsImplicitlyDeclared && !member.Name.Contains('<')
        && member is INamedTypeSymbol or IFieldSymbol or IPropertySymbol or IEventSymbol or IMethodSymbol { MethodKind: MethodKind.Ordinary };
}
