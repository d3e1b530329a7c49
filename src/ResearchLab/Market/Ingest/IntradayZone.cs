using ResearchLab.Columns;
using ResearchLab.Lake;
using ResearchLab.Time;

namespace ResearchLab.Market;

/// <summary>
/// Which clock the times of bars within sessions are of, and whether they are those of the start: bars run from the open to the close. A zone that
/// stands beside the times is believed only where they do so by it, or by no other clock either.
/// </summary>
internal static class IntradayZone
{
    private const double FittingShare = 0.9;
    private const int FewestBars = 4;
    private static readonly int[] s_distances = [7, 6, 5, 8, 12, 13];
    private static readonly TimeSpan s_preMarket = TimeSpan.FromHours(4), s_afterMarket = TimeSpan.FromHours(20), s_slack = TimeSpan.FromMinutes(5),
        s_mostSlack = TimeSpan.FromMinutes(59), s_hole = TimeSpan.FromHours(2);
    private static readonly string[] s_zones = ["America/New_York", "UTC", "America/Chicago", "America/Los_Angeles", "Europe/London", "Europe/Berlin"];

    /// <summary>The stamps as they are to be read, the zone of those that name none, and how it is known.</summary>
    /// <param name="file">Name of the file, for messages.</param>
    /// <param name="column">Name of the column of times.</param>
    /// <param name="stamps">Stamp of each row.</param>
    /// <param name="reasons">One a row; those with a reason play no part.</param>
    /// <param name="calendar">Sessions.</param>
    /// <param name="said">The zone that was said; null when none was.</param>
    /// <param name="step">Length of a bar.</param>
    /// <exception cref="CsvIngestException">The sessions do not tell it or contradict what is written, and no zone was said.</exception>
    public static (IReadOnlyList<CsvStamp> Stamps, TimeZoneInfo Zone, string InWords) Of(
        string file, string column, IReadOnlyList<CsvStamp> stamps, QualityReason[] reasons, ExchangeCalendar calendar, TimeZoneInfo? said, TimeSpan step)
    {
        int[] rows = [.. Enumerable.Range(0, reasons.Length).Where(row => reasons[row] == QualityReason.None)];
        int[] naive = [.. rows.Where(row => !stamps[row].IsZoned)];
        if (naive.Length == 0)
            return AsWritten(file, stamps, rows, calendar, said, step);
        if ((said ?? ZoneIn(column)) is { } named)
        {
            if (calendar != ExchangeCalendar.Crypto && !Fits(named, stamps, naive, calendar, step) && Other(stamps, naive, calendar, step) is { } clock)
                throw Contradiction(file, said is null ? $"'{column}'" : $"--zone {said.Id}", clock);
            RequireOneClock(file, named, stamps, naive, calendar, step);
            return (stamps, named, said is null ? $"{named.Id} (told from the name of the column)" : $"{named.Id} (as said)");
        }

        string example = Invariant($"{stamps[naive[0]].Date:yyyy-MM-dd} {TimeSpan.FromTicks(Math.Max(0, stamps[naive[0]].Ticks)):hh\\:mm}");
        if (calendar == ExchangeCalendar.Crypto)
            throw new CsvIngestException(
                $"{file} has times without a zone, such as {example}, of a market that never closes. Say their zone, such as --zone UTC.");
        List<TimeZoneInfo> fitting = Fitting(stamps, naive, calendar, step);
        if (fitting.Count == 1)
        {
            RequireOneClock(file, fitting[0], stamps, naive, calendar, step);
            return (stamps, fitting[0], $"{fitting[0].Id} (told from the sessions: bars from the open to the close)");
        }

        if (IsHalfDayClock(stamps, naive))
            throw new CsvIngestException(
                $"{file} has times such as {example} that go from 12 to 1 and not to 13: the hours after noon say no PM. Write them as 13:00 and later.");
        if (fitting.Count == 0 && Other(stamps, naive, calendar, step) is { } other)
            throw new CsvIngestException($"{file} has times without a zone, such as {example}, and they run from the open to the close by the clock of "
                + $"{other.Id} only. If they are of it, say --zone {ShellText.Word(other.Id)}.");
        string fits = fitting.Count == 0
            ? "they do not run from the open to the close in any zone"
            : $"they fit sessions in {string.Join(" and ", fitting.Select(zone => zone.Id))}";
        throw new CsvIngestException($"{file} has times without a zone, such as {example}, and {fits}. Say their zone, such as --zone America/New_York, "
            + $"and the length of a bar if it is not {LengthOf(step)}, such as --interval 1h.");
    }

