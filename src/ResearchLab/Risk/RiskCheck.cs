using ResearchLab.Columns;
using ResearchLab.Models;
using ResearchLab.Options;

namespace ResearchLab.Risk;

/// <summary>The outcome of the risk check: every limit as applied, and the size they leave.</summary>
/// <param name="Checks">All limits, in order.</param>
/// <param name="Contracts">Structure units allowed; 0 when any limit failed.</param>
/// <param name="SizeReasons">Why the size is what it is, in words.</param>
public sealed record RiskDecision(IReadOnlyList<LimitCheck> Checks, int Contracts, IReadOnlyList<string> SizeReasons)
{
    /// <summary>Whether every limit held.</summary>
    public bool Passed => Checks.All(check => check.Passed);
}

/// <summary>Applies the hard limits to one proposed position and sizes it.</summary>
public static class RiskCheck
{
    private const int MostUnits = 10_000;

    /// <summary>Checks and sizes <paramref name="position"/>.</summary>
    /// <param name="position">The proposed position, per structure unit.</param>
    /// <param name="confidence">Calibrated probability of the pick, in [0, 1].</param>
    /// <param name="similar">What similar past states led to.</param>
    /// <param name="portfolio">The book it would join.</param>
    /// <param name="limits">The limits.</param>
    /// <param name="ratePerYear">Continuously compounded rate, for the value at risk.</param>
    public static RiskDecision Apply(
        StructurePosition position, double confidence, SimilarStates similar, PortfolioState portfolio, RiskLimits limits, double ratePerYear)
    {
        if (!(portfolio.AccountValue > 0))
            throw new ArgumentOutOfRangeException(nameof(portfolio), portfolio.AccountValue, "The account value must be a positive number of dollars.");
        double account = portfolio.AccountValue;
        double unitRisk = position.CapitalAtRisk / account;
        (int contracts, double tradeBound, List<string> reasons) = Size(unitRisk, position.CapitalAtRisk, confidence, portfolio, limits);
        // With no unit affordable the limits are shown for one, so that the failing ones say by how much.
        int shown = Math.Max(1, contracts);
        double risk = shown * unitRisk;
        double openRisk = (portfolio.OpenRisk / account) + risk;
        double valueAtRisk = (portfolio.Var95 + (shown * PositionRisk.OneDayVar95(position, ratePerYear))) / account;
        double dayLoss = portfolio.DayLoss / account;
        double winRateBound = Math.Max(limits.MinWeightedWinRate, similar.BaseRate);
        double lowerBound = double.IsNaN(similar.LowerBound) ? 0 : similar.LowerBound;

        List<LimitCheck> checks =
        [
            AtMost("risk_per_trade", risk, tradeBound, $"risk of {shown} unit(s) {Display.Percent(risk, 2)} of account, limit {Display.Percent(tradeBound, 2)}{(tradeBound < limits.RiskPerTrade ? $" ({Display.Percent(limits.RiskPerTrade, 2)} reduced)" : "")}"),
            AtMost("position_size", risk, limits.MaxPositionSize, $"position size {Display.Percent(risk, 2)} of account, limit {Display.Percent(limits.MaxPositionSize, 2)}"),
            AtMost("open_risk", openRisk, limits.OpenRisk, $"risk of all open positions {Display.Percent(openRisk, 2)} of account, limit {Display.Percent(limits.OpenRisk, 2)}"),
            AtMost("open_positions", portfolio.OpenPositions + 1, limits.MaxPositions, $"{portfolio.OpenPositions + 1} position(s) open with this one, limit {limits.MaxPositions}"),
            AtLeast("win_probability", position.WinProbability, limits.MinWinProbability, $"risk-neutral win probability {Display.Percent(position.WinProbability, 1)}, at least {Display.Percent(limits.MinWinProbability, 1)}"),
            Below("daily_loss", dayLoss, limits.DailyLossStop, $"loss of the day {Display.Percent(dayLoss, 2)} of account, stop at {Display.Percent(limits.DailyLossStop, 2)}"),
            AtMost("portfolio_var95", valueAtRisk, limits.PortfolioVar95, $"one-day 95% value at risk {Display.Percent(valueAtRisk, 2)} of account, limit {Display.Percent(limits.PortfolioVar95, 2)}"),
            AtLeast("similar_states", similar.Count, limits.MinSimilarStates, $"{similar.Count} similar past sessions with a known outcome, at least {limits.MinSimilarStates}"),
            AtLeast("similar_win_rate", lowerBound, winRateBound, $"similar sessions won {Display.Percent(similar.WeightedWinRate)}, lower bound {Display.Percent(lowerBound, 1)} (effective n {similar.EffectiveCount:0.0}), at least {Display.Percent(winRateBound, 1)} (base rate {Display.Percent(similar.BaseRate)})"),
        ];
        return new RiskDecision(checks, checks.TrueForAll(check => check.Passed) ? contracts : 0, reasons);
    }

    // The bound is the one the size obeys: a unit that fits the full budget but not the halved one is a failed limit, not a silent zero.
    private static (int Contracts, double TradeBound, List<string> Reasons) Size(
        double unitRisk, double unitDollars, double confidence, PortfolioState portfolio, RiskLimits limits)
    {
        double bound = limits.RiskPerTrade;
        List<string> reasons = [$"risk budget {Display.Money(portfolio.AccountValue * bound, 0)} ({Display.Percent(bound, 1)} of {Display.Money(portfolio.AccountValue, 0)})"];
        if (confidence < limits.ConfidenceHalvesSize)
        {
            bound /= 2;
            reasons.Add($"halved: confidence {Display.Percent(confidence, 0)} is below {Display.Percent(limits.ConfidenceHalvesSize, 0)}");
        }

        if (portfolio.Drawdown >= limits.DrawdownHalvesSize)
        {
            bound /= 2;
            reasons.Add($"halved: drawdown {Display.Percent(portfolio.Drawdown, 1)} is at or above {Display.Percent(limits.DrawdownHalvesSize, 1)}");
        }

        double share = Math.Min(bound, limits.MaxPositionSize);
        if (share < bound)
            reasons.Add($"held to the position size limit of {Display.Percent(share, 1)}");
        int contracts = (int)Math.Min(Math.Floor(share / unitRisk), MostUnits);
        // The quotient may round across a whole number; what counts is that the product obeys the bound.
        while (contracts > 0 && contracts * unitRisk > share)
            contracts--;
        while (contracts < MostUnits && (contracts + 1) * unitRisk <= share)
            contracts++;
        reasons.Add($"{contracts} unit(s) at {Display.Money(unitDollars, 0)} at risk each");
        return (contracts, bound, reasons);
    }

    private static LimitCheck AtMost(string limit, double value, double bound, string text) => new(limit, value, bound, value <= bound, text);

    private static LimitCheck Below(string limit, double value, double bound, string text) => new(limit, value, bound, value < bound, text);

    private static LimitCheck AtLeast(string limit, double value, double bound, string text) => new(limit, value, bound, value >= bound, text);
}
