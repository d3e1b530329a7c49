using ResearchLab.Basics;
using ResearchLab.Charts;
using ResearchLab.Options;

namespace ResearchLab.Reports;

/// <summary>The front page of the serve host: health, schedule, runs and recommendations. It has no script and reloads each minute.</summary>
public static class StatusPage
{
    /// <summary>The whole page.</summary>
    /// <exception cref="ArgumentException">A report path leads to another host.</exception>
    public static string Render(StatusPageInput input)
    {
        HealthState state = input.Health.Select(check => check.State).DefaultIfEmpty(HealthState.Healthy).Max();
        var html = new HtmlText();
        html.Add($"<header><h1>ResearchLab</h1><p class=\"decision\">{State(state)}</p>");
        html.Add($"<p>{NextRun(input)}</p>");
        if (input.Recommendations.Any(recommendation => recommendation.Data == ChainOrigin.Demo))
            html.Add($"<p class=\"banner\" role=\"note\">{Wording.Warning(ChainOrigin.Demo)} It concerns the rows marked DEMO.</p>");
        html.Add($"</header><main>");
        Recommendations(html, input.Recommendations);
        Runs(html, input.Runs);
        html.Add($"<h2>Health</h2>");
        ReportPage.OpenTable(html, "Health", "State", "Part", "Detail");
        foreach (HealthCheck check in input.Health)
            html.Add($"<tr><td class=\"nowrap\">{State(check.State)}</td><th scope=\"row\">{check.Name}</th><td class=\"words\">{check.Text}</td></tr>");
        ReportPage.CloseTable(html);
        html.Add($"</main><footer><p>Made {Instant(input.Now)} by {input.Code}. Reloads every minute.</p></footer>");
        return ReportPage.Render($"ResearchLab: {state.ToString().ToLowerInvariant()}", html, refreshSeconds: 60);
    }

    private static void Recommendations(HtmlText html, IReadOnlyList<StatusRecommendation> recommendations)
    {
        html.Add($"<h2>Latest recommendations</h2>");
        if (recommendations.Count == 0)
        {
            html.Add($"<p>None yet.</p>");
            return;
        }

        ReportPage.OpenTable(html, "Latest recommendations", "Session", "Symbol", "Decision", "#Confidence", "Report");
        foreach (StatusRecommendation recommendation in recommendations)
        {
            string badge = Wording.Badge(recommendation.Data);
            Markup mark = new(badge.Length > 0 ? $" <span class=\"badge\">{badge}</span>" : "");
            Markup link = new(recommendation.ReportPath is { } path
                ? Invariant($"<a href=\"{HtmlText.Escape(SameHost(path))}\">open<span class=\"soft\"> {HtmlText.Escape(recommendation.Symbol)} ")
                    + Invariant($"{recommendation.Session:yyyy-MM-dd}</span></a>")
                : "none");
            html.Add($"<tr><td class=\"nowrap\">{recommendation.Session:yyyy-MM-dd}</td><th scope=\"row\" "
                + $"class=\"nowrap\">{recommendation.Symbol}{mark}</th><td class=\"words\">{recommendation.Text}</td>"
                + $"<td class=\"num\">{Display.Percent(recommendation.Confidence)}</td><td class=\"nowrap\">{link}</td></tr>");
        }

        ReportPage.CloseTable(html);
    }

    private static void Runs(HtmlText html, IReadOnlyList<StatusRun> runs)
    {
        html.Add($"<h2>Recent runs</h2>");
        if (runs.Count == 0)
        {
            html.Add($"<p>None yet.</p>");
            return;
        }

        ReportPage.OpenTable(html, "Recent runs", "Started", "Symbol", "Session", "Status", "#Took", "Result", "Id");
        foreach (StatusRun run in runs)
        {
            Markup status = new($"<td class=\"nowrap{run.Succeeded switch { true => " good", false => " bad", null => "" }}\">");
            html.Add($"<tr><td class=\"nowrap\">{Instant(run.Started)}</td><th scope=\"row\">{run.Symbol}</th>"
                + $"<td class=\"nowrap\">{run.Session:yyyy-MM-dd}</td>"
                + $"{status}{run.Succeeded switch { true => "✓ ", false => "✗ ", null => "… " }}{run.Status}</td>"
                + $"<td class=\"num\">{(run.Elapsed is { } elapsed ? Invariant($"{elapsed.TotalSeconds:N1} s") : "")}</td>"
                + $"<td class=\"words\">{run.Text}</td><td class=\"nowrap\">{run.Id}</td></tr>");
        }

        ReportPage.CloseTable(html);
    }

    private static string NextRun(StatusPageInput input) =>
        input.NextRun is not { } next ? "No run is scheduled."
        : $"Next run {Instant(next)}{(input.NextSession is { } session ? Invariant($", before session {session:yyyy-MM-dd}") : "")}, "
            + $"in {Wait(next - input.Now)}.";

    private static string Wait(TimeSpan wait) =>
        wait <= TimeSpan.Zero ? "a moment" : wait.TotalHours >= 48 ? Invariant($"{wait.TotalDays:0} days") : wait.TotalHours >= 1
            ? Invariant($"{(int)wait.TotalHours} h {wait.Minutes} min")
            : Invariant($"{Math.Max(1, wait.Minutes)} min");

    private static string Instant(DateTimeOffset instant) => Invariant($"{instant.UtcDateTime:yyyy-MM-dd HH:mm} UTC");

    private static string State(HealthState state) =>
        state switch { HealthState.Healthy => "✓ healthy", HealthState.Degraded => "! degraded", _ => "✗ unhealthy" };

    private static string SameHost(string path) =>
        path.Length > 0 && !path.Contains(':', StringComparison.Ordinal) && !path.Contains('\\', StringComparison.Ordinal)
            && !path.StartsWith("//", StringComparison.Ordinal)
            ? path
            : throw new ArgumentException($"Report path '{path}' leads to another host. Give a path such as 'reports/SPY/2024-01-05.html'.", nameof(path));
}
