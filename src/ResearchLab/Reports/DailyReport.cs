using System.Globalization;
using ResearchLab.Basics;
using ResearchLab.Charts;
using ResearchLab.Daily;
using ResearchLab.Features;
using ResearchLab.Options;
using ResearchLab.Risk;
using ResearchLab.Time;

namespace ResearchLab.Reports;

/// <summary>The report of one daily run: one HTML file that asks no host for anything and reads well without JavaScript.</summary>
public static partial class DailyReport
{
    /// <summary>The whole report. The same input always gives the same text.</summary>
    /// <exception cref="ArgumentException">The feature row has not one value a feature of the catalogue.</exception>
    public static string Render(DailyReportInput input)
    {
        if (input.Features.Count != FeatureCatalog.All.Count)
            throw new ArgumentException($"There are {input.Features.Count} feature values, must be {FeatureCatalog.All.Count} in catalogue order.",
                nameof(input));
        Recommendation recommendation = input.Recommendation;
        var html = new HtmlText();
        Headline(html, recommendation);
        html.Add($"<main>");
        Note(html, input);
        if (recommendation.Position is { } position && recommendation.Decision == Decision.Recommend)
            Position(html, input, position);
        Checks(html, recommendation);
        Overridden(html, recommendation);
        Candidates(html, recommendation);
        Desk(html, recommendation);
        if (recommendation.Position is { } candidate && recommendation.Decision != Decision.Recommend)
        {
            html.Add($"<details><summary>The candidate: {Wording.Of(recommendation.Structure)}, not recommended</summary>");
            Position(html, input, candidate);
            html.Add($"</details>");
        }

        Reasons(html, recommendation);
        Prediction(html, input);
        Prices(html, input);
        Honesty(html, input);
        Similar(html, recommendation);
        FeatureTable(html, input);
        html.Add($"</main>");
        Footer(html, input);

        string badge = Wording.Badge(recommendation);
        string title =
            Invariant($"{(badge.Length > 0 ? $"[{badge}] " : "")}{recommendation.Symbol} {recommendation.Session:yyyy-MM-dd}: {Wording.Of(recommendation)}");
        return ReportPage.Render(title, html, input.Plotly);
    }

    private static void Headline(HtmlText html, Recommendation recommendation)
    {
        string badge = Wording.Badge(recommendation);
        Markup mark = badge.Length > 0 ? new Markup($" <span class=\"badge\">{badge}</span>") : default;
        html.Add($"<header>");
        html.Add($"<h1>{recommendation.Symbol} · {recommendation.Session:dddd yyyy-MM-dd}{mark}</h1>");
        if (badge.Length > 0)
        {
            string warning = recommendation.Data == ChainOrigin.Observed
                ? Wording.Learned(recommendation.LearnedFrom)
                : Wording.Warning(recommendation.Data);
            html.Add($"<p class=\"banner\" role=\"note\">{warning}</p>");
        }
        html.Add($"<p class=\"decision\">{Wording.Of(recommendation)}</p>");
        html.Add($"<p>{Summary(recommendation)}</p>");
        html.Add($"</header>");
    }

    private static string Summary(Recommendation recommendation)
    {
        string expected = double.IsNaN(recommendation.Confidence)
            ? ""
            : $" It is expected to end with a profit in {Display.Percent(recommendation.Confidence)} of cases, "
                + $"breaks even at {Display.Percent(recommendation.Forecast.BreakEven)}, and {Display.Percent(recommendation.Forecast.ExpectedReturn, 1)} of "
                + "the capital at risk is expected after costs and exits.";
        string candidate = recommendation.Position is { } position
            ? $" The nearest candidate, {Wording.Of(recommendation.Structure)}: {Wording.Of(position, asOrder: false)}{expected}"
            : recommendation.Candidates.FirstOrDefault(one => one.NotEligible is null) is { } nearest && !double.IsNaN(nearest.Forecast.WinProbability)
                ? $" The nearest candidate is the {Wording.Of(nearest.Structure)}: a profit in {Display.Percent(nearest.Forecast.WinProbability)} of cases "
                    + $"where it breaks even at {Display.Percent(nearest.Forecast.BreakEven)}, {Display.Money(nearest.ExpectedProfit, 0)} a unit expected "
                    + "after costs and exits."
                : "";
        return recommendation.Decision switch
        {
            Decision.Recommend =>
                Invariant($"{Wording.Of(recommendation.Position!)} Enter on {ExchangeCalendar.Nyse.Next(recommendation.Session):dddd yyyy-MM-dd}.{expected}"),
            Decision.NotOpened => $"A candidate failed: {FailedWords(recommendation.Checks)}.{candidate}",
            _ => (recommendation.Desk.InForce ? "No eligible structure is worth making." : "No picker has earned more than T-bills out of sample.") + candidate,
        };
    }

