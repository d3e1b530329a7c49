using System.CommandLine;
using System.Diagnostics;
using ResearchLab.Basics;

namespace ResearchLab.Runner.Commands;

/// <summary>lab notebook lab: installs the kernel for this user and starts whatever Jupyter there is.</summary>
internal static class NotebookLabCommand
{
    public static Command Create()
    {
        var arguments = new Argument<string[]>("ARGUMENTS") { Description = "Passed on to Jupyter, after '--'", Arity = ArgumentArity.ZeroOrMore };
        var command = new Command("lab", "Start JupyterLab, or the classic Notebook, on the notebooks folder") { arguments };
        command.SetAction((parsed, cancellation) => RunAsync(parsed.GetValue(arguments) ?? [], cancellation));
        return command;
    }

    private static async Task<int> RunAsync(string[] arguments, CancellationToken cancellation)
    {
        string folder = Path.Combine(LabOptions.FromEnvironment().Home, "notebooks");
        if (!Directory.Exists(folder))
            throw new UsageException($"there is no folder '{folder}'; start this from a checkout.");
        (string Program, string Flavour)? found = Find();
        if (found is not { } jupyter)
            throw new UsageException("Jupyter is not installed. Type: pip install jupyterlab (Debian: apt-get install jupyter-notebook).");
        NotebookKernelCommand.InstallInto(NotebookKernelCommand.UserData());
        var start = new ProcessStartInfo(jupyter.Program, [jupyter.Flavour, .. arguments]) { WorkingDirectory = folder };
        using Process process = Process.Start(start)!;
        try
        {
            await process.WaitForExitAsync(cancellation);
        }
        catch (OperationCanceledException)
        {
            // Ctrl-C reached Jupyter too: it asks its own questions and ends.
            await process.WaitForExitAsync(CancellationToken.None);
        }

        return process.ExitCode == 0 ? ExitCode.Done : ExitCode.Failed;
    }

    private static (string Program, string Flavour)? Find()
    {
        string[] folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        foreach (string flavour in new[] { "lab", "notebook" })
        {
            foreach (string folder in folders)
            {
                if (File.Exists(Path.Combine(folder, $"jupyter-{flavour}")) && File.Exists(Path.Combine(folder, "jupyter")))
                    return (Path.Combine(folder, "jupyter"), flavour);
            }
        }

        return null;
    }
}
