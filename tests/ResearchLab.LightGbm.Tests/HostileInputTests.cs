using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace ResearchLab.LightGbm.Tests;

/// <summary>
/// What could take the process down runs in a process of its own: this very assembly, asked for one test, which is explicit and
/// runs only then.
/// </summary>
[Trait("Tier", "full")]
public sealed class HostileInputTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(nameof(Child_MutatedModelTexts_AreRefusedOrPredict))]
    [InlineData(nameof(Child_NoMemoryLeft_IsAnException))]
    [InlineData(nameof(Child_DifferentThreadCountsAtOnce_GiveTheSameModels))]
    public void ProcessOfItsOwn_Survives(string child)
    {
        (int code, string text) = RunChild(child);
        output.WriteLine(text);
        Assert.True(code == 0, $"exit code {code}\n{text}");
        Assert.Contains("Total: 1", text, StringComparison.Ordinal);
        Assert.Contains("Skipped: 0, Not Run: 0", text, StringComparison.Ordinal);
    }

    /// <summary>Over two thousand damaged texts: each is refused in one line, or is a model that predicts, explains and compiles.</summary>
    [Fact(Explicit = true)]
    public void Child_MutatedModelTexts_AreRefusedOrPredict()
    {
        double[][] columns = Problems.Uniform(400, 4, seed: 50);
        for (int i = 0; i < 400; i++)
        {
            columns[2][i] = Math.Floor((columns[2][i] + 1) * 20);
            columns[3][i] = i % 7 == 0 ? double.NaN : columns[3][i];
        }

        float[] labels = Problems.Xor(columns, third: true);
        LightGbmParameters[] kinds =
        [
            Problems.Multiclass with { Rounds = 3, Categorical = [2] },
            new() { Objective = Objective.Binary, Rounds = 3, Leaves = 5, MinDataInLeaf = 5 },
        ];
        int refused = 0, accepted = 0;
        double[] row = [0.1, -0.4, 3, double.NaN];
        foreach (LightGbmParameters kind in kinds)
        {
            using Booster booster = Problems.Train(columns, kind.Classes == 1 ? [.. labels.Select(label => Math.Min(label, 1))] : labels, kind);
            foreach (string text in new[] { booster.Text, ForeignTexts.Linear(booster.Text), WithoutSizes(booster.Text) }.SelectMany(
                text => Mutations(text, 400)))
            {
                try
                {
                    using var mutated = Booster.FromText(text);
                    if (mutated.Features == row.Length)
                    {
                        // LightGBM explains no linear trees.
                        foreach (PredictionKind what in Enum.GetValues<PredictionKind>()
                            .Where(what => what != PredictionKind.Contributions || !text.Contains("is_linear=1", StringComparison.Ordinal)))
                            mutated.Predict(row, 1, what);
                        var native = new double[mutated.Classes];
                        var own = new double[mutated.Classes];
                        mutated.PredictRow(row, PredictionKind.RawScore, native);
                        mutated.Compile().PredictRaw(row, own);
                        Assert.Equal(native.Select(BitConverter.DoubleToInt64Bits), own.Select(BitConverter.DoubleToInt64Bits));
                    }

                    mutated.FeatureImportance(ImportanceKind.Gain);
                    accepted++;
                }
                catch (LightGbmException error)
                {
                    Assert.DoesNotContain('\n', error.Message);
                    refused++;
                }
            }
        }

        output.WriteLine($"{refused} refused, {accepted} read");
        Assert.True(refused > 1_000 && accepted > 300, $"{refused} refused, {accepted} read");
    }

    /// <summary>With the address space at its limit the native library has nothing to allocate from: that is an exception, and the process goes on.</summary>
    [Fact(Explicit = true)]
    public void Child_NoMemoryLeft_IsAnException()
    {
        double[][] columns = Problems.Uniform(60_000, 40, seed: 51);
        float[] labels = [.. columns[0].Select(value => value > 0 ? 1f : 0f)];
        var parameters = new LightGbmParameters { Objective = Objective.Binary, Rounds = 2, Leaves = 31, MinDataInLeaf = 5 };
        // Everything that is needed anyway is loaded and warm before the limit.
        Problems.Train(columns, labels, parameters with { Leaves = 4 }).Dispose();
        var limit = new Limit { Soft = ulong.Parse(File.ReadAllText("/proc/self/statm").Split(' ')[0]) * 4096 + (200UL << 20), Hard = ulong.MaxValue };
        Assert.Equal(0, SetLimit(9, in limit));
        Assert.Contains("rows", Assert.Throws<LightGbmException>(() => LightGbmDataset.FromColumns([.. Enumerable.Range(0, 4000).Select(i => columns[i % 40])],
            labels, [], parameters)).Message, StringComparison.Ordinal);
        using (var train = LightGbmDataset.FromColumns(columns, labels, [], parameters))
        {
            // The histograms of so many leaves would take tens of gigabytes.
            var error = Assert.Throws<LightGbmException>(() => Booster.Train(train, parameters with { Leaves = 131_072 }));
            output.WriteLine(error.Message);
            Assert.Contains("memory", error.Message, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain('\n', error.Message);
            using Booster small = Booster.Train(train, parameters);
            Assert.Equal(2, small.Iterations);
        }
    }

    /// <summary>LightGBM keeps one thread count a process and sizes its buffers by it: trainings and predictions of different counts side by side.</summary>
    [Fact(Explicit = true)]
    public void Child_DifferentThreadCountsAtOnce_GiveTheSameModels()
    {
        double[][] columns = Problems.Uniform(6000, 6, seed: 52);
        float[] labels = Problems.Xor(columns, third: true);
        // Mostly zero: such columns are kept sparse, with a buffer a thread.
        for (int c = 2; c < 6; c++)
            columns[c] = [.. columns[c].Select(value => value > 0.8 ? value : 0)];
        LightGbmParameters parameters = Problems.Multiclass with { Rounds = 2 };
        using Booster alone = Problems.Train(columns, labels, parameters);
        double[] matrix = Problems.Matrix(columns), expected = alone.Predict(matrix, 6000, PredictionKind.Contributions);

        Parallel.For(0, 300, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i =>
        {
            if (i % 2 == 0)
                Assert.Equal(expected, alone.Predict(matrix, 6000, PredictionKind.Contributions, threads: 1 + (i / 2 % 8)));
            else
                AssertSameText(Problems.Train(columns, labels, parameters with { Threads = 1 + (i / 2 % 8) }));
        });

        void AssertSameText(Booster trained)
        {
            using (trained)
                Assert.Equal(alone.Text, trained.Text);
        }
    }

    private static string WithoutSizes(string text) =>
        string.Join('\n', text.Split('\n').Where(line => !line.StartsWith("tree_sizes=", StringComparison.Ordinal)))
            .Replace("feature_names=Column_0", "feature_names=größe=0", StringComparison.Ordinal);

    private static (int Code, string Text) RunChild(string name)
    {
        var start = new ProcessStartInfo("dotnet") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in (string[])[typeof(HostileInputTests).Assembly.Location, "-method", $"{typeof(HostileInputTests).FullName}.{name}",
            "-explicit", "only", "-showLiveOutput"])
            start.ArgumentList.Add(argument);
        start.Environment["NO_COLOR"] = "1";
        using Process process = Process.Start(start)!;
        Task<string> text = process.StandardOutput.ReadToEndAsync(), errors = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(TimeSpan.FromMinutes(15)))
        {
            process.Kill(entireProcessTree: true);
            return (-1, "it never ended");
        }

        return (process.ExitCode, text.Result + errors.Result);
    }

    /// <summary>Cuts, flipped bits, other digits, lost and doubled pieces, swapped lines, noise, and counts that do not fit.</summary>
    private static IEnumerable<string> Mutations(string text, int count)
    {
        ulong state = (ulong)text.Length;
        int Next(int bound)
        {
            state = unchecked((state * 6364136223846793005UL) + 1442695040888963407UL);
            return (int)((state >> 33) % (ulong)bound);
        }

        string[] lines = text.Split('\n');
        for (int i = 0; i < count; i++)
        {
            var other = new StringBuilder(text);
            int at = Next(text.Length);
            switch (i % 10)
            {
                case 0: yield return text[..at]; continue;
                case 1: other[at] = (char)(other[at] ^ (1 << Next(7))); break;
                case 2: other[at] = (char)('0' + Next(10)); break;
                case 3: other.Remove(at, Math.Min(1 + Next(40), text.Length - at)); break;
                case 4: other.Insert(at, text.AsSpan(at, Math.Min(1 + Next(40), text.Length - at))); break;
                case 5:
                    string[] swapped = [.. lines];
                    int a = Next(lines.Length), b = Next(lines.Length);
                    (swapped[a], swapped[b]) = (swapped[b], swapped[a]);
                    yield return string.Join('\n', swapped);
                    continue;
                case 6: yield return new string([.. Enumerable.Range(0, 1 + Next(3000)).Select(_ => (char)Next(256))]); continue;
                case 7: yield return "tree\n" + new string([.. Enumerable.Range(0, Next(3000)).Select(_ => (char)(32 + Next(95)))]); continue;
                // A digit for a digit leaves all lengths right: only what the numbers mean can give it away.
                case 8:
                    while (!char.IsDigit(other[at]))
                        at = (at + 1) % text.Length;
                    other[at] = (char)('0' + Next(10));
                    break;
                default:
                    string[] keys = ["num_leaves=", "num_cat=", "max_feature_idx=", "num_class=", "num_tree_per_iteration=", "tree_sizes=", "left_child=",
                        "split_feature=", "cat_boundaries=", "internal_count=", "leaf_count=", "num_features=", "leaf_features=", "leaf_coeff=", "is_linear="];
                    int key = text.IndexOf(keys[Next(keys.Length)], Next(text.Length), StringComparison.Ordinal);
                    if (key < 0)
                        continue;
                    int value = text.IndexOf('=', key) + 1, end = text.AsSpan(value).IndexOfAny(' ', '\n') + value;
                    string[] numbers = ["-1", "0", "2147483647", "-2147483648", "99999999999", "1e9", "nan", "", "7"];
                    other.Remove(value, end - value).Insert(value, numbers[Next(numbers.Length)]);
                    break;
            }

            yield return other.ToString();
        }
    }

    [DllImport("libc", EntryPoint = "setrlimit", SetLastError = true)]
    private static extern int SetLimit(int resource, in Limit limit);

    private struct Limit
    {
        public ulong Soft;
        public ulong Hard;
    }
}
