using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ResearchLab.Tests.Shared;

namespace ResearchLab.Notebooks.Tests;

/// <summary>What the analyzers do not see of text that must not depend on the host's culture.</summary>
public sealed class SourceTextTests
{
    /// <summary>A text within a hole of another is made before the outer one says which culture it wants.</summary>
    [Fact]
    public void Interpolations_WithinOthers_AreInvariantThemselves()
    {
        var found = new List<string>();
        foreach (string path in Directory.EnumerateFiles(Path.Combine(MarkdownPages.Root, "src"), "*.cs", SearchOption.AllDirectories))
        {
            var tree = CSharpSyntaxTree.ParseText(File.ReadAllText(path), cancellationToken: TestContext.Current.CancellationToken);
            foreach (InterpolatedStringExpressionSyntax text in tree.GetRoot(TestContext.Current.CancellationToken).DescendantNodes()
                .OfType<InterpolatedStringExpressionSyntax>())
            {
                bool hasFormat = text.Contents.OfType<InterpolationSyntax>().Any(hole => hole.FormatClause is not null);
                if (hasFormat && text.Parent!.AncestorsAndSelf().OfType<InterpolationSyntax>().Any() && !IsInvariant(text))
                    found.Add($"{Path.GetFileName(path)}:{tree.GetLineSpan(text.Span).StartLinePosition.Line + 1}: {text}");
            }
        }

        Assert.Empty(found);
    }

    private static bool IsInvariant(InterpolatedStringExpressionSyntax text) =>
        text.Ancestors().TakeWhile(node => node is not InterpolationSyntax).OfType<InvocationExpressionSyntax>()
            .Any(call => call.Expression.ToString() is "Invariant" or "string.Create" or "FormattableString.Invariant");
}
