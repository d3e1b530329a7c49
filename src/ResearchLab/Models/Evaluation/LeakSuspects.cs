using ResearchLab.Backtesting;
using ResearchLab.Features;
using ResearchLab.Options;

namespace ResearchLab.Models;

/// <summary>Looks for features that are too good to be true: most likely they saw the future.</summary>
/// <remarks>
/// What is known at a close explains a few per cent of the variance of the weeks after it; Gu, Kelly and Xiu (2020), Review of Financial Studies
/// 33, 2223–2273, find less than one for a month. A rank correlation of 0.4 would be sixteen. This catches blatant leaks; the truncation test of
/// the feature catalogue catches the others, since a value that changes when the future is cut off has used it.
/// </remarks>
public static class LeakSuspects
{
    /// <summary>From which absolute rank correlation a feature is suspected.</summary>
    public const double Suspicious = 0.4;

    /// <summary>How many standard errors it must be away from 0: of 84 features and 11 structures hardly one is by chance.</summary>
    public const double Deviations = 4;

    /// <summary>The suspects, the best informed first.</summary>
    /// <param name="features">Features.</param>
    /// <param name="labels">Outcomes of the same symbol.</param>
    /// <param name="suspicious">Absolute rank correlation to suspect from; 0 with no deviations ranks every feature.</param>
    /// <param name="deviations">Standard errors from 0 to suspect from.</param>
    /// <exception cref="ArgumentException">Features and labels do not fit together.</exception>
    public static IReadOnlyList<LeakSuspect> Find(FeatureMatrix features, OutcomeMatrix labels, double suspicious = Suspicious, double deviations = Deviations)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(labels);
        ModelFeatures.RequireSet(features);
        LabeledRows rows = LabeledRows.Join(features, labels);
        if (rows.Count == 0)
            return [];
        double effectiveShare = UniquenessWeights.EffectiveSamples(rows.Spans) / rows.Count;
        double[][] returns = [.. Enumerable.Range(0, Structures.Count)
            .Select(structure => Ranks([.. Enumerable.Range(0, rows.Count).Select(row => Return(labels.Row(rows.LabelRow[row])[structure]))]))];
        var suspects = new List<LeakSuspect>();
        for (int column = 0; column < features.Columns.Length; column++)
        {
            double[] values = Ranks([.. rows.FeatureRow.Select(row => features.Columns[column][row])]);
            LeakSuspect strongest = Enumerable.Range(0, Structures.Count)
                .Select(structure => Measure(ModelFeatures.Names[column], (Structure)structure, values, returns[structure], effectiveShare))
                .MaxBy(suspect => Math.Abs(suspect.RankCorrelation))!;
            if (Math.Abs(strongest.RankCorrelation) >= suspicious && strongest.Deviations >= deviations)
                suspects.Add(strongest);
        }

        return [.. suspects.OrderByDescending(suspect => Math.Abs(suspect.RankCorrelation))];
    }

    /// <summary>One plain sentence.</summary>
    public static string InWords(IReadOnlyList<LeakSuspect> suspects) => suspects.Count == 0
        ? "No feature knows an outcome better than what is known beforehand can."
        : "Suspected of having seen the future: "
            + string.Join(", ", suspects.Select(suspect =>
                Invariant($"{suspect.Feature} (rank correlation {suspect.RankCorrelation:0.00} with {suspect.Structure.Name()})")))
            + ". Check how they are computed before believing any result.";

    private static double Return(TradeOutcome outcome) => outcome.IsComplete ? outcome.Return : double.NaN;

    private static LeakSuspect Measure(string feature, Structure structure, double[] a, double[] b, double effectiveShare)
    {
        (double correlation, int n) = Correlation(a, b);
        double effective = n * effectiveShare;
        return new LeakSuspect(feature, structure, correlation, effective,
            effective > 4 ? Math.Abs(Math.Atanh(Math.Clamp(correlation, -0.999999, 0.999999))) * Math.Sqrt(effective - 3) : 0);
    }

    /// <summary>Correlation over the rows where both have a value, and how many these are; 0 without spread.</summary>
    internal static (double Correlation, int Rows) Correlation(double[] a, double[] b)
    {
        int n = 0;
        double sumA = 0, sumB = 0, sumAA = 0, sumBB = 0, sumAB = 0;
        for (int i = 0; i < a.Length; i++)
        {
            if (double.IsNaN(a[i]) || double.IsNaN(b[i]))
                continue;
            n++;
            sumA += a[i];
            sumB += b[i];
            sumAA += a[i] * a[i];
            sumBB += b[i] * b[i];
            sumAB += a[i] * b[i];
        }

        double spread = Math.Sqrt(((n * sumAA) - (sumA * sumA)) * ((n * sumBB) - (sumB * sumB)));
        return (spread > 0 ? Math.Clamp(((n * sumAB) - (sumA * sumB)) / spread, -1, 1) : 0, n);
    }

    /// <summary>Ranks in [0, 1], equal values sharing theirs; NaN stays.</summary>
    internal static double[] Ranks(double[] values)
    {
        int[] order = [.. Enumerable.Range(0, values.Length).Where(i => !double.IsNaN(values[i])).OrderBy(i => values[i])];
        var ranks = new double[values.Length];
        Array.Fill(ranks, double.NaN);
        for (int from = 0; from < order.Length;)
        {
            int to = from;
            while (to < order.Length && values[order[to]] == values[order[from]])
                to++;
            for (int i = from; i < to; i++)
                ranks[order[i]] = (from + to - 1) / 2.0 / order.Length;
            from = to;
        }

        return ranks;
    }
}
