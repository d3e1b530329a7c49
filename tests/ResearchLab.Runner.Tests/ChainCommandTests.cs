using System.Text.Json;

namespace ResearchLab.Runner.Tests;

/// <summary>A demo lab whose market is simulated once for all tests of the class.</summary>
public sealed class ChainFixture : IDisposable
{
    private readonly TempFolder _folder = new();

    internal string Path => _folder.Path;

    public void Dispose() => _folder.Dispose();
}

public sealed class ChainCommandTests(ChainFixture _folder) : IClassFixture<ChainFixture>
{
    private const string Session = "2017-05-31"; // early: little is simulated before it

    [Fact]
    public void ChainShow_Demo_ListsExpiriesAndTheStrikesOfOne()
    {
        LabResult table = LabProcess.Run(_folder.Path, "chain", "show", "--session", Session);
        Assert.Equal(0, table.ExitCode);
        Assert.Contains("DEMO", table.Output, StringComparison.Ordinal);
        Assert.Contains("ATM IV", table.Output, StringComparison.Ordinal);

        LabResult json = LabProcess.Run(_folder.Path, "chain", "show", "--session", Session, "--json");
        using JsonDocument document = JsonDocument.Parse(json.Output);
        JsonElement[] expiries = [.. document.RootElement.GetProperty("expiries").EnumerateArray()];
        Assert.True(expiries.Length >= 4);
        double vixStyle = document.RootElement.GetProperty("vixStyleVol").GetProperty("vol").GetDouble();
        Assert.Contains($"method of the VIX: {100 * vixStyle:0.00}%", table.Output, StringComparison.Ordinal);
        JsonElement month = expiries.First(expiry => expiry.GetProperty("days").GetInt32() >= 20);
        // The premium of far puts lifts it above the volatility at the money.
        Assert.InRange(vixStyle, 0.9 * month.GetProperty("atmVol").GetDouble(), 1.5 * month.GetProperty("atmVol").GetDouble());
        Assert.InRange(month.GetProperty("atmVol").GetDouble(), 0.05, 1.5);
        Assert.Equal("Svi", month.GetProperty("smile").GetString());
        Assert.True(month.GetProperty("minButterfly").GetDouble() >= 0);

        string expiry = month.GetProperty("expiry").GetString()!;
        LabResult strikes = LabProcess.Run(_folder.Path, "chain", "show", "--session", Session, "--expiry", expiry, "--json");
        using JsonDocument one = JsonDocument.Parse(strikes.Output);
        JsonElement[] rows = [.. one.RootElement.GetProperty("strikes").EnumerateArray()];
        Assert.Equal(month.GetProperty("quotes").GetInt32(), rows.Length);
        Assert.Contains(rows, row => row.GetProperty("status").GetString() == "Solved" && row.GetProperty("delta").GetDouble() is > 0.4 and < 0.6);
    }

