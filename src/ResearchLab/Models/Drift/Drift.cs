using MathNet.Numerics.Distributions;
using ResearchLab.Basics;
using ResearchLab.Features;
using ResearchLab.Statistics;

namespace ResearchLab.Models;

/// <summary>Drift of features since a model was trained.</summary>
/// <remarks>
/// The index is Σ (p − q) ln (p / q) over ten bins from the training deciles and one for missing values. Without drift and with
/// independent rows it is about (1/n + 1/m) χ² with one degree of freedom less than bins: Yurdakul (2018), "Statistical Properties of
/// Population Stability Index", Western Michigan University; Yurdakul and Naranjo (2020), Journal of Risk Model Validation 14(4). Daily
/// features are far from independent: a year of rising prices is a drift by that measure every year. So the index must also exceed what as
/// many consecutive sessions of the training itself show: the order statistic that a further stretch stays below at the level asked for.
/// </remarks>
public static class Drift
{
    private const int Bins = 10;

    /// <summary>Compares the last sessions with those the model was trained on.</summary>
    /// <param name="features">Features; the last row is today's.</param>
    /// <param name="model">Id of the model, for the report.</param>
    /// <param name="knownThrough">Last session the model knew.</param>
    /// <param name="options">Bounds.</param>
    /// <exception cref="ArgumentException">The features are of another set.</exception>
    /// <exception cref="DataUnusableException">There are fewer training sessions than the window.</exception>
    public static FeatureDriftReport OfFeatures(FeatureMatrix features, string model, DateOnly knownThrough, DriftOptions options)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(options);
        ModelFeatures.RequireSet(features);
        options.Validated();
        int[] training = Explanations.TrainingSessions(features, knownThrough);
        if (training.Length < options.Window || features.Sessions.Length < options.Window)
            throw new DataUnusableException(Invariant($"There are {training.Length} training sessions; comparing {options.Window} recent ones with them ")
                + "needs at least as many. Use a shorter window or a longer history.");
        int[] recent = [.. Enumerable.Range(features.Sessions.Length - options.Window, options.Window)];
        int step = Math.Max(options.Window / 4, 1);
        int[] starts = [.. Enumerable.Range(0, ((training.Length - options.Window) / step) + 1).Select(i => i * step)];
        // A new stretch exceeds the r-th of k others with probability 1 − r / (k + 1): with too few no bound holds at that level.
        int apart = training.Length / options.Window, rank = (int)Math.Ceiling((apart + 1) * options.Level);
        bool knowsUsual = rank <= apart;
        double place = Math.Min((double)rank / apart, 1);
        var drifts = new FeatureDrift[features.Columns.Length];
        var alerts = new int[starts.Length];
        Parallel.For(0, drifts.Length, column =>
        {
            var bins = StabilityBins.Of(features.Columns[column], training);
            double psi = bins.Index(recent, out int used);
            double sampling = ChiSquared.InvCDF(Math.Max(used - 1, 1), options.Level) * ((1.0 / training.Length) + (1.0 / options.Window));
            double[] stretches = [.. starts.Select(start => bins.Index(training.AsSpan(start, options.Window), out _))];
            int[] descending = [.. Enumerable.Range(0, stretches.Length).OrderByDescending(i => stretches[i])];
            double noise = knowsUsual ? Bound(stretches, descending, place, -1, 0) : double.NaN;
            drifts[column] = new FeatureDrift(ModelFeatures.Names[column], psi, sampling, noise, Status(psi, sampling, noise, options));
            for (int i = 0; i < starts.Length; i++)
            {
                // A stretch is judged as today is: by stretches that share no session with it.
                double others = knowsUsual ? Bound(stretches, descending, place, i, options.Window / step) : double.NaN;
                if (Status(stretches[i], sampling, others, options) == DriftStatus.Alert)
                    Interlocked.Increment(ref alerts[i]);
            }
        });

