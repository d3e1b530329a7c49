using ResearchLab.Basics;

namespace ResearchLab.Runner.Commands;

/// <summary>Rows that sum up the others, such as Total and Average below a table: they are no period.</summary>
internal static class StatsSummaryRows
{
    private const int FewestOthers = 3;

    private static readonly HashSet<string> s_words = new(
        ["total", "totals", "grand total", "sum", "average", "avg", "mean", "median", "std", "stdev", "std dev", "std. dev.", "stddev", "min", "max", "minimum",
            "maximum", "count", "gesamt", "summe", "mittelwert", "durchschnitt", "moyenne", "annualized", "annualised", "cagr", "sharpe"],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>The table without them; a line names each.</summary>
    /// <param name="table">The table.</param>
    /// <param name="file">Name of the file.</param>
    /// <param name="notes">Told which rows are left out.</param>
    /// <exception cref="DataUnusableException">A row among the others has something else than a date where they have one.</exception>
    public static StatsTable Without(StatsTable table, string file, List<string> notes)
    {
        int rows = table.Cells.Count == 0 ? 0 : table.Cells[0].Length, kept = rows;
        // Summaries stand at the end, one below the other.
        while (kept > FewestOthers && Word(table, kept - 1) is { } found)
        {
            notes.Add($"row {kept} of '{file}' has '{found.Text}' in column '{found.Column}': it sums up the others and is left out");
            kept--;
        }

        if (kept < rows)
            table = table with { Cells = [.. table.Cells.Select(cells => cells[..kept])] };
        for (int column = 0; column < table.Names.Count; column++)
        {
            if (StatsDates.NoDate(table.Cells[column], table.Names[column]) is >= 0 and int row)
                throw new DataUnusableException($"Row {row + 1} of '{file}' has '{table.Cells[column][row]}' in column '{table.Names[column]}', "
                    + "which is no date. Leave that row out, or give its date.");
        }

        return table;
    }

    /// <summary>The word of a row that is a summary where the row above has none; null when there is none.</summary>
    private static (string Column, string Text)? Word(StatsTable table, int row)
    {
        for (int column = 0; column < table.Names.Count; column++)
        {
            string text = table.Cells[column][row].TrimEnd(':');
            // Where every row has a word it names the row.
            if (s_words.Contains(text) && table.Cells[column].Count(cell => cell.Length > 0 && char.IsAsciiLetter(cell[0])) * 2 < row)
                return (table.Names[column], table.Cells[column][row]);
        }

        return null;
    }
}
