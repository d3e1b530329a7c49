using ResearchLab.Basics;
using ResearchLab.Charts;
using ResearchLab.Daily;

namespace ResearchLab.Reports;

/// <summary>What a page says of all eleven structures and of the desk behind the decision.</summary>
public static partial class DailyReport
{
    private static void Candidates(HtmlText html, Recommendation recommendation)
    {
        html.Add($"<h2>All eleven structures</h2>");
        html.Add($"<p>What each would take to be recommended. Value is the risk-neutral expected value in dollars a unit, before and after costs; "
            + $"expected is the profit that past outcomes make, after costs and exits.</p>");
        Evidence(html, recommendation,
            $"Chain: {recommendation.Evidence.Chain}. Profit probability and expected profit are learned from what the desk's pickers proposed out of fold.",
            $"./lab structure all{Of(recommendation)}{At(recommendation)}");
        ReportPage.OpenTable(html, "All eleven structures", "Structure", "#Win prob.", "#At risk", "#Value", "#After costs", "#Profit prob.", "#Even at",
            "#Expected", "What stands against it");
        foreach (Candidate one in recommendation.Candidates)
        {
            string against = one.NotEligible is { } why
                ? (why.StartsWith("not tradable", StringComparison.Ordinal) ? why : $"not eligible: {why}")
                : one.Against.Count == 0 ? (one.Structure == recommendation.Structure ? "proposed" : "nothing; another scores higher") : string.Join(", ",
                    one.Against.Select(check => check.Limit.Replace('_', ' ')));
            html.Add($"<tr><th scope=\"row\" class=\"nowrap\">{Wording.Of(one.Structure)}</th><td class=\"num\">{Share(one.WinProbability)}</td>"
                + $"<td class=\"num\">{Dollars(one.CapitalAtRisk)}</td><td class=\"num\">{Dollars(one.ExpectedValue)}</td>"
                + $"<td class=\"num\">{Dollars(one.ExpectedValueAfterCosts)}</td><td class=\"num\">{Share(one.Forecast.WinProbability)}</td>"
                + $"<td class=\"num\">{Share(one.Forecast.BreakEven)}</td><td class=\"num\">{Dollars(one.ExpectedProfit)}</td>"
                + $"<td class=\"words\">{against}</td></tr>");
        }

        ReportPage.CloseTable(html);
    }

    private static void Desk(HtmlText html, Recommendation recommendation)
    {
        DeskSummary desk = recommendation.Desk;
        html.Add($"<h2>The desk out of sample</h2>");
        html.Add($"<p>{desk.Verdict} {desk.LastYear}</p>");
        Evidence(html, recommendation, Invariant($"n {desk.Decided} sessions decided by a model that had not seen them."), Evaluate(recommendation));
        if (desk.MostOften.Count > 0)
            html.Add($"<p>Over {desk.Decided} sessions, what most often stood against a trade: "
                + $"{string.Join(", ", desk.MostOften.Select(one => $"{one.Key.Replace('_', ' ')} on {one.Value}"))}.</p>");
        if (desk.BreakEvenShift is { } shift)
            html.Add($"<p>If every modelled volatility were {Display.Percent(Math.Abs(shift), 1)} {(shift < 0 ? "lower" : "higher")} at entry and exit, "
                + $"these trades would have earned nothing.</p>");
    }

    private static string Share(double? value) => value is { } one && double.IsFinite(one) ? Display.Percent(one) : "–";

    private static string Dollars(double? value) => value is { } one && double.IsFinite(one) ? Display.Money(one, 0) : "–";
}
