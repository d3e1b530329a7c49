using ResearchLab.Backtesting;
using ResearchLab.Models;
using ResearchLab.Options;
using ResearchLab.Risk;

namespace ResearchLab.Daily;

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
        LabeledRows rows, int[] tested, LabelTrades trades, ChainHistory history, double[] ratePerYear, int threads, IProgress<double>? progress,
        CancellationToken cancellation)
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
                    throw new InvalidDataException(Invariant($"The {structure.Name()} of {label.Signal:yyyy-MM-dd} ends with {path.Outcome.Pnl:0.00} here ")
                        + Invariant($"and {label.Pnl:0.00} in its label. Train again with './lab train'."));
                double[] corners = rows.Labels.Corners.Length == 0 || session.Origin != ChainOrigin.Modelled
                    ? []
                    : [.. Enumerable.Range(0, LabelPricing.Corners).Select(corner => rows.Labels.ReturnAt(rows.LabelRow[row], structure, corner))];
                double Paid(DateOnly after, DateOnly through) =>
                    session.Scale * history.Dividends.Where(paid => paid.ExSession > after && paid.ExSession <= through).Sum(paid => paid.Amount);
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
