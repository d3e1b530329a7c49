using ResearchLab.Daily;
using ResearchLab.Features;
using ResearchLab.Models;

namespace ResearchLab.Reports;

/// <summary>Writes the report of a daily run from what the desk decided and knew.</summary>
public static class DailyReports
{
    /// <summary>
    /// Name of the page of a recommendation: symbol, session, configuration and the end of the model's id, all that names its record, so that no other is
    /// ever written in its place.
    /// </summary>
    public static string FileName(Recommendation recommendation)
    {
        ArgumentNullException.ThrowIfNull(recommendation);
        Evidence evidence = recommendation.Evidence;
        string model = evidence.Model[(evidence.Model.LastIndexOf('-') + 1)..];
        return Invariant($"{recommendation.Symbol}-{recommendation.Session:yyyy-MM-dd}-{evidence.Config}-{model}.html");
    }

    /// <summary>Writes the report and returns its full path.</summary>
    /// <param name="path">Where to.</param>
    /// <param name="recommendation">What was decided.</param>
    /// <param name="data">What was known.</param>
    /// <param name="model">The model that picked.</param>
    /// <param name="timings">Milliseconds a step took.</param>
    /// <param name="note">What the reader must know of the page itself; empty for nothing.</param>
    /// <param name="plotly">plotly.js; an empty one for a report without charts.</param>
    public static string Write(
        string path, Recommendation recommendation, SessionData data, TrainedModel model, IReadOnlyList<(string Step, double Milliseconds)> timings,
        string note, PlotlySource plotly)
    {
        int row = data.Bars.Count - 1;
        var features = new double[FeatureCatalog.All.Count];
        data.Features.CopyRow(row, features);
        return ReportFile.Write(path, DailyReport.Render(new DailyReportInput
        {
            Recommendation = recommendation,
            Bars = data.Bars,
            Chain = data.ChainAt(recommendation.Session),
            Features = features,
            Model = model.Card,
            Timings = [.. timings.Select(timing => new StepTiming(timing.Step, TimeSpan.FromMilliseconds(timing.Milliseconds)))],
            Note = note,
            Plotly = plotly,
        }));
    }
}