    /// <summary>The zone in the name of a column, such as <c>Time (UTC+2)</c>; null when it names none.</summary>
    private static TimeZoneInfo? ZoneIn(string column)
    {
        int at = Math.Max(column.IndexOf("utc", StringComparison.OrdinalIgnoreCase), column.IndexOf("gmt", StringComparison.OrdinalIgnoreCase));
        if (at < 0)
            return null;
        ReadOnlySpan<char> rest = column.AsSpan(at + 3).TrimStart();
        return rest.IsEmpty || rest[0] is not ('+' or '-')
            ? TimeZoneInfo.Utc
            : new CsvCursor(rest).Offset(out short minutes, out _) ? TimeZones.Fixed(TimeSpan.FromMinutes(minutes)) : null;
    }

    private static string LengthOf(TimeSpan step) => LakeMarket.Intervals.FirstOrDefault(pair => pair.Value == step).Key ?? step.ToString();

    /// <summary>
    /// A clock by which the bars do run from the open to the close: of a place, some hours from UTC, or some hours from New York; null when there is none.
    /// </summary>
    private static TimeZoneInfo? Other(IReadOnlyList<CsvStamp> stamps, int[] rows, ExchangeCalendar calendar, TimeSpan step) =>
        Fitting(stamps, rows, calendar, step).FirstOrDefault()
        ?? s_distances.Select(hours => TimeZones.NewYorkPlus(hours)).FirstOrDefault(zone => Fits(zone, stamps, rows, calendar, step))
        ?? Enumerable.Range(-11, 25).Select(hours => TimeZones.Fixed(TimeSpan.FromHours(hours)))
            .FirstOrDefault(zone => Fits(zone, stamps, rows, calendar, step));

    /// <summary>Refuses a file of which some sessions are by another clock than the rest.</summary>
    private static void RequireOneClock(string file, TimeZoneInfo zone, IReadOnlyList<CsvStamp> stamps, int[] rows, ExchangeCalendar calendar, TimeSpan step)
    {
        if (calendar == ExchangeCalendar.Crypto)
            return;
        foreach (IGrouping<DateOnly, int> day in rows.GroupBy(row => stamps[row].Date))
        {
            int[] of = [.. day];
            // A session may begin late or end early; it does not run from the open to the close of another place.
            if (of.Length < FewestBars || Meets(zone, of)
                || Array.Find(s_zones, id => TimeZoneInfo.TryFindSystemTimeZoneById(id, out TimeZoneInfo? place) && Meets(place, of)) is not { } other)
                continue;
            throw new CsvIngestException(Invariant($"{file} has times of several clocks: those of {day.Key:yyyy-MM-dd} run from the open to the close by ")
                + Invariant($"that of {other}, the others by that of {zone.Id}. Write all of them by one, or cut out those days."));
        }

        bool Meets(TimeZoneInfo place, int[] of) => Fits(place, stamps, of, calendar, step) && !HasHole(place, of);

        // Bars before the open and a last one at the close do not make a session.
        bool HasHole(TimeZoneInfo place, int[] of)
        {
            DateTimeOffset[] times = [.. of.Select(row => stamps[row].Instant(place)).Order()];
            DateOnly session = LakeMarket.SessionOf(times[^1], calendar);
            if (!QualityGates.IsSession(calendar, session))
                return false;
            (DateTimeOffset open, DateTimeOffset close) = (calendar.OpenOf(session), calendar.CloseOf(session));
            return times.Zip(times.Skip(1)).Any(pair => pair.First >= open && pair.Second <= close && pair.Second - pair.First > s_hole + step);
        }
    }

    /// <summary>Moves times at which bars end to those at which they start, where all sessions tell that they end then; whether it did.</summary>
    /// <param name="symbols">Symbol of each row.</param>
    /// <param name="times">Time of each row.</param>
    /// <param name="reasons">One a row.</param>
    /// <param name="calendar">Sessions.</param>
    /// <param name="step">Length of a bar.</param>
    public static bool MoveToStarts(string[] symbols, DateTimeOffset[] times, QualityReason[] reasons, ExchangeCalendar calendar, TimeSpan step)
    {
        if (calendar == ExchangeCalendar.Crypto)
            return false;
        int[][] sessions = [.. Enumerable.Range(0, times.Length).Where(row => reasons[row] == QualityReason.None && times[row] != default)
            .GroupBy(row => (symbols[row], LakeMarket.SessionOf(times[row], calendar))).Where(group => QualityGates.IsSession(calendar, group.Key.Item2))
            .Select(group => group.OrderBy(row => times[row]).ToArray())];
        int ends = sessions.Count(rows => AreEnds(times[rows[0]], times[rows[^1]]));
        if (ends == 0 || ends < FittingShare * sessions.Length)
            return false;
        foreach (int[] rows in sessions)
        {
            for (int i = rows.Length - 1; i >= 0; i--)
            {
                // The last bar of a session may be shorter than the others.
                DateTimeOffset start = times[rows[i]] - step, open = calendar.OpenOf(LakeMarket.SessionOf(times[rows[i]], calendar));
                times[rows[i]] = i > 0 && times[rows[i - 1]] > start ? times[rows[i - 1]] : i == 0 && start < open && times[rows[i]] > open ? open : start;
            }
        }

        return true;

        // No bar starts at the close or at the end of after-hours, and one that ends there is the last.
        bool AreEnds(DateTimeOffset first, DateTimeOffset last)
        {
            DateOnly session = LakeMarket.SessionOf(first, calendar);
            DateTimeOffset open = calendar.OpenOf(session);
            TimeSpan begins = TimeZoneInfo.ConvertTime(first, calendar.Zone).TimeOfDay, ended = TimeZoneInfo.ConvertTime(last, calendar.Zone).TimeOfDay;
            return (first > open && first <= open + step && last == calendar.CloseOf(session))
                || (begins > s_preMarket && first < open && ended == s_afterMarket);
        }
    }

