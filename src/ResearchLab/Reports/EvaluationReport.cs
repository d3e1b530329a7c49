using ResearchLab.Backtesting;
using ResearchLab.Basics;
using ResearchLab.Charts;
using ResearchLab.Models;
using ResearchLab.Options;

namespace ResearchLab.Reports;

/// <summary>The page that says whether a model is worth anything, and how sure that is.</summary>
public static class EvaluationReport
{
    /// <summary>Writes the page; readers see the old file or the new one.</summary>
    /// <param name="path">Where to.</param>
    /// <param name="model">The model.</param>
    /// <param name="chains">Origins of the chains it was trained and tested on.</param>
    /// <param name="plotlyJs">Text of plotly.js; null or empty leaves the charts out.</param>
    /// <param name="leak">What careless splits would have claimed; null leaves it out.</param>
    /// <param name="rival">The rival design on the same rows; null leaves it out.</param>
    /// <param name="search">What is left of the best of all trials; null leaves it out.</param>
    /// <param name="variants">What the trades earn otherwise; null leaves it out.</param>
    /// <param name="desk">The whole decision walked forward; null leaves it out.</param>
    /// <returns>The full path.</returns>
    /// <exception cref="IOException">The disk is full or the place cannot be written.</exception>
    public static string Write(
        string path, TrainedModel model, ChainMix chains, string? plotlyJs, LeakReport? leak = null, OutcomeRegressorReport? rival = null,
        SearchAudit? search = null,
        IReadOnlyList<OutcomeVariants>? variants = null, Daily.DeskEvaluation? desk = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ModelCard card = model.Card;
        PolicyReturns returns = model.OutOfSample;
        MetricContext context = card.Evaluation.Metrics[0].Context;
        string title = $"{card.Symbol}: {(card.Evaluation.HasEdge ? "an edge" : "no edge")} over the baselines after costs, {Chains(chains.Weakest)}";
        var html = new HtmlText();
        html.Add($"<header><h1>{title}</h1><p>{card.Evaluation.Verdict}</p>");
        html.Add($"<p class=\"soft\">Model {card.Id}, known through {card.KnownThrough:yyyy-MM-dd}; tested out of sample {First(returns):yyyy-MM-dd} to "
            + $"{Last(returns):yyyy-MM-dd} by split {context.SplitId}; {context.Samples:N0} rows, {context.EffectiveSamples:N0} after overlap; "
            + $"{context.Trials} specification(s) tried. Labels: {context.LabelSpec}. Chains: {chains.InWords}. Snapshot {card.Snapshot}, "
            + $"code {card.CodeVersion}, seed {card.Seed}.</p></header><main>");
        if (desk is not null)
            DeskSection.Add(html, desk, chains.Weakest);
        html.Add($"<h2>Value after costs</h2><p>Mean return on capital at risk a trade, one at each session, 0 where a policy stays out. "
            + $"An edge needs the whole interval of the difference to every baseline above 0. Worst month and drawdown are sums of session returns, "
            + $"as multiples of one trade's capital; some twenty trades overlap at any time.</p>");
        Policies(html, card.Evaluation.Policies);
        if (plotlyJs is { Length: > 0 })
            html.AddMarkup(FigureHtml.Block(Chart.PolicyIntervals(card.Evaluation.Policies), 2));
        if (rival is not null)
        {
            html.Add($"<h2>The rival design</h2><p>{rival.Verdict} A regression a structure predicts its outcome; the highest is picked, "
                + $"no trade when none is above 0.</p>");
            Policies(html, [rival.Picker, rival.Rival]);
        }

        html.Add($"<h2>Model against {Words(returns.Baseline)}, year by year</h2><p>The baseline is the best one of all sessions together, "
            + $"chosen in hindsight: a stricter opponent than any that could be picked beforehand.</p>");
        Parts(html, "Year", PolicyBreakdown.ByYear(returns, card.Seed));
        html.Add($"<h2>By regime</h2><p>Trend: close against its 200-session average, turning 1% beyond it. Volatility: stressed once the index is above 80% "
            + $"of its last year, calm once below half of it.</p>");
        Parts(html, "Regime", PolicyBreakdown.ByRegime(returns, card.Seed));
        if (variants is { Count: > 0 })
            Variants(html, variants);
        if (search is not null)
            html.Add($"<h2>The best of {search.Trials} trials</h2><p>{InWords(search)}</p>");
        html.Add($"<h2>Probabilities</h2><p>Calibrated by {card.Calibration} on later rows than the fit.</p>");
        Metrics(html, card.Evaluation.Metrics);
        if (plotlyJs is { Length: > 0 })
            html.AddMarkup(FigureHtml.Block(Chart.Reliability(card.Evaluation.Reliability), 2));
        if (leak is not null)
            Leaks(html, leak, plotlyJs);
        html.Add($"</main>");
        return ReportFile.Write(path, ReportPage.Render(title, html, plotlyJs ?? ""));
    }

