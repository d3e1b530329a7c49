using System.Text.Json.Nodes;
using ResearchLab.Tests.Shared;

namespace ResearchLab.Runner.Tests;

/// <summary>The desk as the guide shows it, and what the commands say of it.</summary>
public sealed class DeskCommandTests(DemoMarket market) : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void GuideBlock_Runs_AndTheCommandsShowItsAccount()
    {
        market.CopyTo(_folder.Path);
        LabResult none = LabProcess.Run(_folder.Path, "desk");
        Assert.Equal((4, "lab: the desk has no account yet. It is opened by './lab serve' at the first close it sees."), (none.ExitCode, none.OneErrorLine()));

        string script = Path.Combine(_folder.Path, "guide.csx");
        File.WriteAllText(script, MarkdownPages.Blocks(MarkdownPages.Read("docs/guide/desk.md"), "csharp").Single());
        LabResult run = LabProcess.Run(_folder.Path, "script", script);
        Assert.True(run.ExitCode == 0, run.Errors);

        LabResult text = LabProcess.Run(_folder.Path, "desk");
        Assert.Equal(0, text.ExitCode);
        Assert.Contains("SIMULATED", text.Output, StringComparison.Ordinal);
        Assert.Contains("at the close of 2024-03-15", text.Output, StringComparison.Ordinal);
        JsonNode desk = JsonNode.Parse(LabProcess.Run(_folder.Path, "desk", "--json").Output)!;
        Assert.Equal(double.Parse(run.Output, System.Globalization.CultureInfo.InvariantCulture), (double)desk["equity"]!, 1e-6);
        JsonNode walk = JsonNode.Parse(
            LabProcess.Run(_folder.Path, "evaluate", "--champions", "--from", "2024-03-14", "--session", "2024-03-15", "--json").Output)!;
        Assert.Equal((double)desk["equity"]!, (double)walk["equity"]![1]!["equity"]!, 0.005);

        LabResult past = LabProcess.Run(_folder.Path, "run", "--from", "2024-03-14", "--to", "2024-03-15");
        Assert.Equal(0, past.ExitCode);
        Assert.Equal(["2024-03-14", "2024-03-15"], past.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line[..10]));
        Assert.All(past.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.Contains("recorded before", line, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("--from belongs to --champions.", "evaluate", "--from", "2024-03-14")]
    [InlineData("From 2024-03-15 to 2024-03-14 there is no session. Name an earlier first one.", "evaluate", "--champions", "--from", "2024-03-15",
        "--session", "2024-03-14")]
    [InlineData("--to needs --from. Try './lab run --help'.", "run", "--to", "2024-03-14")]
    [InlineData("There is no session from 2024-03-16 to 2024-03-17. Name an earlier first one.", "run", "--from", "2024-03-16", "--to", "2024-03-17")]
    [InlineData("the simulated market has one symbol, not SMH, QQQ. Name one, or use --data lake.", "serve", "--symbol", "SMH,QQQ", "--data", "demo", "--port", "0")]
    public void WrongUse_IsOneLine(string message, params string[] arguments)
    {
        LabResult result = LabProcess.Run(_folder.Path, arguments);
        Assert.Equal((2, "lab: " + message), (result.ExitCode, result.OneErrorLine()));
    }
}
