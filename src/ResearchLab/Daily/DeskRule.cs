using ResearchLab.Models;
using ResearchLab.Options;
using ResearchLab.Risk;

namespace ResearchLab.Daily;

/// <summary>The rule by which every decision is made: the daily run's, each session of an evaluation's and each arm's.</summary>
internal static class DeskRule
{
    /// <summary>Decides.</summary>
    /// <param name="scores">Scores of the picker, twelve.</param>
    /// <param name="candidates">The eligible structure with its position; null for those that are not.</param>
    /// <param name="calibration">What the picker's scores are worth.</param>
    /// <param name="similar">What similar past sessions led to, for a structure.</param>
    /// <param name="outOfRange">Share of the features outside of what the model was trained on.</param>
    /// <param name="book">The book.</param>
    /// <param name="limits">The limits.</param>
    /// <param name="without">A limit that does not act, for studies; null lets all act.</param>
    /// <param name="inWords">Whether checks are explained.</param>
    public static DeskVerdict Decide(
        ReadOnlySpan<double> scores, Func<Structure, DeskCandidate?> candidates, ProposalCalibration calibration, Func<Structure, SimilarRecord> similar,
        double outOfRange,
        PortfolioState book, RiskLimits limits, string? without = null, bool inWords = false)
    {
        bool free = without is "risk_per_trade";
        Structure first = PickerKinds.Propose(scores, structure => candidates(structure) is not null);
        if (first == Structure.NoTrade)
            return new DeskVerdict(Decision.NoTrade, first, TradeForecast.None, null, null);
        // What one unit of is too large for the account is masked; where that leaves nothing the first is shown with the account it would take.
        Structure pick = PickerKinds.Propose(scores,
            structure => candidates(structure) is { } one && (free || RiskCheck.Fits(one.Position, book.AccountValue, limits)));
        if (pick == Structure.NoTrade)
            pick = first;
        DeskCandidate candidate = candidates(pick)!.Value;
        TradeForecast forecast = calibration.Of(pick, scores[(int)pick]);
        RiskLimits used = free ? limits with { RiskPerTrade = limits.MaxPositionSize } : limits;
        RiskDecision risk = RiskCheck.Apply(new TradeProposal(candidate.Position, candidate.Var95, forecast, similar(pick), outOfRange), book, used, inWords);
        bool worth = true, passed = true;
        foreach (LimitCheck check in risk.Checks)
        {
            if (check.Passed || check.Limit == without)
                continue;
            passed = false;
            worth &= !RiskCheck.Worth.Contains(check.Limit);
        }

        Decision decision = passed ? Decision.Recommend : worth ? Decision.NotOpened : Decision.NoTrade;
        return new DeskVerdict(decision, pick, forecast, risk, pick == first ? null : first);
    }
}
