using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ResearchLab.Runner.Tests;

/// <summary>A demo lab with its model trained, for all tests of the class.</summary>
public sealed class DemoFixture : IDisposable
{
    internal const string Session = DemoMarket.Session;
    private readonly TempFolder _folder = new();

    public DemoFixture(DemoMarket market) => First = market.CopyTo(_folder.Path);

    internal string Folder => _folder.Path;

    internal LabResult First { get; }

    public void Dispose() => _folder.Dispose();
}

/// <summary>The daily run on the simulated market, through the command line.</summary>
public sealed partial class DemoRunTests(DemoFixture demo) : IClassFixture<DemoFixture>
{
    [Fact]
    public void Run_PrintsTheWholeDocument()
    {
        Assert.Equal(0, demo.First.ExitCode);
        JsonNode document = JsonNode.Parse(demo.First.Output)!;
        foreach (string key in new[]
        {
            "session", "symbol", "data", "decision", "structure", "confidence", "probabilities", "legs", "expiry", "contracts", "limitPrice",
            "maxProfit", "maxLoss", "breakevens", "winProbability", "exits", "checks", "candidates", "desk", "learnedFrom", "onPaperOnly", "reasons",
            "evidence", "report", "timings",
        })
            Assert.True(document.AsObject().ContainsKey(key), $"'{key}' is missing");
        foreach (string key in new[] { "snapshot", "asOf", "seed", "code", "model", "featureSet", "chain" })
            Assert.True(document["evidence"]!.AsObject().ContainsKey(key), $"evidence '{key}' is missing");
        Assert.Equal("demo", (string)document["data"]!);
        Assert.Equal("SMH", (string)document["symbol"]!);
        Assert.Equal(12, document["probabilities"]!.AsObject().Count);
        Assert.Equal(1, document["probabilities"]!.AsObject().Sum(pair => (double)pair.Value!), 1e-9);
        Assert.Contains((string)document["decision"]!, new[] { "recommend", "not_opened", "no_trade" });
        string report = File.ReadAllText((string)document["report"]!);
        Assert.Contains("DEMO", report, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Tier", "full")]
    public void EveryCommandOfThePage_Runs()
    {
        using JsonDocument document = JsonDocument.Parse(demo.First.Output);
        string page = File.ReadAllText(document.RootElement.GetProperty("report").GetString()!);
        string[] commands = [.. CommandOfThePage().Matches(page).Select(match => match.Groups["words"].Value).Distinct(StringComparer.Ordinal)];
        Assert.Equal(["chain", "evaluate", "features", "models", "run", "structure"],
            commands.Select(words => words.Split(' ')[0]).Distinct().Order(StringComparer.Ordinal));
        foreach (string words in commands)
        {
            LabResult result = LabProcess.Run(demo.Folder, words.Split(' '));
            Assert.True(result.ExitCode == 0, $"{words}\n{result.Errors}");
        }
    }

    [GeneratedRegex("<code>\\./lab (?<words>[^<]+)</code>", RegexOptions.NonBacktracking)]
    private static partial Regex CommandOfThePage();

    [Fact]
    public void Run_Twice_GivesTheSameBytes_AndOneRecommendation()
    {
        LabResult again = LabProcess.Run(demo.Folder, "run", "--session", DemoFixture.Session, "--json");
        Assert.Equal(0, again.ExitCode);
        Assert.Equal(WithoutTimes(demo.First.Output), WithoutTimes(again.Output));
        using Lab lab = OpenDemo(demo.Folder);
        Assert.Single(lab.Journal.FindRecommendations("SMH"));
        Assert.InRange(lab.Journal.RecentRuns(10).Count(run => run.Status == "done"), 2, 10);
    }

    [Fact]
    public void Run_InAnotherFolder_GivesTheSameEvidence()
    {
        using var other = new TempFolder();
        LabResult elsewhere = LabProcess.Run(other.Path, "run", "--session", DemoFixture.Session, "--json");
        JsonNode here = JsonNode.Parse(demo.First.Output)!, there = JsonNode.Parse(elsewhere.Output)!;
        foreach (string key in new[] { "decision", "structure", "probabilities", "legs", "checks", "reasons", "evidence" })
            Assert.Equal(here[key]!.ToJsonString(), there[key]!.ToJsonString());
    }

    [Fact]
    public void Run_WhatIf_ShowsTwoDecisionsAndRecordsNothing()
    {
        int Recorded()
        {
            using Lab lab = OpenDemo(demo.Folder);
            return lab.Journal.RecentRuns(100).Count + lab.Journal.FindRecommendations("SMH").Count;
        }

        int before = Recorded();
        LabResult result = LabProcess.Run(demo.Folder, "run", "--session", DemoFixture.Session, "--what-if", "ACCOUNT_VALUE=100,RISK_PER_TRADE=0.01", "--json");
        Assert.Equal(0, result.ExitCode);
        JsonNode both = JsonNode.Parse(result.Output)!;
        Assert.Equal(JsonNode.Parse(demo.First.Output)!["decision"]!.ToJsonString(), both["configured"]!["decision"]!.ToJsonString());
        Assert.Equal(["ACCOUNT_VALUE", "RISK_PER_TRADE"], both["otherwise"]!["overridden"]!.AsArray().Select(setting => (string)setting!["setting"]!));
        Assert.Equal(0, (int)both["otherwise"]!["contracts"]!);
        Assert.Equal(before, Recorded());
        LabResult text = LabProcess.Run(demo.Folder, "run", "--session", DemoFixture.Session, "--what-if", "RISK_PER_TRADE=0.01");
        Assert.Contains("as configured", text.Output, StringComparison.Ordinal);
        Assert.Contains("Nothing was recorded", text.Output, StringComparison.Ordinal);
        LabResult wrong = LabProcess.Run(demo.Folder, "run", "--session", DemoFixture.Session, "--what-if", "RISK_PER_TRAD=0.01");
        Assert.Equal(2, wrong.ExitCode);
        Assert.Contains("There is no setting 'RISK_PER_TRAD'", wrong.OneErrorLine(), StringComparison.Ordinal);
    }

    [Fact]
    public void Run_OtherSeed_IsAnotherMarket()
    {
        using Lab first = OpenDemo(demo.Folder), second = Lab.OpenDemo("SMH", 2, LabOptions.FromEnvironment() with { DataFolder = demo.Folder });
        Assert.NotEqual(first.Lake.Root, second.Lake.Root);
    }

    [Fact]
    public void Run_Text_SaysDemo_AndNamesTheReport()
    {
        LabResult result = LabProcess.Run(demo.Folder, "run", "--session", DemoFixture.Session);
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("DEMO", result.Output, StringComparison.Ordinal);
        Assert.Matches($"SMH-{DemoFixture.Session}-[0-9a-f]{{16}}-[0-9a-f]{{8}}\\.html", result.Output);
    }

    [Fact]
    public void Run_InterruptedByCtrlC_KeepsNothingHalfDone_AndGoesOn()
    {
        using var folder = new TempFolder();
        using (LabProcess lab = LabProcess.Start(folder.Path, null, "run", "--session", DemoFixture.Session, "--seed", "3"))
        {
            lab.WaitUntil(() => lab.Errors.Contains("outcome of every structure", StringComparison.Ordinal), "the labels");
            lab.Interrupt();
            LabResult stopped = lab.Wait();
            Assert.Equal(130, stopped.ExitCode);
            Assert.Contains("stopped by Ctrl-C", stopped.OneErrorLine(), StringComparison.Ordinal);
        }

        AssertSound(folder.Path, 3);
        LabResult again = LabProcess.Run(folder.Path, "run", "--session", DemoFixture.Session, "--seed", "3", "--json");
        Assert.Equal(0, again.ExitCode);
    }

    [Theory]
    [InlineData(700)]
    [InlineData(2500, Explicit = true, Traits = ["Tier", "soak"])]
    public void Run_Killed_LosesNothing_AndGoesOn(int afterMilliseconds)
    {
        using var folder = new TempFolder();
        using (LabProcess lab = LabProcess.Start(folder.Path, null, "run", "--session", DemoFixture.Session))
        {
            Thread.Sleep(afterMilliseconds);
            lab.Kill();
            lab.Wait();
        }

        AssertSound(folder.Path, 1);
        LabResult again = LabProcess.Run(folder.Path, "run", "--session", DemoFixture.Session, "--json");
        Assert.Equal(0, again.ExitCode);
        JsonNode here = JsonNode.Parse(demo.First.Output)!, there = JsonNode.Parse(again.Output)!;
        foreach (string key in new[] { "decision", "structure", "probabilities", "legs", "checks" })
            Assert.Equal(here[key]!.ToJsonString(), there[key]!.ToJsonString());
    }

    private static void AssertSound(string folder, ulong seed)
    {
        using Lab lab = Lab.OpenDemo("SMH", seed, LabOptions.FromEnvironment() with { DataFolder = folder });
        Assert.DoesNotContain(lab.Lake.Check(), problem => problem.Harmful);
        Assert.Empty(lab.Journal.FindRecommendations("SMH"));
    }

    private static Lab OpenDemo(string folder) => Lab.OpenDemo("SMH", 1, LabOptions.FromEnvironment() with { DataFolder = folder });

    private static string WithoutTimes(string json)
    {
        JsonObject document = JsonNode.Parse(json)!.AsObject();
        document.Remove("timings");
        document.Remove("run");
        return document.ToJsonString(new JsonSerializerOptions { WriteIndented = true });
    }
}