    private static string FailedWords(IReadOnlyList<LimitCheck> checks) => string.Join("; ", checks.Where(check => !check.Passed).Select(check => check.Text));

    private static void Checks(HtmlText html, Recommendation recommendation)
    {
        IReadOnlyList<LimitCheck> checks = recommendation.Checks;
        html.Add($"<h2>Risk checks</h2>");
        if (checks.Count == 0)
        {
            html.Add($"<p>No limit was applied, because there is no position.</p>");
            return;
        }

        html.Add($"<p>{RiskDecision.InWords(checks)}</p>");
        Evidence(html, recommendation,
            $"The account and the {checks.Count} limits of configuration {recommendation.Evidence.Config}, on the candidate's quotes of the session.",
            Command(recommendation));
        ReportPage.OpenTable(html, "Risk checks", "Result", "Limit", "#Value", "#Bound", "In words");
        foreach (LimitCheck check in checks)
        {
            Markup result = new(check.NoBook ? "<td class=\"soft nowrap\">– no book</td>" : check.Passed
                ? "<td class=\"good nowrap\">✓ pass</td>"
                : "<td class=\"bad nowrap\">✗ fail</td>");
            html.Add($"<tr>{result}<th scope=\"row\" class=\"nowrap\">{check.Limit.Replace('_', ' ')}</th>"
                + $"<td class=\"num\">{check.InUnit(check.Value)}</td><td class=\"num\">{check.InUnit(check.Bound)}</td>"
                + $"<td class=\"words\">{check.Text}</td></tr>");
        }

        ReportPage.CloseTable(html);
    }

    private static void Reasons(HtmlText html, Recommendation recommendation)
    {
        html.Add($"<h2>Reasons</h2>");
        if (recommendation.Reasons.Count == 0)
            html.Add($"<p>None were given.</p>");
        else
            Evidence(html, recommendation, "Each line names its number; what was learned comes of outcomes that had ended before the training's session.",
                Command(recommendation));
        // The choice of strikes has a list of its own below.
        List(html, [.. recommendation.Reasons.Except(recommendation.Position?.Reasons ?? [], StringComparer.Ordinal)]);
        if (recommendation.Position is { Reasons.Count: > 0 } position)
        {
            html.Add($"<h3>Why these strikes and this expiry</h3>");
            List(html, position.Reasons);
        }
    }

    private static void List(HtmlText html, IReadOnlyList<string> items)
    {
        if (items.Count == 0)
            return;
        html.Add($"<ol>");
        foreach (string item in items)
            html.Add($"<li>{item}</li>");
        html.Add($"</ol>");
    }

    private static void Similar(HtmlText html, Recommendation recommendation)
    {
        html.Add($"<h2>Similar past sessions</h2>");
        if (recommendation.Similar is not { } similar)
        {
            html.Add($"<p>Not looked up, because nothing was proposed.</p>");
            return;
        }

        if (similar.Count == 0)
        {
            html.Add($"<p>No past session with a known outcome resembles this one.</p>");
            return;
        }

        html.Add($"<p>After the {similar.Count} past sessions most like this one ({similar.EffectiveCount:0.0} after the overlap of their trades is taken "
            + $"out), {Wording.Of(similar.Structure)} made a profit in {Display.Percent(similar.WeightedWinRate)} of them, weighted by similarity; "
            + $"the lower bound of the 80% interval is {Display.Percent(similar.LowerBound)}. Over all known sessions it is "
            + $"{Display.Percent(similar.BaseRate)}. {SkillWords(recommendation.Desk)}</p>");
        Evidence(html, recommendation,
            Invariant($"n {similar.Count}, effective {similar.EffectiveCount:0.0}; the interval is Wilson's, 80%, on the effective number."),
            Command(recommendation));
        html.Add($"<p class=\"soft\">Most similar first: {string.Join(", ", similar.Sessions.Select(session => Invariant($"{session:yyyy-MM-dd}")))}.</p>");
    }

