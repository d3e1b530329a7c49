using System.Text.Json.Nodes;
using ResearchLab.Basics;

namespace ResearchLab.Notebooks.Tests;

public sealed class NotebookFileTests
{
    // As Jupyter 7 saved it: source as a list of lines, one output, ids.
    private const string Jupyter = """
        {
         "cells": [
          {"cell_type": "markdown", "id": "a1", "metadata": {}, "source": ["# Title\n", "Größe Δ < 1"]},
          {"cell_type": "code", "execution_count": 3, "id": "b2", "metadata": {"tags": ["parameters"], "collapsed": true},
           "outputs": [{"data": {"text/plain": ["2"]}, "execution_count": 3, "metadata": {}, "output_type": "execute_result"}],
           "source": ["string symbol = \"SPY\";\n", "double level = 0.5;"]},
          {"cell_type": "raw", "id": "c3", "metadata": {}, "source": "plain"}
         ],
         "metadata": {"kernelspec": {"display_name": "C#", "language": "C#", "name": ".net-csharp"}, "custom": {"kept": 1}},
         "nbformat": 4, "nbformat_minor": 5
        }
        """;

    [Fact]
    public void Parse_JupyterFile_ReadsCellsTagsAndOutputs()
    {
        NotebookFile notebook = NotebookFile.Parse(Jupyter);

        Assert.Equal([CellKind.Markdown, CellKind.Code, CellKind.Raw], notebook.Cells.Select(cell => cell.Kind));
        Assert.Equal("# Title\nGröße Δ < 1", notebook.Cells[0].Source);
        Assert.Equal(["parameters"], notebook.Cells[1].Tags);
        Assert.True(notebook.Cells[1].HasOutputs);
        Assert.True(notebook.HasOutputs);
        Assert.Equal("plain", notebook.Cells[2].Source);
    }

