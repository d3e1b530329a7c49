using System.CommandLine;

namespace ResearchLab.Runner.Commands;

/// <summary>lab notebook: C# notebooks in Jupyter.</summary>
internal static class NotebookCommand
{
    public static Command Create() => new("notebook", "C# notebooks: the Jupyter kernel, and starting Jupyter on the notebooks folder")
    {
        NotebookKernelCommand.Create(),
        NotebookLabCommand.Create(),
        NotebookExportCommand.Create(),
    };
}
