using System.Text.Json;
using ResearchLab.Journal;
using ResearchLab.Models;

namespace ResearchLab.Runner.Tests;

/// <summary>lab models explain, lab models drift, and what lab run says of its own pick, on the simulated market.</summary>
[Collection(nameof(InProcessLab))]
public sealed class ModelsExplainTests(InProcessLab lab)
{
    private static JsonElement Json(string line) => InProcessLab.Json(line);

    [Fact]
    public void ExplainAndDrift_AfterARun_AgreeWithIt()
    {
        string id = lab.First;
        // Promoted before the session closed, or it would not decide it.
        var registry = new ModelRegistry(JournalStore.Embedded(lab.Place("journal.duckdb"),
            new StandingClock(new DateTimeOffset(2021, 1, 4, 12, 0, 0, TimeSpan.Zero))), lab.Place("models"));
        registry.Promote(id, "test", anyway: true);
        JsonElement run = Json("run --session 2021-01-29");
        Assert.Equal(id, run.GetProperty("evidence").GetProperty("model").GetString());
        // The next test finds no champion.
        Json("models rollback");
        JsonElement explanation = run.GetProperty("explanation");
        Assert.Equal(run.GetProperty("structure").GetString(), explanation.GetProperty("structure").GetString());
        JsonElement[] contributions = [.. explanation.GetProperty("contributions").EnumerateArray()];
        double sum = explanation.GetProperty("average").GetDouble() + contributions.Sum(one => one.GetProperty("contribution").GetDouble())
            + explanation.GetProperty("others").GetDouble();
        Assert.Equal(explanation.GetProperty("raw").GetDouble(), sum, 1e-6);
        Assert.Equal(10, contributions.Length);
        Assert.Contains(run.GetProperty("reasons").EnumerateArray(),
            reason => reason.GetString()!.StartsWith(contributions[0].GetProperty("feature").GetString()!, StringComparison.Ordinal));
        string report = File.ReadAllText(run.GetProperty("report").GetString()!);
        Assert.Contains("in log-odds", report, StringComparison.Ordinal);
        Assert.Contains("\"waterfall\"", report, StringComparison.Ordinal);
        Assert.Contains("Is the market still the one it was trained on?", report, StringComparison.Ordinal);

        JsonElement importance = Json($"models explain {id} --folds 3");
        Assert.Equal(84, importance.GetProperty("importance").GetProperty("features").GetArrayLength());
        Assert.InRange(importance.GetProperty("importance").GetProperty("rankCorrelation").GetDouble(), -1, 1);
        Assert.True(File.Exists(importance.GetProperty("report").GetString()));
        JsonElement curves = Json($"models explain {id} --feature iv_rank252").GetProperty("dependence");
        Assert.Equal(12, curves.GetArrayLength());
        Assert.Equal(curves[0].GetProperty("values").GetArrayLength(), curves[0].GetProperty("mean").GetArrayLength());

        LabResult drift = InProcessLab.Run($"models drift {id} --session 2021-01-29 --json");
        JsonElement found = JsonDocument.Parse(drift.Output).RootElement;
        Assert.Equal(found.GetProperty("alert").GetBoolean() ? 3 : 0, drift.ExitCode);
        Assert.Equal(run.GetProperty("drift").GetProperty("verdict").GetString(), found.GetProperty("verdict").GetString());
        Assert.True(found.GetProperty("calibration").GetProperty("samples").GetInt32() > 20);
        Assert.True(found.GetProperty("calibration").GetProperty("log_loss").GetProperty("recent").GetDouble() > 0);
        Assert.Equal(4, InProcessLab.Run($"models drift {id} --session 2020-09-30").ExitCode);
    }

    private sealed class StandingClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }

    [Theory]
    [InlineData("models explain --feature nothing", "there is no such feature")]
    [InlineData("models explain --folds 1", "--folds is 1")]
    [InlineData("models drift --window 3", "--window is 3; it must be 20 to 1000")]
    [InlineData("models drift --watch 0.4", "--alert is 0.25; it must be above watch")]
    public void Commands_BadInput_AreOneLine(string line, string cause)
    {
        LabResult result = InProcessLab.Run(line);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains(cause, result.OneErrorLine(), StringComparison.Ordinal);
    }
}
