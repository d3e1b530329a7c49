using ResearchLab.Columns;
using ResearchLab.Features;
using ResearchLab.LightGbm;
using ResearchLab.Options;
using ResearchLab.Statistics;

namespace ResearchLab.Models;

/// <summary>What one way of splitting says a model is worth.</summary>
/// <param name="Split"><c>shuffled</c>, <c>unpurged</c> or <c>purged</c>.</param>
/// <param name="Samples">Rows predicted by models that were not fitted on them.</param>
/// <param name="Accuracy">Share of them where the likeliest class was the best one.</param>
/// <param name="Low">Lower end of its 95% block-bootstrap interval.</param>
/// <param name="High">Upper end.</param>
/// <param name="MeanReturn">Mean return on capital at risk a session of the picks, after costs.</param>
public sealed record LeakMeasure(string Split, int Samples, double Accuracy, double Low, double High, double MeanReturn);

/// <summary>The same features and labels through three ways of splitting: what of a result is leak.</summary>
/// <param name="Shuffled">Naive cross-validation: rows dealt at random, so that neighbours who share weeks of path sit on both sides.</param>
/// <param name="Unpurged">Walk-forward without purge: the last training labels reach into the test block.</param>
/// <param name="Purged">Walk-forward with purge and embargo: what the platform reports.</param>
public sealed record LeakReport(LeakMeasure Shuffled, LeakMeasure Unpurged, LeakMeasure Purged)
{
    /// <summary>Features too good to be true; see <see cref="LeakSuspects"/>.</summary>
    public IReadOnlyList<LeakSuspect> Suspects { get; init; } = [];

    /// <summary>One plain sentence.</summary>
    public string Verdict => Shuffled.Low > Purged.High
        ? $"Leak: shuffled cross-validation claims {Display.Percent(Shuffled.Accuracy)} accuracy, of which honest splitting leaves {Display.Percent(Purged.Accuracy)}; the intervals do not touch."
        : $"Shuffled cross-validation claims {Display.Percent(Shuffled.Accuracy)} accuracy, purged walk-forward {Display.Percent(Purged.Accuracy)}; the intervals overlap.";
}

/// <summary>Shows how much of a result a careless split would have invented.</summary>
/// <remarks>López de Prado (2018), "Advances in Financial Machine Learning", Wiley, chapter 7.</remarks>
public static class LeakLaboratory
{
    /// <summary>Runs all three on the same test rows.</summary>
    /// <param name="features">Features.</param>
    /// <param name="labels">Outcomes of the same symbol.</param>
    /// <param name="options">How to train; its split gives the folds.</param>
    /// <param name="progress">Receives the share done, in [0, 1]; null for none.</param>
    /// <param name="cancellationToken">Stops between boosting rounds.</param>
    /// <exception cref="ArgumentException">There are too few usable rows.</exception>
    public static LeakReport Run(
        FeatureMatrix features, OutcomeMatrix labels, TrainingOptions options, IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        LabeledRows rows = StructureTrainer.Rows(features, labels, options);
        LightGbmParameters parameters = options.ToParameters();
        var split = WalkForward.Split(rows.Spans, options.Split);
        (int[] Fit, int[] Test)[] purged = [.. split.Folds.Select(fold => (fold.Fit, fold.Test))];
        // Only the rule differs: every fit has the size of the honest one, so that more rows are not mistaken for a leak.
        (int[] Fit, int[] Test)[] unpurged = [.. purged.Select(fold => (Last([.. Enumerable.Range(0, fold.Test[0])], fold.Fit.Length), fold.Test))];
        (int[] Fit, int[] Test)[] shuffled = Shuffled([.. purged.SelectMany(fold => fold.Test)], rows.Count, [.. purged.Select(fold => fold.Fit.Length)], options.Seed);
        int done = 0, all = 3 * purged.Length;
        LeakMeasure Measure(string name, (int[] Fit, int[] Test)[] folds)
        {
            var picks = new Structure[rows.Count];
            SideBySide.Run(folds, options.Threads, fold =>
            {
                using Booster booster = StructureTrainer.Fit(rows, fold.Fit, parameters, cancellationToken, options.ClassBalance);
                double[] raw = StructureTrainer.RawScores(rows, booster, fold.Test);
                for (int i = 0; i < fold.Test.Length; i++)
                    picks[fold.Test[i]] = Policies.Likeliest(raw.AsSpan(i * Structures.ClassCount, Structures.ClassCount));
            }, (_, _) => progress?.Report((double)++done / all), cancellationToken);
            int[] tested = [.. folds.SelectMany(fold => fold.Test).Order()];
            double[] right = [.. tested.Select(row => picks[row] == rows.Best[row] ? 1.0 : 0)];
            double block = Math.Max(BlockLength.Automatic(right).Stationary, rows.SpansOf(tested).Average(span => span.Length));
            Interval interval = BlockBootstrap.Percentile(BlockBootstrap.Means([right], new BootstrapOptions(block, options.Resamples, options.Seed))[0]).Including(right.Average());
            return new LeakMeasure(name, tested.Length, right.Average(), interval.Low, interval.High, tested.Average(row => PolicyEvaluation.ReturnOf(rows, row, picks[row])));
        }

        return new LeakReport(Measure("shuffled", shuffled), Measure("unpurged", unpurged), Measure("purged", purged)) { Suspects = LeakSuspects.Find(features, labels) };
    }

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
