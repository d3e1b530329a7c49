using MathNet.Numerics.Distributions;
using ResearchLab.Basics;
using ResearchLab.Columns;
using ResearchLab.Features;
using ResearchLab.Statistics;

namespace ResearchLab.Models;

/// <summary>When drift is worth a look, and when an alarm.</summary>
/// <param name="Window">Recent sessions compared with the training ones, 20 to 1000.</param>
/// <param name="Watch">Population stability index from which a feature is watched.</param>
/// <param name="Alert">Index from which it alarms; above <paramref name="Watch"/>.</param>
/// <param name="Level">Share of comparisons without drift that must stay below the noise bounds, in [0.5, 1).</param>
/// <remarks>
/// 0.1 and 0.25 are the customary bounds of credit scoring: Lewis (1994), "An Introduction to Credit Scoring", Fair Isaac; Siddiqi (2006),
/// "Credit Risk Scorecards", Wiley.
/// </remarks>
public sealed record DriftOptions(int Window = 63, double Watch = 0.1, double Alert = 0.25, double Level = 0.95)
{
    /// <summary>Checks the ranges.</summary>
    /// <exception cref="ArgumentOutOfRangeException">One is outside its range; the message names it.</exception>
    public DriftOptions Validated()
    {
        Require(Window is >= 20 and <= 1000, nameof(Window), Window, "20 to 1000 sessions");
        Require(Watch > 0, nameof(Watch), Watch, "positive");
        Require(Alert > Watch && double.IsFinite(Alert), nameof(Alert), Alert, $"above watch, which is {Watch}");
        Require(Level is >= 0.5 and < 1, nameof(Level), Level, "in [0.5, 1)");
        return this;
    }

    private static void Require(bool holds, string name, object value, string range)
    {
        if (!holds)
            throw new ArgumentOutOfRangeException(name, value, $"Drift option {name} is {value}; it must be {range}.");
    }
}

/// <summary>How far a feature has moved.</summary>
public enum DriftStatus
{
    /// <summary>Below the watch bound, or no further than it moves by chance and by its own slowness.</summary>
    Stable,

    /// <summary>Between the bounds and above the noise.</summary>
    Watch,

    /// <summary>Above the alert bound and above the noise.</summary>
    Alert,
}

/// <summary>Drift of one feature.</summary>
/// <param name="Feature">Name.</param>
/// <param name="Psi">Population stability index of the recent sessions against the training ones.</param>
/// <param name="SamplingNoise">What the index stays below without drift if sessions were independent (χ² approximation).</param>
/// <param name="TrainingNoise">What the index of as many consecutive training sessions stays below; NaN when there are too few of them.</param>
/// <param name="Status">Judged by both bounds and both noises.</param>
public sealed record FeatureDrift(string Feature, double Psi, double SamplingNoise, double TrainingNoise, DriftStatus Status);

/// <summary>Whether the features still look as they did in training.</summary>
/// <param name="Model">Id of the model.</param>
/// <param name="From">First recent session.</param>
/// <param name="Through">Last recent session.</param>
/// <param name="Recent">Recent sessions.</param>
/// <param name="Training">Training sessions.</param>
/// <param name="Options">Bounds used.</param>
/// <param name="Features">Every feature, the furthest first.</param>
/// <param name="Usual">How many features are in alert in the worst 1 − level of as many consecutive training sessions; NaN when there are too few of them.</param>
public sealed record FeatureDriftReport(
    string Model, DateOnly From, DateOnly Through, int Recent, int Training, DriftOptions Options, IReadOnlyList<FeatureDrift> Features, double Usual)
{
    /// <summary>Features in alert.</summary>
    public int Alerts => Features.Count(feature => feature.Status == DriftStatus.Alert);

    /// <summary>Whether more features are in alert than in all but the worst stretches of training itself.</summary>
    public bool IsAlert => Alerts > (double.IsNaN(Usual) ? 0 : Usual);

    /// <summary>One plain sentence.</summary>
    public string Verdict
    {
        get
        {
            string furthest = string.Join(", ", Features.Where(feature => feature.Status != DriftStatus.Stable).Take(3).Select(feature => $"{feature.Feature} {feature.Psi:0.00}"));
            string usual = double.IsNaN(Usual) ? "training is too short to say how many are usual" : $"up to {Usual:0} are usual within training";
            return $"{(IsAlert ? "Drift" : "No drift")}: {Alerts} of {Features.Count} features in alert over the last {Recent} sessions ({usual}){(furthest.Length > 0 ? $"; furthest {furthest}" : "")}.";
        }
    }

    /// <summary>The same as a table.</summary>
    public Frame ToFrame() => new(
        new Column<string>("feature", [.. Features.Select(f => f.Feature)]),
        new Column<double>("psi", [.. Features.Select(f => f.Psi)]),
        new Column<double>("sampling_noise", [.. Features.Select(f => f.SamplingNoise)]),
        new Column<double>("training_noise", [.. Features.Select(f => f.TrainingNoise)]),
        new Column<string>("status", [.. Features.Select(f => f.Status.ToString().ToLowerInvariant())]));
}

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
            throw new DataUnusableException($"There are {training.Length} training sessions; comparing {options.Window} recent ones with them needs at least as many. Use a shorter window or a longer history.");
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
            double[] edges = present.Length == 0 ? [] : [.. Enumerable.Range(1, Bins - 1).Select(i => present[(int)((long)present.Length * i / Bins)]).Distinct()];
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
