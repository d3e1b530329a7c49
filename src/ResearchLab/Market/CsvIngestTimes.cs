using ResearchLab.Lake;
using ResearchLab.Time;

namespace ResearchLab.Market;

/// <summary>
/// What the times of bars mean: whether they are daily or within sessions, which session a stamp is of, and which zone a time without one is in.
/// </summary>
internal static class CsvIngestTimes
{
    private const double SeveralRows = 1.5, FittingShare = 0.9;
    private static readonly TimeSpan s_preMarket = TimeSpan.FromHours(4), s_afterMarket = TimeSpan.FromHours(20), s_slack = TimeSpan.FromMinutes(5), s_mostSlack = TimeSpan.FromMinutes(59);
    private static readonly string[] s_zones = ["America/New_York", "UTC", "America/Chicago", "America/Los_Angeles", "Europe/London", "Europe/Berlin"];

    /// <summary>Whether bars are within sessions: several a date at different times.</summary>
    /// <param name="file">Name of the file, for messages.</param>
    /// <param name="symbols">Symbol of each row.</param>
    /// <param name="stamps">Stamp of each row.</param>
    /// <param name="reasons">One a row; those with a reason play no part.</param>
    /// <exception cref="CsvIngestException">It cannot be told.</exception>
    public static bool IsWithin(string file, string[] symbols, IReadOnlyList<CsvStamp> stamps, QualityReason[] reasons)
    {
        var keys = new HashSet<(string, DateOnly)>();
        var times = new HashSet<(string, DateOnly, long)>();
        var local = new HashSet<long>();
        for (int row = 0; row < reasons.Length; row++)
        {
            if (reasons[row] != QualityReason.None)
                continue;
            CsvStamp stamp = stamps[row];
            keys.Add((symbols[row], stamp.Date));
            times.Add((symbols[row], stamp.Date, stamp.Ticks));
            local.Add(stamp.IsZoned ? TimeZoneInfo.ConvertTime(stamp.Instant(TimeZoneInfo.Utc), ExchangeCalendar.Nyse.Zone).TimeOfDay.Ticks : Math.Max(0, stamp.Ticks));
        }

        if (times.Count >= keys.Count * SeveralRows)
            return true;
        bool alone = times.Count == 1 && local.Single() is var only && only != 0 && only < TimeSpan.FromHours(16).Ticks;
        if (alone || (times.Count > keys.Count && local.Count > 3))
            throw new CsvIngestException($"{file} does not tell whether its bars are daily or within sessions: it has {times.Count} stamps on {keys.Count} {(keys.Count == 1 ? "date" : "dates")}. Say --interval 1d, or their length, such as --interval 5m.");
        return false;
    }

