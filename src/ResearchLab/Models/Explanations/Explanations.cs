using ResearchLab.Features;
using ResearchLab.Options;

namespace ResearchLab.Models;

/// <summary>Explains single predictions.</summary>
public static class Explanations
{
    /// <summary>Explains the score of a structure in one session; null when the picker learns nothing of it, as the textbook's rule.</summary>
    /// <param name="model">The model.</param>
    /// <param name="picker">The picker of the model that proposes the structure.</param>
    /// <param name="features">Features; the sessions the model knew give the percentiles.</param>
    /// <param name="row">Row to explain.</param>
    /// <param name="structure">Structure to explain.</param>
    /// <exception cref="ArgumentException">The features are of another set.</exception>
    public static Explanation? Of(TrainedModel model, PickerModel picker, FeatureMatrix features, int row, Structure structure)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(picker);
        ArgumentNullException.ThrowIfNull(features);
        ModelFeatures.RequireSet(features);
        var values = new double[features.Columns.Length];
        features.CopyRow(row, values);
        if ((picker.Kind == PickerKind.Softmax ? model.Contributions(values, structure) : picker.Contributions(values, structure)) is not { } contributions)
            return null;
        ExplanationScale scale = picker.Kind switch
        {
            PickerKind.Softmax => ExplanationScale.ClassLogOdds,
            PickerKind.Payoff => ExplanationScale.ProfitLogOdds,
            _ => ExplanationScale.Outcome,
        };
        int[] known = TrainingSessions(features, model.Card.KnownThrough);
        FeatureReason[] reasons =
        [
            .. Enumerable.Range(0, values.Length)
                .Select(i => new FeatureReason(ModelFeatures.Names[i], values[i], FeatureCatalog.All[i].Unit, Percentile(features.Columns[i], known, values[i]),
                    contributions[i]))
                .OrderByDescending(reason => Math.Abs(reason.Contribution)),
        ];
        return new Explanation(structure, scale, contributions[^1], contributions.Sum(), known.Length, reasons);
    }

    /// <summary>Rows that the model can have learned from: not later than it knew, at least half of the features present.</summary>
    internal static int[] TrainingSessions(FeatureMatrix features, DateOnly knownThrough) =>
    [
        .. Enumerable.Range(0, features.Sessions.Length)
            .Where(row => features.Sessions[row] <= knownThrough
                && features.Columns.Count(column => double.IsFinite(column[row])) * 2 >= features.Columns.Length),
    ];

    private static double Percentile(double[] column, int[] rows, double value)
    {
        if (double.IsNaN(value))
            return double.NaN;
        double below = 0;
        int count = 0;
        foreach (int row in rows)
        {
            if (double.IsNaN(column[row]))
                continue;
            count++;
            below += column[row] < value ? 1 : column[row] == value ? 0.5 : 0;
        }

        return count == 0 ? double.NaN : below / count;
    }
}
