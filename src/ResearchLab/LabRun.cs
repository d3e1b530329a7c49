using ResearchLab.Desk;
using ResearchLab.Models;

namespace ResearchLab;

/// <summary>A finished daily run.</summary>
/// <param name="Recommendation">What was decided.</param>
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

    /// <summary>The run as one JSON document; see <see cref="RecommendationJson"/>.</summary>
    public string ToJson() => RecommendationJson.Write(Recommendation, ReportPath, RunId, Timings);
}
