using System.CommandLine;

namespace ResearchLab.Runner.Commands;

/// <summary>lab notebook: C# notebooks in Jupyter.</summary>
internal static class NotebookCommand
{
    public static Command Create() =>
        new("notebook", "C# notebooks: run them headless with parameters, verify them, make pages of them, and use them in Jupyter")
    {
        NotebookRunCommand.Create(),
        NotebookVerifyCommand.Create(),
        NotebookNewCommand.Create(),
        NotebookCleanCommand.Create(),
        NotebookConvertCommand.Create(),
        NotebookWorkerCommand.Create(),
        NotebookKernelCommand.Create(),
        NotebookLabCommand.Create(),
        NotebookExportCommand.Create(),
    };
}
