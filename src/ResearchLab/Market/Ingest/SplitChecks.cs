using ResearchLab.Lake;

namespace ResearchLab.Market;

/// <summary>Bars against the splits the lake knows: raw closes step by about the ratio of a split, adjusted ones do not.</summary>
internal static class SplitChecks
{
    /// <summary>
    /// Marks the rows of a symbol that stand on another basis than they are said to: raw bars before a split at which they do not step by its ratio,
    /// adjusted ones where they do.
    /// </summary>
    /// <param name="bars">The rows.</param>
    /// <param name="adjustment">How they are said to be adjusted.</param>
    /// <param name="reasons">One a row.</param>
    /// <param name="splits">Ratio of each split, by symbol and session.</param>
    /// <param name="previousClose">Last close of the lake before a session; NaN when there is none.</param>
    /// <returns>One line a symbol.</returns>
    public static IReadOnlyList<string> MarkOtherBasis(
        QualityGates.BarColumns bars, string adjustment, QualityReason[] reasons,
        ILookup<string, (DateOnly Session, double Ratio)> splits, Func<string, DateOnly, double> previousClose)
    {
        List<string> remarks = [];
        if (splits.Count == 0)
            return remarks;
        foreach (int[] rows in RowsOfSymbols.InOrder(bars.Symbol, bars.Session,
            row => reasons[row] is QualityReason.None or QualityReason.Jump && splits.Contains(bars.Symbol[row])))
        {
            string symbol = bars.Symbol[rows[0]];
            // The last split that does not fit decides: what comes before it is of no use.
            foreach ((DateOnly session, double ratio) in splits[symbol].OrderByDescending(split => split.Session))
            {
                int at = Array.FindIndex(rows, row => bars.Session[row] >= session);
                if (at < 0 || bars.Session[rows[at]] != session)
                    continue;
                double before = at > 0 ? bars.Close[rows[at - 1]] : previousClose(symbol, session), after = bars.Close[rows[at]];
                if (double.IsNaN(before) || SplitSteps.KindOf(before, after, ratio) is not { } kind
                    || (adjustment == "raw" ? kind == StepKind.Raw : kind != StepKind.Raw))
                    continue;
                foreach (int row in adjustment == "raw" && at > 0 ? rows.AsSpan(0, at) : rows)
                    reasons[row] = QualityReason.OtherBasis;
                // The step is not the fault of the first row after it.
                if (adjustment == "raw" && at > 0)
                    reasons[rows[at]] = QualityReason.None;
                string step =
                    Invariant($"{symbol}: its close goes from {before:0.####} to {after:0.####} on {session:yyyy-MM-dd}, where a split of {ratio:0.####} ")
                        + "for 1 is told";
                remarks.Add(adjustment == "raw"
                    ? $"{step}; raw prices step by its ratio, so those before it are on another basis and were left out. Give raw prices for all of its "
                        + "history."
                    : $"{step}; its prices are raw. Say --adjusted raw, or give prices adjusted for splits.");
                break;
            }
        }

        return remarks;
    }
}
