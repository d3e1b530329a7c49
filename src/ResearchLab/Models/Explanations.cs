using ResearchLab.Basics;
using ResearchLab.Features;
using ResearchLab.Options;

namespace ResearchLab.Models;

/// <summary>What one feature added to the raw score of a class, and how usual its value is.</summary>
/// <param name="Feature">Name of the feature.</param>
/// <param name="Value">Its value in the row; NaN when missing.</param>
/// <param name="Unit">Unit of the value.</param>
/// <param name="Percentile">Share of the training sessions with a lower value, half of the equal ones counted; NaN when missing.</param>
/// <param name="Contribution">SHAP value in units of the raw score: positive speaks for the class.</param>
public readonly record struct FeatureReason(string Feature, double Value, string Unit, double Percentile, double Contribution);

/// <summary>What the contributions of an explanation are measured in.</summary>
public enum ExplanationScale : byte
{
    /// <summary>
    /// Log-odds of a class: the margin that softmax sees before calibration. Raising it by x multiplies the odds of the class against any class whose score
    /// stays by eˣ.
    /// </summary>
    ClassLogOdds,

    /// <summary>Return on capital at risk that a regressor expects of the structure, a fraction.</summary>
    Outcome,

    /// <summary>Log-odds of a profit of the structure.</summary>
    ProfitLogOdds,
}

/// <summary>
/// Why the picker that proposes a structure scores it as it does in one session. Contributions are to its raw score, before anything is calibrated. They
/// describe the model, not a cause.
/// </summary>
/// <param name="Structure">The structure explained.</param>
/// <param name="Scale">What <paramref name="Average"/>, <paramref name="Raw"/> and contributions are measured in.</param>
/// <param name="Average">Expected raw score over the training rows.</param>
/// <param name="Raw">Raw score of the row: <paramref name="Average"/> and all contributions in sum.</param>
/// <param name="TrainingSessions">Sessions the percentiles are taken in: those known when the model was trained.</param>
/// <param name="Features">Every feature, the strongest first.</param>
/// <remarks>Lundberg et al. (2020), Nature Machine Intelligence 2, 56–67 (TreeSHAP); Lundberg and Lee (2017), NIPS 30.</remarks>
public sealed record Explanation(
    Structure Structure, ExplanationScale Scale, double Average, double Raw, int TrainingSessions, IReadOnlyList<FeatureReason> Features)
{
    /// <summary>The scale in words.</summary>
    public string ScaleInWords => Scale switch
    {
        ExplanationScale.ClassLogOdds => "log-odds: raw score of the class before calibration",
        ExplanationScale.Outcome => "return on capital at risk that is expected, before calibration",
        ExplanationScale.ProfitLogOdds => "log-odds of a profit, before calibration",
        _ => throw new InvalidOperationException($"There is no scale {(int)Scale}."),
    };

    /// <summary>The strongest contributions as sentences.</summary>
    /// <param name="count">How many, at least 1; features that add nothing are left out.</param>
    public IReadOnlyList<string> InWords(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return [.. Features.Take(count).Where(reason => reason.Contribution != 0).Select(Sentence)];
    }

    private string Sentence(FeatureReason reason)
    {
        string moved = $"pushed {Structure.Name().Replace('_', ' ')} {(reason.Contribution > 0 ? "up" : "down")} by {(reason.Contribution > 0 ? "+" : "−")}{Amount(Math.Abs(reason.Contribution))}";
        return double.IsNaN(reason.Value)
            ? $"{reason.Feature}, missing here, {moved}"
            : $"{reason.Feature} {ValueInWords(reason)} {moved}";
    }

    private string Amount(double size) => Scale == ExplanationScale.Outcome ? $"{Display.Percent(size, 2)} of capital at risk" : $"{size:0.00} in log-odds";

    /// <summary>A value with its unit and place in training, such as <c>0.82 (fraction, higher than in 91% of the training sessions)</c>.</summary>
    public static string ValueInWords(FeatureReason reason) =>
        $"{FeatureSummary.Number(reason.Value).Replace('-', '−')} ({reason.Unit}{Place(reason.Percentile)})";

    private static string Place(double percentile) => percentile switch
    {
        double.NaN => "",
        <= 0 => ", lower than in every training session",
        >= 1 => ", higher than in every training session",
        < 0.005 => ", higher than in under 1% of the training sessions",
        > 0.995 => ", higher than in over 99% of the training sessions",
        _ => $", higher than in {Display.Percent(percentile, 0)} of the training sessions",
    };
}

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
                .Select(i => new FeatureReason(ModelFeatures.Names[i], values[i], FeatureCatalog.All[i].Unit, Percentile(features.Columns[i], known, values[i]), contributions[i]))
                .OrderByDescending(reason => Math.Abs(reason.Contribution)),
        ];
        return new Explanation(structure, scale, contributions[^1], contributions.Sum(), known.Length, reasons);
    }

    /// <summary>Rows that the model can have learned from: not later than it knew, at least half of the features present.</summary>
    internal static int[] TrainingSessions(FeatureMatrix features, DateOnly knownThrough) =>
    [
        .. Enumerable.Range(0, features.Sessions.Length)
            .Where(row => features.Sessions[row] <= knownThrough && features.Columns.Count(column => double.IsFinite(column[row])) * 2 >= features.Columns.Length),
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
