using ResearchLab.Basics;
using ResearchLab.Options;

namespace ResearchLab.Risk;

/// <summary>Applies the hard limits to one proposed position and sizes it.</summary>
public static class RiskCheck
{
    /// <summary>Limits that say the trade is not worth making, whatever the account: failing them is no trade, not a trade that was not opened.</summary>
    public static IReadOnlyList<string> Worth { get; } = ["out_of_range_features", "expected_outcome", "break_even"];

    private const int MostUnits = 10_000;

    /// <summary>Whether one unit fits the full budget of a trade; what does not is never proposed to the account.</summary>
    public static bool Fits(StructurePosition position, double accountValue, RiskLimits limits) =>
        position.CapitalAtRisk <= LargestUnit(accountValue, limits);

    /// <summary>Most capital at risk of one unit, in dollars, that the account can trade at full size.</summary>
    public static double LargestUnit(double accountValue, RiskLimits limits) => Math.Min(limits.RiskPerTrade, limits.MaxPositionSize) * accountValue;

    /// <summary>Checks and sizes a proposal.</summary>
    /// <param name="proposal">What is proposed.</param>
    /// <param name="portfolio">The book it would join.</param>
    /// <param name="limits">The limits.</param>
    /// <param name="inWords">Whether checks and size are explained; an evaluation of many sessions needs only the numbers.</param>
    public static RiskDecision Apply(TradeProposal proposal, PortfolioState portfolio, RiskLimits limits, bool inWords = true)
    {
        if (!(portfolio.AccountValue > 0))
            throw new ArgumentOutOfRangeException(nameof(portfolio), portfolio.AccountValue, "The account value must be a positive number of dollars.");
        (StructurePosition position, TradeForecast forecast, SimilarRecord similar) = (proposal.Position, proposal.Forecast, proposal.Similar);
        double account = portfolio.AccountValue, unitRisk = position.CapitalAtRisk / account;
        (int contracts, double tradeBound, List<string> reasons) = Size(unitRisk, position.CapitalAtRisk, forecast.WinProbability, portfolio, limits, inWords);
        // With no unit affordable the limits are shown as if for one, so that the failing ones say by how much.
        int shown = Math.Max(1, contracts);
        string units = contracts > 0 ? Invariant($"{shown} unit(s)") : "one unit, were it opened,";
        double risk = shown * unitRisk;
        double openRisk = (portfolio.OpenRisk / account) + risk;
        double valueAtRisk = (portfolio.Var95 + (shown * proposal.Var95)) / account;
        double dayLoss = portfolio.DayLoss / account;
        double lowerBound = double.IsNaN(similar.LowerBound) ? 0 : similar.LowerBound;
        double sinceEntry = portfolio.SessionsSinceEntry ?? double.PositiveInfinity;
        int paused = PausedSessions(portfolio, limits);

        LimitCheck[] checks =
        [
            AtMost("out_of_range_features", proposal.OutOfRange, limits.MaxOutOfRange,
                inWords ? $"{Display.Percent(proposal.OutOfRange, 0)} of the features lie outside what the model was trained on, "
                    + $"limit {Display.Percent(limits.MaxOutOfRange, 0)}" : ""),
            Above("expected_outcome", forecast.ExpectedReturn, 0, inWords ? ExpectedText(forecast) : ""),
            AtLeast("break_even", forecast.WinProbability, forecast.BreakEven, inWords ? BreakEvenText(forecast) : ""),
            AtMost("risk_per_trade", risk, tradeBound, inWords ? RiskText(risk, units, tradeBound, limits, contracts, position) : ""),
            AtMost("position_size", risk, limits.MaxPositionSize,
                inWords ? $"position size {Display.Percent(risk, 2)} of account, limit {Display.Percent(limits.MaxPositionSize, 2)}" : ""),
            OfBook(portfolio, AtMost("open_risk", openRisk, limits.OpenRisk,
                inWords ? $"risk of all open positions {Display.Percent(openRisk, 2)} of account, limit {Display.Percent(limits.OpenRisk, 2)}" : "")),
            OfBook(portfolio, AtMost("open_positions", portfolio.OpenPositions + 1, limits.MaxPositions,
                inWords ? Invariant($"{portfolio.OpenPositions + 1} position(s) open with this one, limit {limits.MaxPositions}") : "")),
            AtLeast("win_probability", position.WinProbability, limits.MinWinProbability, inWords
                ? $"risk-neutral win probability {Display.Percent(position.WinProbability, 1)}, at least {Display.Percent(limits.MinWinProbability, 1)}"
                : ""),
            OfBook(portfolio, Below("daily_loss", dayLoss, limits.DailyLossStop,
                inWords ? $"loss of the day {Display.Percent(dayLoss, 2)} of account, stop at {Display.Percent(limits.DailyLossStop, 2)}" : "")),
            AtMost("portfolio_var95", valueAtRisk, limits.PortfolioVar95,
                inWords ? $"one-day 95% value at risk {Display.Percent(valueAtRisk, 2)} of account, limit {Display.Percent(limits.PortfolioVar95, 2)}" : ""),
            OfBook(portfolio, AtLeast("entry_spacing", sinceEntry, limits.SessionsBetweenEntries,
                inWords ? Invariant($"{(portfolio.SessionsSinceEntry is { } since ? Invariant($"{since} session(s) since") : "no")} entry in this ")
                    + Invariant($"underlying before, at least {limits.SessionsBetweenEntries} sessions between") : "")),
            OfBook(portfolio, AtMost("losing_pause", paused, 0, inWords ? Invariant($"{portfolio.LossesRunning} loss(es) running, ")
                + Invariant($"{limits.LossesPause} pause new trades for {limits.PauseSessions} sessions{(paused > 0 ? Invariant($": {paused} to go") : "")}")
                : "")),
            Similar("similar_states", similar.Count, limits.MinSimilarStates, similar.HasSkill,
                inWords ? Invariant($"{similar.Count} similar past sessions with a known outcome, at least {limits.MinSimilarStates}") : ""),
            Similar("similar_win_rate", lowerBound, limits.MinWeightedWinRate, similar.HasSkill,
                inWords ? Invariant($"similar sessions won {Display.Percent(similar.WinRate)}, lower bound {Display.Percent(lowerBound, 1)} (effective n ")
                    + Invariant($"{similar.EffectiveCount:0.0}), at least {Display.Percent(limits.MinWeightedWinRate, 1)}; ")
                    + Invariant($"base rate {Display.Percent(similar.BaseRate)}") : ""),
        ];
        return new RiskDecision(checks, Array.TrueForAll(checks, check => check.Passed) ? contracts : 0, reasons) { Sized = contracts };
    }

