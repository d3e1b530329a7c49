using ResearchLab.Basics;
using ResearchLab.Features;
using ResearchLab.LightGbm;
using ResearchLab.Options;
using ResearchLab.Statistics;

namespace ResearchLab.Models;

/// <summary>Shows how much of a result a careless split would have invented.</summary>
/// <remarks>López de Prado (2018), "Advances in Financial Machine Learning", Wiley, chapter 7.</remarks>
public static class LeakLaboratory
{
    /// <summary>Runs all three on the same test rows, for a structure model.</summary>
    /// <param name="features">Features of the catalogue.</param>
    /// <param name="labels">Outcomes of the same symbol.</param>
    /// <param name="options">How to train; its split gives the folds.</param>
    /// <param name="progress">Receives the share done, in [0, 1]; null for none.</param>
    /// <param name="cancellationToken">Stops between boosting rounds.</param>
    /// <exception cref="ArgumentException">There are too few usable rows.</exception>
    public static LeakReport Run(
        FeatureMatrix features, OutcomeMatrix labels, TrainingOptions options, IProgress<double>? progress = null,
        CancellationToken cancellationToken = default)
    {
        LabeledRows rows = StructureTrainer.Rows(features, labels, options);
        LightGbmParameters parameters = options.ToParameters();
        LeakReport report = Compare(rows.Spans, new LeakOptions(options.Split, options.Resamples, options.Seed, options.Threads), (fit, test) =>
        {
            using Booster booster = StructureTrainer.Fit(rows, fit, parameters, cancellationToken, options.ClassBalance);
            double[] raw = StructureTrainer.RawScores(rows, booster, test);
            return Array.ConvertAll(Enumerable.Range(0, test.Length).ToArray(), i =>
            {
                Structure pick = Policies.Likeliest(raw.AsSpan(i * Structures.ClassCount, Structures.ClassCount));
                return new Judged(pick == rows.Best[test[i]], PolicyEvaluation.ReturnOf(rows, test[i], pick));
            });
        }, progress, cancellationToken);
        return report with { Suspects = LeakSuspects.Find(features, labels) };
    }

    /// <summary>Runs all three on any features and any labels.</summary>
    /// <param name="features">One array a feature, one value a row; NaN is missing.</param>
    /// <param name="spans">Session of each row and the one at which its label is known, ascending.</param>
    /// <param name="labels">Label of each row: classes from 0 for a binary or multiclass objective, numbers for regression.</param>
    /// <param name="parameters">How to train.</param>
    /// <param name="options">How to split and resample; null for the usual.</param>
    /// <param name="progress">Receives the share done, in [0, 1]; null for none.</param>
    /// <param name="cancellationToken">Stops between boosting rounds.</param>
    /// <exception cref="ArgumentException">Lengths differ, a label cannot be, the objective predicts no label, or there are too few rows.</exception>
    public static LeakReport Run(
        double[][] features, LabelSpan[] spans, double[] labels, LightGbmParameters parameters, LeakOptions? options = null, IProgress<double>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(spans);
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(parameters);
        if (parameters.Objective is not (Objective.Binary or Objective.Multiclass or Objective.Regression))
            throw new ArgumentException($"Objective {parameters.Objective} predicts no label. Use binary, multiclass or regression.", nameof(parameters));
        if (features.Length == 0 || labels.Length != spans.Length || Array.Exists(features, column => column.Length != spans.Length))
            throw new ArgumentException($"There are {spans.Length} rows but {labels.Length} labels and features of "
                + $"{string.Join(", ", features.Select(column => column.Length).Distinct())} rows. Give one of each a row.", nameof(features));
        int wrong = Array.FindIndex(labels, label => !double.IsFinite(label));
        if (wrong >= 0)
            throw new ArgumentException(Invariant($"Row {wrong} has label {labels[wrong]}. Leave out rows without a label."), nameof(labels));
        LeakReport report = Compare(spans, options ?? new LeakOptions(),
            (fit, test) => Judge(features, spans, labels, parameters, fit, test, cancellationToken), progress, cancellationToken, labels);
        bool classes = parameters.Objective != Objective.Regression;
        return report with
        {
            Columns = LeakColumns.Find(features, spans, labels, classes),
            Majority = classes ? report.Majority : double.NaN,
            Chance = classes ? report.Majority : 0.5
        };
    }

    private static Judged[] Judge(
        double[][] features, LabelSpan[] spans, double[] labels, LightGbmParameters parameters, int[] fit, int[] test, CancellationToken cancellationToken)
    {
        double[][] Columns(int[] rows) => Array.ConvertAll(features, column => Array.ConvertAll(rows, row => column[row]));
        double[] weights = UniquenessWeights.Compute(Array.ConvertAll(fit, row => spans[row])), targets = Array.ConvertAll(fit, row => labels[row]);
        double scale = fit.Length / weights.Sum();
        using var train = LightGbmDataset.FromColumns(
            Columns(fit), Array.ConvertAll(targets, target => (float)target), Array.ConvertAll(weights, weight => (float)(weight * scale)), parameters);
        using Booster booster = Booster.Train(train, parameters, cancellationToken: cancellationToken);
        double[] predicted = booster.Predict([.. Columns(test).SelectMany(column => column)], test.Length);
        double median = Quantile.OfSorted([.. targets.Order()], 0.5);
        return Array.ConvertAll(Enumerable.Range(0, test.Length).ToArray(), i => new Judged(parameters.Objective switch
        {
            Objective.Binary => predicted[i] > 0.5 == labels[test[i]] > 0.5,
            Objective.Multiclass => (int)Policies.Likeliest(predicted.AsSpan(i * parameters.Classes, parameters.Classes)) == (int)labels[test[i]],
            _ => predicted[i] > median == labels[test[i]] > median,
        }, double.NaN));
    }

