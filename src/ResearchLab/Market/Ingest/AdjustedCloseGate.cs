using ResearchLab.Lake;

namespace ResearchLab.Market;

/// <summary>
/// The gate of adjusted closes: above 0, and their ratio to the close steps only where the close steps the other way, as at a split or a payout. A ratio
/// that goes away and comes back is a bad print. A column that stays on another basis, or ends above the closes, is refused: payouts only lower what was
/// before them, and the last close is its own.
/// </summary>
internal static class AdjustedCloseGate
{
    private const double HighestLast = 1.01, LowestReverseSplit = 1.45;
    private const int FewestRows = 10;
    private static readonly double s_limit = Math.Log(1.1);

    /// <summary>Marks the rows whose adjusted close cannot be.</summary>
    /// <param name="file">Name of the file, for messages.</param>
    /// <param name="symbols">Symbol of each row.</param>
    /// <param name="sessions">Session of each row.</param>
    /// <param name="close">Close of each row.</param>
    /// <param name="adjusted">Adjusted close of each row, NaN when it is missing; null when the file has none.</param>
    /// <param name="reasons">One a row.</param>
    /// <returns>One line a symbol that was refused beside others.</returns>
    /// <exception cref="CsvIngestException">The column cannot be one of adjusted closes.</exception>
    public static IReadOnlyList<string> Check(string file, string[] symbols, DateOnly[] sessions, double[] close, double[]? adjusted, QualityReason[] reasons)
    {
        if (adjusted is null)
            return [];
        var refusal = new SymbolRefusal(symbols, reasons);
        for (int row = 0; row < reasons.Length; row++)
        {
            if (reasons[row] == QualityReason.None && (adjusted[row] <= 0 || double.IsInfinity(adjusted[row])))
                reasons[row] = QualityReason.NonPositivePrice;
        }

        foreach (int[] rows in RowsOfSymbols.InOrder(symbols, sessions,
            row => reasons[row] == QualityReason.None && double.IsFinite(adjusted[row]) && close[row] > 0))
        {
            double Ratio(int at) => Math.Log(adjusted[rows[at]] / close[rows[at]]);
            double reference = double.NaN;
            int before = -1;
            string? why = null;
            for (int i = 0; i < rows.Length && why is null; i++)
            {
                double ratio = Ratio(i);
                // At a split or payout the close steps and the adjusted close does not.
                if (!(Math.Abs(ratio - reference) > s_limit)
                    || Math.Abs(Math.Log(adjusted[rows[i]] / adjusted[rows[before]])) <= Math.Abs(Math.Log(close[rows[i]] / close[rows[before]])))
                {
                    (reference, before) = (ratio, i);
                    continue;
                }

                reasons[rows[i]] = QualityReason.Jump;
                bool takenBack = false;
                for (int next = i + 1; next < Math.Min(rows.Length, i + 4) && !takenBack; next++)
                    takenBack = Math.Abs(Ratio(next) - reference) <= s_limit;
                if (takenBack || i + 1 == rows.Length)
                    continue; // of the last row nothing tells whether it stays
                why = Invariant($"{file}: adj_close / close of {symbols[rows[i]]} steps by {Math.Exp(ratio - reference):0.####} on ")
                    + Invariant($"{sessions[rows[i]]:yyyy-MM-dd} and the close does not: one side of it is on another basis. Correct the file, ")
                    + "or leave the column out with --map adj_close=none.";
            }

            if ((why ?? Last(file, symbols[rows[^1]], rows, sessions, Ratio)) is { } wrong)
                refusal.Refuse(rows, wrong);
        }

        return refusal.Remarks;
    }

    // Only a reverse split to come, of 2 for 3 at least, leaves the last close below the adjusted one.
    private static string? Last(string file, string symbol, int[] rows, DateOnly[] sessions, Func<int, double> ratio)
    {
        double last = Math.Exp(ratio(rows.Length - 1));
        return rows.Length >= FewestRows && last is > HighestLast and < LowestReverseSplit
            ? Invariant($"{file}: adj_close of {symbol} ends at {last:0.####} times the close on {sessions[rows[^1]]:yyyy-MM-dd}; it cannot exceed it. ")
                + "Name the right column with --map adj_close=COLUMN, or leave it out with --map adj_close=none."
            : null;
    }
}
