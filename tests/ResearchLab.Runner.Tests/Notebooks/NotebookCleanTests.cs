using System.Diagnostics;
using ResearchLab.Notebooks;

namespace ResearchLab.Runner.Tests.Notebooks;

/// <summary>lab notebook clean, by itself and as the git filter.</summary>
public sealed class NotebookCleanTests : IDisposable
{
    private const string Ran =
        """{"nbformat":4,"nbformat_minor":5,"metadata":{},"cells":[{"cell_type":"code","id":"a","metadata":{"execution":{"seconds":1}},"execution_count":3,"source":"1","outputs":[{"output_type":"stream","name":"stdout","text":"private"}]}]}""";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Clean_File_LosesItsOutputsAndIsNamedOnce()
    {
        string path = Path.Combine(_folder.Path, "n.ipynb");
        File.WriteAllText(path, Ran);

        LabResult first = LabProcess.Run(_folder.Path, "notebook", "clean", path), second = LabProcess.Run(_folder.Path, "notebook", "clean", path);

        Assert.Equal((0, path, ""), (first.ExitCode, first.Output.Trim(), second.Output));
        Assert.False(NotebookFile.Load(path).HasOutputs);
        Assert.Empty(NotebookFile.Load(path).Cells[0].Metadata);
    }

    [Fact]
    public void Clean_ABrokenFileAmongThem_IsOneLineAndTouchesNone()
    {
        string good = Path.Combine(_folder.Path, "good.ipynb"), bad = Path.Combine(_folder.Path, "bad.ipynb");
        File.WriteAllText(good, Ran);
        File.WriteAllText(bad, "{");

        LabResult result = LabProcess.Run(_folder.Path, "notebook", "clean", good, bad);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("bad.ipynb", result.OneErrorLine(), StringComparison.Ordinal);
        Assert.Equal(Ran, File.ReadAllText(good));
    }

    [Fact]
    public void Filter_SetUpInGit_KeepsOutputsOutOfTheCommitAndInTheFile()
    {
        string repository = Path.Combine(_folder.Path, "repository"), notebook = Path.Combine(repository, "notebooks", "n.ipynb");
        Directory.CreateDirectory(Path.GetDirectoryName(notebook)!);
        Git(_folder.Path, "init", "-q", repository);
        Git(repository, "config", "filter.researchlab-notebook.clean", $"dotnet '{Path.Combine(AppContext.BaseDirectory, "lab.dll")}' notebook clean");
        File.Copy(Path.Combine(JupyterFixture.Home, ".gitattributes"), Path.Combine(repository, ".gitattributes"));
        File.WriteAllText(notebook, Ran);

        Git(repository, "add", "notebooks/n.ipynb");

        string staged = Git(repository, "show", ":notebooks/n.ipynb");
        Assert.False(NotebookFile.Parse(staged).HasOutputs, staged);
        Assert.DoesNotContain("private", staged, StringComparison.Ordinal);
        Assert.Equal(Ran, File.ReadAllText(notebook));
        Assert.Contains("setup_git", File.ReadAllText(Path.Combine(JupyterFixture.Home, "lab")), StringComparison.Ordinal);
    }

    private static string Git(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo("git",
            arguments)
        { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"git {string.Join(' ', arguments)}: {errors.GetAwaiter().GetResult()}");
        return output;
    }
}
