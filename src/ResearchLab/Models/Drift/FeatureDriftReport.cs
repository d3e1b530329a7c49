using ResearchLab.Columns;

namespace ResearchLab.Models;

/// <summary>Whether the features still look as they did in training.</summary>
/// <param name="Model">Id of the model.</param>
/// <param name="From">First recent session.</param>
/// <param name="Through">Last recent session.</param>
/// <param name="Recent">Recent sessions.</param>
/// <param name="Training">Training sessions.</param>
/// <param name="Options">Bounds used.</param>
/// <param name="Features">Every feature, the furthest first.</param>
/// <param name="Usual">How many features are in alert in the worst 1 − level of as many consecutive training sessions; NaN when there are too few of
/// them.</param>
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
            string furthest = string.Join(", ",
                Features.Where(feature => feature.Status != DriftStatus.Stable).Take(3).Select(feature => Invariant($"{feature.Feature} {feature.Psi:0.00}")));
            string usual = double.IsNaN(Usual) ? "training is too short to say how many are usual" : Invariant($"up to {Usual:0} are usual within training");
            return Invariant($"{(IsAlert ? "Drift" : "No drift")}: {Alerts} of {Features.Count} features in alert over the last {Recent} sessions ")
                + Invariant($"({usual}){(furthest.Length > 0 ? $"; furthest {furthest}" : "")}.");
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
