using System.Globalization;
using ResearchLab.Lake;

namespace ResearchLab.Market;

/// <summary>
/// What a column of dividends beside raw closes tells against itself: a payout is on few rows, in money, and a large one lowers the close by about
/// itself. A rate a year, cents or per cent are none of that.
/// </summary>
internal static class DividendChecks
{
    private const string Remedy = "Write what was paid for each share on its ex-date, or leave the column out with --map dividend=none";
    private const int FewestRows = 10;
    private const double MostRows = 0.25, Large = 0.1;

    /// <summary>Refuses dividends that cannot be payouts.</summary>
    /// <param name="file">Name of the file, for messages.</param>
    /// <param name="symbols">Symbol of each row.</param>
    /// <param name="sessions">Session of each row.</param>
    /// <param name="close">Raw close of each row.</param>
    /// <param name="dividends">Dividend of each row.</param>
    /// <param name="reasons">One a row; those with a reason play no part.</param>
    /// <returns>One line a symbol that was refused beside others.</returns>
    /// <exception cref="CsvIngestException">They are none.</exception>
    public static IReadOnlyList<string> Require(string file, string[] symbols, DateOnly[] sessions, double[] close, double[] dividends, QualityReason[] reasons)
    {
        var refusal = new SymbolRefusal(symbols, reasons);
        foreach (int[] rows in RowsOfSymbols.InOrder(symbols, sessions, row => reasons[row] == QualityReason.None && close[row] > 0))
        {
            string symbol = symbols[rows[0]];
            string? why = null;
            int paying = rows.Count(row => dividends[row] > 0);
            if (rows.Length >= FewestRows && paying > MostRows * rows.Length)
                why = Invariant($"{file} has a dividend of {symbol} on {paying} of {rows.Length} rows, as of a rate a year. {Remedy}.");
            for (int i = 1; i < rows.Length && why is null; i++)
            {
                double paid = dividends[rows[i]], before = close[rows[i - 1]];
                if (paid > Large * before && paid < before && before - close[rows[i]] < paid / 2)
                    why = string.Create(CultureInfo.InvariantCulture, $"{file} has a dividend of {paid} of {symbol} on {sessions[rows[i]]:yyyy-MM-dd}, "
                        + $"where the close goes from {before:0.####} to {close[rows[i]]:0.####}: it is in another unit, such as cents. {Remedy}.");
            }

            if (why is not null)
                refusal.Refuse(rows, why);
        }

        return refusal.Remarks;
    }

    /// <summary>Refuses dividends in per cent.</summary>
    public static void RequireMoney(string file, string column, CsvNumbers dividends)
    {
        if (dividends.Percents > 0)
            throw new CsvIngestException(Invariant($"{file} writes {dividends.Percents} numbers of '{column}' in per cent. {Remedy}."));
    }
}