    private static string SkillWords(DeskSummary desk) => double.IsNaN(desk.Skill)
        ? "The search has not been tested yet, so it is information only."
        : Invariant($"Over {desk.SkillPredictions} matured predictions its Brier skill over the base rate is {Display.Percent(desk.Skill, 1)}: ")
            + Invariant($"{(desk.HasSkill ? "the limit acts" : "no skill is proven, so it is information only")}.");

    private static void FeatureTable(HtmlText html, DailyReportInput input)
    {
        IReadOnlyList<double> values = input.Features;
        html.Add($"<h2>Features</h2>");
        Evidence(html, input.Recommendation, $"Feature set {input.Recommendation.Evidence.FeatureSet}; './lab features explain NAME' says how one is computed.",
            Invariant($"./lab features compute{Of(input.Recommendation)} --from {input.Recommendation.Session:yyyy-MM-dd} --to ")
                + Invariant($"{input.Recommendation.Session:yyyy-MM-dd}"));
        html.Add($"<details><summary>All {values.Count} features of the session, {values.Count(double.IsNaN)} missing</summary>");
        ReportPage.OpenTable(html, "Features", "#No.", "Feature", "#Value", "Unit", "Description");
        FeatureGroup? group = null;
        foreach (FeatureDefinition feature in FeatureCatalog.All)
        {
            if (feature.Group != group)
                html.Add($"<tr class=\"group\"><th scope=\"rowgroup\" colspan=\"5\">{Wording.Of(feature.Group)}</th></tr>");
            group = feature.Group;
            html.Add($"<tr><td class=\"num\">{feature.Number}</td><th scope=\"row\" class=\"nowrap\">{feature.Name}</th>"
                + $"<td class=\"num\">{Number(values[feature.Number - 1])}</td><td class=\"nowrap\">{feature.Unit}</td>"
                + $"<td class=\"words\">{feature.Description}</td></tr>");
        }

        ReportPage.CloseTable(html);
        html.Add($"</details>");
    }

    private static void Footer(HtmlText html, DailyReportInput input)
    {
        Evidence evidence = input.Recommendation.Evidence;
        html.Add($"<footer><h2>Evidence</h2><dl>");
        foreach ((string name, string value) in ((string, string)[])
        [
            ("Data", input.Recommendation.Data switch { ChainOrigin.Demo => "DEMO: simulated market", ChainOrigin.Modelled => "observed prices, MODELLED chain",
                ChainOrigin.Observed => "observed", var other => other.Name() }),
            ("Snapshot", evidence.Snapshot),
            ("As of", Invariant($"{evidence.AsOf.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC: nothing known later was used")),
            ("Seed", $"{evidence.Seed}"),
            ("Code", evidence.Code),
            ("Model", evidence.Model),
            ("Configuration", evidence.Config),
            ("Feature set", evidence.FeatureSet),
            ("Chain", evidence.Chain),
            .. evidence.Carried.Select(one => ("Carried", one.InWords)),
            ("Run time", input.Timings.Count == 0 ? "not measured" : $"{Seconds(input.Timings.Sum(timing => timing.Elapsed.TotalSeconds))} "
                + $"({string.Join(", ", input.Timings.Where(timing => timing.Elapsed.TotalMilliseconds >= 1)
                    .Select(timing => $"{timing.Step} {Seconds(timing.Elapsed.TotalSeconds)}"))})"),
        ])
        {
            html.Add($"<dt>{name}</dt><dd>{value}</dd>");
        }

        html.Add($"</dl><p>Compute it again: <code>{Command(input.Recommendation)}</code></p><p>Research output, not investment advice.</p></footer>");
    }

    private static string Seconds(double seconds) => seconds < 1 ? Invariant($"{seconds * 1000:0} ms") : Invariant($"{seconds:0.0} s");

    /// <summary>Four significant digits, whatever the unit.</summary>
    private static string Number(double value) =>
        double.IsNaN(value) ? "missing"
        : value < 0 ? "−" + Number(-value)
        : double.IsInfinity(value) ? "unlimited"
        : Math.Abs(value) >= 1000 ? Invariant($"{value:N0}")
        : value == Math.Floor(value) ? Invariant($"{value:0}")
        : Math.Abs(value) >= 0.0001 ? value.ToString("0." + new string('#', Math.Clamp(3 - (int)Math.Floor(Math.Log10(Math.Abs(value))), 0, 7)),
            CultureInfo.InvariantCulture)
        : value.ToString("0.##e+0", CultureInfo.InvariantCulture);
}
