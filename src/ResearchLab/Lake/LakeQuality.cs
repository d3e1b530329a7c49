using System.Globalization;
using ResearchLab.Columns;
using ResearchLab.Time;

namespace ResearchLab.Lake;

/// <summary>What the gates refused, and what is missing of what they let in.</summary>
public static class LakeQuality
{
    /// <summary>
    /// The quarantine by dataset, source and reason: number of rows, first line of the file and its text. A row is in it whether or not a later
    /// ingest brought a good one for its key.
    /// </summary>
    /// <exception cref="LakeException">A file is damaged; the message names it.</exception>
    public static Frame Quarantined(LakeView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        return view.Sql(
            """
            SELECT dataset, source, reason, count(*)::BIGINT AS rows, min(line)::BIGINT AS first_line, arg_min(text, line) AS example
            FROM quarantine GROUP BY dataset, source, reason ORDER BY dataset, source, rows DESC, reason
            """);
    }

    /// <summary>
    /// How complete the daily bars of each symbol are between its first and its last: sessions on the calendar, those without a bar and the first of
    /// them. A symbol with bars on weekends is measured by the calendar that never closes.
    /// </summary>
    /// <exception cref="LakeException">A file is damaged; the message names it.</exception>
    public static Frame Gaps(LakeView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        Frame bars = view.ReadAll(Datasets.Bars, ["symbol", "session"], LakeFilter.Equal("interval", "1d"));
        string[] symbols = bars.ToArray<string>("symbol");
        DateOnly[] sessions = bars.ToArray<DateOnly>("session");
        var rows = new List<(string Symbol, string Calendar, DateOnly First, DateOnly Last, int Expected, int Missing, DateOnly? FirstMissing)>();
        for (int from = 0, to; from < symbols.Length; from = to)
        {
            to = from + 1;
            while (to < symbols.Length && symbols[to] == symbols[from])
                to++;
            rows.Add(GapOf(symbols[from], sessions[from..to]));
        }

        rows.Sort((left, right) => right.Missing != left.Missing ? right.Missing.CompareTo(left.Missing) : string.CompareOrdinal(left.Symbol, right.Symbol));
        return new Frame(
            new Column<string>("symbol", [.. rows.Select(row => row.Symbol)]), new Column<string>("calendar", [.. rows.Select(row => row.Calendar)]),
            new Column<DateOnly>("first", [.. rows.Select(row => row.First)]), new Column<DateOnly>("last", [.. rows.Select(row => row.Last)]),
            new Column<int>("sessions", [.. rows.Select(row => row.Expected)]), new Column<int>("missing", [.. rows.Select(row => row.Missing)]),
            new Column<string>("first_missing", [.. rows.Select(row => row.FirstMissing?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "")]));
    }

    private static (string Symbol, string Calendar, DateOnly First, DateOnly Last, int Expected, int Missing, DateOnly? FirstMissing) GapOf(string symbol,
        DateOnly[] sessions)
    {
        ExchangeCalendar calendar = Array.Exists(sessions, session => session.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday)
            ? ExchangeCalendar.Crypto
            : ExchangeCalendar.Nyse;
        DateOnly first = sessions[0] < ExchangeCalendar.FirstDay ? ExchangeCalendar.FirstDay : sessions[0];
        DateOnly[] expected = calendar.Sessions(first, sessions[^1]);
        DateOnly[] missing = [.. expected.Where(session => Array.BinarySearch(sessions, session) < 0)];
        return (symbol, calendar.Name, sessions[0], sessions[^1], expected.Length, missing.Length, missing.Length > 0 ? missing[0] : null);
    }
}
