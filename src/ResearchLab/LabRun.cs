using ResearchLab.Daily;
using ResearchLab.Models;

namespace ResearchLab;

/// <summary>A finished daily run.</summary>
/// <param name="Recommendation">What was decided; on a session that was recorded before, the recorded decision.</param>
/// <param name="Model">The model that picked.</param>
/// <param name="RunId">Id of the run in the journal.</param>
/// <param name="ReportPath">The HTML report.</param>
/// <param name="Steps">How each step went, in order.</param>
/// <param name="IsFirst">Whether this run recorded the session's recommendation; a later run of the same session leaves it as it is.</param>
public sealed record LabRun(
    Recommendation Recommendation, ModelCard Model, string RunId, string ReportPath, IReadOnlyList<StepRun> Steps, bool IsFirst)
{
    /// <summary>Milliseconds a step took, in order.</summary>
    public IReadOnlyList<(string Step, double Milliseconds)> Timings => Times(Steps);

    /// <summary>Milliseconds of all steps.</summary>
    public double TotalMilliseconds => Timings.Sum(timing => timing.Milliseconds);

    /// <summary>The recommendation as it stands in the journal.</summary>
    public required string Document { get; init; }

    /// <summary>Continuously compounded rate at the session's close.</summary>
    public required double RatePerYear { get; init; }

    /// <summary>What today's code and lake decide, when it is not to the last digit what was recorded; null when it is.</summary>
    public Recommendation? DecidedAgain { get; init; }

    internal static IReadOnlyList<(string Step, double Milliseconds)> Times(IEnumerable<StepRun> steps) =>
        [.. steps.Select(step => (step.Name, step.Milliseconds))];

    /// <summary>The recorded document with the facts of this run; see <see cref="RecommendationJson"/>.</summary>
    /// <param name="withSteps">Whether every step stands in it with how it went and what it gave.</param>
    public string ToJson(bool withSteps = false) => RecommendationJson.WithRunFacts(Document, ReportPath, RunId, Timings, withSteps ? Steps : null);
}
