using System.Globalization;
using ResearchLab.Basics;
using ResearchLab.Charts;
using ResearchLab.Daily;
using ResearchLab.Models;
using ResearchLab.Options;

namespace ResearchLab.Reports;

/// <content>The sections with charts.</content>
public static partial class DailyReport
{
    private static void Position(HtmlText html, DailyReportInput input, StructurePosition position)
    {
        Recommendation recommendation = input.Recommendation;
        bool open = recommendation.Decision == Decision.Recommend && recommendation.Contracts > 0;
        html.Add($"<h2>{(open ? "What to do" : "What would be done, but is not")}</h2>");
        ReportPage.OpenTable(html, "Legs", "Action", "#Quantity per unit", "Expiry", "#Strike", "Right", "#Bid", "#Ask", "#Implied vol (a year)",
            "#Delta (per share)", "#Open interest");
        foreach (Leg leg in position.Legs)
        {
            Markup action = new(leg.Quantity > 0 ? "buy" : "sell");
            string interest = double.IsNaN(leg.OpenInterest) ? "unknown" : leg.OpenInterest.ToString("N0", CultureInfo.InvariantCulture);
            html.Add($"<tr><th scope=\"row\">{action}</th><td class=\"num\">{Math.Abs(leg.Quantity)}</td>"
                + $"<td class=\"nowrap\">{leg.Contract.Expiry:yyyy-MM-dd}</td>"
                + $"<td class=\"num\">{Display.Money(leg.Contract.Strike)}</td><td>{(leg.Contract.Right == OptionRight.Call ? "call" : "put")}</td>"
                + $"<td class=\"num\">{Display.Money(leg.Bid)}</td><td class=\"num\">{Display.Money(leg.Ask)}</td>"
                + $"<td class=\"num\">{Display.Percent(leg.ImpliedVol)}</td><td class=\"num\">{Signed(leg.Delta, "0.00")}</td>"
                + $"<td class=\"num\">{interest}</td></tr>");
        }

        ReportPage.CloseTable(html);
        int units = open ? recommendation.Contracts : 1;
        string kind = position.LimitPrice < 0 ? "credit" : "debit";
        string limit = $"{Display.Money(Math.Abs(position.LimitPrice))} {kind} per share";
        html.Add($"<dl class=\"facts\">");
        Fact(html, "Limit price", limit);
        Fact(html, "Win probability", Display.Percent(position.WinProbability));
        if (position.TouchProbability is { } touch)
            Fact(html, "Probability of touching a short strike", Display.Percent(touch));
        if (position.ExpectedValue is { } expected)
            Fact(html, "Expected value at expiry, before costs", Display.Money(expected));
        Fact(html, "Margin (Reg-T)", Display.Money(position.Margin));
        Fact(html, "Breakevens at expiry", position.Breakevens.Count == 0
            ? "none"
            : string.Join(" and ", position.Breakevens.Select(price => Display.Money(price))));
        Fact(html, "Expected move to expiry: one standard deviation (1σ) of the price, from the quotes", $"± {Display.Money(position.ExpectedMove)}");
        Fact(html, "Underlying when the chain was quoted", Display.Money(position.Spot));
        if (input.Bars.IndexOf(recommendation.Session) is >= 0 and var row && Math.Abs(input.Bars.Close[row] - position.Spot) >= 0.005)
            Fact(html, "Underlying at the session's close", Display.Money(input.Bars.Close[row]));
        html.Add($"</dl>");

        ReportPage.OpenTable(html, "Money", units > 1 ? ["In dollars", "#One unit", Invariant($"#{units} units")] : ["In dollars", "#One unit"]);
        ExitRules exits = position.Exits;
        foreach ((string name, double value) in ((string, double)[])
        [
            ($"{char.ToUpperInvariant(kind[0])}{kind[1..]} at the limit price", OptionContract.Multiplier * Math.Abs(position.LimitPrice)),
            ("Max profit, entered at the mid", position.MaxProfit),
            ("Max loss, entered at the mid", position.MaxLoss),
            ("Capital at risk, entered at the limit price", position.CapitalAtRisk),
            .. double.IsFinite(exits.TakeProfit) ? [("Take profit at a profit of", exits.TakeProfit)] : ((string, double)[])[],
            .. double.IsFinite(exits.StopLoss) ? [("Stop at a loss of", exits.StopLoss)] : ((string, double)[])[],
            ("Delta: per $1 move of the underlying", position.Greeks.Delta),
            ("Gamma: change of that delta per $1", position.Greeks.Gamma),
            ("Vega: per point of implied volatility", position.Greeks.Vega),
            ("Theta: per calendar day", position.Greeks.Theta),
        ])
        {
            Markup total = new(units > 1 ? $"<td class=\"num\">{Display.Money(units * value)}</td>" : "");
            html.Add($"<tr><th scope=\"row\">{name}</th><td class=\"num\">{Display.Money(value)}</td>{total}</tr>");
        }

        ReportPage.CloseTable(html);
        html.Add($"<h3>When to leave</h3>");
        html.Add($"<p>Checked at each session's close; the first that holds acts. One unit is 100 shares a leg.</p>");
        List(html,
        [
            .. double.IsFinite(exits.TakeProfit) ? [$"Take the profit when one unit has gained {Display.Money(exits.TakeProfit)}."] : (string[])[],
            .. double.IsFinite(exits.StopLoss) ? [$"Stop when one unit has lost {Display.Money(exits.StopLoss)}."] : (string[])[],
            .. exits.OnRegimeChange ? ["Close once the regime of the market has been another than at the entry for two closes running."] : (string[])[],
            Invariant($"Close on {exits.CloseOn:dddd yyyy-MM-dd} at the latest; the nearest expiry is {position.Expiry:dddd yyyy-MM-dd}."),
        ]);
        Show(html, input, input.Chain is { } chain ? Chart.Payoff(position, chain) : Chart.Payoff(position));
    }

