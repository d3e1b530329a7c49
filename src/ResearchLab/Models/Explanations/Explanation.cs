using ResearchLab.Basics;
using ResearchLab.Features;
using ResearchLab.Options;

namespace ResearchLab.Models;

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
        _ => throw new InvalidOperationException(Invariant($"There is no scale {(int)Scale}.")),
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
        string moved = $"pushed {Structure.Name().Replace('_', ' ')} {(reason.Contribution > 0 ? "up" : "down")} by "
            + $"{(reason.Contribution > 0 ? "+" : "−")}{Amount(Math.Abs(reason.Contribution))}";
        return double.IsNaN(reason.Value)
            ? $"{reason.Feature}, missing here, {moved}"
            : $"{reason.Feature} {ValueInWords(reason)} {moved}";
    }

    private string Amount(double size) =>
        Scale == ExplanationScale.Outcome ? $"{Display.Percent(size, 2)} of capital at risk" : Invariant($"{size:0.00} in log-odds");

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