        return new FeatureDriftReport(
            model, features.Sessions[recent[0]], features.Sessions[^1], options.Window, training.Length, options,
            [.. drifts.OrderByDescending(drift => drift.Status).ThenByDescending(drift => drift.Psi).ThenBy(drift => drift.Feature, StringComparer.Ordinal)],
            knowsUsual ? Math.Ceiling(Quantile.OfSorted([.. alerts.Select(count => (double)count).Order()], place)) : double.NaN);
    }

    /// <summary>What a share of the stretches stays below, those near one of them left out.</summary>
    private static double Bound(double[] stretches, int[] descending, double share, int except, int reach)
    {
        int left = except < 0 ? stretches.Length : stretches.Length - (Math.Min(except + reach, stretches.Length - 1) - Math.Max(except - reach, 0) + 1);
        int above = (int)((1 - share) * (left - 1));
        foreach (int i in descending)
        {
            if (except >= 0 && Math.Abs(i - except) <= reach)
                continue;
            if (above-- == 0)
                return stretches[i];
        }

        return double.NaN;
    }

    /// <summary>Population stability index of two samples.</summary>
    /// <param name="training">Sample that gives the bins; NaN is missing.</param>
    /// <param name="recent">Sample compared with it.</param>
    /// <param name="usedBins">Bins that can hold something, that of missing values counted when it holds any.</param>
    public static double Psi(double[] training, double[] recent, out int usedBins)
    {
        ArgumentNullException.ThrowIfNull(training);
        ArgumentNullException.ThrowIfNull(recent);
        double[] both = [.. training, .. recent];
        return StabilityBins.Of(both, [.. Enumerable.Range(0, training.Length)]).Index([.. Enumerable.Range(training.Length, recent.Length)], out usedBins);
    }

    private static DriftStatus Status(double psi, double sampling, double noise, DriftOptions options) =>
        psi < options.Watch || psi <= sampling || psi <= noise ? DriftStatus.Stable : psi < options.Alert ? DriftStatus.Watch : DriftStatus.Alert;

    /// <summary>The bins of one feature: its rows' bins once, then counting is all.</summary>
    private sealed class StabilityBins
    {
        private readonly byte[] _bin;
        private readonly int[] _expected;
        private readonly int _count;
        private readonly int _rows;

        private StabilityBins(byte[] bin, int[] expected, int count, int rows) => (_bin, _expected, _count, _rows) = (bin, expected, count, rows);

        public static StabilityBins Of(double[] column, int[] training)
        {
            double[] present = [.. training.Select(row => column[row]).Where(value => !double.IsNaN(value)).Order()];
            // Equal deciles fall together: a feature of few values has few bins.
            double[] edges = present.Length == 0
                ? []
                : [.. Enumerable.Range(1, Bins - 1).Select(i => present[(int)((long)present.Length * i / Bins)]).Distinct()];
            // A constant keeps three bins: below, at, above.
            double[] cuts = edges.Length == 1 ? [edges[0], Math.BitIncrement(edges[0])] : edges;
            var bin = new byte[column.Length];
            for (int row = 0; row < column.Length; row++)
            {
                int place = 0;
                while (place < cuts.Length && column[row] >= cuts[place])
                    place++;
                bin[row] = (byte)(double.IsNaN(column[row]) ? cuts.Length + 1 : place);
            }

            var expected = new int[cuts.Length + 2];
            foreach (int row in training)
                expected[bin[row]]++;
            return new StabilityBins(bin, expected, expected.Length, training.Length);
        }

        /// <summary>Half a row is added to each bin that either sample uses, so that an empty one is no infinity.</summary>
        public double Index(ReadOnlySpan<int> rows, out int used)
        {
            Span<int> actual = stackalloc int[Bins + 3];
            actual.Clear();
            foreach (int row in rows)
                actual[_bin[row]]++;
            used = 0;
            for (int i = 0; i < _count; i++)
                used += actual[i] + _expected[i] > 0 ? 1 : 0;
            double index = 0;
            for (int i = 0; i < _count; i++)
            {
                if (actual[i] + _expected[i] == 0)
                    continue;
                double p = (actual[i] + 0.5) / (rows.Length + (0.5 * used)), q = (_expected[i] + 0.5) / (_rows + (0.5 * used));
                index += (p - q) * Math.Log(p / q);
            }

            return index;
        }
    }
}