    private static LeakReport Compare(
        LabelSpan[] spans, LeakOptions options, Func<int[], int[], Judged[]> judge, IProgress<double>? progress, CancellationToken cancellationToken,
        double[]? labels = null)
    {
        var split = WalkForward.Split(spans, options.Split ?? new WalkForwardOptions());
        (int[] Fit, int[] Test)[] purged = [.. split.Folds.Select(fold => (fold.Fit, fold.Test))];
        // Only the rule differs: every fit has the size of the honest one, so that more rows are not mistaken for a leak.
        (int[] Fit, int[] Test)[] unpurged = [.. purged.Select(fold => (Last([.. Enumerable.Range(0, fold.Test[0])], fold.Fit.Length), fold.Test))];
        (int[] Fit, int[] Test)[] shuffled = Shuffled([.. purged.SelectMany(fold => fold.Test)], spans.Length, [.. purged.Select(fold => fold.Fit.Length)],
            options.Seed);
        // The same rows for all three, in order of time.
        int[] testRows = [.. purged.SelectMany(fold => fold.Test).Order()];
        int done = 0, all = 3 * purged.Length;
        (LeakMeasure Measure, double[] Right) Measure(string name, (int[] Fit, int[] Test)[] folds)
        {
            var judged = new Judged[spans.Length];
            ParallelJobs.Run(folds, options.Threads, fold =>
            {
                Judged[] found = judge(fold.Fit, fold.Test);
                for (int i = 0; i < found.Length; i++)
                    judged[fold.Test[i]] = found[i];
            }, (_, _) => progress?.Report((double)++done / all), cancellationToken);
            int[] tested = testRows;
            double[] right = [.. tested.Select(row => judged[row].Right ? 1.0 : 0)];
            Interval interval = Interval(right);
            return (new LeakMeasure(name, tested.Length, right.Average(), interval.Low, interval.High, tested.Average(row => judged[row].Value)), right);
        }

        Interval Interval(double[] values)
        {
            double block = Math.Max(BlockLength.Automatic(values).Stationary, testRows.Average(row => spans[row].Length));
            return BlockBootstrap.Percentile(BlockBootstrap.Means([values], new BootstrapOptions(block, options.Resamples, options.Seed))[0])
                .Including(values.Average());
        }

        (LeakMeasure Measure, double[] Right) careless = Measure("shuffled", shuffled), reaching = Measure("unpurged", unpurged),
            honest = Measure("purged", purged);
        double[] differences = [.. careless.Right.Zip(honest.Right, (left, right) => left - right)];
        Interval between = Interval(differences);
        return new LeakReport(careless.Measure, reaching.Measure, honest.Measure)
        {
            Difference = new LeakDifference(differences.Average(), between.Low, between.High),
            Majority = labels is null ? double.NaN : testRows.GroupBy(row => labels[row]).Max(same => same.Count()) / (double)testRows.Length,
        };
    }

    /// <summary>One predicted row.</summary>
    /// <param name="Right">Whether the label was told.</param>
    /// <param name="Value">What acting on it earned.</param>
    private readonly record struct Judged(bool Right, double Value);

    private static int[] Last(int[] rows, int count) => rows[Math.Max(rows.Length - count, 0)..];

    /// <summary>The same test rows dealt at random into as many folds, each fitted on as many other rows as the honest fold.</summary>
    private static (int[] Fit, int[] Test)[] Shuffled(int[] tested, int rows, int[] fits, ulong seed)
    {
        var random = new Pcg32(seed, 77);
        Shuffle(tested);
        int[] order = [.. Enumerable.Range(0, rows)];
        Shuffle(order);
        var folds = new (int[] Fit, int[] Test)[fits.Length];
        for (int fold = 0; fold < folds.Length; fold++)
        {
            int[] test = tested[(int)((long)tested.Length * fold / folds.Length)..(int)((long)tested.Length * (fold + 1) / folds.Length)];
            var held = test.ToHashSet();
            folds[fold] = ([.. order.Where(row => !held.Contains(row)).Take(fits[fold]).Order()], [.. test.Order()]);
        }

        return folds;

        void Shuffle(int[] values)
        {
            for (int i = values.Length - 1; i > 0; i--)
            {
                int j = random.NextInt(i + 1);
                (values[i], values[j]) = (values[j], values[i]);
            }
        }
    }
}
