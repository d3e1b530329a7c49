namespace ResearchLab.Models;

/// <summary>Calibration since training.</summary>
/// <param name="Samples">Sessions after training with every outcome known.</param>
/// <param name="EffectiveSamples">After the overlap of their labels is taken out.</param>
/// <param name="Decays">log_loss and ece; empty when there are too few sessions.</param>
public sealed record CalibrationReport(int Samples, double EffectiveSamples, IReadOnlyList<CalibrationDecay> Decays)
{
    /// <summary>Fewest matured sessions that anything is said of.</summary>
    public const int FewestSamples = 20;

    /// <summary>Whether any measure has decayed.</summary>
    public bool IsAlert => Decays.Any(decay => decay.HasDecayed);

    /// <summary>One plain sentence.</summary>
    public string Verdict => Decays.Count == 0
        ? Invariant($"Calibration: {Samples} outcomes have matured since training, {FewestSamples} are needed to judge.")
        : $"Calibration {(IsAlert ? "has decayed" : "holds")}: "
            + string.Join(", ", Decays.Select(decay => Invariant($"{decay.Metric} {decay.Recent:0.000} against {decay.Evaluation:0.000} (difference ")
                + Invariant($"{decay.Difference:+0.000;−0.000}, 95% {decay.Low:+0.000;−0.000;0}…{decay.High:+0.000;−0.000;0})")))
            + Invariant($"; n {Samples:N0}, effective {EffectiveSamples:0.0}.");
}