    [Fact]
    public void ToJson_ParsedAgain_IsTheSameNotebook()
    {
        NotebookFile notebook = NotebookFile.Parse(Jupyter);

        string json = notebook.ToJson();
        JsonNode reread = JsonNode.Parse(json)!;

        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(Jupyter)!["metadata"], reread["metadata"]));
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(Jupyter)!["cells"]![1], reread["cells"]![1]));
        Assert.Equal(json, NotebookFile.Parse(json).ToJson());
        Assert.Contains("Größe Δ < 1", json);
    }

    [Fact]
    public void WithoutOutputs_NotebookThatRan_KeepsSourceOnly()
    {
        NotebookFile notebook = NotebookFile.Parse(Jupyter).WithoutOutputs();

        Assert.False(notebook.HasOutputs);
        Assert.Equal("string symbol = \"SPY\";\ndouble level = 0.5;", notebook.Cells[1].Source);
        Assert.Equal("[]", JsonNode.Parse(notebook.ToJson())!["cells"]![1]!["outputs"]!.ToJsonString());
        Assert.Null(JsonNode.Parse(notebook.ToJson())!["cells"]![1]!["execution_count"]);
    }

    [Fact]
    public void Parse_CellsWithoutIds_GetStableUniqueOnes()
    {
        const string json = """{"cells":[{"cell_type":"code","source":"1"},{"cell_type":"code","source":"1"}],"metadata":{},"nbformat":4,"nbformat_minor":2}""";

        string[] ids = [.. NotebookFile.Parse(json).Cells.Select(cell => cell.Id)];

        Assert.Equal(2, ids.Distinct().Count());
        Assert.Equal(ids, NotebookFile.Parse(json).Cells.Select(cell => cell.Id));
    }

    [Theory]
    [InlineData("""{"nbformat":3,"cells":[]}""", "nbformat is '3'")]
    [InlineData("""{"cells":[]}""", "nbformat is 'missing'")]
    [InlineData("""{"nbformat":4}""", "'cells' is missing")]
    [InlineData("""{"nbformat":4,"cells":[{"cell_type":"sql","source":""}]}""", "Cell 1 has the cell_type 'sql'")]
    [InlineData("""{"nbformat":4,"cells":[{"cell_type":"code"}]}""", "Cell 1 has no source")]
    [InlineData("[]", "JSON object")]
    [InlineData("{\n\n x", "line 3")]
    public void Parse_NotANotebook_SaysWhatIsWrong(string json, string part) =>
        Assert.Contains(part, Assert.Throws<NotebookFormatException>(() => NotebookFile.Parse(json)).Message);

    [Fact]
    public void Parse_RepeatedIds_GetOthersAsNbformatDoes()
    {
        const string json =
            """{"nbformat":4,"cells":[{"cell_type":"code","id":"x","source":"1"},{"cell_type":"code","id":"x","source":"1"},{"cell_type":"markdown","id":"x","source":"1"}]}""";
        string[] ids = [.. NotebookFile.Parse(json).Cells.Select(cell => cell.Id)];
        Assert.Equal("x", ids[0]);
        Assert.Equal(3, ids.Distinct().Count());
        Assert.Equal(ids, NotebookFile.Parse(json).Cells.Select(cell => cell.Id));
    }

    [Theory]
    [InlineData("""{"polyglot_notebook":{"kernelName":"fsharp"}}""", "{}", "#!fsharp\ncode")]
    [InlineData("""{"dotnet_interactive":{"language":"pwsh"}}""", "{}", "#!pwsh\ncode")]
    [InlineData("""{"polyglot_notebook":{"kernelName":"sql"}}""", "{}", "#!sql\ncode")]
    [InlineData("""{"polyglot_notebook":{"kernelName":"csharp"}}""", """{"kernelspec":{"name":".net-fsharp","language":"F#"}}""", "code")]
    [InlineData("{}", """{"kernelspec":{"name":".net-csharp","language":"C#"}}""", "code")]
    [InlineData("{}", """{"kernelspec":{"name":"python3"}}""", "#!python\ncode")]
    [InlineData("{}", """{"kernelspec":{"name":"ir","language":"R"}}""", "#!R\ncode")]
    [InlineData("{}", """{"language_info":{"name":"julia"}}""", "#!julia\ncode")]
    [InlineData("{}", "{}", "code")]
    public void CodeOf_MetadataOfLanguages_IsRead(string cell, string notebook, string expected) =>
        Assert.Equal(expected,
            NotebookFile.Parse($$"""{"nbformat":4,"metadata":{{notebook}},"cells":[{"cell_type":"code","metadata":{{cell}},"source":"code"}]}""").CodeOf(0));

    [Fact]
    public void Load_BrokenFile_NamesTheFile()
    {
        string path = Path.Combine(Path.GetTempPath(), $"notebook-{Environment.ProcessId}-broken.ipynb");
        File.WriteAllText(path, "{");
        try
        {
            Assert.Contains(path, Assert.Throws<NotebookFormatException>(() => NotebookFile.Load(path)).Message);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Declared_ParametersCell_ListsNameTypeAndDefault()
    {
        NotebookParameter[] declared = [.. NotebookParameters.Declared(NotebookFile.Parse(Jupyter))];

        Assert.Equal([new("symbol", "string", "\"SPY\""), new("level", "double", "0.5")], declared);
    }

    [Fact]
    public void Inject_UnknownName_ListsTheDeclaredOnes()
    {
        UsageException error = Assert.Throws<UsageException>(
            () => NotebookParameters.Inject(NotebookFile.Parse(Jupyter), new Dictionary<string, string> { ["symbl"] = "\"QQQ\"" }));

        Assert.Contains("'symbl'", error.Message);
        Assert.Contains("symbol, level", error.Message);
    }

    [Fact]
    public void ForCommit_NotebookThatJupyterRanAndSaved_IsTheOneThatWasCommitted()
    {
        NotebookFile committed = NotebookFile.Create(
        [
            new NotebookCell("a", CellKind.Markdown, "# Title", []), new NotebookCell("p", CellKind.Code, "int x = 1;", ["parameters"]),
            new NotebookCell("b", CellKind.Code, "x", ["hide_input"]),
        ]);
        NotebookCell[] ran =
        [
            committed.Cells[0], committed.Cells[1] with { ExecutionCount = 1 }, new NotebookCell("i", CellKind.Code, "x = 2;", ["injected-parameters"]),
            committed.Cells[2] with
            {
                ExecutionCount = 2,
                Outputs = [new JsonObject { ["output_type"] = "stream", ["name"] = "stdout", ["text"] = "secret" }],
                Metadata = new JsonObject { ["execution"] = new JsonObject { ["iopub.status.busy"] = "2026-01-02T03:04:05Z" }, ["collapsed"] = true,
                    ["mine"] = "stays" },
            },
        ];
        var metadata = (JsonObject)committed.Metadata.DeepClone();
        metadata["language_info"] = new JsonObject { ["name"] = "C#", ["version"] = "14.0", ["codemirror_mode"] = "text/x-csharp" };
        metadata["researchlab"] = new JsonObject { ["status"] = "Done" };

        NotebookFile cleaned = new NotebookFile(ran, metadata).ForCommit();

        Assert.Equal("stays", (string)cleaned.Cells[2].Metadata["mine"]!);
        cleaned.Cells[2].Metadata.Remove("mine");
        Assert.Equal(committed.ToJson(), cleaned.ToJson());
    }
}
