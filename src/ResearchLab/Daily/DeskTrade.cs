using ResearchLab.Backtesting;
using ResearchLab.Options;

namespace ResearchLab.Daily;

/// <summary>One trade the desk could have made, session by session from its entry; dollars per structure unit.</summary>
/// <param name="Position">The position as chosen.</param>
/// <param name="Var95">One-day 95% value at risk when chosen.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Entry">Position of the entry session on the calendar; −1 when it was not filled.</param>
/// <param name="Profit">Profit after costs so far at each close from the entry on; the last is the outcome's.</param>
/// <param name="Value">What closing the legs at their mids would pay at each close.</param>
/// <param name="DeltaPnl">What shares at the delta of the close before would have made by each close, dividends counted and financing not.</param>
/// <param name="DeltaValue">Dollars of those shares at each close.</param>
/// <param name="DecayPnl">Gamma and theta of the close before: ½ Γ ΔS² + Θ days.</param>
/// <param name="CornerReturns">Returns at the corners of the chain model's error; empty where there is none.</param>
internal sealed record DeskTrade(
    StructurePosition Position, double Var95, TradeOutcome Outcome, int Entry, double[] Profit, double[] Value, double[] DeltaPnl, double[] DeltaValue,
    double[] DecayPnl, double[] CornerReturns)
{
    /// <summary>Position of the last session it is held on so far.</summary>
    public int Last => Entry + Profit.Length - 1;

    /// <summary>Whether it ended within the data.</summary>
    public bool IsClosed => Outcome.IsComplete;

    /// <summary>Shape of a traced position.</summary>
    public static DeskTrade Of(StructurePosition position, double var95, TradePath path, Func<DateOnly, int> positionOf,
        Func<DateOnly, DateOnly, double> dividends, double[] corners)
    {
        IReadOnlyList<TradeMark> marks = path.Marks;
        if (path.Outcome.Reason == ExitReason.NotTraded || marks.Count == 0)
            return new DeskTrade(position, var95, path.Outcome, -1, [], [], [], [], [], corners);
        int count = marks.Count;
        var (profit, value, delta, held, decay) = (new double[count], new double[count], new double[count], new double[count], new double[count]);
        for (int i = 0; i < count; i++)
        {
            TradeMark mark = marks[i];
            profit[i] = i == count - 1 && path.Outcome.IsComplete ? path.Outcome.Pnl : mark.Profit;
            value[i] = OptionContract.Multiplier * mark.Mid;
            held[i] = Finite(mark.Greeks.Delta) * Finite(mark.Spot);
            if (i == 0)
                continue;
            TradeMark before = marks[i - 1];
            double move = Finite(mark.Spot - before.Spot), days = mark.Session.DayNumber - before.Session.DayNumber;
            delta[i] = Finite(before.Greeks.Delta) * (move + dividends(before.Session, mark.Session));
            decay[i] = (0.5 * Finite(before.Greeks.Gamma) * move * move) + (Finite(before.Greeks.Theta) * days);
        }

        return new DeskTrade(position, var95, path.Outcome, positionOf(marks[0].Session), profit, value, delta, held, decay, corners);
    }

    private static double Finite(double value) => double.IsFinite(value) ? value : 0;
}
