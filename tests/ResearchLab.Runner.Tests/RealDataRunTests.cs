using System.Text.Json.Nodes;
using ResearchLab.Tests.Shared;

namespace ResearchLab.Runner.Tests;

/// <summary>Real prices from CSV to recommendations: a crash, a bear market and a calm year end.</summary>
public sealed class RealDataRunTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Spy_InACrash_GivesASoundRecommendation() => RunOn("2020-03-16");

    [Fact(Explicit = true)]
    [Trait("Tier", "soak")]
    public void Spy_ThreeSessions_GiveSoundRecommendations() => RunOn("2020-03-16", "2022-06-16", "2023-12-29");

    private void RunOn(params string[] sessions)
    {
        Ingest("daily_SPY.csv.gz", "--symbol", "SPY");
        Ingest("vol_VIX.csv.gz", "--series", "vix=close");
        Ingest("vol_VIX3M.csv.gz", "--series", "vix3m=close");
        Ingest("rates_tbill13w_fedfunds.csv.gz", "--rate", "tbill_13w=tbill_13w_irx", "--rate", "fed_funds=fed_funds", "--unit", "percent");

        foreach (string session in sessions)
        {
            LabResult result = LabProcess.Run(_folder.Path, "run", "--symbol", "SPY", "--session", session, "--json");
            Assert.True(result.ExitCode == 0, result.Errors);
            JsonNode document = JsonNode.Parse(result.Output)!;
            Assert.Equal("modelled", (string)document["data"]!);
            Assert.Contains("MODELLED", File.ReadAllText((string)document["report"]!), StringComparison.OrdinalIgnoreCase);
            string model = (string)document["evidence"]!["model"]!;
            // The model of a session has seen nothing of its quarter.
            Assert.True(string.CompareOrdinal(model.Substring("SPY-".Length, 10), session) < 0, model);
            AssertSound(document);
        }
    }

    private static void AssertSound(JsonNode document)
    {
        if ((string)document["decision"]! == "no_trade")
        {
            Assert.NotEmpty(document["reasons"]!.AsArray());
            return;
        }

        JsonArray legs = document["legs"]!.AsArray();
        Assert.NotEmpty(legs);
        DateOnly session = DateOnly.Parse((string)document["session"]!);
        foreach (JsonNode? leg in legs)
        {
            Assert.True((double)leg!["bid"]! > 0 && (double)leg["ask"]! >= (double)leg["bid"]!);
            int days = DateOnly.Parse((string)leg["expiry"]!).DayNumber - session.DayNumber;
            Assert.InRange(days, 15, 90);
        }

        Assert.InRange((double)document["winProbability"]!, 0.01, 0.99);
        Assert.True((double)document["maxLoss"]! > 0);
        Assert.Equal((string)document["decision"]! == "recommend", (int)document["contracts"]! > 0);
        bool allPassed = document["checks"]!.AsArray().All(check => (bool)check!["passed"]!);
        Assert.Equal((string)document["decision"]! == "recommend", allPassed);
    }

    private void Ingest(string file, params string[] arguments)
    {
        LabResult result = LabProcess.Run(_folder.Path, ["ingest", "csv", RealData.Path(file), .. arguments]);
        Assert.True(result.ExitCode == 0, result.Errors);
    }
}
