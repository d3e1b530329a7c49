using System.Text.Json;

namespace ResearchLab.Runner.Tests;

/// <summary>Commands that write to this process's console and read its environment run alone.</summary>
[CollectionDefinition(nameof(InProcessLab), DisableParallelization = true)]
public sealed class InProcessLabCollection : ICollectionFixture<InProcessLab>;

/// <summary>One data folder with two models of the simulated market, and the command line inside this process: no start of a process a command.</summary>
public sealed class InProcessLab : IDisposable
{
    internal const string How = "--session 2020-09-30 --folds 2 --rounds";
    private readonly TempFolder _folder = new();
    private readonly (string Name, string? Value)[] _before;

    public InProcessLab()
    {
        _before = [.. new[] { "RESEARCHLAB_DATA", "RESEARCHLAB_CODE" }.Select(name => (name, Environment.GetEnvironmentVariable(name)))];
        Environment.SetEnvironmentVariable("RESEARCHLAB_DATA", _folder.Path);
        Environment.SetEnvironmentVariable("RESEARCHLAB_CODE", "test");
        LabResult none = Run("models list");
        Assert.Equal((4, ""), (none.ExitCode, none.Output));
        First = Json($"train {How} 5").GetProperty("id").GetString()!;
        Second = Json($"train {How} 6 --first-test 0.7 --tune 3 --class-balance 0.5 --calibration isotonic").GetProperty("id").GetString()!;
    }

    public string First { get; }

    public string Second { get; }

    internal string Place(string folder) => Path.Combine(_folder.Path, "demo", "smh-1", folder);

    internal static LabResult Run(string line)
    {
        TextWriter output = Console.Out, errors = Console.Error;
        using StringWriter said = new(), complained = new();
        try
        {
            Console.SetOut(said);
            Console.SetError(complained);
            int code = CommandLine.RunAsync(line.Split(' ')).GetAwaiter().GetResult();
            return new LabResult(code, said.ToString(), complained.ToString());
        }
        finally
        {
            Console.SetOut(output);
            Console.SetError(errors);
        }
    }

    internal static JsonElement Json(string line)
    {
        LabResult result = Run(line + " --json");
        Assert.True(result.ExitCode == 0, result.Errors);
        return JsonDocument.Parse(result.Output).RootElement;
    }

    public void Dispose()
    {
        foreach ((string name, string? value) in _before)
            Environment.SetEnvironmentVariable(name, value);
        _folder.Dispose();
    }
}

/// <summary>lab train, evaluate and models as a user meets them, on the simulated market.</summary>
[Collection(nameof(InProcessLab))]
public sealed class ModelsCommandTests(InProcessLab lab)
{
    private static JsonElement Json(string line) => InProcessLab.Json(line);

    [Fact]
    public void Train_Again_FindsTheModelThatIsThere() =>
        Assert.Equal(lab.First, Json($"train {InProcessLab.How} 5").GetProperty("id").GetString());

