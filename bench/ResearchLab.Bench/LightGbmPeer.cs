using System.Diagnostics;
using System.Globalization;
using ResearchLab.LightGbm;

namespace ResearchLab.Bench;

/// <summary>Our side of bench/lightgbm-peer.sh: the same generated rows for LightGBM's command line and for the binding.</summary>
internal static class LightGbmPeer
{
    private static readonly LightGbmParameters s_parameters = new()
    {
        Objective = Objective.Regression,
        Rounds = 50,
        Leaves = 31,
        LearningRate = 0.1,
        MaxBins = 255,
        Seed = 3,
        FeatureFraction = 0.8,
    };

    /// <summary>Writes train.csv and train.conf for the command line.</summary>
    public static void Write(string folder, int rows, int columns, int threads)
    {
        (double[][] values, float[] labels) = Rows(rows, columns);
        using (var file = new StreamWriter(Path.Combine(folder, "train.csv")))
        {
            for (int row = 0; row < rows; row++)
            {
                file.Write(labels[row].ToString("R", CultureInfo.InvariantCulture));
                foreach (double[] column in values)
                {
                    file.Write(',');
                    file.Write(column[row].ToString("R", CultureInfo.InvariantCulture));
                }

                file.Write('\n');
            }
        }

        File.WriteAllLines(Path.Combine(folder, "train.conf"), [.. s_parameters.ToString().Split(' '),
            "task=train", "data=train.csv", "output_model=model.txt", "precise_float_parser=true", $"num_threads={threads}", "verbosity=1"]);
    }

    /// <summary>Trains and writes the model; prints the seconds of binning and of boosting.</summary>
    public static void Train(string model, int rows, int columns, int threads)
    {
        (double[][] values, float[] labels) = Rows(rows, columns);
        LightGbmParameters parameters = s_parameters with { Threads = threads };
        var watch = Stopwatch.StartNew();
        using var train = LightGbmDataset.FromColumns(values, labels, [], parameters);
        double binned = watch.Elapsed.TotalSeconds;
        using Booster booster = Booster.Train(train, parameters);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{binned:0.00} {watch.Elapsed.TotalSeconds - binned:0.00}"));
        booster.Save(model);
    }

    /// <summary>Microseconds of one row through 12 classes: with the trees of structure models and with LightGBM's default ones.</summary>
    public static void PrintRowSpeed()
    {
        (double[][] values, _) = Rows(4000, 84);
        float[] classes = [.. Enumerable.Range(0, 4000).Select(row => (float)Math.Clamp(Math.Floor(((values[0][row] * values[1][row]) + 1) * 6), 0, 11))];
        foreach ((int rounds, int leaves) in new[] { (42, 15), (60, 15), (500, 15), (500, 31) })
        {
            var parameters = new LightGbmParameters { Classes = 12, Rounds = rounds, Leaves = leaves, MaxBins = 63, MinDataInLeaf = 20 };
            using var train = LightGbmDataset.FromColumns(values, classes, [], parameters);
            using Booster booster = Booster.Train(train, parameters);
            double[][] rows = [.. Enumerable.Range(0, 500).Select(row => (double[])[.. values.Select(column => column[row])])];
            var result = new double[12];
            var watch = Stopwatch.StartNew();
            Forest forest = booster.Compile(), walked = Forest.FromText(booster.Text, vectorised: false);
            double compiled = watch.Elapsed.TotalMilliseconds / 2;
            double native = Best(rows, row => booster.PredictRow(row, PredictionKind.RawScore, result));
            double own = Best(rows, row => forest.PredictRaw(row, result)), plain = Best(rows, row => walked.PredictRaw(row, result));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"one row, {rounds} rounds x 12 classes, {leaves} leaves: LightGBM {native:0.0} us, forest {own:0.0} us, walked tree by tree {plain:0.0} us, "
                    + $"compiled in {compiled:0} ms"));
        }
    }

    private static double Best(double[][] rows, Action<double[]> predict)
    {
        double best = double.PositiveInfinity;
        for (int repeat = 0; repeat < 60; repeat++)
        {
            var watch = Stopwatch.StartNew();
            foreach (double[] row in rows)
                predict(row);
            best = Math.Min(best, watch.Elapsed.TotalMicroseconds / rows.Length);
        }

        return best;
    }

    private static (double[][] Columns, float[] Labels) Rows(int rows, int columns)
    {
        ulong state = 40;
        double Next()
        {
            state = unchecked((state * 6364136223846793005UL) + 1442695040888963407UL);
            return Math.Round(((state >> 11) * (2000.0 / (1UL << 53))) - 1000) / 1000;
        }

        var values = new double[columns][];
        for (int column = 0; column < columns; column++)
        {
            values[column] = new double[rows];
            for (int row = 0; row < rows; row++)
                values[column][row] = Next();
        }

        var labels = new float[rows];
        for (int row = 0; row < rows; row++)
            labels[row] = (float)Math.Round(values[0][row] + (values[1][row] * values[2][row]) + (0.5 * Next()), 2);
        return (values, labels);
    }
}
