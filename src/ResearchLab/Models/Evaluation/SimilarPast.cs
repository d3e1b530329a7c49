using ResearchLab.Backtesting;
using ResearchLab.Features;
using ResearchLab.Options;
using ResearchLab.Statistics;

namespace ResearchLab.Models;

/// <summary>How far every earlier session lies from one; the outcomes of each structure are looked up in it.</summary>
internal sealed class SimilarPast
{
    private const double Cap = 5;
    private const int ListedSessions = 20;

    /// <summary>Sessions that share one scaling, and the fewest a scaling is taken of.</summary>
    private const int ScalingSessions = 21, LeastScaled = 63;

    private readonly FeatureMatrix _features;
    private readonly int _row;
    private readonly SimilarStateOptions _options;
    private readonly double[] _distance;

    /// <summary>Distances of all sessions before a row.</summary>
    public SimilarPast(FeatureMatrix features, int row, SimilarStateOptions options) : this(features, row, options, Scaling(features, ScaledThrough(row)))
    {
    }

    /// <summary>The same with a scaling already at hand: that of <see cref="ScaledThrough"/>.</summary>
    public SimilarPast(FeatureMatrix features, int row, SimilarStateOptions options, (double Median, double Scale)[] scaling) =>
        (_features, _row, _options, _distance) = (features, row, options, Distances(features, row, scaling));

    /// <summary>Number of first sessions whose features scale those of a row.</summary>
    public static int ScaledThrough(int row) => row / ScalingSessions * ScalingSessions is >= LeastScaled and var through ? through : row;

    /// <summary>
    /// Median and standard deviation, as 1.349 interquartile ranges are, of each feature over the first sessions; scale 0 where one does not vary.
    /// </summary>
    public static (double Median, double Scale)[] Scaling(FeatureMatrix features, int through) => Array.ConvertAll(features.Columns, column =>
    {
        double[] past = [.. column.Take(through).Where(double.IsFinite)];
        Array.Sort(past);
        double spread = Quantile.OfSorted(past, 0.75) - Quantile.OfSorted(past, 0.25);
        return (Quantile.OfSorted(past, 0.5), spread > 0 ? spread / 1.349 : 0);
    });

    /// <summary>What became of a structure at the nearest sessions.</summary>
    public SimilarStates Of(OutcomeMatrix labels, Structure structure)
    {
        List<Known> known = KnownOutcomes(labels, structure);
        int[] nearest = [.. Enumerable.Range(0, known.Count).Where(i => double.IsFinite(_distance[known[i].Row]))
            .OrderBy(i => _distance[known[i].Row]).ThenByDescending(i => known[i].Row).Take(_options.Neighbours)];
        double baseRate = known.Count > 0 ? known.Average(k => k.Won) : double.NaN;
        if (nearest.Length == 0)
            return new SimilarStates(structure, 0, 0, double.NaN, Proportion.BetaBinomial(0, 0, _options.Level).Low, baseRate, []);

        double width = Math.Max(_distance[known[nearest[nearest.Length / 2]].Row], 1e-12);
        double[] weights = [.. nearest.Select(i => Math.Exp(-0.5 * Math.Pow(_distance[known[i].Row] / width, 2)))];
        double total = weights.Sum();
        double winRate = Math.Clamp(nearest.Select((i, j) => weights[j] * known[i].Won).Sum() / total, 0, 1);
        double effective = EffectiveCount(weights, UniquenessWeights.Compute([.. nearest.Select(i => known[i].Span)]));
        Interval interval = Proportion.BetaBinomial(winRate * effective, effective, _options.Level);
        return new SimilarStates(
            structure, nearest.Length, effective, winRate, interval.Low, baseRate, [.. nearest.Take(ListedSessions).Select(i => known[i].Span.Session)]);
    }

    /// <summary>Kish's effective sample size of the weights, times the weighted mean of the labels' uniqueness.</summary>
    /// <remarks>Kish (1965), "Survey Sampling", Wiley.</remarks>
    private static double EffectiveCount(double[] weights, double[] uniqueness)
    {
        double sum = 0, squares = 0, unique = 0;
        for (int i = 0; i < weights.Length; i++)
        {
            sum += weights[i];
            squares += weights[i] * weights[i];
            unique += weights[i] * uniqueness[i];
        }

        return sum * sum / squares * (unique / sum);
    }

    private List<Known> KnownOutcomes(OutcomeMatrix labels, Structure structure)
    {
        DateOnly now = _features.Sessions[_row];
        var known = new List<Known>();
        for (int labelRow = 0; labelRow < labels.Sessions.Length && labels.Sessions[labelRow] < now; labelRow++)
        {
            TradeOutcome outcome = labels.Row(labelRow)[(int)structure];
            if (!outcome.IsComplete || outcome.Exit > now || !labels.IsEligible(labelRow, structure))
                continue;
            int featureRow = Array.BinarySearch(_features.Sessions, labels.Sessions[labelRow]);
            if (featureRow < 0)
                continue;
            int end = Array.BinarySearch(_features.Sessions, outcome.Exit);
            known.Add(new Known(featureRow, new LabelSpan(labels.Sessions[labelRow], outcome.Exit, featureRow, end >= 0 ? end : ~end),
                outcome.Pnl > 0 ? 1 : 0));
        }

        return known;
    }

    /// <summary>Distance of each earlier session; infinite when it lacks more than half of the features the row has.</summary>
    private static double[] Distances(FeatureMatrix features, int row, (double Median, double Scale)[] scaling)
    {
        var sum = new double[row];
        var shared = new int[row];
        int used = 0;
        for (int c = 0; c < scaling.Length; c++)
        {
            double[] column = features.Columns[c];
            (double median, double scale) = scaling[c];
            // A feature that does not vary says nothing.
            if (!double.IsFinite(column[row]) || !(scale > 0))
                continue;
            used++;
            double here = Math.Clamp((column[row] - median) / scale, -Cap, Cap);
            for (int i = 0; i < row; i++)
            {
                double gap = here - Math.Clamp((column[i] - median) / scale, -Cap, Cap);
                if (double.IsNaN(gap))
                    continue;
                sum[i] += gap * gap;
                shared[i]++;
            }
        }

        int needed = Math.Max((used + 1) / 2, 1);
        return [.. sum.Select((value, i) => shared[i] >= needed ? Math.Sqrt(value / shared[i]) : double.PositiveInfinity)];
    }

    private readonly record struct Known(int Row, LabelSpan Span, double Won);
}
