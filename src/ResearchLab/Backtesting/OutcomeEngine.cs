using ResearchLab.Options;

namespace ResearchLab.Backtesting;

/// <summary>
/// What would have become of a structure chosen at one close: filled at the next, marked at every later one, left by its exit rules.
/// </summary>
/// <remarks>
/// The conventions, in the order they act:
/// <list type="bullet">
/// <item>Entry is at the next session's close quotes of the same contracts, whatever the limit price was: net mid plus a share of
/// each leg's spread (<see cref="CostModel"/>) plus commissions. Not traded: a leg without a two-sided quote, a sold leg without a
/// bid, a fill whose sign (debit or credit) is not the chosen one's, a fill that cannot lose, or an entry at or after the last session to hold.</item>
/// <item>Capital at risk is the most the fill can lose at the nearest expiry, plus the entry commissions.</item>
/// <item>Take-profit and stop derive from the premium, so both are scaled by fill price over limit price.</item>
/// <item>From the session after entry, the position is marked at mids; profit is that of the mids over the fill, before
/// commissions. Take profit, then stop, then the time limit; the exit pays its spread share and commissions at the same close.</item>
/// <item>A session on which a leg has no two-sided quote is skipped. After more than <see cref="MaxMissingMarks"/> such sessions in a row,
/// or on the nearest expiry, the position is closed at the legs' last known quotes, expired legs at intrinsic value where the
/// chain gives a spot; the reason is then the time limit.</item>
/// <item>If the data ends first the outcome is open. Nothing after the exit is read.</item>
/// </list>
/// Early assignment and dividends are not simulated.
/// </remarks>
public static class OutcomeEngine
{
    /// <summary>Version of these conventions; part of the spec of labels.</summary>
    public const int Version = 1;

    /// <summary>Sessions without a mark over which the last one is carried.</summary>
    public const int MaxMissingMarks = 5;

    /// <summary>The outcome of <paramref name="chosen"/>.</summary>
    /// <param name="chosen">A position priced at a session of <paramref name="history"/>.</param>
    /// <param name="history">Quotes of the underlying.</param>
    /// <param name="costs">What the fills cost.</param>
    /// <exception cref="ArgumentException">The position is of another underlying, has no legs or was chosen on a date that is no session of the history.</exception>
    public static TradeOutcome Simulate(StructurePosition chosen, ChainHistory history, CostModel costs)
    {
        if (chosen.Underlying != history.Underlying)
            throw new ArgumentException($"The position is on {chosen.Underlying} but the history is of {history.Underlying}. Pass the chains of {chosen.Underlying}.", nameof(history));
        if (chosen.Legs.Count == 0)
            throw new ArgumentException($"The {chosen.Structure.Name()} of {chosen.Session:yyyy-MM-dd} has no legs. Simulate tradable choices only.", nameof(chosen));
        int signal = Array.BinarySearch(history.Sessions, chosen.Session);
        if (signal < 0)
            throw new ArgumentException($"{chosen.Session:yyyy-MM-dd} is no session of the {history.Underlying} history. Choose the position from its chains.", nameof(chosen));
        if (signal + 1 >= history.Sessions.Length)
            return Unfinished(chosen, default, ExitReason.Open, 0, double.NaN);

        DateOnly entry = history.Sessions[signal + 1];
        var trade = new Trade(chosen, history, costs, stackalloc double[chosen.Legs.Count], stackalloc double[chosen.Legs.Count]);
        return entry < chosen.Exits.CloseOn && trade.Enter(entry)
            ? trade.Run(signal + 2)
            : Unfinished(chosen, default, ExitReason.NotTraded, 0, double.NaN);
    }

    private static TradeOutcome Unfinished(StructurePosition chosen, DateOnly entry, ExitReason reason, double costs, double capital) =>
        new(chosen.Structure, chosen.Session, entry, default, reason, double.NaN, costs, capital);