    /// <summary>Writes one page of several symbols: a table with intervals, a plain sentence each, years and regimes.</summary>
    /// <param name="path">Where to.</param>
    /// <param name="models">The models, at least one.</param>
    /// <returns>The full path.</returns>
    /// <exception cref="IOException">The disk is full or the place cannot be written.</exception>
    public static string WriteTogether(string path, IReadOnlyList<EvaluatedModel> models)
    {
        ArgumentNullException.ThrowIfNull(models);
        string title = $"{string.Join(", ", models.Select(model => model.Card.Symbol))}: {EdgesInWords(models)}";
        var html = new HtmlText();
        html.Add($"<header><h1>{title}</h1>");
        foreach (EvaluatedModel model in models)
            html.Add($"<p><strong>{model.Card.Symbol}</strong> {Chains(model.Chains.Weakest)}: {model.Chains.InWords}. {model.Card.Evaluation.Verdict}</p>");
        html.Add($"</header><main><h2>Value after costs</h2><p>Mean return on capital at risk a trade, one at each session, 0 where a policy stays out; "
            + $"95% paired block-bootstrap intervals.</p>");
        ReportPage.OpenTable(html, "Symbols", "Symbol", "#Rows", "#Effective", "#Model", "Best baseline", "#It earns", "#Difference", "#95%", "#Regressors",
            "#Picker minus them", "#95%", "Edge");
        foreach (EvaluatedModel model in models)
        {
            PolicyResult mine = model.Card.Evaluation.Policies[0], best = model.BestBaseline;
            PolicyResult? rival = model.Rival?.Rival;
            html.Add($"<tr><th scope=\"row\">{model.Card.Symbol}</th><td class=\"num\">{mine.Context.Samples:N0}</td>"
                + $"<td class=\"num\">{mine.Context.EffectiveSamples:N0}</td><td class=\"num\">{Percent(mine.MeanReturn)}</td><td>{Words(best.Policy)}</td>"
                + $"<td class=\"num\">{Percent(best.MeanReturn)}</td><td class=\"num\">{Percent(best.DifferenceToModel)}</td>"
                + $"<td class=\"num\">{Percent(best.DifferenceLow)}…{Percent(best.DifferenceHigh)}</td>"
                + $"<td class=\"num\">{(rival is null ? "" : Percent(rival.MeanReturn))}</td>"
                + $"<td class=\"num\">{(rival is null ? "" : Percent(rival.DifferenceToModel))}</td>"
                + $"<td class=\"num\">{(rival is null ? "" : $"{Percent(rival.DifferenceLow)}…{Percent(rival.DifferenceHigh)}")}</td>"
                + $"<td>{(model.Card.Evaluation.HasEdge ? "yes" : "no")}</td></tr>");
        }

        ReportPage.CloseTable(html);
        foreach (EvaluatedModel model in models)
        {
            html.Add($"<h2>{model.Card.Symbol}</h2><p>Model {model.Card.Id}, split {model.Card.Evaluation.Metrics[0].Context.SplitId}, "
                + $"labels {model.Card.Evaluation.Metrics[0].Context.LabelSpec}, {model.Card.Evaluation.Metrics[0].Context.Trials} specification(s) tried. "
                + $"{model.Rival?.Verdict ?? ""} {(model.Search is null ? "" : InWords(model.Search))}</p>");
            Policies(html, model.Rival is null ? model.Card.Evaluation.Policies : [.. model.Card.Evaluation.Policies, model.Rival.Rival]);
            Parts(html, "Year", PolicyBreakdown.ByYear(model.OutOfSample, model.Card.Seed));
            Parts(html, "Regime", PolicyBreakdown.ByRegime(model.OutOfSample, model.Card.Seed));
        }

        html.Add($"</main>");
        return ReportFile.Write(path, ReportPage.Render(title, html, ""));
    }

    /// <summary>Such as <c>no edge after costs on any of them</c>.</summary>
    public static string EdgesInWords(IReadOnlyList<EvaluatedModel> models)
    {
        ArgumentNullException.ThrowIfNull(models);
        string[] with = [.. models.Where(model => model.Card.Evaluation.HasEdge).Select(model => model.Card.Symbol)];
        return with.Length == 0 ? "no edge over the baselines after costs on any of them"
            : with.Length == models.Count ? "an edge over the baselines after costs on each of them"
            : $"an edge over the baselines after costs on {string.Join(", ", with)}, none on the others";
    }

