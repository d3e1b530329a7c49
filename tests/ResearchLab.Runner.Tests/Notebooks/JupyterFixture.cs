using System.Diagnostics;

namespace ResearchLab.Runner.Tests.Notebooks;

/// <summary>The kernel as installed for Jupyter, and Debian's Python with Jupyter's own clients.</summary>
public sealed class JupyterFixture : IDisposable
{
    private const string Python = "/usr/bin/python3"; // Debian's: another Python on PATH does not have its packages

    private readonly TempFolder _folder = new();

    public JupyterFixture()
    {
        LabResult installed = LabProcess.Run(_folder.Path, new Dictionary<string, string> { ["RESEARCHLAB_HOME"] = Home }, "notebook", "kernel", "install",
            "--prefix", _folder.Path);
        Assert.True(installed.ExitCode == 0, installed.Errors);
    }

    public string Folder => _folder.Path;

    public static string Home
    {
        get
        {
            DirectoryInfo? folder = new(AppContext.BaseDirectory);
            while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "ResearchLab.sln")))
                folder = folder.Parent;
            return folder?.FullName ?? throw new InvalidOperationException("Run the tests from a checkout.");
        }
    }

    /// <summary>Skips the test when a Python module is not installed.</summary>
    public static void Require(string module)
    {
        if (!File.Exists(Python) || Run(Python, ["-c", $"import {module}"], null).ExitCode != 0)
            Assert.Skip($"Debian's Python has no module '{module}'; .ci/run names the packages.");
    }

    /// <summary>Runs a Python program of the test folder.</summary>
    internal LabResult RunScript(string script, params string[] arguments) =>
        Run(Python, [Path.Combine(AppContext.BaseDirectory, "Notebooks", script), .. arguments], this);

    /// <summary>Runs Debian's Python as it is, without the kernel installed for it.</summary>
    internal static LabResult RunPython(IReadOnlyList<string> arguments) => Run(Python, arguments, null);

    internal LabResult RunModule(string module, params string[] arguments) =>
        Run(Python, ["-m", module, .. arguments], this);

    /// <summary>Starts a Jupyter program that runs until it is killed.</summary>
    internal Process StartModule(string module, params string[] arguments)
    {
        var start = new ProcessStartInfo(Python,
            ["-m", module, .. arguments])
        { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        Configure(start);
        Process process = Process.Start(start)!;
        // Read, or it stops when the pipe is full.
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    public void Dispose() => _folder.Dispose();

    private void Configure(ProcessStartInfo start)
    {
        start.WorkingDirectory = Folder;
        start.Environment["JUPYTER_PATH"] = Path.Combine(Folder, "share", "jupyter");
        start.Environment["JUPYTER_RUNTIME_DIR"] = Path.Combine(Folder, "runtime");
        start.Environment["JUPYTER_CONFIG_DIR"] = Path.Combine(Folder, "config");
        start.Environment["RESEARCHLAB_DATA"] = Path.Combine(Folder, "data");
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
    }

    private static LabResult Run(string program, IReadOnlyList<string> arguments, JupyterFixture? jupyter)
    {
        string[] words = LabProcess.WithDefaultSignals([program, .. arguments]);
        var start = new ProcessStartInfo(words[0], words[1..]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        jupyter?.Configure(start);
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(), errors = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(LabProcess.Hang))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} {string.Join(' ', arguments)} did not end within {LabProcess.Hang}.");
        }

        return new LabResult(process.ExitCode, output.GetAwaiter().GetResult(), errors.GetAwaiter().GetResult());
    }
}
