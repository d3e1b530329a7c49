using ResearchLab.Models;
using ResearchLab.Options;
using ResearchLab.Risk;

namespace ResearchLab.Daily;

/// <summary>Walks an account forward, one decision a session.</summary>
internal static class DeskWalk
{
    /// <summary>Walks from the first tested session to the end of the data.</summary>
    /// <param name="ground">What all walks share.</param>
    /// <param name="armAt">The picker in force from a refresh on; null proposes nothing.</param>
    /// <param name="offset">Sessions with a picker in force before the first decision.</param>
    /// <param name="without">A limit that does not act; null lets all act.</param>
    public static WalkRecord Walk(DeskGround ground, Func<int, DeskArm?> armAt, int offset, string? without = null)
    {
        int start = ground.Start, count = ground.End - start + 1, tested = 0, waited = 0;
        var (excess, shares, equity) = (new double[count], new double[count], new double[count]);
        var account = new WalkedAccount(ground.Trades.Rows.Labels.Symbol, ground.AccountValue);
        RiskLimits limits = without is null ? ground.Limits : Without(ground.Limits, without);
        LabelSpan[] spans = ground.Trades.Rows.Spans;
        for (int i = 0; i < count; i++)
        {
            int position = start + i;
            (double before, double sharesBefore) = (account.Equity, account.Shares);
            if (i > 0)
                account.Close(position, ground.RiskFree[position]);
            equity[i] = account.Equity;
            excess[i] = i == 0 ? 0 : (account.Equity / before) - 1 - ground.RiskFree[position];
            shares[i] = i == 0 ? 0 : (account.Shares / sharesBefore) - 1 - ground.RiskFree[position];
            while (tested < ground.Trades.Tested.Length && spans[ground.Trades.Tested[tested]].Position < position)
                tested++;
            bool decides = tested < ground.Trades.Tested.Length && spans[ground.Trades.Tested[tested]].Position == position && account.Equity > 0;
            if (!decides || armAt(ground.RefreshAt(tested)) is null || waited++ < offset)
                continue;
            PortfolioState state = account.State(position);
            // Most sessions lie too near the last entry or find every place taken: nothing can be opened, whatever is proposed.
            if (state.SessionsSinceEntry < limits.SessionsBetweenEntries || state.OpenPositions >= limits.MaxPositions)
                continue;
            if (Decide(ground, armAt, tested, state, limits, without) is { Decision: Decision.Recommend } verdict)
                account.Take(ground.Trades.At(tested, verdict.Structure)!, verdict.Risk!.Sized, position);
        }

        return new WalkRecord(excess, shares, equity, account.Closed);
    }

    /// <summary>What the rule decides at a tested session for a book.</summary>
    public static DeskVerdict? Decide(DeskGround ground, Func<int, DeskArm?> armAt, int tested, PortfolioState state, RiskLimits limits, string? without = null,
        bool inWords = false)
    {
        int refresh = ground.RefreshAt(tested);
        if (armAt(refresh) is not { } arm)
            return null;
        return DeskRule.Decide(
            arm.Scores.AsSpan(tested * Structures.ClassCount, Structures.ClassCount),
            structure => ground.Trades.At(tested, structure) is { } trade ? new DeskCandidate(trade.Position, trade.Var95) : null,
            arm.Calibrations[refresh], structure => ground.Similar(tested, refresh, structure), ground.OutOfRange[tested], state, limits, without, inWords);
    }

    // What shapes the size or counts sessions is removed here; what only fails a check is passed over by the rule.
    private static RiskLimits Without(RiskLimits limits, string limit) => limit switch
    {
        "confidence_halves_size" => limits with { ConfidenceHalvesSize = 0 },
        "drawdown_halves_size" => limits with { DrawdownHalvesSize = 1 },
        "losses_halve_size" => limits with { LossesHalveSize = int.MaxValue },
        "entry_spacing" => limits with { SessionsBetweenEntries = 0 },
        "open_positions" => limits with { MaxPositions = int.MaxValue },
        _ => limits,
    };
}
