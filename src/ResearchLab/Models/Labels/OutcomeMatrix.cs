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

    /// <summary>
    /// Returns at the corners of the chain model's error, <see cref="LabelPricing.Corners"/> an outcome; NaN where the trade was not opened or is of an
    /// observed chain, empty when none were computed.
    /// </summary>
    public double[] Corners { get; init; } = [];

    /// <summary>Return of one outcome at one corner: the outcome's own where the chain is no model's.</summary>
    public double ReturnAt(int row, Structure structure, int corner)
    {
        int at = (row * Structures.Count) + (int)structure;
        double own = Outcomes[at].Return;
        return Corners.Length == 0 || OriginOf(row) != ChainOrigin.Modelled || !Outcomes[at].IsComplete ? own : Corners[(at * LabelPricing.Corners) + corner];
    }

    /// <summary>
    /// Risk-neutral probability of a profit of each outcome's position where it was chosen; NaN where the rules found none, empty when it was not asked.
    /// </summary>
    public double[] WinProbabilities { get; init; } = [];

    /// <summary>Least <see cref="WinProbabilities"/> of an eligible structure.</summary>
    public double MinWinProbability { get; init; } = Eligibility.MinWinProbability;

    /// <summary>Whether a structure could be proposed at a session: by what was known at its close, before any model (<see cref="Eligibility"/>).</summary>
    public bool IsEligible(int row, Structure structure) =>
        structure != Structure.NoTrade
        && (WinProbabilities.Length == 0 || Eligibility.Admits(WinProbabilities[(row * Structures.Count) + (int)structure], MinWinProbability));

    /// <summary>The eligible structure with the highest return, no trade when none is above 0.</summary>
    public Structure Best(int row)
    {
        var best = Structure.NoTrade;
        double highest = 0;
        foreach (TradeOutcome outcome in Row(row))
        {
            if (outcome.IsComplete && outcome.Return > highest && IsEligible(row, outcome.Structure))
                (best, highest) = (outcome.Structure, outcome.Return);
        }

        return best;
    }

    /// <summary>The same at one corner of the chain model's error.</summary>
    public Structure Best(int row, int corner)
    {
        var best = Structure.NoTrade;
        double highest = 0;
        for (int s = 0; s < Structures.Count; s++)
        {
            double value = ReturnAt(row, (Structure)s, corner);
            if (value > highest && IsEligible(row, (Structure)s))
                (best, highest) = ((Structure)s, value);
        }

        return best;
    }

    /// <summary>
    /// Share of the label itself and its corners that name the same best structure: 1 when the chain model's error cannot change the label, less when the label
    /// is ambiguous. Training weighs a row by it.
    /// </summary>
    public double Agreement(int row)
    {
        if (Corners.Length == 0 || OriginOf(row) != ChainOrigin.Modelled)
            return 1;
        Structure best = Best(row);
        int same = 1;
        for (int corner = 0; corner < LabelPricing.Corners; corner++)
            same += Best(row, corner) == best ? 1 : 0;
        return same / (1.0 + LabelPricing.Corners);
    }

    /// <summary>
    /// Session at which an outcome and its corners are all known; <see cref="DateOnly.MaxValue"/> while a corner is open, empty when none were computed.
    /// </summary>
    public DateOnly[] CornerEnds { get; init; } = [];

    /// <summary>
    /// The session at which the outcome at an index of <see cref="Outcomes"/> is known, corners included; null while one of them is still open.
    /// </summary>
    public DateOnly? EndAt(int index)
    {
        TradeOutcome outcome = Outcomes[index];
        if (outcome.Reason == ExitReason.Open)
            return null;
        DateOnly end = outcome.IsComplete ? outcome.Exit : outcome.Entry > outcome.Signal ? outcome.Entry : outcome.Signal;
        DateOnly corners = CornerEnds.Length == 0 ? end : CornerEnds[index];
        return corners == DateOnly.MaxValue ? null : corners > end ? corners : end;
    }

    /// <summary>The session at which the last of the row's outcomes is known, or null while one is still open.</summary>
    public DateOnly? EndOf(int row)
    {
        DateOnly end = Sessions[row];
        for (int s = 0; s < Structures.Count; s++)
        {
            if (EndAt((row * Structures.Count) + s) is not { } one)
                return null;
            end = one > end ? one : end;
        }

        return end;
    }
}