    /// <summary>What is left of the best of all trials, in one sentence.</summary>
    public static string InWords(SearchAudit search)
    {
        ArgumentNullException.ThrowIfNull(search);
        return Invariant($"{search.Trials} specifications were tried, worth {search.IndependentTrials:0.0} independent ones; the best has a Sharpe ratio of ")
            + Invariant($"{search.Best.PerPeriod:0.000} a session, luck alone would show {search.ExpectedMaximum:0.000}: ")
            + Invariant($"deflated Sharpe {search.DeflatedSharpe:0.00}, probability of overfitting {search.Overfitting.Probability:0.00}, ")
            + Invariant($"SPA p {search.Ability.PValue:0.00}.");
    }

    private static string Chains(ChainOrigin origin) => origin switch
    {
        ChainOrigin.Observed => "on observed option chains",
        ChainOrigin.Modelled => "on MODELLED option chains, not on quotes anyone made",
        ChainOrigin.Demo => "on a SIMULATED market (DEMO)",
        _ => throw new ArgumentOutOfRangeException(nameof(origin), origin, Invariant($"There is no chain origin {(int)origin}.")),
    };

    private static void Leaks(HtmlText html, LeakReport leak, string? plotlyJs)
    {
        html.Add($"<h2>What a careless split would have claimed</h2><p>{leak.Verdict} {LeakSuspects.InWords(leak.Suspects)}</p>");
        ReportPage.OpenTable(html, "Splits", "Split", "#Accuracy", "#95%", "#Mean return a session", "#Rows");
        foreach (LeakMeasure measure in (LeakMeasure[])[leak.Shuffled, leak.Unpurged, leak.Purged])
            html.Add($"<tr><th scope=\"row\">{measure.Split}</th><td class=\"num\">{Percent(measure.Accuracy)}</td>"
                + $"<td class=\"num\">{Percent(measure.Low)}…{Percent(measure.High)}</td><td class=\"num\">{Percent(measure.MeanReturn)}</td>"
                + $"<td class=\"num\">{measure.Samples:N0}</td></tr>");
        ReportPage.CloseTable(html);
        if (plotlyJs is { Length: > 0 })
            html.AddMarkup(FigureHtml.Block(Chart.Leaks(leak), 3));
    }

    private static void Variants(HtmlText html, IReadOnlyList<OutcomeVariants> variants)
    {
        html.Add($"<h2>How trades end</h2><p>Shares of all trades. Without regime exits: mean return on capital at risk a trade when the change of regime "
            + $"ends none.</p>");
        ReportPage.OpenTable(html, "Ends", "Structure", "#Trades", "#Take profit", "#Stop", "#Regime change", "#Time limit", "#Expired or assigned", "#Mean",
            "#Without regime exits");
        foreach (OutcomeVariants one in variants.Where(one => one.Trades > 0))
            html.Add($"<tr><th scope=\"row\">{Wording.Of(one.Structure)}</th><td class=\"num\">{one.Trades:N0}</td>"
                + $"<td class=\"num\">{Share(one, ExitReason.TakeProfit)}</td><td class=\"num\">{Share(one, ExitReason.StopLoss)}</td>"
                + $"<td class=\"num\">{Share(one, ExitReason.RegimeChange)}</td><td class=\"num\">{Share(one, ExitReason.TimeLimit)}</td>"
                + $"<td class=\"num\">{Display.Percent(one.Ends[(int)ExitReason.Expired] + one.Ends[(int)ExitReason.Assigned], 0)}</td>"
                + $"<td class=\"num\">{Percent(one.Mean)}</td><td class=\"num\">{Percent(one.Held)}</td></tr>");
        ReportPage.CloseTable(html);
        html.Add($"<h2>How far the outcomes hang on what nobody knows</h2><p>Mean return on capital at risk a trade, over all sessions. Late: "
            + $"every exit a session later. Prices of the time: the strikes, spreads and commissions of an underlying as cheap as it was. "
            + $"Chain model's error: lowest and highest mean when modelled volatilities are wrong by as much as four in five periods, "
            + $"at entry and exit or at exit alone, and spreads likewise.</p>");
        ReportPage.OpenTable(html, "Variants", "Structure", "#Trades", "#After costs", "#Before costs", "#Late", "#Prices of the time", "#Chain model's error");
        foreach (OutcomeVariants one in variants.Where(one => one.Trades > 0))
            html.Add($"<tr><th scope=\"row\">{Wording.Of(one.Structure)}</th><td class=\"num\">{one.Trades:N0}</td>"
                + $"<td class=\"num\">{Percent(one.Mean)}</td><td class=\"num\">{Percent(one.BeforeCosts)}</td><td class=\"num\">{Percent(one.Late)}</td>"
                + $"<td class=\"num\">{Percent(one.AtTheTime)}</td><td class=\"num\">{Percent(one.Low)}…{Percent(one.High)}</td></tr>");
        ReportPage.CloseTable(html);
    }

