using ResearchLab.Lake;

namespace ResearchLab.Market;

/// <summary>
/// Dates of which a spreadsheet read some with the day first and some with the month first. It swaps day and month where both could be a month and
/// leaves the others, so the rows of the file are in order only when those dates are swapped back.
/// </summary>
internal static class DateMix
{
    private const int FewestTurns = 2, FewestSwapped = 3, TurnsMended = 5, LastMonth = 12;

    /// <summary>Refuses such a file.</summary>
    /// <param name="file">Its name, for messages.</param>
    /// <param name="names">Symbol or series of each row, in the order of the file.</param>
    /// <param name="dates">Date of each row as it was read.</param>
    /// <param name="reasons">One a row; those with a reason play no part.</param>
    /// <param name="lines">Line of each row.</param>
    /// <exception cref="CsvIngestException">Its dates are mixed.</exception>
    public static void Require(string file, string[] names, DateOnly[] dates, QualityReason[] reasons, long[] lines)
    {
        int turns = Turns(names, dates, reasons, date => date);
        if (turns < FewestTurns || Turns(names, dates, reasons, Swapped) * TurnsMended > turns)
            return;
        int[] swapped = [.. Enumerable.Range(0, dates.Length).Where(row => reasons[row] == QualityReason.None && Swapped(dates[row]) != dates[row])];
        if (swapped.Length < FewestSwapped)
            return;
        DateOnly example = dates[swapped[0]];
        throw new CsvIngestException(
            Invariant($"{file} mixes two orders of day and month, as spreadsheets do: {swapped.Length} of its dates, such as {example:yyyy-MM-dd} on line ")
                + Invariant($"{lines[swapped[0]]}, are in order with the others only as {Swapped(example):yyyy-MM-dd}. Export it again with dates as ")
                + "YYYY-MM-DD, from the source and not from the spreadsheet.");
    }

    /// <summary>How often the rows of a name go against their order, up or down.</summary>
    private static int Turns(string[] names, DateOnly[] dates, QualityReason[] reasons, Func<DateOnly, DateOnly> read)
    {
        int up = 0, down = 0, before = -1;
        for (int row = 0; row < dates.Length; row++)
        {
            if (reasons[row] != QualityReason.None || dates[row] == default)
                continue;
            if (before >= 0 && names[before] == names[row])
            {
                int order = read(dates[row]).CompareTo(read(dates[before]));
                up += order > 0 ? 1 : 0;
                down += order < 0 ? 1 : 0;
            }

            before = row;
        }

        return Math.Min(up, down);
    }

    private static DateOnly Swapped(DateOnly date) => date.Day <= LastMonth ? new DateOnly(date.Year, date.Day, date.Month) : date;
}
