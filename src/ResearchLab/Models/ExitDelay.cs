using ResearchLab.Backtesting;
using ResearchLab.Options;

namespace ResearchLab.Models;

/// <summary>What a structure's trades earn when each exit fills at the close it is decided on, and when it fills at the next.</summary>
/// <param name="Structure">Which structure.</param>
/// <param name="Trades">Trades that ended both ways.</param>
/// <param name="Mean">Mean return on capital at risk a trade, exits at the close of the decision.</param>
/// <param name="LateMean">The same with every exit one session later.</param>
public sealed record ExitDelay(Structure Structure, int Trades, double Mean, double LateMean)
{
    /// <summary>What the delay adds to a trade, negative when it costs.</summary>
    public double Difference => LateMean - Mean;

    /// <summary>One a structure, from outcomes of the same sessions; means are NaN where no trade ended both ways.</summary>
    /// <param name="usual">Exits at the close of the decision.</param>
    /// <param name="late">Exits a session later.</param>
    public static IReadOnlyList<ExitDelay> Of(OutcomeMatrix usual, OutcomeMatrix late)
    {
        ArgumentNullException.ThrowIfNull(usual);
        ArgumentNullException.ThrowIfNull(late);
        var sums = new (int Trades, double Mean, double Late)[Structures.Count];
        for (int row = 0; row < usual.Sessions.Length; row++)
        {
            int other = Array.BinarySearch(late.Sessions, usual.Sessions[row]);
            for (int s = 0; s < sums.Length && other >= 0; s++)
            {
                TradeOutcome one = usual.Row(row)[s], two = late.Row(other)[s];
                if (one.IsComplete && two.IsComplete)
                    sums[s] = (sums[s].Trades + 1, sums[s].Mean + one.Return, sums[s].Late + two.Return);
            }
        }

        return [.. sums.Select((sum, s) => new ExitDelay((Structure)s, sum.Trades, sum.Mean / sum.Trades, sum.Late / sum.Trades))];
    }
}
