using ResearchLab.Options;

namespace ResearchLab.Backtesting;

/// <summary>One trade under way; lives on the stack. The conventions are those of <see cref="OutcomeEngine"/>.</summary>
/// <param name="chosen">The position.</param>
/// <param name="history">Quotes it is followed on.</param>
/// <param name="sessions">Sessions it is followed to.</param>
/// <param name="terms">Costs and whether exits fill a session late.</param>
/// <param name="recorder">Writes down what happens; null for nothing.</param>
/// <param name="legs">Room for the state of each leg.</param>
internal ref struct TradeSimulation(
    StructurePosition chosen, ChainHistory history, ReadOnlySpan<DateOnly> sessions, TradeTerms terms, TradeRecorder? recorder, Span<LegState> legs)
{
    private const int Multiplier = OptionContract.Multiplier;

    // Levels and marks are sums of prices in cents: what differs by less than this does so by rounding alone.
    private const double HalfCent = 0.005;
    private readonly StructurePosition _chosen = chosen;
    private readonly ChainHistory _history = history;
    private readonly ReadOnlySpan<DateOnly> _sessions = sessions;
    private readonly CostModel _costs = terms.Costs;
    private readonly bool _lateExits = terms.LateExits;
    private readonly TradeRecorder? _recorder = recorder;
    private readonly Span<LegState> _legs = legs;
    private readonly double _share = terms.Costs.SpreadShare(chosen.Legs.Count);
    private DateOnly _entry, _decided, _settled;
    private RegimeWatch _regime = new(chosen.Exits.OnRegimeChange ? history.RegimeAt : null);
    private double _fill, _entryCosts, _capital, _takeProfit, _stopLoss;

    // Closed legs: mids received per unit, shares delivered, and what is paid so far in dollars besides the mids.
    private double _cash, _shares, _spreadPaid, _perContractPaid, _delivery;
    private ExitReason _pending = ExitReason.Open;

    /// <summary>Fills at a session's close; false when it cannot be.</summary>
    public bool Enter(int row)
    {
        DateOnly session = _sessions[row];
        if (session >= _chosen.Exits.CloseOn)
            return Miss(session, Invariant($"entry missed: {session:yyyy-MM-dd} is not before the last session to hold, {_chosen.Exits.CloseOn:yyyy-MM-dd}"));
        Mark(session);
        double spread = 0;
        int contracts = 0;
        for (int i = 0; i < _legs.Length; i++)
        {
            Leg leg = _chosen.Legs[i];
            if (!_legs[i].Fresh || (leg.Quantity < 0 && _legs[i].NoBid))
                return Miss(session, $"entry missed: no quote to {(leg.Quantity < 0 ? "sell" : "buy")} {leg.Contract} at");
            int size = Math.Abs(leg.Quantity);
            spread += size * _legs[i].Spread;
            contracts += size;
        }

        _entry = session;
        _regime.Enter(session);
        _fill = Net() + (_share * spread);
        _spreadPaid = _share * spread * Multiplier;
        _perContractPaid = contracts * _costs.PerContract;
        _entryCosts = _spreadPaid + _perContractPaid;
        double reference = _chosen.LimitPrice != 0 ? _chosen.LimitPrice : _chosen.NetMid;
        double scale = _fill / reference, maxLoss = MaxLoss();
        if (!(scale > 0 && double.IsFinite(scale)))
            return Miss(session, Invariant($"entry missed: a net of {_fill:0.00} where {reference:0.00} was chosen"));
        if (!(maxLoss > 0))
            return Miss(session, Invariant($"entry missed: a net of {_fill:0.00} cannot lose, so the quotes are wrong"));
        _takeProfit = _chosen.Exits.TakeProfit * scale;
        _capital = (maxLoss * Multiplier) + _perContractPaid;
        _stopLoss = _chosen.Exits.StopLoss * scale;
        if (_chosen.Exits.StopLoss <= _chosen.CapitalAtRisk)
            _stopLoss = Math.Min(_stopLoss, maxLoss * Multiplier); // a stop that could act at the limit price can act at the fill
        if (_recorder is not null)
        {
            for (int i = 0; i < _legs.Length; i++)
                _recorder.Filled(session, _chosen.Legs[i].Contract, _chosen.Legs[i].Quantity, _legs[i], Price(i, opening: true));
        }

        return true;
    }

    /// <summary>Holds from the session of entry to the exit, or to the end of the data.</summary>
    public TradeOutcome Run(int entryRow)
    {
        EarlyAssignment(entryRow);
        Record(_entry);
        for (int row = entryRow + 1; row < _sessions.Length; row++)
        {
            DateOnly session = _sessions[row];
            bool complete = Mark(session);
            _regime.Close(session);
            if (_pending == ExitReason.Open && complete && session < _chosen.Expiry && Decide(session) is not ExitReason.Open and var reason)
                (_pending, _decided) = (reason, session);
            if (LegExpires(session) && !(_pending is not (ExitReason.Open or ExitReason.Expired) && CanClose()))
                Settle(session);

            // What was decided at this close and fills at the next is not due yet.
            bool waits = _lateExits && _decided == session;
            if (_pending != ExitReason.Open && !waits && CloseAll(session))
            {
                Record(session);
                return Done(session);
            }

            if (_settled != session && !waits && (_pending != ExitReason.Open || session >= _chosen.Exits.CloseOn))
                _recorder?.Deferred(session);
            EarlyAssignment(row);
            Record(session);
        }

        return new TradeOutcome(_chosen.Structure, _chosen.Session, _entry, default, ExitReason.Open, double.NaN, _entryCosts, _capital);
    }

    // A leg that has come to its expiry, or was there when no close was known.
    private readonly bool LegExpires(DateOnly session)
    {
        for (int i = 0; i < _legs.Length; i++)
        {
            if (!_legs[i].Closed && !_legs[i].Pinned && _chosen.Legs[i].Contract.Expiry <= session)
                return true;
        }

        return false;
    }

    // A combination is closed as one order, so without all quotes there is no fill.
    private readonly bool CanClose()
    {
        foreach (LegState leg in _legs)
        {
            if (!leg.Closed && !leg.Pinned && !leg.Fresh)
                return false;
        }

        return true;
    }

    private readonly ExitReason Decide(DateOnly session)
    {
        double profit = (Net() - _fill) * Multiplier;
        return profit >= _takeProfit - HalfCent ? ExitReason.TakeProfit
            : profit <= -_stopLoss + HalfCent ? ExitReason.StopLoss
            : _regime.HasEnded ? ExitReason.RegimeChange
            : session >= _chosen.Exits.CloseOn ? ExitReason.TimeLimit
            : ExitReason.Open;
    }

    private readonly TradeOutcome Done(DateOnly session)
    {
        double paid = _spreadPaid + _perContractPaid + _delivery;
        // The fill holds the entry's spread already.
        double entrySpread = _entryCosts - (Contracts() * _costs.PerContract);
        double pnl = ((_cash - _fill) * Multiplier) + entrySpread - paid;
        if (_recorder is not null)
        {
            double commissions = _costs.PerContract > 0 ? _perContractPaid * _costs.CommissionPerContract / _costs.PerContract : 0;
            _recorder.Costs = new TradeCosts(_spreadPaid, commissions, _perContractPaid - commissions, _delivery);
        }

        return new TradeOutcome(_chosen.Structure, _chosen.Session, _entry, session, _pending, pnl, paid, _capital);
    }

    private readonly int Contracts()
    {
        int contracts = 0;
        foreach (Leg leg in _chosen.Legs)
            contracts += Math.Abs(leg.Quantity);
        return contracts;
    }

    private readonly bool Miss(DateOnly session, string why)
    {
        _recorder?.Missed(session, why);
        return false;
    }

    /// <summary>Takes the session's quotes; a leg without one keeps its last. Returns whether all open legs had one.</summary>
    private readonly bool Mark(DateOnly session)
    {
        bool complete = true;
        for (int i = 0; i < _legs.Length; i++)
        {
            ref LegState leg = ref _legs[i];
            if (leg.Closed)
                continue;
            (double bid, double ask) = _history.Quote(session, _chosen.Legs[i].Contract);
            if (double.IsNaN(bid))
                bid = 0; // an offer without a bid is a quote of something nearly worthless
            leg.Fresh = ask > 0 && double.IsFinite(ask) && ask >= bid && bid >= 0;
            if (leg.Fresh)
                (leg.Mid, leg.Spread, leg.NoBid) = (0.5 * (bid + ask), ask - bid, bid == 0);
            complete &= leg.Fresh;
        }

        return complete;
    }

    private readonly double Net()
    {
        double net = 0;
        for (int i = 0; i < _legs.Length; i++)
            net += _legs[i].Closed ? 0 : _chosen.Legs[i].Quantity * _legs[i].Mid;
        return net;
    }

    /// <summary>Price per unit at which a leg trades; nothing for a bought leg without a bid.</summary>
    private readonly double Price(int i, bool opening)
    {
        bool buys = _chosen.Legs[i].Quantity > 0 == opening;
        return buys ? _legs[i].Mid + (_share * _legs[i].Spread) : _legs[i].NoBid ? 0 : _legs[i].Mid - (_share * _legs[i].Spread);
    }

    /// <summary>Closes what is quoted; returns whether nothing is left.</summary>
    private bool CloseAll(DateOnly session)
    {
        if (!CanClose())
            return false;

        for (int i = 0; i < _legs.Length; i++)
        {
            if (_legs[i].Closed || _legs[i].Pinned)
                continue;
            int quantity = _chosen.Legs[i].Quantity, size = Math.Abs(quantity);
            double price = Price(i, opening: false);
            _cash += quantity * _legs[i].Mid;
            _spreadPaid += size * Math.Abs(_legs[i].Mid - price) * Multiplier;
            _perContractPaid += quantity > 0 && _legs[i].NoBid ? 0 : size * _costs.PerContract;
            _legs[i].Closed = true;
            _recorder?.Filled(session, _chosen.Legs[i].Contract, -quantity, _legs[i], price);
        }

        bool pinned = false;
        foreach (LegState leg in _legs)
            pinned |= leg.Pinned;
        if (!pinned && _shares == 0)
            return true;
        // What expires today leaves shares and pins that the next session decides.
        double spot = _settled == session ? double.NaN : _history.Spot(session);
        if (!(spot > 0))
            return false;
        ResolvePins(session, spot);
        if (_shares != 0)
        {
            _cash += _shares * spot;
            _delivery += Math.Abs(_shares) * _costs.StockCostPerShare * Multiplier;
            _recorder?.Note(session, Invariant($"{(_shares > 0 ? "sold" : "bought")} {Math.Abs(_shares) * Multiplier:0} shares at {spot:0.00}"));
            _shares = 0;
        }

        return true;
    }

    // The holders of pinned options decide on the next close, which is the price the shares are then traded away at.
    private void ResolvePins(DateOnly session, double spot)
    {
        for (int i = 0; i < _legs.Length; i++)
        {
            if (!_legs[i].Pinned)
                continue;
            (_legs[i].Pinned, _legs[i].Closed) = (false, true);
            OptionContract contract = _chosen.Legs[i].Contract;
            if (Settlements.Intrinsic(contract, spot) >= Settlements.ExerciseThreshold)
                Deliver(i, session, "assigned after the pin");
            else
                _recorder?.Note(session, $"{contract} expired unexercised after the pin");
        }
    }

    /// <summary>Exchanges a leg for shares at its strike.</summary>
    private void Deliver(int i, DateOnly session, string how)
    {
        Leg leg = _chosen.Legs[i];
        double shares = leg.Contract.Right == OptionRight.Call ? leg.Quantity : -leg.Quantity;
        _shares += shares;
        _cash -= shares * leg.Contract.Strike;
        _delivery += Math.Abs(leg.Quantity) * _costs.AssignmentFee;
        _legs[i].Closed = true;
        _recorder?.Note(session,
            Invariant($"{leg.Contract} {how}: {(shares > 0 ? "bought" : "sold")} {Math.Abs(shares) * Multiplier:0} shares at {leg.Contract.Strike:0.###}"));
    }

    private void Settle(DateOnly session)
    {
        double spot = _history.Spot(session);
        if (!(spot > 0))
            return; // expiry waits for a close; sessions without one count as deferred
        _settled = session;
        if (_pending == ExitReason.Open)
            _pending = ExitReason.Expired;
        for (int i = 0; i < _legs.Length; i++)
        {
            Leg leg = _chosen.Legs[i];
            if (leg.Contract.Expiry > session || _legs[i].Closed || _legs[i].Pinned)
                continue;
            double intrinsic = Settlements.Intrinsic(leg.Contract, spot);
            bool physical = _history.Settlement == SettlementStyle.Physical;
            if (physical && leg.Quantity < 0 && Math.Abs(spot - leg.Contract.Strike) <= Settlements.PinBand * spot)
            {
                _legs[i].Pinned = true;
                _recorder?.Note(session, Invariant($"{leg.Contract} is pinned: the close of {spot:0.00} leaves its exercise open until the next session"));
            }
            else if (physical && intrinsic >= Settlements.ExerciseThreshold)
            {
                Deliver(i, session, leg.Quantity > 0 ? "exercised at expiry" : "assigned at expiry");
            }
            else
            {
                _cash += physical ? 0 : leg.Quantity * intrinsic;
                _legs[i].Closed = true;
                _recorder?.Note(session, intrinsic > 0 && !physical
                    ? Invariant($"{leg.Contract} settled for {intrinsic:0.00} in cash")
                    : $"{leg.Contract} expired worthless");
            }
        }

        // The shares of a spread that ends in the money on both legs offset each other; what is left is worth nothing or waits a session.
        if (_shares != 0)
            _recorder?.Note(session, Invariant($"holds {_shares * Multiplier:0} shares until the next session"));
    }

    private void EarlyAssignment(int row)
    {
        if (_history.Settlement == SettlementStyle.Cash || row + 1 >= _sessions.Length)
            return;
        DateOnly session = _sessions[row], next = _sessions[row + 1];
        double goesEx = _history.Dividends.Count == 0 ? 0 : Settlements.Dividends(_history.Dividends, session, next);
        for (int i = 0; i < _legs.Length; i++)
        {
            Leg leg = _chosen.Legs[i];
            // Only what is worth no less than it could be exercised for matters; the spot is read only for legs that may be.
            if (leg.Quantity > 0 || _legs[i].Closed || !_legs[i].Fresh || leg.Contract.Expiry <= session
                || (leg.Contract.Right == OptionRight.Call && goesEx == 0))
                continue;
            double spot = _history.Spot(session), intrinsic = spot > 0 ? Settlements.Intrinsic(leg.Contract, spot) : 0;
            if (intrinsic == 0 || _legs[i].Mid - intrinsic > Math.Max(goesEx, Settlements.ExerciseThreshold))
                continue;
            bool exercised = leg.Contract.Right == OptionRight.Call
                ? Settlements.CallIsExercised(_legs[i].Mid, intrinsic, goesEx)
                : Settlements.PutIsExercised(
                    _legs[i].Mid, intrinsic, leg.Contract.Strike * (1 - Math.Exp(-_history.Rate(session) * BlackScholes.Years(session, leg.Contract.Expiry))),
                    Settlements.Dividends(_history.Dividends, session, leg.Contract.Expiry));
            if (!exercised)
                continue;
            Deliver(i, session, "assigned early");
            if (_pending == ExitReason.Open)
                _pending = ExitReason.Assigned;
        }

        if (_shares == 0 || goesEx == 0)
            return;
        _cash += _shares * goesEx;
        _recorder?.Note(session, Invariant($"{(_shares > 0 ? "receives" : "owes")} the dividend of {goesEx:0.###} a share"));
    }

    /// <summary>
    /// Most the fill can lose per unit. With one expiry the payoff is linear between strikes, so its minimum is at a strike or at
    /// zero; with two (a calendar) the legs are taken to be worth no less than nothing together.
    /// </summary>
    private readonly double MaxLoss()
    {
        IReadOnlyList<Leg> all = _chosen.Legs;
        for (int i = 1; i < all.Count; i++)
        {
            if (all[i].Contract.Expiry != all[0].Contract.Expiry)
                return _fill;
        }

        double lowest = Payoff(0);
        int slopeAbove = 0;
        for (int i = 0; i < all.Count; i++)
        {
            lowest = Math.Min(lowest, Payoff(all[i].Contract.Strike));
            slopeAbove += all[i].Contract.Right == OptionRight.Call ? all[i].Quantity : 0;
        }

        // No structure of the lab sells more calls than it buys; if one did, the rules' own figure stands in.
        return slopeAbove < 0 ? _chosen.CapitalAtRisk / Multiplier : _fill - lowest;
    }

    private readonly double Payoff(double spot)
    {
        double payoff = 0;
        for (int i = 0; i < _chosen.Legs.Count; i++)
            payoff += _chosen.Legs[i].Quantity * Settlements.Intrinsic(_chosen.Legs[i].Contract, spot);
        return payoff;
    }

    private readonly void Record(DateOnly session)
    {
        if (_recorder is null)
            return;
        double spot = _history.Spot(session), worth = _shares == 0 ? 0 : _shares * spot;
        double mid = Net(), profit = (mid + _cash + worth - _fill) * Multiplier;
        _recorder.Mark(session, spot, mid, profit, _shares * Multiplier, _chosen, _legs, _history.Rate(session));
    }
}
