using ResearchLab.Backtesting;
using ResearchLab.Options;

namespace ResearchLab.Models;

/// <summary>What a structure's trades earn on average, and how far the answer hangs on what nobody knows: returns on capital at risk a trade.</summary>
/// <param name="Structure">Which structure.</param>
/// <param name="Trades">Trades that ended in every variant.</param>
/// <param name="Mean">As labelled: after costs, each exit at the close it is decided on, at the reference price of the labels.</param>
/// <param name="BeforeCosts">The same without spread and commissions.</param>
/// <param name="Held">The same without leaving at a change of regime.</param>
/// <param name="Late">The same with every exit one session later.</param>
/// <param name="AtTheTime">The same at the prices of the time: its strikes, spreads and commissions for an underlying as cheap as it was.</param>
/// <param name="Low">Lowest mean over the corners of the chain model's error.</param>
/// <param name="High">Highest mean over them.</param>
public sealed record OutcomeVariants(
    Structure Structure, int Trades, double Mean, double BeforeCosts, double Held, double Late, double AtTheTime, double Low, double High)
{
    /// <summary>What one session's delay of every exit adds to a trade, negative when it costs.</summary>
    public double LateDifference => Late - Mean;

    /// <summary>Share of the trades that ended for each reason, indexed by <see cref="ExitReason"/>.</summary>
    public required double[] Ends { get; init; }

    /// <summary>One a structure, from outcomes of the same sessions; means are NaN where no trade ended in every variant.</summary>
    /// <param name="usual">The labels.</param>
    /// <param name="held">No exits at a change of regime.</param>
    /// <param name="late">Exits a session later.</param>
    /// <param name="atTheTime">At the prices of the time.</param>
    public static IReadOnlyList<OutcomeVariants> Of(OutcomeMatrix usual, OutcomeMatrix held, OutcomeMatrix late, OutcomeMatrix atTheTime)
    {
        ArgumentNullException.ThrowIfNull(usual);
        ArgumentNullException.ThrowIfNull(held);
        ArgumentNullException.ThrowIfNull(late);
        ArgumentNullException.ThrowIfNull(atTheTime);
        return [.. Enumerable.Range(0, Structures.Count).Select(s => Of((Structure)s, usual, held, late, atTheTime))];
    }

    private static OutcomeVariants Of(Structure structure, OutcomeMatrix usual, OutcomeMatrix held, OutcomeMatrix late, OutcomeMatrix atTheTime)
    {
        double mean = 0, free = 0, kept = 0, later = 0, then = 0;
        double[] ends = new double[Enum.GetValues<ExitReason>().Length];
        var corners = new double[LabelPricing.Corners];
        int trades = 0;
        for (int row = 0; row < usual.Sessions.Length; row++)
        {
            TradeOutcome one = usual.Row(row)[(int)structure];
            if (!one.IsComplete || Find(late, usual.Sessions[row], structure) is not { } two || Find(atTheTime, usual.Sessions[row], structure) is not { } three
                || Find(held, usual.Sessions[row], structure) is not { } four)
                continue;
            trades++;
            mean += one.Return;
            free += (one.Pnl + one.Costs) / one.CapitalAtRisk;
            kept += four.Return;
            ends[(int)one.Reason]++;
            later += two.Return;
            then += three.Return;
            for (int corner = 0; corner < corners.Length; corner++)
            {
                double at = usual.ReturnAt(row, structure, corner);
                corners[corner] += double.IsNaN(at) ? one.Return : at;
            }
        }

        return new OutcomeVariants(structure, trades, mean / trades, free / trades, kept / trades, later / trades, then / trades, corners.Min() / trades,
            corners.Max() / trades)
        {
            Ends = [.. ends.Select(count => count / trades)],
        };
    }

    private static TradeOutcome? Find(OutcomeMatrix matrix, DateOnly session, Structure structure) =>
        Array.BinarySearch(matrix.Sessions, session) is >= 0 and var row && matrix.Row(row)[(int)structure] is { IsComplete: true } outcome ? outcome : null;
}
