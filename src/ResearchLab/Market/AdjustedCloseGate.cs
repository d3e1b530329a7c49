using ResearchLab.Lake;

namespace ResearchLab.Market;

/// <summary>
/// The gate of adjusted closes: above 0, and their ratio to the close steps only where the close steps the other way, as at a split. A ratio that
/// goes away and comes back is a bad print; one that stays is marked once.
/// </summary>
internal static class AdjustedCloseGate
{
    private static readonly double s_limit = Math.Log(1 + QualityGates.DefaultMaxJump);

    /// <summary>Marks the rows whose adjusted close cannot be; returns a remark for each step that stays.</summary>
    /// <param name="symbols">Symbol of each row.</param>
    /// <param name="sessions">Session of each row.</param>
    /// <param name="close">Close of each row.</param>
    /// <param name="adjusted">Adjusted close of each row, NaN when it is missing; null when the file has none.</param>
    /// <param name="reasons">One a row.</param>
    public static IReadOnlyList<string> Check(string[] symbols, DateOnly[] sessions, double[] close, double[]? adjusted, QualityReason[] reasons)
    {
        List<string> remarks = [];
        if (adjusted is null)
            return remarks;
        for (int row = 0; row < reasons.Length; row++)
        {
            if (reasons[row] == QualityReason.None && (adjusted[row] <= 0 || double.IsInfinity(adjusted[row])))
                reasons[row] = QualityReason.NonPositivePrice;
        }

        foreach (int[] rows in RowsOfSymbols.InOrder(symbols, sessions, row => reasons[row] == QualityReason.None && double.IsFinite(adjusted[row]) && close[row] > 0))
        {
            double Ratio(int at) => Math.Log(adjusted[rows[at]] / close[rows[at]]);
            double reference = double.NaN;
            int before = -1;
            for (int i = 0; i < rows.Length; i++)
            {
                double ratio = Ratio(i);
                bool steps = Math.Abs(ratio - reference) > s_limit;
                // At a split the close steps and the adjusted close does not.
                if (!steps || Math.Abs(Math.Log(adjusted[rows[i]] / adjusted[rows[before]])) <= s_limit)
                {
                    (reference, before) = (ratio, i);
                    continue;
                }

                reasons[rows[i]] = QualityReason.Jump;
                bool takenBack = false;
                for (int next = i + 1; next < Math.Min(rows.Length, i + 4) && !takenBack; next++)
                    takenBack = Math.Abs(Ratio(next) - reference) <= s_limit;
                if (takenBack)
                    continue;
                remarks.Add(FormattableString.Invariant(
                    $"{symbols[rows[i]]}: adj_close / close steps by {Math.Exp(ratio - reference):0.####} on {sessions[rows[i]]:yyyy-MM-dd} and the close does not: one side of it is on another basis. Correct the file, or leave the column out with --map adj_close=none."));
                (reference, before) = (ratio, i);
            }
        }

        return remarks;
    }
}
