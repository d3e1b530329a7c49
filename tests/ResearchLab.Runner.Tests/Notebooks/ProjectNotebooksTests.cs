using System.Text.Json.Nodes;
using ResearchLab.Notebooks;
using ResearchLab.Notebooks.Headless;

namespace ResearchLab.Runner.Tests.Notebooks;

/// <summary>The notebooks of the project run headless on the simulated market, and their pages in a browser without a network.</summary>
public sealed class ProjectNotebooksTests(ProjectNotebooksTests.Data data) : IClassFixture<ProjectNotebooksTests.Data>
{
    private const string Session = "2020-12-10";

    /// <summary>One data folder for all: what one notebook simulated or trained, the next finds.</summary>
    public sealed class Data : IDisposable
    {
        private readonly TempFolder _folder = new();

        public Data(DemoMarket market) => market.CopyTo(_folder.Path);

        public string Folder => _folder.Path;

        public void Dispose() => _folder.Dispose();
    }

    internal static string[] All => [.. Directory.GetFiles(Path.Combine(JupyterFixture.Home, "notebooks"), "*.ipynb").Order(StringComparer.Ordinal)];

    public static TheoryData<string> Names => [.. All.Select(path => Path.GetFileName(path))];

    [Fact]
    public void All_AreTheNineOfTheReadingOrder() =>
        Assert.Equal(["01", "02", "03", "04", "05", "06", "07", "08", "09"], All.Select(path => Path.GetFileName(path)[..2]));

    [Theory]
    [MemberData(nameof(Names))]
    public void Notebook_Headless_Runs_AndItsPageNeedsNoNetwork(string name)
    {
        JsonNode ran = Run(name);
        Assert.Equal("done", (string)ran["status"]!);
        var notebook = NotebookFile.Load((string)ran["notebook"]!);
        Assert.All(notebook.Cells.Where(cell => cell.Kind == CellKind.Code), cell => Assert.NotNull(cell.ExecutionCount));
        Assert.NotEmpty(RunRecord.Of(notebook)!.Data);

        int charts = notebook.Cells.Where(cell => !cell.Tags.Contains("remove_cell")).SelectMany(cell => cell.Outputs)
            .Count(output => output?["data"]?["application/vnd.plotly.v1+json"] is not null);
        string page = (string)ran["html"]!;
        Assert.InRange(new FileInfo(page).Length, 1, 8_000_000);
        OfflineBrowser.AssertDraws(page, charts);
        string index = File.ReadAllText(Path.Combine(data.Folder, "reports", "index.html"));
        Assert.Contains(Path.GetFileName(page), index, StringComparison.Ordinal);
    }

    [Fact]
    public void DailyRecommendation_OfTheNotebook_IsThatOfLabRun()
    {
        JsonNode ran = Run("09-daily-recommendation.ipynb");
        JsonArray outputs = NotebookFile.Load((string)ran["notebook"]!).Cells[^1].Outputs;
        var fromNotebook = JsonNode.Parse(string.Concat(outputs[^1]!["data"]!["text/plain"] is JsonArray lines
            ? lines.Select(line => (string)line!)
            : [(string)outputs[^1]!["data"]!["text/plain"]!]))!.AsObject();

        LabResult result = LabProcess.Run(data.Folder, "run", "--session", Session, "--json");
        Assert.True(result.ExitCode == 0, result.Errors);
        JsonObject fromRun = JsonNode.Parse(result.Output)!.AsObject();
        foreach (string own in (string[])["report", "run", "timings"])
            Assert.True(fromRun.Remove(own), own);

        Assert.Equal(fromRun.ToJsonString(), fromNotebook.ToJsonString());
    }

    private JsonNode Run(string name)
    {
        LabResult result = LabProcess.Run(data.Folder, "notebook", "run", Path.Combine(JupyterFixture.Home, "notebooks", name), "--session", Session,
            "--html", "--json");
        Assert.True(result.ExitCode == 0, result.Errors + result.Output);
        return JsonNode.Parse(result.Output)!;
    }
}
