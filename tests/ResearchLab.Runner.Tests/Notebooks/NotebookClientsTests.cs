using ResearchLab.Notebooks;

namespace ResearchLab.Runner.Tests.Notebooks;

/// <summary>The notebooks of the project in Jupyter's own clients, with their default parameters.</summary>
public sealed class NotebookClientsTests(JupyterFixture jupyter) : IClassFixture<JupyterFixture>
{
    [Fact]
    public void EveryNotebook_Nbclient_Runs()
    {
        JupyterFixture.Require("nbclient");
        LabResult result = jupyter.RunScript("notebook_clients.py", ProjectNotebooksTests.All);
        Assert.True(result.ExitCode == 0, result.Errors + result.Output);
        Assert.Equal(ProjectNotebooksTests.All.Length, result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public void EveryNotebook_NbconvertExecute_Runs()
    {
        JupyterFixture.Require("nbconvert");
        string folder = Path.Combine(jupyter.Folder, "converted");
        LabResult result = jupyter.RunModule(
            "nbconvert", ["--to", "notebook", "--execute", "--ExecutePreprocessor.timeout=240", "--output-dir", folder, .. ProjectNotebooksTests.All]);
        Assert.True(result.ExitCode == 0, result.Errors);
        Assert.All(ProjectNotebooksTests.All, path => Assert.True(NotebookFile.Load(Path.Combine(folder, Path.GetFileName(path))).HasOutputs, path));
    }
}
