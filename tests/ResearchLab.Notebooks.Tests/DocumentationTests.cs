using ResearchLab.Notebooks.Headless;
using ResearchLab.Tests.Shared;

namespace ResearchLab.Notebooks.Tests;

/// <summary>The C# of README and docs compiles as a cell: the same references and imports.</summary>
public sealed class DocumentationTests
{
    public static TheoryData<string> Pages =>
        [.. MarkdownPages.All.Where(page => MarkdownPages.Blocks(page.Text, "csharp").Any()).Select(page => page.Name)];

    [Fact]
    public void Pages_TheReadme_HasCode() =>
        Assert.Contains("README.md", MarkdownPages.All.Where(page => MarkdownPages.Blocks(page.Text, "csharp").Any()).Select(page => page.Name));

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task CsharpBlocks_Compile(string page)
    {
        foreach (string block in MarkdownPages.Blocks(MarkdownPages.Read(page), "csharp"))
        {
            using var session = new NotebookSession(TimeProvider.System);
            // A lambda that nobody calls: compiled like a cell, never run.
            CellResult result = await session.RunAsync($"Action never = () =>\n{{\n{block}\n}};", TestContext.Current.CancellationToken);
            Assert.True(result.Error is null, $"{page}:\n{block}\n{result.Error?.Text}");
        }
    }

    /// <summary>As a reader pastes them into a cell or a script, using declarations included.</summary>
    [Theory]
    [MemberData(nameof(Pages))]
    public void CsharpBlocks_PastedIntoACell_Compile(string page)
    {
        foreach (string block in MarkdownPages.Blocks(MarkdownPages.Read(page), "csharp"))
        {
            (int, CellError Error)? found = Preflight.FirstError(NotebookFile.Create([new NotebookCell("a", CellKind.Code, block, [])]), TimeProvider.System);
            Assert.True(found is null, $"{page}:\n{block}\n{found?.Error.Text}");
        }
    }

    /// <summary>What needs no lab is also run.</summary>
    [Fact]
    public async Task FramesPage_BlocksWithoutALab_Run()
    {
        string[] blocks = [.. MarkdownPages.Blocks(MarkdownPages.Read("docs/guide/frames.md"), "csharp")
            .Where(block => !block.Contains("Lab.Open", StringComparison.Ordinal))];
        Assert.True(blocks.Length >= 5);
        foreach (string block in blocks)
        {
            using var session = new NotebookSession(TimeProvider.System);
            // Braces, because a cell of its own has no local spans.
            CellResult result = await session.RunAsync($"Action now = () =>\n{{\n{block}\n}};\nnow();", TestContext.Current.CancellationToken);
            Assert.True(result.Error is null, $"{block}\n{result.Error?.Text}");
        }
    }

    [Fact]
    public async Task BlockThatDoesNotCompile_IsFound()
    {
        using var session = new NotebookSession(TimeProvider.System);
        Assert.NotNull((await session.RunAsync("Action never = () =>\n{\nvar lab = Lab.OpenNothing();\n};", TestContext.Current.CancellationToken)).Error);
    }
}