    private static void Prediction(HtmlText html, DailyReportInput input)
    {
        Recommendation recommendation = input.Recommendation;
        string inForce = recommendation.Desk.InForce
            ? $"the desk goes by the picker '{recommendation.Desk.Picker}'"
            : $"the best picker is '{recommendation.Desk.Picker}', and none is in force";
        html.Add($"<h2>What the models say</h2><p class=\"soft\">The twelve probabilities are the structure model's of which choice would be best; "
            + $"{inForce}.</p>");
        Evidence(html, recommendation, $"Probabilities are calibrated on rows later than the fit; how far they hold is under 'Can the model be trusted?'.",
            $"./lab models explain {recommendation.Evidence.Model}{Of(recommendation)}");
        Show(html, input, Chart.ProbabilityBars(recommendation.Probabilities, recommendation.Structure));
        html.Add($"<details><summary>The twelve probabilities as a table</summary>");
        ReportPage.OpenTable(html, "Probabilities", "Structure", "#Probability");
        foreach ((int index, double probability) in recommendation.Probabilities.Index())
            html.Add($"<tr><th scope=\"row\">{Wording.Of((Structure)index)}</th><td class=\"num\">{Display.Percent(probability)}</td></tr>");
        ReportPage.CloseTable(html);
        html.Add($"</details>");
        if (recommendation.Explanation is not { } explanation)
            return;
        const int Shown = 10;
        html.Add($"<h3>What moved it most</h3>");
        html.Add($"<p class=\"soft\">Contributions to the score of {Wording.Of(recommendation.Structure)} by the picker that proposes it "
            + $"({explanation.ScaleInWords}): positive speaks for it. They describe this model and not a cause.</p>");
        List(html, explanation.InWords(3));
        Show(html, input, Chart.ShapWaterfall(
            $"Why {Wording.Of(recommendation.Structure)}", [.. explanation.Features.Select(reason => reason.Feature)],
            [.. explanation.Features.Select(reason => reason.Contribution)], explanation.Average,
            [.. explanation.Features.Select(reason => reason.Value)], Shown,
            explanation.Scale == ExplanationScale.Outcome ? "return on capital at risk" : "raw log-odds"));
        html.Add($"<details><summary>The {Shown} strongest as a table</summary>");
        ReportPage.OpenTable(html, "Feature contributions", "Feature", "#Value", "Unit", "#Higher than in training",
            $"#Contribution ({(explanation.Scale == ExplanationScale.Outcome ? "return" : "log-odds")})");
        foreach (FeatureReason reason in explanation.Features.Take(Shown))
            html.Add($"<tr><th scope=\"row\">{reason.Feature}</th><td class=\"num\">{Number(reason.Value)}</td><td class=\"nowrap\">{reason.Unit}</td>"
                + $"<td class=\"num\">{(double.IsNaN(reason.Percentile) ? "–" : Display.Percent(reason.Percentile, 0))}</td>"
                + $"<td class=\"num\">{Signed(reason.Contribution, "0.000")}</td></tr>");
        ReportPage.CloseTable(html);
        html.Add($"</details>");
    }

