using System.Text.Json.Nodes;

namespace ResearchLab.Runner.Tests.Notebooks;

/// <summary>Telling Jupyter of the kernel, and taking it back.</summary>
public sealed class KernelInstallTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private string Spec => Path.Combine(_folder.Path, "share", "jupyter", "kernels", ".net-csharp", "kernel.json");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Install_WritesTheSpec_AndUninstallRemovesIt()
    {
        Assert.Equal(0, Run("install", "--prefix", _folder.Path).ExitCode);
        JsonNode spec = JsonNode.Parse(File.ReadAllText(Spec))!;
        Assert.Equal(("C# (ResearchLab)", "C#", "message"), ((string?)spec["display_name"], (string?)spec["language"], (string?)spec["interrupt_mode"]));
        Assert.Equal("{connection_file}", (string?)spec["argv"]!.AsArray()[^1]);
        Assert.Equal(0, Run("uninstall", "--prefix", _folder.Path).ExitCode);
        Assert.False(Directory.Exists(Path.GetDirectoryName(Spec)));
        LabResult again = Run("uninstall", "--prefix", _folder.Path);
        Assert.Equal(4, again.ExitCode);
        Assert.Contains(_folder.Path, again.OneErrorLine(), StringComparison.Ordinal);
    }

    [Fact]
    public void Install_ForTheUser_GoesWhereJupyterLooks()
    {
        string data = Path.Combine(_folder.Path, "jupyter");
        LabResult result = LabProcess.Run(_folder.Path, new Dictionary<string, string> { ["JUPYTER_DATA_DIR"] = data }, "notebook", "kernel",
            "install", "--user");
        Assert.Equal(0, result.ExitCode);
        Assert.True(File.Exists(Path.Combine(data, "kernels", ".net-csharp", "kernel.json")));
    }

    [Fact]
    public void Install_TwoPlaces_IsABadArgument() => Assert.Equal(2, Run("install", "--user", "--prefix", _folder.Path).ExitCode);

    [Fact]
    public void Start_AfterTheCheckoutWasMoved_SaysWhatToDo()
    {
        Run("install", "--prefix", _folder.Path);
        // The spec of a program that is not there any more.
        string moved = File.ReadAllText(Spec).Replace(Path.Combine(AppContext.BaseDirectory, "lab.dll"), "/nowhere/artifacts/lab/lab.dll",
            StringComparison.Ordinal);
        string[] argv = [.. JsonNode.Parse(moved)!["argv"]!.AsArray().Select(part => (string)part!)];
        Assert.Contains("/nowhere/artifacts/lab/lab.dll", argv);
        using var process = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo(argv[0],
            argv[1..^1].Append("connection.json"))
        { RedirectStandardError = true, UseShellExecute = false })!;
        string said = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(1, process.ExitCode);
        Assert.Contains("not at '/nowhere/artifacts/lab/lab.dll' any more", said, StringComparison.Ordinal);
        Assert.Contains("./lab notebook kernel install", said, StringComparison.Ordinal);
        Assert.Single(said.TrimEnd().Split('\n'));
    }

    [Fact]
    public void Lab_WithoutJupyter_SaysWhatToInstall()
    {
        string bin = Directory.CreateDirectory(Path.Combine(_folder.Path, "bin")).FullName;
        string dotnet = Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet";
        var start = new System.Diagnostics.ProcessStartInfo(dotnet,
            [Path.Combine(AppContext.BaseDirectory, "lab.dll"), "notebook", "lab"])
        { RedirectStandardError = true, UseShellExecute = false };
        (start.Environment["PATH"], start.Environment["RESEARCHLAB_HOME"]) = (bin, JupyterFixture.Home);
        using var process = System.Diagnostics.Process.Start(start)!;
        string said = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.NotEqual(0, process.ExitCode);
        Assert.Contains("Jupyter is not installed. Type: pip install jupyterlab", said, StringComparison.Ordinal);
    }

    private LabResult Run(params string[] arguments) => LabProcess.Run(_folder.Path, ["notebook", "kernel", .. arguments]);
}
