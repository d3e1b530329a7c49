using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace ResearchLab.LightGbm.Tests;

/// <summary>
/// The same rows, seed and parameters through LightGBM's own command line: RESEARCHLAB_LIGHTGBM_CLI names one to run, and writes its
/// models and predictions as the golden files anew; without it the golden files it wrote stand for it (bench/lightgbm-peer.sh builds one).
/// </summary>
public sealed class CommandLinePeerTests : IDisposable
{
    private const int Rows = 600, Predicted = 20;
    private readonly string _folder = Directory.CreateTempSubdirectory("lightgbm-peer").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("multiclass")]
    [InlineData("binary-categories")]
    [InlineData("regression-constraints")]
    [InlineData("quantile")]
    [InlineData("lambdarank")]
    [InlineData("no-splits-multiclass")]
    [InlineData("no-splits-binary")]
    [InlineData("no-splits-regression")]
    [InlineData("no-splits-quantile")]
    [InlineData("no-splits-lambdarank")]
    public void Train_LikeTheCommandLine_WritesTheSameText(string name)
    {
        (LightGbmParameters parameters, double[][] columns, float[] labels, float[] weights, int[] groups) = Case(name);
        using var train = LightGbmDataset.FromColumns(columns, labels, weights, parameters, fields: new DatasetFields { Groups = groups });
        using Booster booster = Booster.Train(train, parameters);
        (string expected, string predictions) = CommandLine(name, parameters, columns, labels, weights, groups);

        Assert.Equal(Trees(expected), Trees(booster.Text));
        Assert.Equal(Parameters(expected), Parameters(booster.Text));

        // And back: the model of the command line predicts the same bits here.
        using var loaded = Booster.FromText(expected);
        Assert.Equal(booster.Predict(Problems.Matrix(columns), Rows), loaded.Predict(Problems.Matrix(columns), Rows));
        if (name.StartsWith("no-splits", StringComparison.Ordinal))
            Assert.All(expected.Split('\n').Where(line => line.StartsWith("num_leaves=", StringComparison.Ordinal)),
                line => Assert.Equal("num_leaves=1", line));

        // What the command line itself predicts, in every kind, for all rows at once and for one at a time; the compiled forest too.
        string[] blocks = predictions.Split('#', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(s_kinds.Length, blocks.Length);
        foreach ((PredictionKind kind, string block) in s_kinds.Select(kind => kind.Kind).Zip(blocks))
        {
            double[] printed = [.. block.Split([' ', '\t', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).Skip(1)
                .Select(text => double.Parse(text, CultureInfo.InvariantCulture))];
            Assert.Equal(printed, booster.Predict(Problems.Matrix([.. columns.Select(column => column[..Predicted])]), Predicted, kind));
            int width = printed.Length / Predicted;
            for (int row = 0; row < Predicted; row++)
            {
                var one = new double[width];
                booster.PredictRow([.. columns.Select(column => column[row])], kind, one);
                Assert.Equal(printed[(row * width)..((row + 1) * width)], one);
                if (kind == PredictionKind.RawScore)
                {
                    booster.Compile().PredictRaw([.. columns.Select(column => column[row])], one);
                    Assert.Equal(printed[(row * width)..((row + 1) * width)], one);
                }
            }
        }
    }

    private static readonly (PredictionKind Kind, string Option)[] s_kinds =
    [
        (PredictionKind.RawScore, "predict_raw_score=true"), (PredictionKind.Probability, "predict_raw_score=false"),
        (PredictionKind.LeafIndex, "predict_leaf_index=true"), (PredictionKind.Contributions, "predict_contrib=true"),
    ];

    private static (LightGbmParameters Parameters, double[][] Columns, float[] Labels, float[] Weights, int[] Groups) Case(string name)
    {
        double[][] columns = [.. Problems.Uniform(Rows, 6, seed: 40).Select(column => (double[])[.. column.Select(value => Math.Round(value * 1000) / 1000)])];
        for (int i = 0; i < Rows; i += 7)
            columns[4][i] = double.NaN;
        columns[5] = [.. columns[5].Select(value => Math.Floor((value + 1) * 6))];
        double[] signal = [.. columns[0].Select((value, i) => value + (columns[1][i] * columns[2][i]) + (columns[5][i] % 3 * 0.3))];
        var parameters = new LightGbmParameters
        {
            Rounds = 3,
            Leaves = 6,
            LearningRate = 0.1,
            MinDataInLeaf = 10,
            FeatureFraction = 0.8,
            BaggingFraction = 0.7,
            BaggingFrequency = 1,
            L2 = 0.5,
            Seed = 11,
        };
        float[] weights = [.. Enumerable.Range(0, Rows).Select(i => 0.5f + (i % 4 * 0.25f))];
        if (name.StartsWith("no-splits-", StringComparison.Ordinal))
        {
            // No leaf can hold so many rows but the root.
            (LightGbmParameters whole, _, float[] targets, float[] weighted, int[] grouped) = Case(name switch
            {
                "no-splits-binary" => "binary-categories",
                "no-splits-regression" => "regression-constraints",
                _ => name["no-splits-".Length..]
            });
            return (whole with { MinDataInLeaf = 400, Categorical = [], BaggingFraction = 1, BaggingFrequency = 0 }, columns, targets, weighted, grouped);
        }

        return name switch
        {
            "multiclass" => (parameters with { Classes = 3 }, columns, [.. signal.Select(s => s > 0.6 ? 2f : s > 0 ? 1f : 0f)], weights, []),
            "binary-categories" => (parameters with { Objective = Objective.Binary, Categorical = [5], Balanced = true, L1 = 0.1 }, columns,
                [.. signal.Select(s => s > 0.3 ? 1f : 0f)], [], []),
            "regression-constraints" =>
                (parameters with { Objective = Objective.Regression, Monotone = [1, 0, 0, -1, 0, 0], Interactions = [[0, 1, 2], [3, 4, 5]] }, columns,
                    [.. signal.Select(s => (float)Math.Round(s, 2))], weights, []),
            "quantile" => (parameters with { Objective = Objective.Quantile, Alpha = 0.9, MaxBins = 63 }, columns,
                [.. signal.Select(s => (float)Math.Round(s, 2))], [], []),
            _ => (parameters with { Objective = Objective.LambdaRank, BaggingFrequency = 0, BaggingFraction = 1 }, columns,
                [.. signal.Select(s => (float)Math.Clamp(Math.Floor(2 * (s + 1)), 0, 4))], [], [.. Enumerable.Repeat(20, Rows / 20)]),
        };
    }

    private (string Model, string Predictions) CommandLine(string name, LightGbmParameters parameters, double[][] columns, float[] labels, float[] weights,
        int[] groups)
    {
        string golden = Path.Combine(SourceFolder(), "Golden", name + ".txt"), predicted = Path.ChangeExtension(golden, ".predictions");
        if (Environment.GetEnvironmentVariable("RESEARCHLAB_LIGHTGBM_CLI") is not { Length: > 0 } program)
            return (File.ReadAllText(golden), File.ReadAllText(predicted));
        var text = new StringBuilder();
        for (int row = 0; row < Rows; row++)
        {
            text.Append(labels[row].ToString("R", CultureInfo.InvariantCulture));
            foreach (double[] column in columns)
                text.Append(',').Append(double.IsNaN(column[row]) ? "nan" : column[row].ToString("R", CultureInfo.InvariantCulture));
            text.Append('\n');
        }

        File.WriteAllText(Path.Combine(_folder, "train.csv"), text.ToString());
        if (weights.Length > 0)
            File.WriteAllLines(Path.Combine(_folder, "train.csv.weight"), weights.Select(weight => weight.ToString("R", CultureInfo.InvariantCulture)));
        if (groups.Length > 0)
            File.WriteAllLines(Path.Combine(_folder, "train.csv.query"), groups.Select(count => count.ToString(CultureInfo.InvariantCulture)));
        File.WriteAllLines(Path.Combine(_folder, "train.conf"), [.. parameters.ToString().Split(' '), "task=train", "data=train.csv", "output_model=model.txt",
            "precise_float_parser=true", "num_threads=1", "verbosity=1"]);
        Run(program, "train.conf");
        File.Copy(Path.Combine(_folder, "model.txt"), golden, overwrite: true);
        File.WriteAllLines(Path.Combine(_folder, "few.csv"), File.ReadLines(Path.Combine(_folder, "train.csv")).Take(Predicted));
        var all = new StringBuilder();
        foreach ((PredictionKind kind, string option) in s_kinds)
        {
            File.WriteAllLines(Path.Combine(_folder, "predict.conf"),
                ["task=predict", "data=few.csv", "input_model=model.txt", "output_result=predicted.txt", "precise_float_parser=true", "num_threads=1", option]);
            Run(program, "predict.conf");
            all.Append(CultureInfo.InvariantCulture, $"# {kind}\n{File.ReadAllText(Path.Combine(_folder, "predicted.txt"))}");
        }

        File.WriteAllText(predicted, all.ToString());
        return (File.ReadAllText(golden), all.ToString());
    }

    private void Run(string program, string configuration)
    {
        var start = new ProcessStartInfo(program,
            $"config={configuration}")
        { WorkingDirectory = _folder, RedirectStandardOutput = true, UseShellExecute = false };
        using Process process = Process.Start(start)!;
        string said = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, said);
    }

    /// <summary>All before the parameters but what 4.7 writes where 4.1, which wrote the golden files, wrote another thing: of no use for predicting.</summary>
    private static string[] Trees(string model) =>
        [.. model[..model.IndexOf("\nparameters:", StringComparison.Ordinal)].Split('\n')
            .Where(line => !line.StartsWith("tree_sizes=", StringComparison.Ordinal)).Select(WithoutRoot)];

    /// <summary>The mean and weight of all rows, 0 before, and the rows of a tree without splits.</summary>
    private static string WithoutRoot(string line)
    {
        string[] keys = ["internal_value=", "internal_weight="];
        if (Array.Find(keys, key => line.StartsWith(key, StringComparison.Ordinal)) is { } root)
            return line.Contains(' ', StringComparison.Ordinal) ? root + line[line.IndexOf(' ', StringComparison.Ordinal)..] : root;
        return line.StartsWith("leaf_count=", StringComparison.Ordinal) && !line.Contains(' ', StringComparison.Ordinal) ? "leaf_count=" : line;
    }

    private static readonly string[] s_changedParameters = ["[data:", "[num_threads:", "[precise_float_parser:", "[bagging_by_query:",
        "[early_stopping_min_delta:", "[gpu_device_id_list:"];

    /// <summary>All but where the command line read and wrote, the threads, which are no property of a model, and what came after 4.1.</summary>
    private static string[] Parameters(string model) =>
        [.. model[model.IndexOf("\nparameters:", StringComparison.Ordinal)..].Split('\n')
            .Where(line => !s_changedParameters.Any(key => line.StartsWith(key, StringComparison.Ordinal)))];

    private static string SourceFolder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
