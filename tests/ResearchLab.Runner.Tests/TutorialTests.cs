using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using ResearchLab.Tests.Shared;

namespace ResearchLab.Runner.Tests;

/// <summary>The tutorials, block after block in an empty folder, as a reader follows them.</summary>
[Trait("Tier", "full")]
public sealed partial class TutorialTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("researchlab-tutorial-").FullName;

    [Fact]
    public void FirstDecision_EndsWithTheRecordedDecision()
    {
        string script = Follow("docs/tutorial/first-decision.md")[^1];
        LabResult json = LabProcess.Run(_folder, new Dictionary<string, string> { ["RESEARCHLAB_DATA"] = Data }, "run", "--session", "2020-12-31", "--json");
        using JsonDocument document = JsonDocument.Parse(json.Output);
        string decision = document.RootElement.GetProperty("decision").GetString()!;
        Assert.StartsWith($"2020-12-31: {decision.Replace("_", "", StringComparison.Ordinal)}", script, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void YourFile_EndsWithATradeFollowedToItsEnd()
    {
        List<string> outputs = Follow("docs/tutorial/your-file.md");
        Assert.Contains(outputs, output => output.Contains("MODELLED", StringComparison.OrdinalIgnoreCase));
        Assert.Contains("outcome", outputs[^1], StringComparison.Ordinal);
        Assert.Contains("profit", outputs[^1], StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Data => Path.Combine(_folder, "data");

    // What each block of commands printed; a block of C# is written to the file that the text before it names.
    private List<string> Follow(string page)
    {
        string lab = Path.Combine(_folder, "lab");
        File.WriteAllText(lab, $"#!/bin/sh\nexec dotnet '{Path.Combine(AppContext.BaseDirectory, "lab.dll")}' \"$@\"\n");
        Run("chmod +x lab");
        var outputs = new List<string>();
        foreach (Match block in Block().Matches(MarkdownPages.Read(page)))
        {
            string code = block.Groups["code"].Value;
            if (block.Groups["language"].Value == "csharp")
                File.WriteAllText(Path.Combine(_folder, block.Groups["file"].Value), code);
            else
                outputs.Add(Run(code));
        }

        return outputs;
    }

    private string Run(string commands)
    {
        string[] program = LabProcess.WithDefaultSignals("bash", "-euo", "pipefail", "-c", commands);
        var start = new ProcessStartInfo(program[0], program[1..]) { WorkingDirectory = _folder };
        start.Environment["RESEARCHLAB_DATA"] = Data;
        start.Environment["RESEARCHLAB_CODE"] = "test";
        start.Environment["NO_COLOR"] = "1";
        using LabProcess process = LabProcess.Start(start);
        LabResult result = process.Wait();
        Assert.True(result.ExitCode == 0, $"{commands}\nended with {result.ExitCode}:\n{result.Output}\n{result.Errors}");
        return result.Output;
    }

    [GeneratedRegex(@"(?:`(?<file>\w+\.csx)`[^`]*?)?```(?<language>bash|csharp)\n(?<code>.*?)```", RegexOptions.Singleline | RegexOptions.NonBacktracking)]
    private static partial Regex Block();
}
