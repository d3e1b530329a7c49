using ResearchLab.Notebooks;

namespace ResearchLab.Runner.Tests.Notebooks;

/// <summary>The notebooks of the project in Jupyter's own clients, with their default parameters.</summary>
public sealed class NotebookClientsTests(NotebookClientsTests.Clients clients) : IClassFixture<NotebookClientsTests.Clients>
{
    /// <summary>Jupyter's clients, on a data folder that has the simulated market.</summary>
    public sealed class Clients : IDisposable
    {
        internal JupyterFixture Jupyter { get; } = new();

        public Clients(DemoMarket market) => market.CopyTo(Path.Combine(Jupyter.Folder, "data"));

        public void Dispose() => Jupyter.Dispose();
    }

    [Fact]
    public void EveryNotebook_Nbclient_Runs()
    {
        JupyterFixture.Require("nbclient");
        LabResult result = clients.Jupyter.RunScript("notebook_clients.py", ProjectNotebooksTests.All);
        Assert.True(result.ExitCode == 0, result.Errors + result.Output);
        Assert.Equal(ProjectNotebooksTests.All.Length, result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public void FirstNotebook_NbconvertExecute_Runs() => Convert(ProjectNotebooksTests.All[..1]);

    [Fact(Explicit = true)]
    [Trait("Tier", "soak")]
    public void EveryNotebook_NbconvertExecute_Runs() => Convert(ProjectNotebooksTests.All);

    private void Convert(string[] notebooks)
    {
        JupyterFixture.Require("nbconvert");
        string folder = Path.Combine(clients.Jupyter.Folder, "converted");
        LabResult result = clients.Jupyter.RunModule(
            "nbconvert", ["--to", "notebook", "--execute", "--ExecutePreprocessor.timeout=900", "--output-dir", folder, .. notebooks]);
        Assert.True(result.ExitCode == 0, result.Errors);
        Assert.All(notebooks, path => Assert.True(NotebookFile.Load(Path.Combine(folder, Path.GetFileName(path))).HasOutputs, path));
    }
}