    /// <summary>The session of each stamp of daily bars: its date as written, or at the exchange where it is an instant with a time of day.</summary>
    public static DateOnly[] Sessions(IReadOnlyList<CsvStamp> stamps, ExchangeCalendar? calendar, TimeZoneInfo? zone)
    {
        var written = new DateOnly[stamps.Count];
        bool instants = false;
        for (int row = 0; row < written.Length; row++)
        {
            written[row] = stamps[row].Date;
            instants |= stamps[row].HasTime && (stamps[row].IsZoned || zone is not null);
        }

        if (!instants)
            return written;
        TimeZoneInfo there = (calendar ?? ExchangeCalendar.Crypto).Zone;
        DateOnly[] exchange = [.. stamps.Select(stamp => Of(stamp, there))], universal = [.. stamps.Select(stamp => Of(stamp, TimeZoneInfo.Utc))];
        int Good(DateOnly[] dates) => dates.Count(date => QualityGates.IsSession(calendar, date));
        return Good(universal) > Good(exchange) && Good(exchange) < FittingShare * exchange.Length ? universal : exchange;

        DateOnly Of(CsvStamp stamp, TimeZoneInfo place) => !stamp.HasTime || !(stamp.IsZoned || zone is not null) ? stamp.Date
            : DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(stamp.Instant(zone ?? place), place).DateTime);
    }

    /// <summary>The shortest step between stamps of one symbol; zero when there is none.</summary>
    public static TimeSpan Step(string[] symbols, IReadOnlyList<CsvStamp> stamps, QualityReason[] reasons)
    {
        long shortest = long.MaxValue;
        var last = new Dictionary<string, long>(StringComparer.Ordinal);
        for (int row = 0; row < reasons.Length; row++)
        {
            if (reasons[row] != QualityReason.None)
                continue;
            long at = stamps[row].Date.ToDateTime(TimeOnly.MinValue).Ticks + Math.Max(0, stamps[row].Ticks);
            if (last.TryGetValue(symbols[row], out long before) && at != before)
                shortest = Math.Min(shortest, Math.Abs(at - before));
            last[symbols[row]] = at;
        }

        return shortest == long.MaxValue ? TimeSpan.Zero : TimeSpan.FromTicks(shortest);
    }

    /// <summary>The zone of times that name none, and how it is known.</summary>
    /// <exception cref="CsvIngestException">The sessions do not tell it, and none was said.</exception>
    public static (TimeZoneInfo Zone, string InWords) Zone(
        string file, string timeColumn, IReadOnlyList<CsvStamp> stamps, QualityReason[] reasons, ExchangeCalendar calendar, TimeZoneInfo? said, TimeSpan step)
    {
        int[] naive = [.. Enumerable.Range(0, reasons.Length).Where(row => reasons[row] == QualityReason.None && !stamps[row].IsZoned)];
        if (naive.Length == 0)
            return (TimeZoneInfo.Utc, "as written beside each time");
        if (said is not null)
            return (said, $"{said.Id} (as said)");
        if (timeColumn.EndsWith("utc", StringComparison.Ordinal) || timeColumn.StartsWith("gmt", StringComparison.Ordinal))
            return (TimeZoneInfo.Utc, "UTC (told from the name of the column)");
        string example = $"{stamps[naive[0]].Date:yyyy-MM-dd} {TimeSpan.FromTicks(Math.Max(0, stamps[naive[0]].Ticks)):hh\\:mm}";
        if (calendar == ExchangeCalendar.Crypto)
            throw new CsvIngestException($"{file} has times without a zone, such as {example}, of a market that never closes. Say their zone, such as --zone UTC.");
        List<TimeZoneInfo> fitting = [];
        foreach (string id in s_zones)
        {
            if (TimeZoneInfo.TryFindSystemTimeZoneById(id, out TimeZoneInfo? zone) && Fits(zone, stamps, naive, calendar, step)
                && !fitting.Exists(other => naive.All(row => stamps[row].Instant(other) == stamps[row].Instant(zone))))
                fitting.Add(zone);
        }

        return fitting.Count == 1
            ? (fitting[0], $"{fitting[0].Id} (told from the sessions: bars from the open to the close)")
            : throw new CsvIngestException($"{file} has times without a zone, such as {example}, and {(fitting.Count == 0 ? "they do not run from the open to the close in any zone" : $"they fit sessions in {string.Join(" and ", fitting.Select(zone => zone.Id))}")}. Say their zone, such as --zone America/New_York.");
    }

    /// <summary>Whether bars in a zone lie between pre-market and after-hours, and meet open and close of nearly all sessions.</summary>
    private static bool Fits(TimeZoneInfo zone, IReadOnlyList<CsvStamp> stamps, int[] rows, ExchangeCalendar calendar, TimeSpan step)
    {
        TimeSpan slack = step < s_slack ? s_slack : step > s_mostSlack ? s_mostSlack : step + TimeSpan.FromTicks(1);
        TimeSpan tail = step < s_slack ? s_slack : step;
        var sessions = new Dictionary<DateOnly, (bool Open, bool Close)>();
        int outside = 0;
        foreach (int row in rows)
        {
            DateTime local = TimeZoneInfo.ConvertTime(stamps[row].Instant(zone), calendar.Zone).DateTime;
            DateOnly session = DateOnly.FromDateTime(local);
            if (!QualityGates.IsSession(calendar, session) || local.TimeOfDay < s_preMarket || local.TimeOfDay > s_afterMarket)
            {
                if (++outside > rows.Length / 50)
                    return false;
                continue;
            }

            (bool open, bool close) = sessions.GetValueOrDefault(session);
            TimeSpan fromOpen = local.TimeOfDay - TimeZoneInfo.ConvertTime(calendar.OpenOf(session), calendar.Zone).TimeOfDay;
            TimeSpan toClose = TimeZoneInfo.ConvertTime(calendar.CloseOf(session), calendar.Zone).TimeOfDay - local.TimeOfDay;
            sessions[session] = (open || fromOpen.Duration() < slack, close || (toClose >= TimeSpan.Zero && toClose <= tail));
        }

        int covered = sessions.Values.Count(session => session.Open && session.Close);
        return covered > 0 && covered >= FittingShare * sessions.Count;
    }
}
