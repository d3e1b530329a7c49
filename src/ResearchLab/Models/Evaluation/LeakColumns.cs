namespace ResearchLab.Models;

/// <summary>Looks for columns of any file that saw the label.</summary>
/// <remarks>
/// What is known beforehand explains a few per cent of a label at most; a rank correlation of 0.2 would be four. Its standard error is Bartlett's, which
/// allows for the autocorrelation of both sides: labels overlap, and a slow column meets them by chance more often than a quick one. Bartlett (1946),
/// "On the Theoretical Specification and Sampling Properties of Autocorrelated Time-Series", Supplement to the Journal of the Royal Statistical
/// Society 8(1), 27–41.
/// </remarks>
public static class LeakColumns
{
    private const double Suspicious = 0.2;
    private const double Deviations = 5;
    private const int LeastLags = 40;

    /// <summary>The suspects, the strongest first.</summary>
    /// <param name="features">One array a feature, one value a row; NaN is missing.</param>
    /// <param name="spans">Session of each row and the one at which its label is known.</param>
    /// <param name="labels">Label of each row.</param>
    /// <param name="classes">Whether labels are classes, whose numbers have no order.</param>
    public static IReadOnlyList<LeakColumn> Find(double[][] features, LabelSpan[] spans, double[] labels, bool classes)
    {
        ArgumentNullException.ThrowIfNull(features);
        int lags = Math.Min(Math.Max(2 * spans.Max(span => span.Length), LeastLags), spans.Length / 4);
        double[] distinct = [.. labels.Distinct().Order()];
        // Each class against the others; two classes are one pair.
        double[][] targets = !classes ? [labels] : distinct.Length <= 2
            ? [labels]
            : [.. distinct.Select(label => Array.ConvertAll(labels, other => other == label ? 1.0 : 0))];
        var found = new List<LeakColumn>();
        for (int column = 0; column < features.Length; column++)
        {
            LeakColumn strongest = targets.Select(target => Measure(column, features[column], target, lags)).MaxBy(measured => Math.Abs(measured.Strength))!;
            if (Math.Abs(strongest.Strength) >= Suspicious && strongest.Deviations >= Deviations)
                found.Add(strongest);
        }

        return [.. found.OrderByDescending(column => Math.Abs(column.Strength))];
    }

    /// <summary>One plain sentence.</summary>
    public static string InWords(IReadOnlyList<LeakColumn> columns) =>
        "Suspected of having seen the label: "
        + string.Join(", ", columns.Select(column => Invariant($"{column.Name} (alone {column.Strength:0.00} of 1, {column.Deviations:0} standard errors)")))
        + ". Check how such a column is computed before believing any result.";

    private static LeakColumn Measure(int index, double[] feature, double[] target, int lags)
    {
        int[] rows = [.. Enumerable.Range(0, feature.Length).Where(row => !double.IsNaN(feature[row]))];
        double[] x = LeakSuspects.Ranks(Array.ConvertAll(rows, row => feature[row])), y = LeakSuspects.Ranks(Array.ConvertAll(rows, row => target[row]));
        double correlation = LeakSuspects.Correlation(x, y).Correlation, inflation = 1;
        for (int lag = 1; lag <= Math.Min(lags, rows.Length / 4); lag++)
            inflation += 2 * (1 - ((double)lag / rows.Length)) * Own(x, lag) * Own(y, lag);
        double effective = rows.Length / Math.Max(inflation, 1), bounded = Math.Clamp(correlation, -0.999999, 0.999999);
        return new LeakColumn(index, correlation, effective > 4 ? Math.Abs(Math.Atanh(bounded)) * Math.Sqrt(effective - 3) : 0);
    }

    private static double Own(double[] values, int lag) => LeakSuspects.Correlation(values[lag..], values[..^lag]).Correlation;
}
