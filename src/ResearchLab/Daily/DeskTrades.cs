using ResearchLab.Backtesting;
using ResearchLab.Models;
using ResearchLab.Options;
using ResearchLab.Risk;

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
    public static DeskTrade Of(StructurePosition position, double var95, TradePath path, Func<DateOnly, int> positionOf, Func<DateOnly, DateOnly, double> dividends, double[] corners)
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

/// <summary>All trades the desk could have made at the tested sessions: one for each structure that was eligible.</summary>
/// <param name="Rows">Labelled sessions.</param>
/// <param name="Tested">Rows that are walked, ascending.</param>
/// <param name="Trades">Eleven a tested row, indexed by structure; null where it was not eligible.</param>
internal sealed record DeskTrades(LabeledRows Rows, int[] Tested, DeskTrade?[] Trades)
{
    /// <summary>The trade of a structure at a tested row; null where it was not eligible.</summary>
    public DeskTrade? At(int tested, Structure structure) => structure == Structure.NoTrade ? null : Trades[(tested * Structures.Count) + (int)structure];

    /// <summary>Follows every eligible structure of the tested rows to its end.</summary>
    /// <exception cref="InvalidDataException">A trade does not end as its label says.</exception>
    public static DeskTrades Follow(
        LabeledRows rows, int[] tested, LabelTrades trades, ChainHistory history, double[] ratePerYear, int threads, IProgress<double>? progress, CancellationToken cancellation)
    {
        var all = new DeskTrade?[tested.Length * Structures.Count];
        DateOnly[] calendar = rows.Features.Sessions;
        int PositionOf(DateOnly session) => Array.BinarySearch(calendar, session);
        int done = 0;
        Parallel.For(0, tested.Length, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation }, i =>
        {
            int row = tested[i], at = Array.BinarySearch(trades.Sessions, rows.Spans[row].Session);
            SessionTrades session = trades.At(at);
            for (int s = 0; s < Structures.Count; s++)
            {
                var structure = (Structure)s;
                if (!rows.IsEligible(row, structure) || session.Choose(structure).Position is not { } position)
                    continue;
                TradePath path = session.Trace(position);
                TradeOutcome label = rows.OutcomeOf(row, structure);
                if (path.Outcome.IsComplete != label.IsComplete || (label.IsComplete && Math.Abs(path.Outcome.Pnl - label.Pnl) > 0.005))
                    throw new InvalidDataException($"The {structure.Name()} of {label.Signal:yyyy-MM-dd} ends with {path.Outcome.Pnl:0.00} here and {label.Pnl:0.00} in its label. Train again with './lab train'.");
                double[] corners = rows.Labels.Corners.Length == 0 || session.Origin != ChainOrigin.Modelled
                    ? []
                    : [.. Enumerable.Range(0, LabelPricing.Corners).Select(corner => rows.Labels.ReturnAt(rows.LabelRow[row], structure, corner))];
                double Paid(DateOnly after, DateOnly through) => session.Scale * history.Dividends.Where(paid => paid.ExSession > after && paid.ExSession <= through).Sum(paid => paid.Amount);
                all[(i * Structures.Count) + s] = DeskTrade.Of(
                    position, PositionRisk.OneDayVar95(position, ratePerYear[rows.Spans[row].Position]), path, PositionOf, Paid, corners);
            }

            int finished = Interlocked.Increment(ref done);
            if (finished % 50 == 0)
                progress?.Report((double)finished / tested.Length);
        });
        return new DeskTrades(rows, tested, all);
    }
}
