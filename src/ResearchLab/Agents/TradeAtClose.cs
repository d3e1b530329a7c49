using ResearchLab.Backtesting;
using ResearchLab.Options;

namespace ResearchLab.Agents;

/// <summary>
/// Where a position stands at a close: followed from the session it was chosen at by the one function that labels and evaluation follow trades with, on what is
/// known by then.
/// </summary>
/// <param name="Path">The trade so far.</param>
/// <param name="Session">Session of the close.</param>
internal sealed record TradeAtClose(TradePath Path, DateOnly Session)
{
    /// <summary>Follows a position.</summary>
    public static TradeAtClose Of(StructurePosition position, ChainHistory history, CostModel costs, DateOnly session) =>
        new(OutcomeEngine.Trace(position, history, costs), session);

    /// <summary>Whether its entry found no quotes, so that it never will be filled.</summary>
    public bool IsMissed => Path.Outcome.Reason == ExitReason.NotTraded;

    /// <summary>Why it was not filled, in words.</summary>
    public string MissedBecause => Path.Events.Count > 0 ? Path.Events[^1].Text : "entry missed";

    /// <summary>Session of the fill; null while it waits.</summary>
    public DateOnly? Filled => Path.Marks.Count > 0 ? Path.Marks[0].Session : null;

    /// <summary>Net premium paid for a unit and share at the fill, spread included; negative when received.</summary>
    public double EntryPrice => Path.Marks[0].Mid - (Path.Marks[0].Profit / OptionContract.Multiplier);

    /// <summary>Whether it has ended by this close.</summary>
    public bool HasEnded => Path.Outcome.IsComplete;

    /// <summary>Commissions, fees and what a delivery cost, of one unit in dollars, once it has ended.</summary>
    public double Paid => Path.Costs.Commissions + Path.Costs.Fees + Path.Costs.Delivery;

    /// <summary>Net premium of a unit and share at the exit, positive when paid; what an assignment or an expiry left counts as such.</summary>
    public double ExitPrice => -((Path.Outcome.Pnl + Paid) / OptionContract.Multiplier) - EntryPrice;

    /// <summary>
    /// The mark of the close, or the last one before where the session has none. An exit that quotes revised since would have taken earlier is taken now.
    /// </summary>
    public CloseMark Mark
    {
        get
        {
            TradeMark last = Path.Marks[^1];
            double profit = HasEnded ? Path.Outcome.Pnl : last.Profit;
            bool isOfSession = last.Session == Session;
            return new CloseMark(profit, OptionContract.Multiplier * last.Mid, HasEnded, isOfSession ? last.CarriedLegs : -1);
        }
    }

    /// <summary>
    /// Where the profit of one unit came from, in dollars: moves of the underlying at the delta and gamma of each close before, time at its theta, costs,
    /// and the rest, which is volatility and what the greeks of a close do not see of the next.
    /// </summary>
    public (double Price, double Volatility, double Time, double Costs) Split()
    {
        double price = 0, time = 0;
        for (int i = 1; i < Path.Marks.Count; i++)
        {
            (TradeMark before, TradeMark mark) = (Path.Marks[i - 1], Path.Marks[i]);
            double move = mark.Spot - before.Spot;
            price += Finite((before.Greeks.Delta * move) + (0.5 * before.Greeks.Gamma * move * move));
            time += Finite(before.Greeks.Theta * (mark.Session.DayNumber - before.Session.DayNumber));
        }

        double costs = HasEnded ? -Path.Outcome.Costs : Path.Marks[0].Profit;
        return (price, Mark.Profit - price - time - costs, time, costs);
    }

    private static double Finite(double value) => double.IsFinite(value) ? value : 0;
}
