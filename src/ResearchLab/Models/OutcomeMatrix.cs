using ResearchLab.Backtesting;
using ResearchLab.Options;

namespace ResearchLab.Models;

/// <summary>
/// Labels: the outcome of every structure at every session. A session is usable for training as of session T only when
/// every outcome that was traded there ended at or before T.
/// </summary>
/// <param name="Symbol">Symbol of the underlying.</param>
/// <param name="Spec">Text that names rules, costs and exits the outcomes were made with; part of every metric's context.</param>
/// <param name="Origin">The least real origin of the chains.</param>
/// <param name="Sessions">Signal sessions, ascending.</param>
/// <param name="Outcomes">Outcomes, session-major: row i holds the eleven outcomes of <c>Sessions[i]</c>.</param>
public sealed record OutcomeMatrix(string Symbol, string Spec, ChainOrigin Origin, DateOnly[] Sessions, TradeOutcome[] Outcomes)
{
    /// <summary>Origin of the chain of each session, null where there was none; empty when all are of <see cref="Origin"/>.</summary>
    public ChainOrigin?[] Origins { get; init; } = [];

    /// <summary>Origin of the chain that a row's structures were chosen on and followed on.</summary>
    public ChainOrigin OriginOf(int row) => (Origins.Length == 0 ? null : Origins[row]) ?? Origin;

    /// <summary>The eleven outcomes of row <paramref name="row"/>, indexed by structure.</summary>
    public ReadOnlySpan<TradeOutcome> Row(int row) => Outcomes.AsSpan(row * Structures.Count, Structures.Count);

    /// <summary>The structure with the highest return, no trade when none is above 0.</summary>
    public Structure Best(int row)
    {
        var best = Structure.NoTrade;
        double highest = 0;
        foreach (TradeOutcome outcome in Row(row))
        {
            if (outcome.IsComplete && outcome.Return > highest)
                (best, highest) = (outcome.Structure, outcome.Return);
        }

        return best;
    }

    /// <summary>The session at which the last of the row's outcomes is known, or null while one is still open.</summary>
    public DateOnly? EndOf(int row)
    {
        DateOnly end = Sessions[row];
        foreach (TradeOutcome outcome in Row(row))
        {
            if (outcome.Reason == ExitReason.Open)
                return null;
            if (outcome.IsComplete && outcome.Exit > end)
                end = outcome.Exit;
        }

        return end;
    }
}
