using System.Diagnostics;
using System.Text.Json.Nodes;
using ResearchLab.Daily;
using ResearchLab.Notebooks;
using ResearchLab.Tests.Shared;

namespace ResearchLab.Interactive.Tests;

/// <summary>Notebooks of the lab, unchanged, in the kernel of .NET Interactive: a process of its own, spoken to as Jupyter does.</summary>
[Collection("registrations")]
public sealed class NotebooksInBothTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("researchlab-interactive-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void FirstLookAndDailyRecommendation_RunAsTheyAre_AndDecideTheSame()
    {
        string notebooks = Path.Combine(Repository.Root, "notebooks");
        NotebookFile first = Run(Path.Combine(notebooks, "01-first-look.ipynb"), notebooks, Import);
        Assert.Equal(3, Outputs(first).Count(html => html.Contains("plotly.newPlot", StringComparison.Ordinal)));
        Assert.Single(Outputs(first), html => html.Contains("DecompressionStream", StringComparison.Ordinal)); // the page keeps plotly.js

        NotebookFile daily = Run(Path.Combine(notebooks, "09-daily-recommendation.ipynb"), notebooks, Import);
        var theirs = JsonNode.Parse(daily.Cells[^1].Outputs[^1]!["data"]!["text/plain"]!.GetValue<string>())!;
        using Lab lab = Lab.OpenDemo("SMH", 1, LabOptions.FromEnvironment() with { DataFolder = _folder });
        var ours = JsonNode.Parse(RecommendationJson.Write(lab.Daily.Run("SMH", DateOnly.Parse((string)theirs["session"]!)).Recommendation))!;
        Assert.Equal(ours.ToJsonString(), theirs.ToJsonString());
    }

    [Fact]
    public void GuideOnOtherLibraries_RunsAsItDoesInTheLabsKernel()
    {
        NotebookFile guide = Run(GuideNotebook.OtherLibraries(_folder), Repository.Root, "");
        string[] shown = [.. Outputs(guide)];
        Assert.Contains(shown, html => html.Contains(">sma20</th>", StringComparison.Ordinal)); // a frame of Deedle
        Assert.Equal(2, shown.Count(html => html.Contains("plotly.newPlot", StringComparison.Ordinal)));
        Assert.Contains(shown, html => html.Contains("boosted returns earns", StringComparison.Ordinal));
    }

    [Fact]
    public void CallsOfTheLabsCells_ShowAndAsk()
    {
        string path = Path.Combine(_folder, "calls.ipynb");
        File.WriteAllText(path, NotebookFile.Create(
            [
                new NotebookCell("bar", CellKind.Code, "var bar = Progress(4, \"folds\"); bar.Step(3); bar.Step();", []),
                new NotebookCell("ask", CellKind.Code, "Input(\"name? \") + \"!\"", []),
                new NotebookCell("secret", CellKind.Code, "Password(\"key? \").Length", []),
                new NotebookCell("cleared", CellKind.Code, "Progress(2); ClearOutput(); Markdown(\"**left**\")", []),
            ]).ToJson());
        NotebookFile run = Run(path, Repository.Root, Import);
        string[][] shown =
            [.. run.Cells.Select(cell => cell.Outputs.Select(output => string.Concat(output!["data"]!.AsObject().Select(form => form.Value))).ToArray())];
        Assert.Contains("folds 4 of 4 (100%)", Assert.Single(shown[0]));
        Assert.Contains("name? answered!", Assert.Single(shown[1]));
        Assert.Contains("key? answered".Length.ToString(System.Globalization.CultureInfo.InvariantCulture), Assert.Single(shown[2]));
        Assert.Equal(("", true), (shown[3][0], shown[3][^1].Contains("<strong>left</strong>", StringComparison.Ordinal)));
    }

    private static string Import => $"#!import \"{Path.Combine(Repository.Built("ResearchLab.Interactive"), "extension.dib")}\"";

    private static IEnumerable<string> Outputs(NotebookFile notebook) =>
        notebook.Cells.SelectMany(cell => cell.Outputs).Select(output => output!["data"]?["text/html"]?.GetValue<string>()).OfType<string>();

    /// <summary>The notebook with its outputs; fails the test with the first error of a cell.</summary>
    /// <param name="notebook">Path of the notebook.</param>
    /// <param name="folder">Where the kernel starts: within the checkout, whose manifest names the tool.</param>
    /// <param name="first">Code to run before it.</param>
    private NotebookFile Run(string notebook, string folder, string first)
    {
        if (!Has("/usr/bin/python3", "-c", "import jupyter_client"))
            Assert.Skip("Debian's Python has no module 'jupyter_client'; .ci/run names the packages.");
        if (!Has("dotnet", "tool", "run", "dotnet-interactive", "--", "--version"))
            Assert.Skip("The tool dotnet-interactive is not restored. Type: dotnet tool restore");
        string target = Path.Combine(_folder, Path.GetFileName(notebook));
        (int exit, string output, string errors) = Start(
            "/usr/bin/python3", Path.Combine(AppContext.BaseDirectory, "interactive_suite.py"), """["dotnet", "tool", "run", "dotnet-interactive", "--"]""",
            folder, notebook, target, first);
        Assert.True(exit == 0, $"{Path.GetFileName(notebook)}: {output}\n{errors}");
        return NotebookFile.Load(target);
    }

    private bool Has(string program, params string[] arguments) => (program == "dotnet" || File.Exists(program)) && Start(program, arguments).Exit == 0;

    private (int Exit, string Output, string Errors) Start(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Repository.Root,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true
        };
        start.Environment["RESEARCHLAB_HOME"] = Repository.Root;
        start.Environment["RESEARCHLAB_DATA"] = _folder;
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, errors.Result);
    }
}
