using System.Diagnostics;
using ResearchLab.Tests.Shared;

namespace ResearchLab.Runner.Tests;

/// <summary>The documentation as a site, built once for the tests that look at it, as <c>./lab docs</c> builds it.</summary>
public sealed class DocsSite
{
    public DocsSite()
    {
        foreach (string folder in new[] { Folder, Path.Combine(MarkdownPages.Root, "artifacts", "docs") })
        {
            if (Directory.Exists(folder))
                Directory.Delete(folder, recursive: true);
        }

        // The program and its bridges are built with the tests.
        Dotnet("tool", "restore");
        Dotnet("docfx", "metadata", "docfx.json");
        Dotnet("docfx", "build", "docfx.json", "--warningsAsErrors");
    }

    /// <summary>Where the pages are.</summary>
    public static string Folder { get; } = Path.Combine(MarkdownPages.Root, "artifacts", "site");

    private static void Dotnet(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = MarkdownPages.Root };
        using LabProcess process = LabProcess.Start(start);
        LabResult result = process.Wait();
        Assert.True(result.ExitCode == 0, $"dotnet {arguments[0]} ended with {result.ExitCode}:\n{result.Output}\n{result.Errors}");
    }
}