    private static void Prices(HtmlText html, DailyReportInput input)
    {
        html.Add($"<h2>Prices and volatility</h2>");
        Evidence(html, input.Recommendation, Invariant($"{input.Bars.Count:N0} bars; chain: {input.Recommendation.Evidence.Chain}."),
            $"./lab chain show{Of(input.Recommendation)}{At(input.Recommendation)}");
        StructurePosition? position = input.Recommendation.Position;
        PriceLevel[] levels = position is null ? [] :
        [
            .. position.Legs.GroupBy(leg => (leg.Contract.Strike, leg.Contract.Right, leg.Quantity > 0)).Select(group => new PriceLevel(
                $"{(group.Key.Item3 ? "buy" : "sell")} {(group.Key.Right == OptionRight.Call ? "call" : "put")}", group.Key.Strike,
                group.Key.Item3 ? Palette.Blue : Palette.Purple)),
            .. position.Breakevens.Select(price => new PriceLevel("BE", price, Palette.Green, "dot")),
        ];
        if (input.Bars.Count > 0)
            Show(html, input, Chart.Candlestick(input.Bars, [20, 50, 200], levels));
        else
            html.Add($"<p>There are no bars.</p>");

        if (input.Chain is not { } chain)
        {
            html.Add($"<p>There was no option chain for this session.</p>");
            return;
        }

        DateOnly[] expiries = position is not null
            ? [.. position.Legs.Select(leg => leg.Contract.Expiry).Distinct().Order()]
            : [.. chain.Contracts.Select(contract => contract.Expiry).Distinct()
                .OrderBy(expiry => Math.Abs(expiry.DayNumber - chain.Session.DayNumber - 30)).Take(1)];
        Show(html, input, Chart.Smile(chain, expiries, position?.Legs));
    }

