using ResearchLab.Notebooks;
using ResearchLab.Notebooks.Headless;
using ResearchLab.Tests.Shared;

namespace ResearchLab.Runner.Tests.Notebooks;

/// <summary>Notebooks and scripts as they come from the field, run as a user runs them.</summary>
public sealed class NotebookFieldTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Case40_RepeatedIdsRun_AndOtherLanguagesAreNamed()
    {
        FieldCase.CopyTo(40, _folder.Path);
        Assert.Equal(0, Run("dupid.ipynb").Result.ExitCode);
        Assert.Contains("This is F#", Run("polyglot.ipynb").Result.Errors, StringComparison.Ordinal);
        Assert.Contains("cell 2", Run("polyglot.ipynb").Result.Errors, StringComparison.Ordinal);
        Assert.Contains("This is Python", Run("python.ipynb").Result.Errors, StringComparison.Ordinal);
        Assert.Contains("has no source", Run("nosource.ipynb").Result.Errors, StringComparison.Ordinal);
        Assert.Contains("nbformat is '3'", Run("nb3.ipynb").Result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Case42_WhatACellLeftRunning_EndsWithTheRun()
    {
        FieldCase.Folder(42);
        string name = $"sleep-{Guid.NewGuid():N}";
        File.CreateSymbolicLink(Path.Combine(_folder.Path, name), "/bin/sleep");
        Write("child.ipynb", $"System.Diagnostics.Process.Start(\"{Path.Combine(_folder.Path, name)}\", \"600\").Id");
        (LabResult result, NotebookFile? saved) = Run("child.ipynb");
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("ended what cells had left running", result.Errors, StringComparison.Ordinal);
        Assert.Equal(RunStatus.Done, RunRecord.Of(saved!)!.Status);
        int id = int.Parse((string)saved!.Cells[0].Outputs[0]!["data"]!["text/plain"]!, System.Globalization.CultureInfo.InvariantCulture);
        // Nobody may have asked for its end yet, where there is no init: then it is there, but as a zombie.
        Assert.True(!File.Exists($"/proc/{id}/stat") || File.ReadAllText($"/proc/{id}/stat").Contains(") Z ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Environment.Exit(0);", "cell 2 of 3 ended the process (Environment.Exit, code 0)", RunStatus.Failed)]
    [InlineData("Environment.Exit(7);", "cell 2 of 3 ended the process (Environment.Exit, code 7)", RunStatus.Died)]
    [InlineData("System.Diagnostics.Process.GetCurrentProcess().Kill(); System.Threading.Thread.Sleep(60000);", "cell 2 of 3: the process ended with code 137",
        RunStatus.Died)]
    public void Case43_ProcessEndedByACell_HasItsLineStatusAndPage(string code, string line, RunStatus status)
    {
        Write("exit.ipynb", "1", code, "2");
        (LabResult result, NotebookFile? saved) = Run("exit.ipynb", "--html", "exit.html");
        Assert.Equal(1, result.ExitCode);
        Assert.Contains(line, result.Errors, StringComparison.Ordinal);
        Assert.Equal(status, RunRecord.Of(saved!)!.Status);
        Assert.Contains("Cell 2 failed", File.ReadAllText(Path.Combine(_folder.Path, "exit.html")), StringComparison.Ordinal);
    }

    [Fact]
    public void Case44And45_PageHasNoHandles_AndMathematicsAsWritten()
    {
        FieldCase.CopyTo(44, _folder.Path);
        Run("d.ipynb", "--html", "d.html");
        string display = File.ReadAllText(Path.Combine(_folder.Path, "d.html"));
        Assert.DoesNotContain("display-1", display, StringComparison.Ordinal);
        Assert.DoesNotContain("katex", display, StringComparison.Ordinal);
        FieldCase.CopyTo(45, _folder.Path);
        Run("md.ipynb", "--html", "md.html");
        string page = File.ReadAllText(Path.Combine(_folder.Path, "md.html"));
        Assert.Contains("\\int_0^1 x\\,dx", page, StringComparison.Ordinal);
        Assert.Contains("class=\"math\"", page, StringComparison.Ordinal);
        Assert.Contains("☑", page, StringComparison.Ordinal);
        Assert.DoesNotContain("alert(1)</script>", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Case46_TagsOfNbclient_AreKept()
    {
        FieldCase.CopyTo(46, _folder.Path);
        (LabResult result, NotebookFile? saved) = Run("skip-exec.ipynb", "--html", "skip.html");
        Assert.True(result.ExitCode == 0, result.Errors);
        Assert.Equal("error", (string)saved!.Cells[0].Outputs[0]!["output_type"]!);
        Assert.Empty(saved.Cells[2].Outputs);
        Assert.Equal("12", (string)saved.Cells[3].Outputs[0]!["data"]!["text/plain"]!);
        Assert.DoesNotContain("Go to the cell", File.ReadAllText(Path.Combine(_folder.Path, "skip.html")), StringComparison.Ordinal);
    }

    [Fact]
    public void Tags_OnCellsThatDoNotCompile_AreKeptToo()
    {
        File.WriteAllText(Path.Combine(_folder.Path, "bad.ipynb"), NotebookFile.Create(
        [
            new NotebookCell("a", CellKind.Code, "this is no code", ["raises-exception"]), new NotebookCell("b", CellKind.Code, "nor this", ["skip-execution"]),
            new NotebookCell("c", CellKind.Code, "1 + 1", []),
        ]).ToJson());
        (LabResult result, NotebookFile? saved) = Run("bad.ipynb");
        Assert.True(result.ExitCode == 0, result.Errors);
        Assert.Equal("2", (string)saved!.Cells[2].Outputs[0]!["data"]!["text/plain"]!);
    }

    [Theory]
    [InlineData("f=2.5", "f=2.5")]
    [InlineData("day=2024-05-06", "day=2024-05-06T00:00:00")]
    [InlineData("names=a,b", "names=2")]
    [InlineData("map=a:1", "map=1")]
    [InlineData("c=x", "c=x")]
    public void Case47_ParametersOfEveryType_AreRead(string parameter, string shown)
    {
        FieldCase.CopyTo(47, _folder.Path);
        (LabResult result, NotebookFile? saved) = Run("params.ipynb", "-p", parameter);
        Assert.True(result.ExitCode == 0, result.Errors);
        Assert.Contains(shown, saved!.Cells[^1].Outputs.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Case51_UsingDeclarations_WorkInScriptsAndCells()
    {
        FieldCase.CopyTo(51, _folder.Path);
        Assert.Equal("Lab", LabProcess.Run(_folder.Path, "script", "readme.csx").Output.Trim());
        Assert.Equal("1", LabProcess.Run(_folder.Path, "script", "await.csx").Output.Trim());
        LabResult result = Run("usingvar.ipynb").Result;
        Assert.True(result.ExitCode == 0, result.Errors);
    }

    [Fact]
    public void RawStandardOutput_BelongsToTheCell()
    {
        Write("raw.ipynb",
            "using System.Runtime.InteropServices;\nstatic class C { [DllImport(\"libc\")] public static extern int puts(string text); }\nC.puts(\"from C\");",
            "using (var o = Console.OpenStandardOutput()) o.Write(Encoding.UTF8.GetBytes(\"größe\\n\"));",
            "System.Diagnostics.Process.Start(\"echo\", \"from a child\").WaitForExit();", "Console.WriteLine(\"plain\");");
        (LabResult result, NotebookFile? saved) = Run("raw.ipynb");
        Assert.True(result.ExitCode == 0, result.Errors);
        Assert.Equal(["from C\n", "größe\n", "from a child\n", "plain\n"],
            saved!.Cells.Select(cell =>
                string.Concat(cell.Outputs.Where(output => (string)output!["output_type"]! == "stream").Select(output => (string)output!["text"]!))));
    }

    private void Write(string file, params string[] cells) =>
        File.WriteAllText(Path.Combine(_folder.Path, file),
            NotebookFile.Create([.. cells.Select((cell, i) => new NotebookCell($"c{i}", CellKind.Code, cell, []))]).ToJson());

    private (LabResult Result, NotebookFile? Saved) Run(string file, params string[] options)
    {
        string output = Path.Combine(_folder.Path, "out", file);
        LabResult result = LabProcess.Run(_folder.Path, ["notebook", "run", file, "--out", output, .. options]);
        return (result, File.Exists(output) ? NotebookFile.Load(output) : null);
    }
}
