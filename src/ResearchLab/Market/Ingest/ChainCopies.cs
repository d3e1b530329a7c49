using ResearchLab.Columns;
using ResearchLab.Lake;
using ResearchLab.Options;

namespace ResearchLab.Market;

/// <summary>
/// A chain that stands under two sessions: quotes of which hardly one changes overnight are those of the session before, kept by a feed that stood still.
/// </summary>
internal static class ChainCopies
{
    private const int Fewest = 10, FewestAtAnotherSpot = 50, DaysBefore = 7;
    private const double SameShare = 0.95;
    private static readonly string[] s_columns = ["session", "expiry", "strike", "right", "bid", "ask", "spot"];

    /// <summary>Marks the quotes of sessions that repeat the one before, of the file or of the lake; returns a remark for each underlying.</summary>
    /// <param name="lake">The lake the file goes into.</param>
    /// <param name="quotes">All rows.</param>
    /// <param name="reasons">One a row.</param>
    public static IEnumerable<string> Mark(DataLake lake, QualityGates.QuoteColumns quotes, QualityReason[] reasons)
    {
        // One view for all underlyings: a file can have thousands.
        using LakeView? view = lake.Files(Datasets.Chains).Count == 0 ? null : lake.AsOf(DateTimeOffset.MaxValue, DateTimeOffset.MaxValue);
        foreach (IGrouping<string, int> underlying in Enumerable.Range(0, reasons.Length).Where(row => reasons[row].IsKept())
            .GroupBy(row => quotes.Underlying[row]).ToArray())
        {
            IGrouping<DateOnly, int>[] sessions = [.. underlying.GroupBy(row => quotes.Session[row]).OrderBy(group => group.Key)];
            var copies = new List<(DateOnly Session, DateOnly Of)>();
            (DateOnly at, Chain? before) = view is null ? default : Stored(view, underlying.Key, sessions[0].Key);
            foreach (IGrouping<DateOnly, int> session in sessions)
            {
                var chain = new Chain(
                    session.Select(row => (quotes.Expiry[row], quotes.Strike[row], quotes.Right[row], quotes.Bid[row], quotes.Ask[row], quotes.Spot[row])));
                if (before is not null && chain.Repeats(before))
                {
                    copies.Add((session.Key, at));
                    foreach (int row in session)
                        reasons[row] = QualityReason.Stale;
                }
                else
                {
                    (at, before) = (session.Key, chain);
                }
            }

            if (copies.Count > 0)
            {
                string more = copies.Count == 1 ? "" : Invariant($", and likewise {copies.Count - 1} more {(copies.Count == 2 ? "session" : "sessions")}");
                yield return Invariant($"{underlying.Key} {copies[0].Session:yyyy-MM-dd} has the quotes of {copies[0].Of:yyyy-MM-dd} again, ")
                    + Invariant($"so they are left out{more}. Ask the source for that session again.");
            }
        }
    }

    /// <summary>The last chain that the lake has of an underlying in the week before a session.</summary>
    private static (DateOnly Session, Chain? Quotes) Stored(LakeView view, string underlying, DateOnly first)
    {
        DateOnly last = LakeMarket.ChainSessions(view, underlying).LastOrDefault(session => session < first);
        if (last.AddDays(DaysBefore) < first)
            return default;
        Frame rows = view.Read(Datasets.Chains, s_columns, LakeFilter.Equal("underlying", underlying), LakeFilter.Equal("session", last),
            LakeFilter.Equal("origin", ChainOrigin.Observed.Name()));
        (DateOnly[] expiry, double[] strike, string[] right) =
            (rows.ToArray<DateOnly>("expiry"), rows.ToArray<double>("strike"), rows.ToArray<string>("right"));
        (double[] bid, double[] ask, double[] spot) = (rows.ToArray<double>("bid"), rows.ToArray<double>("ask"), rows.ToArray<double>("spot"));
        return (last, new Chain(Enumerable.Range(0, rows.Rows).Select(row => (expiry[row], strike[row], right[row], bid[row], ask[row], spot[row]))));
    }

    private sealed class Chain
    {
        private readonly Dictionary<(DateOnly, double, string), (double Bid, double Ask)> _quotes = [];
        private readonly double _spot;

        public Chain(IEnumerable<(DateOnly Expiry, double Strike, string Right, double Bid, double Ask, double Spot)> quotes)
        {
            foreach ((DateOnly expiry, double strike, string right, double bid, double ask, double spot) in quotes)
            {
                // Options that no one bids for are quoted alike day after day.
                if (bid > 0)
                    (_quotes[(expiry, strike, right)], _spot) = ((bid, ask), spot);
            }
        }

        public bool Repeats(Chain before)
        {
            (int common, int same) = (0, 0);
            foreach (((DateOnly, double, string) contract, (double Bid, double Ask) quote) in _quotes)
            {
                if (!before._quotes.TryGetValue(contract, out (double Bid, double Ask) other))
                    continue;
                (common, same) = (common + 1, same + (quote == other ? 1 : 0));
            }

            bool sameSpot = _spot.Equals(before._spot);
            return common * 2 > _quotes.Count && (sameSpot ? common >= Fewest && same >= SameShare * common : common >= FewestAtAnotherSpot && same == common);
        }
    }
}
