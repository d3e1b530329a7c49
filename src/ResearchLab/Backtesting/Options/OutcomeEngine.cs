using ResearchLab.Options;

namespace ResearchLab.Backtesting;

/// <summary>
/// What would have become of a structure chosen at one close: filled at the next, marked at every later one, left by its exit rules.
/// </summary>
/// <remarks>
/// Trigger and fill share one clock, that of the closes: what is decided at a close fills at that close, at its quotes. Only the entry comes a
/// session later, since a session's chain and features are known after it. Nothing fills at a limit in between: no touch within a session is observed.
/// The conventions, in the order they act: <list type="bullet">
/// <item>Entry is at the next session's close quotes of the same contracts, whatever the limit price was: net mid plus a share of
/// each leg's spread (<see cref="CostModel"/>) plus commissions and fees. Not traded: a leg without a two-sided quote, a sold leg without a
/// bid, a fill whose sign (debit or credit) is not the chosen one's, a fill that cannot lose, or an entry at or after the last session to hold.</item>
/// <item>Capital at risk is the most the fill can lose at the nearest expiry, plus the entry commissions.</item>
/// <item>Take-profit and stop derive from the premium, so both are scaled by fill price over limit price; a stop within the
/// capital at risk stays within it. Profits are compared with both to half a cent.</item>
/// <item>From the session after entry, the position is marked at mids; profit is that of the mids over the fill, before
/// commissions. Take profit, then stop, then change of regime (<see cref="MarketRegime"/>: another than at the entry's close, at two closes running
/// after it), then the time limit; the exit pays its spread share and commissions at the same close. A bought leg without a bid is left behind for nothing and
/// without commission.</item> <item>A leg without a two-sided quote is marked at its last one and the mark counted as missing. No exit is decided on such marks
/// and none is filled: an exit that is due waits for quotes, or for expiry, where each leg settles whatever was due.</item>
/// <item>A trade is followed on the kind of chains it was chosen on. One chosen on an observed chain sees observed quotes only
/// (<see cref="ChainHistory.Observed"/>), and is open when the run of observed chains ends before it does.</item>
/// <item>With physical delivery a sold call is assigned at the close before an ex-session when its time value is below the dividend, a
/// sold put when it has no time value left and the interest on its strike exceeds the dividends (<see cref="Settlements"/>). The leg
/// becomes shares at the strike, short shares owe the dividend, and shares and other legs are closed at the next session's close: together, or
/// once a leg that is not quoted has settled.</item> <item>At the nearest expiry the expiring legs settle on the close: for cash at intrinsic value, or by
/// delivery of every leg at least 0.01 in the money, where shares that do not offset each other are traded away at the next session's close. A sold leg whose
/// strike pins the close (<see cref="Settlements.PinBand"/>) is exercised against the position when the next close makes that worthwhile. Later legs are closed
/// at their quotes.</item>
/// <item>If the data ends first the outcome is open. Nothing after the exit is read.</item>
/// </list>
/// Series settled in the morning settle here on the close of their last session. Contracts adjusted for splits are not followed: use prices of one split basis.
/// </remarks>
public static class OutcomeEngine
{
    /// <summary>Version of these conventions; part of the spec of labels.</summary>
    public const int Version = 4;

    /// <summary>The outcome of <paramref name="chosen"/>.</summary>
    /// <param name="chosen">A position priced at a session of <paramref name="history"/>.</param>
    /// <param name="history">Quotes of the underlying.</param>
    /// <param name="costs">What the fills cost.</param>
    /// <param name="options">Departures from the rules in how the trade is left and what it pays; null for none.</param>
    /// <exception cref="ArgumentException">The position is of another underlying, has no legs or was chosen on a date that is no session of the
    /// history.</exception>
    public static TradeOutcome Simulate(
        StructurePosition chosen, ChainHistory history, CostModel costs, RuleOptions? options = null) =>
        Simulate(chosen, history, Terms(costs, options), false, null);

    /// <summary>The same, with every mark, fill and event on the way.</summary>
    /// <param name="chosen">A position priced at a session of <paramref name="history"/>.</param>
    /// <param name="history">Quotes of the underlying.</param>
    /// <param name="costs">What the fills cost.</param>
    /// <param name="options">Departures from the rules in how the trade is left and what it pays; null for none.</param>
    /// <param name="thenModelled">
    /// Follows a trade chosen on an observed chain on modelled quotes once observed ones end; <see cref="TradePath.ModelledFrom"/> says from when.
    /// </param>
    /// <exception cref="ArgumentException">As for <see cref="Simulate(StructurePosition, ChainHistory, CostModel, RuleOptions)"/>.</exception>
    public static TradePath Trace(
        StructurePosition chosen, ChainHistory history, CostModel costs, RuleOptions? options = null,
        bool thenModelled = false)
    {
        var recorder = new TradeRecorder();
        TradeOutcome outcome = Simulate(chosen, history, Terms(costs, options), thenModelled, recorder);
        TradePath path = recorder.Path(outcome, chosen.Origin);
        DateOnly? last = history.ObservedThrough(chosen);
        return last is { } through && thenModelled && path.Marks.Any(mark => mark.Session > through)
            ? path with { ModelledFrom = path.Marks.First(mark => mark.Session > through).Session }
            : path with { ObservedThrough = last };
    }

    private static TradeTerms Terms(CostModel costs, RuleOptions? options) =>
        new(costs.With(RuleOptions.Checked(options)), options?.LateExits == true);

    private static TradeOutcome Simulate(StructurePosition chosen, ChainHistory history, TradeTerms terms, bool thenModelled, TradeRecorder? recorder)
    {
        if (chosen.Underlying != history.Underlying)
            throw new ArgumentException(
                $"The position is on {chosen.Underlying} but the history is of {history.Underlying}. Pass the chains of {chosen.Underlying}.", nameof(history));
        if (chosen.Legs.Count == 0)
            throw new ArgumentException(Invariant($"The {chosen.Structure.Name()} of {chosen.Session:yyyy-MM-dd} has no legs. Simulate tradable choices only."),
                nameof(chosen));
        int signal = Array.BinarySearch(history.Sessions, chosen.Session);
        if (signal < 0)
            throw new ArgumentException(
                Invariant($"{chosen.Session:yyyy-MM-dd} is no session of the {history.Underlying} history. Choose the position from its chains."),
                nameof(chosen));
        ChainHistory quotes = history.Following(chosen, thenModelled);
        ReadOnlySpan<DateOnly> sessions = history.Sessions;
        if (!thenModelled && history.ObservedThrough(chosen) is { } through)
            sessions = sessions[..(sessions.BinarySearch(through) is var last && last >= 0 ? last + 1 : ~last)];
        if (signal + 1 >= sessions.Length)
            return new TradeOutcome(chosen.Structure, chosen.Session, default, default, ExitReason.Open, double.NaN, 0, double.NaN);

        var trade = new TradeSimulation(chosen, quotes, sessions, terms, recorder, stackalloc LegState[chosen.Legs.Count]);
        if (trade.Enter(signal + 1))
            return trade.Run(signal + 1);
        return new TradeOutcome(chosen.Structure, chosen.Session, default, default, ExitReason.NotTraded, double.NaN, 0, double.NaN);
    }
}