    private static int PausedSessions(PortfolioState portfolio, RiskLimits limits) =>
        portfolio.LossesRunning >= limits.LossesPause && portfolio.SessionsSinceExit is { } since ? Math.Max(0, limits.PauseSessions - since) : 0;

    private static string RiskText(double risk, string units, double bound, RiskLimits limits, int contracts, StructurePosition position)
    {
        string reduced = bound < limits.RiskPerTrade ? $" ({Display.Percent(limits.RiskPerTrade, 2)} reduced)" : "";
        string account = contracts == 0 && bound > 0
            ? $"; an account of {Display.Money(Math.Ceiling(position.CapitalAtRisk / Math.Min(bound, limits.MaxPositionSize)), 0)} would do"
            : "";
        return $"risk of {units} {Display.Percent(risk, 2)} of account, limit {Display.Percent(bound, 2)}{reduced}{account}";
    }

    private static string ExpectedText(TradeForecast forecast) => double.IsNaN(forecast.ExpectedReturn)
        ? Invariant($"no expected outcome: {forecast.Effective:0} effective outcomes of this structure are known, at least 30")
        : $"expected outcome {Display.Percent(forecast.ExpectedReturn, 1)} of capital at risk after costs and exits, above 0%";

    private static string BreakEvenText(TradeForecast forecast) => double.IsNaN(forecast.WinProbability)
        ? Invariant($"no probability of a profit: {forecast.Effective:0} effective outcomes of this structure are known, at least 30")
        : $"probability of a profit {Display.Percent(forecast.WinProbability, 1)}, breaks even at {Display.Percent(forecast.BreakEven, 1)}";

