namespace ResearchLab.Notebooks.Tests;

public sealed class DibFileTests
{
    /// <summary>As Polyglot Notebooks saves it.</summary>
    private const string Saved = """
        #!meta

        {"kernelInfo":{"defaultKernelName":"csharp","items":[{"aliases":[],"languageName":"csharp","name":"csharp"}]}}

        #!markdown

        # Title

        Some prose with #!csharp inside a line.

        #!csharp

        // parameters
        int count = 3;

        #!sql

        select 1 as one

        #!csharp

        #!time
        count + 1

        #!fsharp

        let x = 1

        """;

    [Fact]
    public void Parse_WhatPolyglotNotebooksSaves_GivesItsCells()
    {
        NotebookFile notebook = DibFile.Parse(Saved);
        Assert.Equal(
            [
                (CellKind.Markdown, "# Title\n\nSome prose with #!csharp inside a line."), (CellKind.Code, "// parameters\nint count = 3;"),
                (CellKind.Code, "#!sql\nselect 1 as one"),
                (CellKind.Code, "#!time\ncount + 1"), (CellKind.Code, "#!fsharp\nlet x = 1"),
            ],
            notebook.Cells.Select(cell => (cell.Kind, cell.Source)));
        Assert.Equal(["parameters"], notebook.Cells[1].Tags);
        Assert.Equal(5, notebook.Cells.Select(cell => cell.Id).Distinct().Count());
        Assert.Equal(notebook.ToJson(), NotebookFile.Parse(notebook.ToJson()).ToJson());
    }

    [Theory]
    [InlineData("#!fsharp\nlet x = 1", "#!fsharp")]
    [InlineData("1 + 1\n#!pwsh\nGet-ChildItem | Select-Object Name", "#!pwsh")]
    [InlineData("#!javascript\nconst x = `a`;", "#!javascript")]
    public async Task Cell_InALanguageThatIsNotRun_IsRefusedByItsName(string source, string named)
    {
        using var session = new NotebookSession(TimeProvider.System);
        CellResult result = await session.RunAsync(source);
        Assert.False(result.Succeeded);
        Assert.Contains($"({named}), which does not run here", result.Error!.Text);
    }

    [Fact]
    public void Write_ThenParse_IsTheSameNotebook_WindowsLineEndsToo()
    {
        NotebookFile notebook = DibFile.Parse(Saved);
        Assert.Equal(notebook.ToJson(), DibFile.Parse(DibFile.Write(notebook)).ToJson());
        Assert.Equal(notebook.ToJson(), DibFile.Parse("\uFEFF" + Saved.ReplaceLineEndings("\r\n")).ToJson());
        var tagged = NotebookFile.Create([new NotebookCell("a", CellKind.Code, "int n = 1;", ["parameters"]),
            new NotebookCell("b", CellKind.Raw, "neither", [])]);
        NotebookCell read = Assert.Single(DibFile.Parse(DibFile.Write(tagged)).Cells);
        Assert.Equal(("// parameters\nint n = 1;", "parameters"), (read.Source, Assert.Single(read.Tags)));
    }

    [Fact]
    public void Write_ALineThatWouldBeginAnotherCell_IsRefusedByName()
    {
        var told = NotebookFile.Create([new NotebookCell("how-to", CellKind.Markdown, "Begin a cell with\n#!csharp\nand write.", [])]);
        Assert.Contains("Cell 'how-to' holds the line '#!csharp'", Assert.Throws<NotebookFormatException>(() => DibFile.Write(told)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_WithoutNames_IsCSharp_AndAnEmptyFileHasNoCells()
    {
        Assert.Equal(["1 + 1"], DibFile.Parse("1 + 1").Cells.Select(cell => cell.Source));
        Assert.Equal(["1"], DibFile.Parse("#!meta\n{ whatever\n#!csharp\n1").Cells.Select(cell => cell.Source));
        Assert.Empty(DibFile.Parse("").Cells);
    }
}
