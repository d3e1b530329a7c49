using ResearchLab.Columns;
using ResearchLab.Lake;
using ResearchLab.Time;

namespace ResearchLab.Market;

/// <summary>Sessions between the first and the last bar of a symbol on which it has none.</summary>
public static class SessionGaps
{
    // A day on which a share was halted is no gap worth a line.
    private const int LongGap = 3, MostSymbols = 3;
    private const double ManyMissing = 0.02, WeekendShare = 0.1;

    /// <summary>One line a symbol of the lake's daily bars that has gaps of three sessions or lacks more than one in fifty.</summary>
    /// <param name="view">What to look into.</param>
    public static IReadOnlyList<string> OfLake(LakeView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        Frame rows = view.Read(Datasets.Bars, ["symbol", "session"], LakeFilter.Equal("interval", LakeMarket.Daily));
        string[] symbols = rows.ToArray<string>("symbol");
        DateOnly[] sessions = rows.ToArray<DateOnly>("session");
        return [.. Lines(symbols, sessions,
            of => of.Count(session => session.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday) > WeekendShare * of.Length ? null : ExchangeCalendar.Nyse)];
    }

    /// <summary>The same of the rows of a file, three symbols at most.</summary>
    /// <param name="symbols">Symbol of each row.</param>
    /// <param name="sessions">Session of each row, whether it is good or not.</param>
    /// <param name="calendar">Sessions; null where the market never closes.</param>
    internal static IEnumerable<string> Remarks(string[] symbols, DateOnly[] sessions, ExchangeCalendar? calendar)
    {
        string[] lines = [.. Lines(symbols, sessions, _ => calendar == ExchangeCalendar.Crypto ? null : calendar)];
        return lines.Length <= MostSymbols ? lines : [.. lines.Take(MostSymbols),
            Invariant($"{lines.Length - MostSymbols} more symbols have gaps; lab lake check names them.")];
    }

    private static IEnumerable<string> Lines(string[] symbols, DateOnly[] sessions, Func<DateOnly[], ExchangeCalendar?> calendarOf)
    {
        foreach (int[] rows in RowsOfSymbols.InOrder(symbols, sessions,
            row => sessions[row] >= ExchangeCalendar.FirstDay && sessions[row] <= ExchangeCalendar.LastDay))
        {
            DateOnly[] of = [.. rows.Select(row => sessions[row])];
            if (of.Length < 2)
                continue;
            ExchangeCalendar? calendar = calendarOf(of);
            int[] places = Array.ConvertAll(of, session => calendar is null ? session.DayNumber : calendar.CountSessions(of[0], session));
            int missing = 0, longest = 0, before = 0;
            for (int i = 1; i < places.Length; i++)
            {
                int gap = Math.Max(0, places[i] - places[i - 1] - 1);
                missing += gap;
                (longest, before) = gap > longest ? (gap, i - 1) : (longest, before);
            }

            if (longest >= LongGap || missing > Math.Max(1, ManyMissing * (places[^1] - places[0])))
                yield return Invariant($"{symbols[rows[0]]}: {missing} of {places[^1] - places[0] + 1} sessions from {of[0]:yyyy-MM-dd} to ")
                    + Invariant($"{of[^1]:yyyy-MM-dd} have no bar, the longest gap ({longest}) after {of[before]:yyyy-MM-dd}.");
        }
    }
}