    [Fact]
    public void Structure_Demo_BuildsAllElevenOrSaysWhyNot()
    {
        LabResult json = LabProcess.Run(_folder.Path, "structure", "all", "--session", Session, "--json");
        Assert.Equal(0, json.ExitCode);
        using JsonDocument document = JsonDocument.Parse(json.Output);
        JsonElement[] structures = [.. document.RootElement.GetProperty("structures").EnumerateArray()];
        Assert.Equal(11, structures.Length);
        foreach (JsonElement structure in structures)
        {
            if (!structure.GetProperty("tradable").GetBoolean())
            {
                Assert.StartsWith("not tradable: ", structure.GetProperty("reason").GetString(), StringComparison.Ordinal);
                continue;
            }

            Assert.True(structure.GetProperty("margin").GetDouble() > 0);
            Assert.True(structure.GetProperty("capitalAtRisk").GetDouble() > 0);
            Assert.InRange(structure.GetProperty("winProbability").GetDouble(), 0, 1);
            Assert.Equal(JsonValueKind.Number, structure.GetProperty("expectedValue").ValueKind);
        }

        Assert.Contains(structures, structure => structure.GetProperty("tradable").GetBoolean());
        LabResult text = LabProcess.Run(_folder.Path, "structure", "iron_condor", "--session", Session);
        Assert.Equal(0, text.ExitCode);
        Assert.Contains("iron condor", text.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void StructureOutcome_Demo_FollowsATradeFromEntryToExit()
    {
        LabResult json = LabProcess.Run(_folder.Path, "structure", "bull_put_spread", "--session", Session, "--outcome", "--json");
        Assert.Equal(0, json.ExitCode);
        using JsonDocument document = JsonDocument.Parse(json.Output);
        JsonElement structure = document.RootElement.GetProperty("structures")[0];
        Assert.True(structure.GetProperty("tradable").GetBoolean());
        JsonElement outcome = structure.GetProperty("outcome");
        Assert.NotEqual("Open", outcome.GetProperty("reason").GetString());
        JsonElement[] marks = [.. outcome.GetProperty("marks").EnumerateArray()];
        Assert.Equal(outcome.GetProperty("entry").GetString(), marks[0].GetProperty("session").GetString());
        Assert.Equal(outcome.GetProperty("exit").GetString(), marks[^1].GetProperty("session").GetString());
        Assert.True(string.CompareOrdinal(marks[0].GetProperty("session").GetString(), Session) > 0);
        Assert.True(outcome.GetProperty("events").GetArrayLength() >= 4);
        Assert.Equal(
            outcome.GetProperty("pnl").GetDouble(), outcome.GetProperty("return").GetDouble() * outcome.GetProperty("capitalAtRisk").GetDouble(), 1e-9);

        LabResult text = LabProcess.Run(_folder.Path, "structure", "bull_put_spread", "--session", Session, "--outcome");
        Assert.Contains("outcome", text.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void StructureOutcome_DepartingFromTheRules_SaysSoAndIsCharged()
    {
        LabResult json = LabProcess.Run(_folder.Path, "structure", "bull_put_spread", "--session", Session, "--outcome", "--wings", "2",
            "--time-only", "--json");
        Assert.True(json.ExitCode == 0, json.Errors);
        Assert.Contains("wings ×2, time-only exits: charged as a trial", json.Errors, StringComparison.Ordinal);
        using JsonDocument document = JsonDocument.Parse(json.Output);
        Assert.Equal("wings ×2, time-only exits", document.RootElement.GetProperty("rules").GetString());
        JsonElement outcome = document.RootElement.GetProperty("structures")[0].GetProperty("outcome");
        Assert.Equal(("SIMULATED quotes", "demo"), (outcome.GetProperty("followedOn").GetString(), outcome.GetProperty("origin").GetString()));
        Assert.True(outcome.GetProperty("reason").GetString() is "TimeLimit" or "Assigned", outcome.GetProperty("reason").GetString());
        LabResult text = LabProcess.Run(_folder.Path, "structure", "bull_put_spread", "--session", Session, "--outcome", "--no-stops");
        Assert.Contains("departs from the rules: no stops", text.Output, StringComparison.Ordinal);
        Assert.Contains("followed on SIMULATED quotes", text.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("structure iron_condor --wings 4", "--wings is 4")]
    [InlineData("structure iron_condor --spread-share -1", "--spread-share is -1")]
    [InlineData("structure butterfly", "butterfly")]
    [InlineData("structure", "structure")]
    [InlineData("chain show --expiry 2024-13-01", "--expiry is '2024-13-01'")]
    [InlineData("chain show --session 2017-05-31 --expiry 2017-07-04", "2017-07-04")]
    [InlineData("chain show --session 2023-12-25", "Christmas")]
    [InlineData("structure iron_condor --session 2017-05-31 --through 2017-05-01", "back in time")]
    [InlineData("structure all --symbol ../x", "../X")]
    public void BadInput_IsOneLine_AndExitCode2(string line, string named)
    {
        LabResult result = LabProcess.Run(_folder.Path, line.Split(' '));
        Assert.Equal(2, result.ExitCode);
        Assert.Contains(named, result.OneErrorLine(), StringComparison.OrdinalIgnoreCase);
        Assert.Empty(result.Output);
    }
}
