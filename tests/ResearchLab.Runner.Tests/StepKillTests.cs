using System.Text.Json.Nodes;

namespace ResearchLab.Runner.Tests;

/// <summary>The daily run killed at the beginning of each of its steps, as the power goes: the next run completes, and makes nothing twice.</summary>
public sealed class StepKillTests(DemoMarket market)
{
    private static readonly string[] s_steps = ["ingest", "quality", "features", "model", "desk", "regime", "parameters", "eligible", "pick", "similar",
        "risk_check", "size", "record", "report", "notify"];

    // The process ends itself by SIGKILL when the step begins: no handler, no finally, nothing flushed.
    private const string Script = """
        public sealed class KillAt(string step) : IProgress<StepRun>
        {
            public void Report(StepRun value)
            {
                if (value.Name == step && value.State == StepState.Running)
                    System.Diagnostics.Process.GetCurrentProcess().Kill();
            }
        }

        using var lab = Lab.OpenDemo("SMH");
        lab.Daily.Run("SMH", new DateOnly(2024, 3, 15), steps: new KillAt("STEP")).RunId
        """;

    [Fact]
    public void Run_KilledInSomeSteps_CompletesNextTime_AndMakesNothingTwice() => Kill(["quality", "desk", "pick", "record", "notify"]);

    [Fact(Explicit = true)]
    [Trait("Tier", "soak")]
    public void Run_KilledInEveryStep_CompletesNextTime_AndMakesNothingTwice() => Kill(s_steps);

    private void Kill(string[] where)
    {
        using var folder = new TempFolder();
        // The model is there, nothing else of the session is.
        market.CopyTo(folder.Path);
        string root = Path.Combine(folder.Path, "demo", "smh-1");
        File.Delete(Path.Combine(root, "journal.duckdb"));
        Directory.Delete(Path.Combine(root, "reports"), recursive: true);
        string script = Path.Combine(folder.Path, "kill.csx");
        foreach (string step in where)
        {
            File.WriteAllText(script, Script.Replace("STEP", step, StringComparison.Ordinal));
            LabResult killed = LabProcess.Run(folder.Path, "script", script);
            Assert.True(killed.ExitCode == 137, $"{step}: {killed.ExitCode} {killed.Output} {killed.Errors}");
        }

        LabResult whole = LabProcess.Run(folder.Path, "run", "--session", DemoMarket.Session, "--explain", "--json");
        Assert.True(whole.ExitCode == 0, whole.Errors);
        JsonArray steps = JsonNode.Parse(whole.Output)!["steps"]!.AsArray();
        Assert.Equal(s_steps, steps.Select(step => (string)step!["step"]!));
        Assert.All(steps, step => Assert.True((string)step!["state"]! is "same" or "reused" or "done", step!.ToJsonString()));
        foreach (string kept in new[] { "model", "desk", "record", "report" })
            Assert.Equal((kept, "reused"), (kept, (string)steps.Single(step => (string)step!["step"]! == kept)!["state"]!));
        Assert.Equal(DemoDecision(market.First.Output), DemoDecision(whole.Output));

        using Lab lab = Lab.OpenDemo("SMH", 1, LabOptions.FromEnvironment() with { DataFolder = folder.Path });
        Assert.Single(lab.Journal.FindRecommendations("SMH"));
        Assert.Single(lab.Journal.RecentEvents(100), one => one.Kind == "recommendation");
        Assert.Single(Directory.GetDirectories(Path.Combine(root, "models")));
        Assert.Single(Directory.GetFiles(Path.Combine(root, "reports"), "SMH-*.html"));
        Assert.DoesNotContain(Directory.EnumerateFiles(root, "*.tmp", SearchOption.AllDirectories), _ => true);

        // And what is whole is only read.
        LabResult text = LabProcess.Run(folder.Path, "run", "--session", DemoMarket.Session, "--explain");
        foreach (string step in s_steps)
            Assert.Contains(step.Replace('_', ' '), text.Output, StringComparison.Ordinal);
    }

    private static string DemoDecision(string output)
    {
        JsonNode document = JsonNode.Parse(output)!;
        return string.Concat(new[] { "decision", "structure", "probabilities", "legs", "checks", "reasons" }.Select(key => document[key]!.ToJsonString()));
    }
}
