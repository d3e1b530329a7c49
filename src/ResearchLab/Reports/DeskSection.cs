using ResearchLab.Basics;
using ResearchLab.Charts;
using ResearchLab.Daily;
using ResearchLab.Options;

namespace ResearchLab.Reports;

/// <summary>The section of an evaluation that walks the whole decision.</summary>
internal static class DeskSection
{
    public static void Add(HtmlText html, DeskEvaluation desk, ChainOrigin chains)
    {
        ArmResult own = desk.Arms[0];
        string mark = Wording.Badge(chains) is { Length: > 0 } badge ? $" ({badge})" : "";
        html.Add($"<h2>The desk walked forward{mark}</h2>");
        html.Add($"<p>{desk.Verdict} {Headline(desk)}</p>");
        html.Add($"<p class=\"soft\">{desk.From:yyyy-MM-dd} to {desk.Through:yyyy-MM-dd}, account {Display.Money(desk.AccountValue, 0)}, "
            + $"{desk.Offsets} starting offsets: medians, and returns averaged over them. Pickers, calibration and the gate of similar sessions are taken "
            + $"anew each quarter from what had ended by then. Marks at mid, idle cash at the T-bill. {Shift(desk)}</p>");
        ReportPage.OpenTable(html, "Desk and arms", "Account", "#Trades", "#Won", "#P&L", "#Offsets", "#A year above T-bills", "#80%", "#Drawdown",
            "#Worst month", "#Shortfall 97.5%");
        foreach (ArmResult arm in desk.Arms)
            html.Add($"<tr><th scope=\"row\" class=\"nowrap\">{Words(arm.Name)}</th><td class=\"num\">{arm.Trades}</td>"
                + $"<td class=\"num\">{Share(arm.WinRate)}</td><td class=\"num\">{Display.Money(arm.Pnl, 0)}</td>"
                + $"<td class=\"num\">{Display.Money(arm.PnlLow, 0)}…{Display.Money(arm.PnlHigh, 0)}</td>"
                + $"<td class=\"num\">{Display.Percent(arm.MeanPerYear, 2)}</td>"
                + $"<td class=\"num\">{Display.Percent(arm.Low, 2)}…{Display.Percent(arm.High, 2)}</td><td class=\"num\">{Display.Percent(arm.Drawdown)}</td>"
                + $"<td class=\"num\">{Display.Percent(arm.WorstMonth)}</td><td class=\"num\">{Display.Percent(arm.ExpectedShortfall, 2)}</td></tr>");
        ReportPage.CloseTable(html);
        html.Add($"<p>Where the desk's profit came from: delta {Display.Money(desk.Split.Delta, 0)}, gamma and theta {Display.Money(desk.Split.Decay, 0)}, "
            + $"vega and the rest {Display.Money(desk.Split.Vega, 0)}, costs {Display.Money(desk.Split.Costs, 0)}; {own.Trades} trades of the median "
            + $"walk.</p>");

        html.Add($"<h3>Decisions by year</h3>");
        ReportPage.OpenTable(html, "Decisions by year", "Year", "#Decided", "#Recommended", "#Not opened", "#No trade", "#Trades closed", "#Above T-bills");
        foreach (DeskYear year in desk.Years)
            html.Add($"<tr><th scope=\"row\">{year.Year}</th><td class=\"num\">{year.Decided}</td><td class=\"num\">{year.Recommended}</td>"
                + $"<td class=\"num\">{year.NotOpened}</td><td class=\"num\">{year.NoTrade}</td><td class=\"num\">{year.Trades:0.#}</td>"
                + $"<td class=\"num\">{Display.Percent(year.Return, 2)}</td></tr>");
        ReportPage.CloseTable(html);

        html.Add($"<h3>What stopped it, and each limit taken away</h3>");
        html.Add($"<p>Sessions on which each stood against a trade of an account without positions: "
            + $"{string.Join(", ", desk.StoppedBy.Select(one => $"{Words(one.Key)} {one.Value}"))}. A session may count for several.</p>");
        ReportPage.OpenTable(html, "Without each limit", "Without", "#Trades", "#P&L", "#Worst month");
        html.Add($"<tr><th scope=\"row\">nothing taken away</th><td class=\"num\">{own.Trades}</td><td class=\"num\">{Display.Money(own.Pnl, 0)}</td>"
            + $"<td class=\"num\">{Display.Percent(own.WorstMonth)}</td></tr>");
        foreach (WithoutLimit one in desk.Without)
            html.Add($"<tr><th scope=\"row\">{Words(one.Limit)}</th><td class=\"num\">{one.Trades}</td><td class=\"num\">{Display.Money(one.Pnl, 0)}</td>"
                + $"<td class=\"num\">{Display.Percent(one.WorstMonth)}</td></tr>");
        ReportPage.CloseTable(html);

        html.Add($"<h3>How often each structure passes</h3>");
        ReportPage.OpenTable(html, "Passes", "Account", "Structure", "#Eligible", "#Expected above 0", "#At break-even", "#Risk per trade", "#All limits");
        foreach (IGrouping<(double AccountValue, string Structure), LimitShare> group in desk.Passes.GroupBy(share => (share.AccountValue, share.Structure))
            .Where(group => group.Count() > 1))
        {
            double Of(string limit) => group.First(share => share.Limit == limit).Share;
            html.Add($"<tr><th scope=\"row\" class=\"num\">{Display.Money(group.Key.AccountValue, 0)}</th><td>{Words(group.Key.Structure)}</td>"
                + $"<td class=\"num\">{Share(Of("eligible"))}</td><td class=\"num\">{Share(Of("expected_outcome"))}</td>"
                + $"<td class=\"num\">{Share(Of("break_even"))}</td><td class=\"num\">{Share(Of("risk_per_trade"))}</td>"
                + $"<td class=\"num\">{Share(Of("all"))}</td></tr>");
        }

        ReportPage.CloseTable(html);
        string pickers = string.Join("; ", desk.Pickers.Select(choice => Invariant($"from {choice.From:yyyy-MM-dd} {Words(choice.Picker)}")));
        html.Add($"<h3>Pickers in force</h3><p>{pickers}. "
            + $"Chosen by mean daily return above the T-bill over the 97.5% expected shortfall; below 0 or with fewer than 30 trades none is.</p>");
        html.Add($"<h3>Do the probabilities hold?</h3>");
        ReportPage.OpenTable(html, "Reliability", "Probability", "#Said", "#Came", "#Proposals");
        foreach ((string name, Models.ReliabilityBin bin) in desk.Reliability.Select(bin => ("learned", bin))
            .Concat(desk.RiskNeutral.Select(bin => ("risk-neutral", bin))))
            html.Add($"<tr><th scope=\"row\">{name}</th><td class=\"num\">{Share(bin.MeanConfidence)}</td><td class=\"num\">{Share(bin.Accuracy)}</td>"
                + $"<td class=\"num\">{bin.Count}</td></tr>");
        ReportPage.CloseTable(html);
    }

    /// <summary>Decisions in one sentence.</summary>
    public static string Headline(DeskEvaluation desk) =>
        Invariant($"Of {desk.Years.Sum(year => year.Decided):N0} sessions {desk.Years.Sum(year => year.Recommended):N0} were recommended, ")
            + Invariant($"{desk.Years.Sum(year => year.NotOpened):N0} not opened and {desk.Years.Sum(year => year.NoTrade):N0} no trade.");

    private static string Shift(DeskEvaluation desk) => desk.BreakEvenShift is { } shift
        ? $"Had every modelled volatility been {Display.Percent(Math.Abs(shift), 1)} {(shift < 0 ? "lower" : "higher")} at entry and exit, "
            + "the same trades would have earned nothing."
        : "No change of all modelled volatilities within 30% makes the same trades earn nothing.";

    private static string Words(string name) => name.Replace('_', ' ');

    private static string Share(double value) => double.IsNaN(value) ? "–" : Display.Percent(value);
}