    private static void Honesty(HtmlText html, DailyReportInput input)
    {
        html.Add($"<h2>Can the model be trusted?</h2>");
        if (input.Model is not { } card)
        {
            html.Add($"<p class=\"verdict\">No model was used, so there is nothing to trust.</p>");
            return;
        }

        ModelEvaluation evaluation = card.Evaluation;
        html.Add($"<p class=\"verdict\">{evaluation.Verdict}</p>");
        html.Add($"<p class=\"soft\">Model {card.Id}, trained on {card.TrainingRows:N0} rows of {card.Symbol} known through {card.KnownThrough:yyyy-MM-dd}. "
            + $"All numbers below are out of sample.</p>");
        Metric first = evaluation.Metrics[0];
        Evidence(html, input.Recommendation, Invariant($"n {first.Context.Samples:N0}, effective {first.Context.EffectiveSamples:N1}; ")
            + Invariant($"95% block-bootstrap intervals; split {first.Context.SplitId}; labels {first.Context.LabelSpec}; ")
            + Invariant($"{first.Context.Trials} specification(s) tried."), Evaluate(input.Recommendation));
        ReportPage.OpenTable(html, "Metrics", "Metric", "#Value", "#95% interval", "#Majority baseline", "#Samples", "#Effective");
        foreach (Metric metric in evaluation.Metrics)
        {
            bool share = metric.Name is "accuracy" or "ece";
            string Show(double value) => share ? Display.Percent(value) : Number(value);
            html.Add($"<tr><th scope=\"row\" class=\"nowrap\">{metric.Name.Replace('_', ' ')}</th><td class=\"num\">{Show(metric.Value)}</td>"
                + $"<td class=\"num\">{Show(metric.Low)} to {Show(metric.High)}</td><td class=\"num\">{Show(metric.Context.MajorityBaseline)}</td>"
                + $"<td class=\"num\">{metric.Context.Samples:N0}</td><td class=\"num\">{metric.Context.EffectiveSamples:N1}</td></tr>");
        }

        ReportPage.CloseTable(html);
        if (input.Recommendation.Drift is { } drift)
            DriftTable(html, drift);
        html.Add($"<h3>What each policy earned</h3>");
        html.Add($"<p class=\"soft\">Returns on capital at risk after costs, one decision a session, in percent; intervals are 95% block bootstrap. "
            + $"The worst month sums its returns, as a multiple of one trade's capital.</p>");
        ReportPage.OpenTable(html, "Policies", "Policy", "#Mean a session", "#95% interval", "#Model minus it", "#95% interval", "#Trades", "#Wins", "#Regret",
            "#Worst month", "#Shortfall 5%");
        foreach (PolicyResult policy in evaluation.Policies)
        {
            bool self = policy.Policy == "model";
            html.Add($"<tr><th scope=\"row\" class=\"nowrap\">{policy.Policy.Replace('_', ' ')}</th><td class=\"num\">{Percent2(policy.MeanReturn)}</td>"
                + $"<td class=\"num\">{Percent2(policy.Low)} to {Percent2(policy.High)}</td>"
                + $"<td class=\"num\">{(self ? "–" : Percent2(policy.DifferenceToModel))}</td>"
                + $"<td class=\"num\">{(self ? "–" : $"{Percent2(policy.DifferenceLow)} to {Percent2(policy.DifferenceHigh)}")}</td>"
                + $"<td class=\"num\">{policy.Trades:N0}</td><td class=\"num\">{(policy.Trades == 0 ? "–" : Display.Percent(policy.WinRate))}</td>"
                + $"<td class=\"num\">{Percent2(policy.Regret)}</td><td class=\"num\">{Display.Multiple(policy.WorstMonth)}</td>"
                + $"<td class=\"num\">{Display.Percent(policy.ExpectedShortfall95)}</td></tr>");
        }

        ReportPage.CloseTable(html);
        Show(html, input, Chart.PolicyIntervals(evaluation.Policies));
        Show(html, input, Chart.Reliability(evaluation.Reliability));
    }

    private static void Show(HtmlText html, DailyReportInput input, Figure figure)
    {
        if (!input.Plotly.IsEmpty)
            html.AddMarkup(FigureHtml.Block(figure));
        else
            html.Add($"<h3>{figure.Title}</h3><p>{figure.Description}</p>");
    }

    private static void Fact(HtmlText html, string name, string value) => html.Add($"<div><dt>{name}</dt><dd>{value}</dd></div>");

    private static string Percent2(double fraction) => Display.Percent(fraction, 2);

    private static string Signed(double value, string format) =>
        double.IsNaN(value) ? "unknown" : (value < 0 ? "−" : "+") + Math.Abs(value).ToString(format, CultureInfo.InvariantCulture);
}