    private static (IReadOnlyList<CsvStamp>, TimeZoneInfo, string) AsWritten(
        string file, IReadOnlyList<CsvStamp> stamps, int[] rows, ExchangeCalendar calendar, TimeZoneInfo? said, TimeSpan step)
    {
        (IReadOnlyList<CsvStamp>, TimeZoneInfo, string) written = (stamps, TimeZoneInfo.Utc, "as written beside each time");
        if (rows.Length == 0 || calendar == ExchangeCalendar.Crypto || Fits(TimeZoneInfo.Utc, stamps, rows, calendar, step))
            return written;
        CsvStamp[] clock = [.. stamps.Select(stamp => stamp with { Offset = CsvStamp.NoOffset, Zone = null })];
        if (said is not null)
            return Fits(said, clock, rows, calendar, step) ? (clock, said, $"{said.Id} (as said, against what stands beside each time)") : written;
        if (Fitting(clock, rows, calendar, step) is not [var other, ..])
            return written;
        CsvStamp first = stamps[rows[0]];
        throw Contradiction(file, first.Zone is { } named
            ? named.Id
            : first.Offset == 0 ? "UTC" : Invariant($"{TimeSpan.FromMinutes(first.Offset).TotalHours:+0.##;-0.##} hours from UTC"), other);
    }

    private static CsvIngestException Contradiction(string file, string written, TimeZoneInfo clock) =>
        new($"{file} says {written} of its times, and by that its bars do not run from the open to the close; by the clock of {clock.Id} they do. "
            + $"Say --zone {ShellText.Word(clock.Id)}, or correct the times.");

    private static List<TimeZoneInfo> Fitting(IReadOnlyList<CsvStamp> stamps, int[] rows, ExchangeCalendar calendar, TimeSpan step)
    {
        List<TimeZoneInfo> fitting = [];
        foreach (string id in s_zones)
        {
            if (TimeZoneInfo.TryFindSystemTimeZoneById(id, out TimeZoneInfo? zone) && Fits(zone, stamps, rows, calendar, step)
                && !fitting.Exists(other => Array.TrueForAll(rows, row => stamps[row].Instant(other) == stamps[row].Instant(zone))))
                fitting.Add(zone);
        }

        return fitting;
    }

    private static bool IsHalfDayClock(IReadOnlyList<CsvStamp> stamps, int[] rows)
    {
        int[] hours = [.. rows.Select(row => (int)(stamps[row].Ticks / TimeSpan.TicksPerHour)).Distinct()];
        return Array.Exists(hours, hour => hour is >= 9 and <= 12) && Array.Exists(hours, hour => hour is >= 1 and <= 4)
            && !Array.Exists(hours, hour => hour is 0 or >= 13 or (>= 5 and <= 7));
    }

    /// <summary>Whether bars in a zone lie between pre-market and after-hours, and meet open and close of nearly all sessions.</summary>
    private static bool Fits(TimeZoneInfo zone, IReadOnlyList<CsvStamp> stamps, int[] rows, ExchangeCalendar calendar, TimeSpan step)
    {
        TimeSpan slack = step < s_slack ? s_slack : step > s_mostSlack ? s_mostSlack : step + TimeSpan.FromTicks(1);
        TimeSpan tail = step < s_slack ? s_slack : step;
        var sessions = new Dictionary<DateOnly, (bool Open, bool Close, bool Late, bool End)>();
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

            (bool open, bool close, bool late, bool end) = sessions.GetValueOrDefault(session);
            TimeSpan fromOpen = local.TimeOfDay - TimeZoneInfo.ConvertTime(calendar.OpenOf(session), calendar.Zone).TimeOfDay;
            TimeSpan toClose = TimeZoneInfo.ConvertTime(calendar.CloseOf(session), calendar.Zone).TimeOfDay - local.TimeOfDay;
            sessions[session] = (open || fromOpen.Duration() < slack, close || (toClose >= TimeSpan.Zero && toClose <= tail), late || fromOpen == step, end
                || toClose == TimeSpan.Zero);
        }

        // Of times at which bars end the first is a bar after the open, and the last is the close.
        int covered = sessions.Values.Count(session => (session.Open || (session.Late && session.End)) && session.Close);
        return covered > 0 && covered >= FittingShare * sessions.Count;
    }
}