    /// <summary>One trade under way; lives on the stack.</summary>
    private ref struct Trade(StructurePosition chosen, ChainHistory history, CostModel costs, Span<double> mids, Span<double> spreads)
    {
        private readonly StructurePosition _chosen = chosen;
        private readonly ChainHistory _history = history;
        private readonly Span<double> _mids = mids, _spreads = spreads;
        private readonly double _share = costs.SpreadShare(chosen.Legs.Count), _perContract = costs.PerContract;
        private DateOnly _entry;
        private double _fill, _entryCosts, _capital, _takeProfit, _stopLoss;

        public bool Enter(DateOnly session)
        {
            if (!Mark(session, entering: true))
                return false;
            (double net, double spread, int contracts) = Totals();
            _entry = session;
            _fill = net + (_share * spread);
            _entryCosts = (_share * spread * OptionContract.Multiplier) + (contracts * _perContract);
            double reference = _chosen.LimitPrice != 0 ? _chosen.LimitPrice : _chosen.NetMid;
            double scale = _fill / reference, maxLoss = MaxLoss();
            if (!(scale > 0 && double.IsFinite(scale)) || !(maxLoss > 0))
                return false;
            _takeProfit = _chosen.Exits.TakeProfit * scale;
            _stopLoss = _chosen.Exits.StopLoss * scale;
            _capital = (maxLoss * OptionContract.Multiplier) + (contracts * _perContract);
            return true;
        }

        public TradeOutcome Run(int first)
        {
            int missing = 0;
            for (int row = first; row < _history.Sessions.Length; row++)
            {
                DateOnly session = _history.Sessions[row];
                if (Mark(session, entering: false))
                {
                    missing = 0;
                    double profit = (Totals().Net - _fill) * OptionContract.Multiplier;
                    if (profit >= _takeProfit)
                        return Exit(session, ExitReason.TakeProfit);
                    if (profit <= -_stopLoss)
                        return Exit(session, ExitReason.StopLoss);
                    if (session >= _chosen.Exits.CloseOn)
                        return Exit(session, ExitReason.TimeLimit);
                }
                else if (++missing > MaxMissingMarks || session >= _chosen.Expiry)
                {
                    SettleExpired(session);
                    return Exit(session, ExitReason.TimeLimit);
                }
            }

            return Unfinished(_chosen, _entry, ExitReason.Open, _entryCosts, _capital);
        }

        private readonly TradeOutcome Exit(DateOnly session, ExitReason reason)
        {
            (double net, double spread, int contracts) = Totals();
            double exitCosts = (_share * spread * OptionContract.Multiplier) + (contracts * _perContract);
            double entryCommission = contracts * _perContract;
            double pnl = ((net - _fill) * OptionContract.Multiplier) - exitCosts - entryCommission; // the fill holds the entry's spread already
            return new TradeOutcome(_chosen.Structure, _chosen.Session, _entry, session, reason, pnl, _entryCosts + exitCosts, _capital);
        }

        /// <summary>Takes the session's quotes; a leg without one keeps its last. Returns whether all legs had one.</summary>
        private readonly bool Mark(DateOnly session, bool entering)
        {
            bool complete = true;
            for (int i = 0; i < _mids.Length; i++)
            {
                (double bid, double ask) = _history.Quote(session, _chosen.Legs[i].Contract);
                if (double.IsNaN(bid))
                    bid = 0; // an offer without a bid is a quote of something nearly worthless
                if (!(ask > 0 && ask >= bid && bid >= 0) || (entering && _chosen.Legs[i].Quantity < 0 && bid == 0))
                {
                    complete = false;
                    continue;
                }

                _mids[i] = 0.5 * (bid + ask);
                _spreads[i] = ask - bid;
            }

            return complete;
        }

        private readonly void SettleExpired(DateOnly session)
        {
            if (session < _chosen.Expiry || _history.ChainAt(session) is not { } chain)
                return;
            for (int i = 0; i < _mids.Length; i++)
            {
                OptionContract contract = _chosen.Legs[i].Contract;
                if (contract.Expiry > session)
                    continue;
                _mids[i] = Math.Max(0, contract.Right == OptionRight.Call ? chain.Spot - contract.Strike : contract.Strike - chain.Spot);
                _spreads[i] = 0;
            }
        }

        private readonly (double Net, double Spread, int Contracts) Totals()
        {
            double net = 0, spread = 0;
            int contracts = 0;
            for (int i = 0; i < _mids.Length; i++)
            {
                int quantity = _chosen.Legs[i].Quantity, size = Math.Abs(quantity);
                net += quantity * _mids[i];
                spread += size * _spreads[i];
                contracts += size;
            }

            return (net, spread, contracts);
        }

        /// <summary>
        /// Most the fill can lose per unit. With one expiry the payoff is linear between strikes, so its minimum is at a strike or at
        /// zero; with two (a calendar) the legs are taken to be worth no less than nothing together.
        /// </summary>
        private readonly double MaxLoss()
        {
            IReadOnlyList<Leg> legs = _chosen.Legs;
            for (int i = 1; i < legs.Count; i++)
            {
                if (legs[i].Contract.Expiry != legs[0].Contract.Expiry)
                    return _fill;
            }

            double lowest = Payoff(0);
            int slopeAbove = 0;
            for (int i = 0; i < legs.Count; i++)
            {
                lowest = Math.Min(lowest, Payoff(legs[i].Contract.Strike));
                slopeAbove += legs[i].Contract.Right == OptionRight.Call ? legs[i].Quantity : 0;
            }

            // No structure of the lab sells more calls than it buys; if one did, the rules' own figure stands in.
            return slopeAbove < 0 ? _chosen.CapitalAtRisk / OptionContract.Multiplier : _fill - lowest;
        }

        private readonly double Payoff(double spot)
        {
            double payoff = 0;
            for (int i = 0; i < _chosen.Legs.Count; i++)
            {
                Leg leg = _chosen.Legs[i];
                payoff += leg.Quantity * Math.Max(0, leg.Contract.Right == OptionRight.Call ? spot - leg.Contract.Strike : leg.Contract.Strike - spot);
            }

            return payoff;
        }
    }
}
