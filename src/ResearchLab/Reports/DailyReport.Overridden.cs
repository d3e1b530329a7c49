using ResearchLab.Charts;
using ResearchLab.Daily;
using ResearchLab.Risk;

namespace ResearchLab.Reports;

/// <content>Settings that were not the defaults, and what a page that was made again lacks.</content>
public static partial class DailyReport
{
    private static void Note(HtmlText html, DailyReportInput input)
    {
        if (input.Note.Length > 0)
            html.Add($"<p class=\"soft\" role=\"note\">{input.Note}</p>");
    }

    private static void Overridden(HtmlText html, Recommendation recommendation)
    {
        if (recommendation.Overridden.Count == 0)
            return;
        html.Add($"<h3>Settings that are not the defaults</h3><ul>");
        foreach (OverriddenSetting setting in recommendation.Overridden)
            html.Add($"<li>{setting.Text}</li>");
        html.Add($"</ul>");
    }
}
