using System.Globalization;
using ResearchLab.Charts;
using ResearchLab.Models;

namespace ResearchLab.Reports;

/// <content>Drift since training.</content>
public static partial class DailyReport
{
    private static void DriftTable(HtmlText html, FeatureDriftReport drift)
    {
        html.Add($"<h3>Is the market still the one it was trained on?</h3>");
        html.Add($"<p class=\"{new Markup(drift.IsAlert ? "bad" : "good")}\">{drift.Verdict}</p>");
        FeatureDrift[] moved = [.. drift.Features.Where(feature => feature.Status != DriftStatus.Stable).Take(10)];
        if (moved.Length == 0)
            return;
        html.Add($"<p class=\"soft\">Population stability index of the last {drift.Recent} sessions against {drift.Training:N0} training sessions: "
            + $"watched from {Number(drift.Options.Watch)}, in alert from {Number(drift.Options.Alert)}, and only above what chance and as many consecutive "
            + $"training sessions show.</p>");
        ReportPage.OpenTable(html, "Drift", "Feature", "#Index", "#By chance", "#Within training", "Status");
        foreach (FeatureDrift feature in moved)
        {
            string training = double.IsNaN(feature.TrainingNoise) ? "unknown" : feature.TrainingNoise.ToString("0.00", CultureInfo.InvariantCulture);
            html.Add($"<tr><th scope=\"row\">{feature.Feature}</th><td class=\"num\">{feature.Psi:0.00}</td>"
            + $"<td class=\"num\">{feature.SamplingNoise:0.00}</td>"
            + $"<td class=\"num\">{training}</td>"
            + $"<td>{feature.Status.ToString().ToLowerInvariant()}</td></tr>");
        }
        ReportPage.CloseTable(html);
    }
}
