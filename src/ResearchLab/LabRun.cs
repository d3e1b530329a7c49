using ResearchLab.Desk;
using ResearchLab.Models;

namespace ResearchLab;

/// <summary>A finished daily run.</summary>
/// <param name="Recommendation">What was decided; on a session that was recorded before, the recorded decision.</param>
/// <param name="Model">The model that picked.</param>
/// <param name="RunId">Id of the run in the journal.</param>
/// <param name="ReportPath">The HTML report.</param>
/// <param name="Timings">Milliseconds a step took, in order.</param>
/// <param name="IsFirst">Whether this run recorded the session's recommendation; a later run of the same session leaves it as it is.</param>
public sealed record LabRun(
    Recommendation Recommendation, ModelCard Model, string RunId, string ReportPath, IReadOnlyList<(string Step, double Milliseconds)> Timings, bool IsFirst)
{
    /// <summary>Milliseconds of all steps.</summary>
    public double TotalMilliseconds => Timings.Sum(timing => timing.Milliseconds);

    /// <summary>The recommendation as it stands in the journal.</summary>
    public required string Document { get; init; }

    /// <summary>What today's code and lake decide, when it is not to the last digit what was recorded; null when it is.</summary>
    public Recommendation? DecidedAgain { get; init; }

    /// <summary>The recorded document with the facts of this run; see <see cref="RecommendationJson"/>.</summary>
    public string ToJson() => RecommendationJson.WithRunFacts(Document, ReportPath, RunId, Timings);
}
