using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace ResearchLab.LightGbm.Tests;

/// <summary>
/// The same rows, seed and parameters through LightGBM's own command line: RESEARCHLAB_LIGHTGBM_CLI names one to run, and writes its
/// models as the golden files anew; without it the golden files it wrote stand for it (bench/lightgbm-peer.sh builds one).
/// </summary>
public sealed class CommandLinePeerTests : IDisposable
{
    private const int Rows = 600;
    private readonly string _folder = Directory.CreateTempSubdirectory("lightgbm-peer").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("multiclass")]
    [InlineData("binary-categories")]
    [InlineData("regression-constraints")]
    [InlineData("quantile")]
    [InlineData("lambdarank")]
    public void Train_LikeTheCommandLine_WritesTheSameText(string name)
    {
        (LightGbmParameters parameters, double[][] columns, float[] labels, float[] weights, int[] groups) = Case(name);
        using var train = LightGbmDataset.FromColumns(columns, labels, weights, parameters, fields: new DatasetFields { Groups = groups });
        using Booster booster = Booster.Train(train, parameters);
        string expected = CommandLineModel(name, parameters, columns, labels, weights, groups);

        Assert.Equal(Trees(expected), Trees(booster.Text));
        Assert.Equal(Parameters(expected), Parameters(booster.Text));

        // And back: the model of the command line predicts the same bits here.
        using var loaded = Booster.FromText(expected);
        Assert.Equal(booster.Predict(Problems.Matrix(columns), Rows), loaded.Predict(Problems.Matrix(columns), Rows));
    }

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
        return name switch
        {
            "multiclass" => (parameters with { Classes = 3 }, columns, [.. signal.Select(s => s > 0.6 ? 2f : s > 0 ? 1f : 0f)], weights, []),
            "binary-categories" => (parameters with { Objective = Objective.Binary, Categorical = [5], Balanced = true, L1 = 0.1 }, columns, [.. signal.Select(s => s > 0.3 ? 1f : 0f)], [], []),
            "regression-constraints" => (parameters with { Objective = Objective.Regression, Monotone = [1, 0, 0, -1, 0, 0], Interactions = [[0, 1, 2], [3, 4, 5]] }, columns, [.. signal.Select(s => (float)Math.Round(s, 2))], weights, []),
            "quantile" => (parameters with { Objective = Objective.Quantile, Alpha = 0.9, MaxBins = 63 }, columns, [.. signal.Select(s => (float)Math.Round(s, 2))], [], []),
            _ => (parameters with { Objective = Objective.LambdaRank, BaggingFrequency = 0, BaggingFraction = 1 }, columns, [.. signal.Select(s => (float)Math.Clamp(Math.Floor(2 * (s + 1)), 0, 4))], [], [.. Enumerable.Repeat(20, Rows / 20)]),
        };
    }

    private string CommandLineModel(string name, LightGbmParameters parameters, double[][] columns, float[] labels, float[] weights, int[] groups)
    {
        string golden = Path.Combine(SourceFolder(), "Golden", name + ".txt");
        if (Environment.GetEnvironmentVariable("RESEARCHLAB_LIGHTGBM_CLI") is not { Length: > 0 } program)
            return File.ReadAllText(golden);
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
        File.WriteAllLines(Path.Combine(_folder, "train.conf"), [.. parameters.ToString().Split(' '), "task=train", "data=train.csv", "output_model=model.txt", "precise_float_parser=true", "num_threads=1", "verbosity=1"]);
        var start = new ProcessStartInfo(program, "config=train.conf") { WorkingDirectory = _folder, RedirectStandardOutput = true, UseShellExecute = false };
        using (Process process = Process.Start(start)!)
        {
            string said = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            Assert.True(process.ExitCode == 0, said);
        }

        File.Copy(Path.Combine(_folder, "model.txt"), golden, overwrite: true);
        return File.ReadAllText(golden);
    }

    private static string Trees(string model) => model[..model.IndexOf("\nparameters:", StringComparison.Ordinal)];

    /// <summary>All but where the command line read and wrote, and the threads, which are no property of a model.</summary>
    private static string[] Parameters(string model) =>
        [.. model[model.IndexOf("\nparameters:", StringComparison.Ordinal)..].Split('\n').Where(line => !line.StartsWith("[data:", StringComparison.Ordinal)
            && !line.StartsWith("[num_threads:", StringComparison.Ordinal) && !line.StartsWith("[precise_float_parser:", StringComparison.Ordinal))];

    private static string SourceFolder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