    // The bound is the one the size obeys: a unit that fits the full budget but not the halved one is a failed limit, not a silent zero.
    private static (int Contracts, double TradeBound, List<string> Reasons) Size(
        double unitRisk, double unitDollars, double confidence, PortfolioState portfolio, RiskLimits limits, bool inWords)
    {
        double bound = limits.RiskPerTrade;
        List<string> reasons = [];
        void Say(string text)
        {
            if (inWords)
                reasons.Add(text);
        }

        Say(inWords
            ? $"risk budget {Display.Money(portfolio.AccountValue * bound, 0)} ({Display.Percent(bound, 1)} of {Display.Money(portfolio.AccountValue, 0)})"
            : "");
        if (!(confidence >= limits.ConfidenceHalvesSize))
        {
            bound /= 2;
            Say(inWords ? $"halved: confidence {(double.IsNaN(confidence) ? "unknown" : Display.Percent(confidence, 0))} is below "
                + $"{Display.Percent(limits.ConfidenceHalvesSize, 0)}" : "");
        }

        if (portfolio.Drawdown >= limits.DrawdownHalvesSize)
        {
            bound /= 2;
            Say(inWords ? $"halved: drawdown {Display.Percent(portfolio.Drawdown, 1)} is at or above {Display.Percent(limits.DrawdownHalvesSize, 1)}" : "");
        }

        if (portfolio.LossesRunning >= limits.LossesHalveSize)
        {
            bound /= 2;
            Say(inWords ? Invariant($"halved: {portfolio.LossesRunning} losses running, {limits.LossesHalveSize} halve size") : "");
        }

        double share = Math.Min(bound, limits.MaxPositionSize);
        if (share < bound)
            Say(inWords ? $"held to the position size limit of {Display.Percent(share, 1)}" : "");
        int contracts = (int)Math.Min(Math.Floor(share / unitRisk), MostUnits);
        // The quotient may round across a whole number; what counts is that the product obeys the bound.
        while (contracts > 0 && contracts * unitRisk > share)
            contracts--;
        while (contracts < MostUnits && (contracts + 1) * unitRisk <= share)
            contracts++;
        Say(inWords ? Invariant($"{contracts} unit(s) at {Display.Money(unitDollars, 0)} at risk each") : "");
        return (contracts, bound, reasons);
    }

    // With configured limits even an empty book can fail one; then it says so like any other.
    private static LimitCheck OfBook(PortfolioState portfolio, LimitCheck check) => portfolio.HasTraded || !check.Passed
        ? check
        : check with { NoBook = true, Text = check.Text.Length == 0 ? "" : $"no book yet: {check.Text}" };

    private static LimitCheck AtMost(string limit, double value, double bound, string text) => new(limit, value, bound, value <= bound, text);

    private static LimitCheck Below(string limit, double value, double bound, string text) => new(limit, value, bound, value < bound, text);

    private static LimitCheck Above(string limit, double value, double bound, string text) => new(limit, value, bound, value > bound, text);

    private static LimitCheck AtLeast(string limit, double value, double bound, string text) => new(limit, value, bound, value >= bound, text);

    private static LimitCheck Similar(string limit, double value, double bound, bool acts, string text) =>
        new(limit, value, bound, !acts || value >= bound,
            acts || text.Length == 0 ? text : $"{text} (information only: the search has shown no skill over the base rate)");
}
