namespace ResearchLab.Models;

/// <summary>Out-of-sample evaluation of a structure picker.</summary>
/// <param name="Metrics">accuracy, log_loss, brier, ece, balanced_accuracy.</param>
/// <param name="Policies">The model and every baseline on the same rows.</param>
/// <param name="Reliability">Calibration table of the predicted class.</param>
/// <param name="HasEdge">Whether the model beats every baseline with the whole interval of the difference above 0.</param>
/// <param name="Verdict">One plain sentence that says so, whatever the answer is.</param>
public sealed record ModelEvaluation(
    IReadOnlyList<Metric> Metrics, IReadOnlyList<PolicyResult> Policies, IReadOnlyList<ReliabilityBin> Reliability, bool HasEdge, string Verdict);