    private static string Share(OutcomeVariants of, ExitReason reason) => Display.Percent(of.Ends[(int)reason], 0);

    private static DateOnly First(PolicyReturns returns) => returns.Sessions.FirstOrDefault();

    private static DateOnly Last(PolicyReturns returns) => returns.Sessions.LastOrDefault();

    private static void Policies(HtmlText html, IReadOnlyList<PolicyResult> policies)
    {
        ReportPage.OpenTable(html, "Policies", "Policy", "#Mean", "#Model minus it", "#95%", "#Trades", "#Wins", "#Regret", "#Payoff", "#Worst month",
            "#Shortfall 95%", "#Drawdown", "#Turnover a year", "#Chain model's error");
        foreach (PolicyResult policy in policies)
        {
            string gap = policy.Policy == "model" ? "" : Percent(policy.DifferenceToModel),
                interval = policy.Policy == "model" ? "" : $"{Percent(policy.DifferenceLow)}…{Percent(policy.DifferenceHigh)}";
            html.Add($"<tr><th scope=\"row\">{Words(policy.Policy)}</th><td class=\"num\">{Percent(policy.MeanReturn)}</td><td class=\"num\">{gap}</td>"
                + $"<td class=\"num\">{interval}</td><td class=\"num\">{policy.Trades:N0}</td>"
                + $"<td class=\"num\">{(double.IsNaN(policy.WinRate) ? "none" : Display.Percent(policy.WinRate, 0))}</td>"
                + $"<td class=\"num\">{Percent(policy.Regret)}</td>"
                + $"<td class=\"num\">{(double.IsNaN(policy.PayoffRatio) ? "none" : Invariant($"{policy.PayoffRatio:0.00}"))}</td>"
                + $"<td class=\"num\">{Display.Multiple(policy.WorstMonth)}</td><td class=\"num\">{Display.Percent(policy.ExpectedShortfall95, 0)}</td>"
                + $"<td class=\"num\">{Display.Multiple(policy.Drawdown)}</td><td class=\"num\">{Display.Multiple(policy.Turnover, 0)}</td>"
                + $"<td class=\"num\">{(double.IsNaN(policy.LowEnd) ? "none" : $"{Percent(policy.LowEnd)}…{Percent(policy.HighEnd)}")}</td></tr>");
        }

        ReportPage.CloseTable(html);
    }

    private static void Parts(HtmlText html, string name, IReadOnlyList<PartResult> parts)
    {
        ReportPage.OpenTable(html, name, name, "#Sessions", "#Model", "#Baseline", "#Difference", "#95%");
        foreach (PartResult part in parts)
        {
            string interval = double.IsNaN(part.Low) ? "too few" : $"{Percent(part.Low)}…{Percent(part.High)}";
            html.Add($"<tr><th scope=\"row\">{part.Name}</th><td class=\"num\">{part.Sessions:N0}</td><td class=\"num\">{Percent(part.ModelMean)}</td>"
                + $"<td class=\"num\">{Percent(part.BaselineMean)}</td><td class=\"num\">{Percent(part.ModelMean - part.BaselineMean)}</td>"
                + $"<td class=\"num\">{interval}</td></tr>");
        }

        ReportPage.CloseTable(html);
    }

    private static void Metrics(HtmlText html, IReadOnlyList<Metric> metrics)
    {
        ReportPage.OpenTable(html, "Metrics", "Metric", "#Value", "#95%", "#Baseline");
        foreach (Metric metric in metrics)
            html.Add($"<tr><th scope=\"row\">{Words(metric.Name)}</th><td class=\"num\">{metric.Value:0.0000}</td>"
                + $"<td class=\"num\">{metric.Low:0.0000}…{metric.High:0.0000}</td><td class=\"num\">{metric.Context.MajorityBaseline:0.0000}</td></tr>");
        ReportPage.CloseTable(html);
    }

    private static string Percent(double share) => Display.Percent(share, 2);

    private static string Words(string name) => name.Replace('_', ' ');
}
