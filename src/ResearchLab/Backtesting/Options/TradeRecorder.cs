using ResearchLab.Options;

namespace ResearchLab.Backtesting;

/// <summary>Writes down what a simulation does; without one nothing is allocated.</summary>
internal sealed class TradeRecorder
{
    private readonly List<TradeMark> _marks = [];
    private readonly List<TradeEvent> _events = [];
    private int _missed, _missingMarks, _deferred;

    public TradeCosts Costs { get; set; }

    public TradePath Path(TradeOutcome outcome, ChainOrigin origin) =>
        new(outcome, _marks, _events, Costs, _missed, _missingMarks, _deferred) { Origin = origin };

    public void Note(DateOnly session, string text) => _events.Add(new TradeEvent(session, text));

    public void Missed(DateOnly session, string why)
    {
        _missed++;
        Note(session, why);
    }

    public void Deferred(DateOnly session)
    {
        _deferred++;
        Note(session, "an exit is due and cannot be filled yet");
    }

    public void Filled(DateOnly session, OptionContract contract, int quantity, in LegState leg, double price)
    {
        double half = 0.5 * leg.Spread;
        Note(session, quantity < 0 && leg.NoBid
            ? Invariant($"left {-quantity} {contract} behind: no bid")
            : Invariant($"{(quantity > 0 ? "bought" : "sold")} {Math.Abs(quantity)} {contract} at {price:0.000} (bid {leg.Mid - half:0.00}, ")
                + Invariant($"ask {leg.Mid + half:0.00})"));
    }

    public void Mark(
        DateOnly session, double spot, double mid, double profit, double shares, StructurePosition chosen, ReadOnlySpan<LegState> legs, double ratePerYear)
    {
        int carried = 0;
        double delta = shares, gamma = 0, vega = 0, theta = 0;
        for (int i = 0; i < legs.Length; i++)
        {
            if (legs[i].Closed)
                continue;
            carried += legs[i].Fresh ? 0 : 1;
            Leg leg = chosen.Legs[i];
            double years = BlackScholes.Years(session, leg.Contract.Expiry), size = leg.Quantity * OptionContract.Multiplier;
            ImpliedVol vol = spot > 0 && years > 0
                ? ImpliedVolatility.Solve(leg.Contract.Right, legs[i].Mid, spot, leg.Contract.Strike, years, ratePerYear, 0)
                : new ImpliedVol(double.NaN, ImpliedVolStatus.InvalidInput);
            if (vol.Status != ImpliedVolStatus.Solved)
            {
                delta = gamma = vega = theta = double.NaN;
                continue;
            }

            Greeks greeks = BlackScholes.Greeks(leg.Contract.Right, spot, leg.Contract.Strike, vol.VolAnnual, years, ratePerYear, 0);
            delta += size * greeks.DeltaPerUnit;
            gamma += size * greeks.GammaPerUnit;
            vega += size * greeks.VegaPerVolPoint;
            theta += size * greeks.ThetaPerDay;
        }

        _missingMarks += carried > 0 ? 1 : 0;
        _marks.Add(new TradeMark(session, spot, mid, profit, carried, shares, new PositionGreeks(delta, gamma, vega, theta)));
    }
}
