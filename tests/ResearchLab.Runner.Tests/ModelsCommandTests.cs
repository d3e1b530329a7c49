using System.Text.Json;

namespace ResearchLab.Runner.Tests;

/// <summary>lab train, evaluate and models as a user meets them, on the simulated market.</summary>
public sealed class ModelsCommandTests : IDisposable
{
    private const string As = "--session 2022-06-30";
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private LabResult Lab(string line) => LabProcess.Run(_folder.Path, line.Split(' '));

    private JsonElement Json(string line)
    {
        LabResult result = Lab(line + " --json");
        Assert.True(result.ExitCode == 0, result.Errors);
        return JsonDocument.Parse(result.Output).RootElement;
    }

    [Fact]
    public void Models_FromTrainingToRollback_AreOnePath()
    {
        LabResult none = Lab("models list");
        Assert.Equal((4, ""), (none.ExitCode, none.Output));
        string first = Json($"train {As} --rounds 5 --folds 2").GetProperty("id").GetString()!;
        Assert.Equal(first, Json($"train {As} --rounds 5 --folds 2").GetProperty("id").GetString());
        string second = Json($"train {As} --rounds 6 --folds 2").GetProperty("id").GetString()!;
        Assert.NotEqual(first, second);
        Assert.Equal(2, Json("models list").GetProperty("models").GetArrayLength());
        Assert.Equal(2, Json($"models show {second}").GetProperty("card").GetProperty("evaluation").GetProperty("metrics")[0].GetProperty("context").GetProperty("trials").GetInt32());
        JsonElement comparison = Json($"models compare {first} {second}");
        Assert.Equal("5", comparison.GetProperty("differences").GetProperty("num_iterations")[0].GetString());
        Assert.True(comparison.GetProperty("sessions").GetInt32() > 500);

        LabResult refused = Lab($"models promote {first}");
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("--anyway", refused.OneErrorLine(), StringComparison.Ordinal);
        Assert.Equal(first, Json($"models promote {first} --anyway --reason test").GetProperty("champion").GetString());
        // The daily run decides by it from the next session on.
        Assert.Equal(first, Json("run --session 2022-07-01").GetProperty("evidence").GetProperty("model").GetString());
        Assert.Equal(JsonValueKind.Null, Json("models rollback").GetProperty("champion").ValueKind);
        Assert.Equal(1, Lab("models rollback").ExitCode);

        JsonElement evaluation = Json($"evaluate {As} --rounds 5 --folds 2 --leaks");
        Assert.Equal(first, evaluation.GetProperty("model").GetString());
        JsonElement leaks = evaluation.GetProperty("leaks");
        Assert.Equal(leaks.GetProperty("purged").GetProperty("samples").GetInt32(), leaks.GetProperty("shuffled").GetProperty("samples").GetInt32());
        Assert.Equal(first, Json($"evaluate --model {first}").GetProperty("model").GetString());
        Assert.Equal("demo", evaluation.GetProperty("chains").GetString());
        Assert.True(evaluation.GetProperty("years").GetArrayLength() > 2);
        Assert.Contains("SIMULATED", File.ReadAllText(evaluation.GetProperty("report").GetString()!), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("models show nobody", 1, "No model is called 'nobody'")]
    [InlineData("models promote", 2, "Required argument")]
    [InlineData("train --session 2020-07-04", 2, "not a session")]
    [InlineData("train --session 2022-06-30 --folds 0", 2, "--folds is 0")]
    [InlineData("evaluate --model x --folds 3", 2, "leave out")]
    public void Commands_BadInput_AreOneLine(string line, int code, string cause)
    {
        LabResult result = Lab(line);
        Assert.Equal(code, result.ExitCode);
        Assert.Contains(cause, result.OneErrorLine(), StringComparison.Ordinal);
    }
}