    [Fact]
    public void Show_TunedModel_CountsEveryTrialOfTheLedger()
    {
        JsonElement card = Json($"models show {lab.Second}").GetProperty("card");
        // The first model, three settings at two numbers of rounds at most, and the tuned training itself.
        int trials = card.GetProperty("evaluation").GetProperty("metrics")[0].GetProperty("context").GetProperty("trials").GetInt32();
        int tried = card.GetProperty("tuning").GetProperty("trials").GetInt32();
        Assert.InRange(tried, 3, 6);
        Assert.Equal(2 + tried, trials);
        Assert.Equal(("isotonic", 0.5), (card.GetProperty("calibration").GetString(), card.GetProperty("classBalance").GetDouble()));
        Assert.StartsWith("nest-wf2-", card.GetProperty("evaluation").GetProperty("policies")[0].GetProperty("context").GetProperty("splitId").GetString(),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Compare_TwoModels_ShowsParametersCalibrationAndMetricsWithIntervals()
    {
        JsonElement comparison = Json($"models compare {lab.First} {lab.Second}"), differences = comparison.GetProperty("differences");
        Assert.Equal("5", differences.GetProperty("num_iterations")[0].GetString());
        Assert.Equal("none", differences.GetProperty("tuning")[0].GetString());
        Assert.Equal("0.50", differences.GetProperty("class_balance")[1].GetString());
        Assert.Contains("…", differences.GetProperty("log_loss")[1].GetString(), StringComparison.Ordinal);
        Assert.True(comparison.GetProperty("sessions").GetInt32() > 300);
    }

    [Fact]
    public void Promote_RunAndRollback_AreOnePath()
    {
        LabResult refused = InProcessLab.Run($"models promote {lab.First}");
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("--anyway", refused.OneErrorLine(), StringComparison.Ordinal);
        Assert.Equal(lab.First, Json($"models promote {lab.First} --anyway --reason test").GetProperty("champion").GetString());
        // It was promoted long after that session had closed, so the model of the quarter decides it still.
        Assert.NotEqual(lab.First, Json("run --session 2020-10-01").GetProperty("evidence").GetProperty("model").GetString());
        Assert.Equal(JsonValueKind.Null, Json("models rollback").GetProperty("champion").ValueKind);
        Assert.Equal(1, InProcessLab.Run("models rollback").ExitCode);
    }

    /// <summary>Who trained on a lake must not have to say so again: the id is enough.</summary>
    [Fact]
    public void Show_ModelOfTheLake_IsFoundByItsIdAloneAndListedBesideTheDemos()
    {
        using var lake = new TempFolder();
        Directory.CreateDirectory(Path.Combine(lake.Path, "models"));
        File.Copy(lab.Place("journal.duckdb"), Path.Combine(lake.Path, "journal.duckdb"));
        string data = Environment.GetEnvironmentVariable("RESEARCHLAB_DATA")!;
        try
        {
            Environment.SetEnvironmentVariable("RESEARCHLAB_DATA", lake.Path);
            Assert.Equal(Path.Combine(lake.Path, "models"), Path.GetDirectoryName(Json($"models show {lab.First}").GetProperty("folder").GetString()));
            Assert.True(Json("models list").GetProperty("models").GetArrayLength() >= 2);
            Assert.Equal(4, InProcessLab.Run("models list --data demo").ExitCode);
            Assert.Contains("'nobody'", InProcessLab.Run("models show nobody").OneErrorLine(), StringComparison.Ordinal);
        }
        finally
        {
            Environment.SetEnvironmentVariable("RESEARCHLAB_DATA", data);
        }
    }

    [Fact]
    public void Evaluate_WithLeaksAndRival_IsOnOneSetOfRows()
    {
        JsonElement evaluation = Json($"evaluate {InProcessLab.How} 5 --leaks");
        Assert.Equal(lab.First, evaluation.GetProperty("model").GetString());
        JsonElement leaks = evaluation.GetProperty("leaks"), rival = evaluation.GetProperty("rival"),
            policies = evaluation.GetProperty("card").GetProperty("evaluation").GetProperty("policies");
        int samples = leaks.GetProperty("purged").GetProperty("samples").GetInt32();
        Assert.Equal(samples, leaks.GetProperty("shuffled").GetProperty("samples").GetInt32());
        Assert.Equal(samples, rival.GetProperty("samples").GetInt32());
        Assert.Equal(policies[0].GetProperty("meanReturn").GetDouble() - rival.GetProperty("regressors").GetDouble(),
            rival.GetProperty("difference").GetDouble(), 1e-9);
        Assert.InRange(rival.GetProperty("difference").GetDouble(), rival.GetProperty("low").GetDouble(), rival.GetProperty("high").GetDouble());
        // The audit of the search counts every trial of the ledger.
        Assert.True(evaluation.GetProperty("search").GetProperty("trials").GetInt32() >= 5);
        Assert.InRange(evaluation.GetProperty("search").GetProperty("deflatedSharpe").GetDouble(), 0, 1);
        Assert.Equal("demo", evaluation.GetProperty("chains").GetString());
        Assert.True(evaluation.GetProperty("years").GetArrayLength() > 2);
        Assert.Contains("SIMULATED", File.ReadAllText(evaluation.GetProperty("report").GetString()!), StringComparison.Ordinal);
    }

    [Fact]
    public void Evaluate_LabelsDeletedFromTheLake_AreComputedAgain()
    {
        JsonElement before = Json($"evaluate --model {lab.First}");
        Directory.Delete(Path.Combine(lab.Place("lake"), ResearchLab.Lake.Datasets.Labels.FolderName), recursive: true);
        JsonElement after = Json($"evaluate --model {lab.First}");
        Assert.Equal(before.GetProperty("rival").GetRawText(), after.GetProperty("rival").GetRawText());
        Assert.NotEmpty(Directory.GetFiles(Path.Combine(lab.Place("lake"), ResearchLab.Lake.Datasets.Labels.FolderName), "*.parquet",
            SearchOption.AllDirectories));
    }

    [Fact]
    public void Evaluate_Holdout_IsOpenedOnceAndTheSecondTimeIsCounted()
    {
        const string Holdout = "evaluate --session 2020-09-30 --rounds 5 --holdout 2020-01-02 --purpose";
        JsonElement opened = Json($"{Holdout} once");
        Assert.Equal((1, "once"), (opened.GetProperty("timesOpened").GetInt32(), opened.GetProperty("purpose").GetString()));
        Assert.True(opened.GetProperty("researchRows").GetInt32() > 800);
        Assert.Equal(16, opened.GetProperty("policies").GetArrayLength());
        LabResult refused = InProcessLab.Run($"{Holdout} twice");
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("for 'once'", refused.OneErrorLine(), StringComparison.Ordinal);
        Assert.Equal(2, Json($"{Holdout} twice --again").GetProperty("timesOpened").GetInt32());
    }

    [Theory]
    [InlineData("model.txt", "tree", "trEe", "does not match the checksum")]
    [InlineData("card.json", "\"featureSetVersion\": 1", "\"featureSetVersion\": 2", "feature set version 2")]
    [InlineData("card.json", "{", "", "cannot be used")]
    public void Evaluate_DamagedOrForeignModel_IsRefusedInOneLine(string file, string found, string replacement, string cause)
    {
        string path = Directory.GetFiles(lab.Place("models"), file, SearchOption.AllDirectories)
            .First(name => File.ReadAllText(Path.Combine(Path.GetDirectoryName(name)!, "card.json")).Contains(lab.Second, StringComparison.Ordinal));
        string text = File.ReadAllText(path);
        int at = text.IndexOf(found, StringComparison.Ordinal);
        try
        {
            File.WriteAllText(path, string.Concat(text.AsSpan(0, at), replacement, text.AsSpan(at + found.Length)));
            foreach (string command in (string[])["evaluate --model", "models promote --anyway"])
            {
                LabResult result = InProcessLab.Run($"{command} {lab.Second}");
                Assert.Equal(1, result.ExitCode);
                Assert.Contains(cause, result.OneErrorLine(), StringComparison.Ordinal);
            }
        }
        finally
        {
            File.WriteAllText(path, text);
        }
    }

    [Theory]
    [InlineData("models show nobody", 1, "No model is called 'nobody'")]
    [InlineData("models promote", 2, "Required argument")]
    [InlineData("train --session 2020-07-04", 2, "not a session")]
    [InlineData("train --session 2020-09-30 --folds 0", 2, "--folds is 0")]
    [InlineData("train --tune 1", 2, "--tune is 1")]
    [InlineData("train --folds x", 2, "--folds is 'x'; write a whole number")]
    [InlineData("train --l2 high", 2, "--l2 is 'high'; write a number")]
    [InlineData("train --seed -1", 2, "--seed is '-1'; write a whole number from 0")]
    [InlineData("train --fold 3", 2, "'--fold'. Did you mean '--folds'?")]
    [InlineData("trian", 2, "'trian'. Did you mean 'train'?")]
    [InlineData("models shwo x", 2, "Did you mean 'show'?")]
    [InlineData("evaluate --modle x", 2, "Did you mean '--model'?")]
    [InlineData("train --colour red", 2, "'--colour'. Try './lab train --help'")]
    [InlineData("train --session 2020-09-30 --embargo 3", 2, "The embargo is 3 sessions; it must be at least the longest label")]
    [InlineData("train --session 2020-09-30 --window 30", 3, "a longer window")]
    [InlineData("train --class-balance 1.5", 2, "--class-balance is 1.5")]
    [InlineData("train --calibration platt", 2, "auto, temperature or isotonic")]
    [InlineData("train --monotone vixx=1", 2, "'vixx' is no feature")]
    [InlineData("train --monotone ret_1d=2", 2, "FEATURE=-1")]
    [InlineData("train --interactions ret_1d,nothing", 2, "'nothing' is no feature")]
    [InlineData("train --session 2016-09-30", 3, "rows with known outcomes are too few")]
    [InlineData("evaluate --model x --folds 3", 2, "leave out")]
    [InlineData("evaluate --holdout 2020-01-02", 2, "--purpose")]
    [InlineData("evaluate --session 2020-09-30 --holdout 2030-01-01 --purpose none", 2, "the last session with known outcomes is 2020-")]
    [InlineData("evaluate --symbol SPY,Q!Q", 2, "not a ticker")]
    public void Commands_BadInput_AreOneLine(string line, int code, string cause)
    {
        LabResult result = InProcessLab.Run(line);
        Assert.Equal(code, result.ExitCode);
        Assert.Contains(cause, result.OneErrorLine(), StringComparison.Ordinal);
    }
}
