using ResearchLab.Backtesting;
using ResearchLab.Features;
using ResearchLab.Options;
using ResearchLab.Statistics;

namespace ResearchLab.Models;

/// <summary>How similar past sessions are found.</summary>
/// <param name="Neighbours">Most similar sessions to use, at least 1.</param>
/// <param name="Level">Probability inside the interval of the win rate, in (0, 1).</param>
public sealed record SimilarStateOptions(int Neighbours = 50, double Level = 0.8);

/// <summary>Asks what became of a structure at the past sessions whose features are nearest to a session's.</summary>
/// <remarks>
/// Features are centred by median and scaled by the interquartile range of the past sessions, and capped at ±5; the
/// distance is the root mean square over the features that both sessions have, after Gower (1971), Biometrics 27, 857–871.
/// Weights are a Gaussian kernel as wide as the median distance of the neighbours.
/// </remarks>
public static class SimilarStateSearch
{
    private const double Cap = 5;
    private const int ListedSessions = 20;

    /// <summary>Looks up the similar past of one session.</summary>
    /// <param name="features">Features.</param>
    /// <param name="labels">Outcomes of the same symbol.</param>
    /// <param name="row">Row of the session in <paramref name="features"/>. Only outcomes that ended at or before it are used.</param>
    /// <param name="structure">A structure that trades.</param>
    /// <param name="options">How to search; null takes the defaults.</param>
    /// <returns>Count 0 and NaN rates when nothing is known yet.</returns>
    /// <exception cref="ArgumentException">The structure is no trade, or an index is outside its range.</exception>
    public static SimilarStates Find(FeatureMatrix features, OutcomeMatrix labels, int row, Structure structure, SimilarStateOptions? options = null)
    {
        options ??= new SimilarStateOptions();
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, features.Sessions.Length);
        if (options.Neighbours < 1)
            throw new ArgumentOutOfRangeException(nameof(options), options.Neighbours, $"Neighbours {options.Neighbours} must be at least 1.");
        if (structure == Structure.NoTrade)
            throw new ArgumentException("No trade has no outcomes to look up. Pass one of the eleven structures.", nameof(structure));

        List<Known> known = KnownOutcomes(features, labels, row, structure);
        double[] distance = Distances(features, row, known);
        int[] nearest = [.. Enumerable.Range(0, known.Count).Where(i => double.IsFinite(distance[i]))
            .OrderBy(i => distance[i]).ThenByDescending(i => known[i].Row).Take(options.Neighbours)];
        double baseRate = known.Count > 0 ? known.Average(k => k.Won) : double.NaN;
        if (nearest.Length == 0)
            return new SimilarStates(structure, 0, 0, double.NaN, Proportion.BetaBinomial(0, 0, options.Level).Low, baseRate, []);

        double width = Math.Max(distance[nearest[nearest.Length / 2]], 1e-12);
        double[] weights = [.. nearest.Select(i => Math.Exp(-0.5 * distance[i] * distance[i] / (width * width)))];
        double total = weights.Sum();
        double winRate = Math.Clamp(nearest.Select((i, j) => weights[j] * known[i].Won).Sum() / total, 0, 1);
        double effective = EffectiveCount(weights, UniquenessWeights.Compute([.. nearest.Select(i => known[i].Span)]));
        Interval interval = Proportion.BetaBinomial(winRate * effective, effective, options.Level);
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

    private static List<Known> KnownOutcomes(FeatureMatrix features, OutcomeMatrix labels, int row, Structure structure)
    {
        DateOnly now = features.Sessions[row];
        var known = new List<Known>();
        for (int labelRow = 0; labelRow < labels.Sessions.Length && labels.Sessions[labelRow] < now; labelRow++)
        {
            TradeOutcome outcome = labels.Row(labelRow)[(int)structure];
            int featureRow = Array.BinarySearch(features.Sessions, labels.Sessions[labelRow]);
            if (featureRow < 0 || !outcome.IsComplete || outcome.Exit > now)
                continue;
            int end = Array.BinarySearch(features.Sessions, outcome.Exit);
            var span = new LabelSpan(labels.Sessions[labelRow], outcome.Exit, featureRow, end >= 0 ? end : ~end);
            known.Add(new Known(featureRow, span, outcome.Pnl > 0 ? 1 : 0));
        }

        return known;
    }

    /// <summary>Distance of each known session to the row; infinite when it lacks more than half of the features the row has.</summary>
    private static double[] Distances(FeatureMatrix features, int row, List<Known> known)
    {
        var sum = new double[known.Count];
        var shared = new int[known.Count];
        int used = 0;
        foreach (double[] column in features.Columns)
        {
            if (!double.IsFinite(column[row]))
                continue;
            double[] past = [.. known.Select(k => column[k.Row]).Where(double.IsFinite)];
            Array.Sort(past);
            double median = Quantile.OfSorted(past, 0.5), spread = Quantile.OfSorted(past, 0.75) - Quantile.OfSorted(past, 0.25);
            // 1.349 interquartile ranges are one standard deviation of a normal; a feature that does not vary says nothing.
            double scale = spread / 1.349;
            if (!(scale > 0))
                continue;
            used++;
            double here = Math.Clamp((column[row] - median) / scale, -Cap, Cap);
            for (int i = 0; i < known.Count; i++)
            {
                double there = Math.Clamp((column[known[i].Row] - median) / scale, -Cap, Cap);
                if (double.IsNaN(there))
                    continue;
                sum[i] += (here - there) * (here - there);
                shared[i]++;
            }
        }

        int needed = Math.Max((used + 1) / 2, 1);
        return [.. sum.Select((value, i) => shared[i] >= needed ? Math.Sqrt(value / shared[i]) : double.PositiveInfinity)];
    }

    private readonly record struct Known(int Row, LabelSpan Span, double Won);
}
