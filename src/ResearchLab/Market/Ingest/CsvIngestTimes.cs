using ResearchLab.Lake;
using ResearchLab.Time;

namespace ResearchLab.Market;

/// <summary>
/// What the times of bars mean: whether they are daily or within sessions, which session a stamp is of, and which zone a time without one is in.
/// </summary>
internal static class CsvIngestTimes
{
    private const double SeveralRows = 1.5, FittingShare = 0.9;
    private static readonly string[] s_midnights = ["Europe/London", "Europe/Berlin", "Asia/Tokyo", "Asia/Hong_Kong", "Asia/Kolkata", "Australia/Sydney",
        "America/Chicago"];

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
            local.Add(stamp.IsZoned ? TimeZoneInfo.ConvertTime(stamp.Instant(TimeZoneInfo.Utc), ExchangeCalendar.Nyse.Zone).TimeOfDay.Ticks : Math.Max(0,
                stamp.Ticks));
        }

        if (times.Count >= keys.Count * SeveralRows)
            return true;
        bool alone = times.Count == 1 && local.Single() is var only && only != 0 && only < TimeSpan.FromHours(16).Ticks;
        if (alone || (times.Count > keys.Count && local.Count > 3))
            throw new CsvIngestException($"{file} does not tell whether its bars are daily or within sessions: it has {times.Count} stamps on {keys.Count} "
                + $"{(keys.Count == 1 ? "date" : "dates")}. Say --interval 1d, or their length, such as --interval 5m.");
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
        if (zone is not null && stamps.Any(stamp => stamp.HasTime && stamp.IsZoned))
            return [.. stamps.Select(stamp => Of(stamp, stamp.IsZoned ? zone : there))];
        // Midnights in UTC that are evenings before in New York fit better as they are written.
        if ((Good(exchange) >= FittingShare * exchange.Length && Good(universal) <= Good(exchange)) || calendar is null || calendar == ExchangeCalendar.Crypto)
            return exchange;
        if (Good(universal) > Good(exchange))
            return universal;
        // Midnights of another zone, written as instants, are dates of that zone.
        foreach (string id in s_midnights)
        {
            if (!TimeZoneInfo.TryFindSystemTimeZoneById(id, out TimeZoneInfo? place)
                || !stamps.All(stamp => !stamp.HasTime || TimeZoneInfo.ConvertTime(stamp.Instant(place), place).TimeOfDay == TimeSpan.Zero))
                continue;
            DateOnly[] dates = [.. stamps.Select(stamp => Of(stamp, place))];
            if (Good(dates) >= FittingShare * dates.Length)
                return dates;
        }

        return exchange;

        DateOnly Of(CsvStamp stamp, TimeZoneInfo place) => !stamp.HasTime || !(stamp.IsZoned || zone is not null) ? stamp.Date
            : DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(stamp.Instant(zone ?? place), place).DateTime);
    }

    /// <summary>
    /// The usual step between stamps of one symbol: the shortest, but where that stands once a session at most, as beside the first or last bar of an
    /// hour, the commonest. Zero when there is none.
    /// </summary>
    public static TimeSpan Step(string[] symbols, IReadOnlyList<CsvStamp> stamps, QualityReason[] reasons)
    {
        var steps = new Dictionary<long, int>();
        var days = new HashSet<(string, DateOnly)>();
        var last = new Dictionary<string, long>(StringComparer.Ordinal);
        for (int row = 0; row < reasons.Length; row++)
        {
            if (reasons[row] != QualityReason.None)
                continue;
            long at = stamps[row].Date.ToDateTime(TimeOnly.MinValue).Ticks + Math.Max(0, stamps[row].Ticks);
            days.Add((symbols[row], stamps[row].Date));
            if (last.TryGetValue(symbols[row], out long before) && at != before)
                steps[Math.Abs(at - before)] = steps.GetValueOrDefault(Math.Abs(at - before)) + 1;
            last[symbols[row]] = at;
        }

        if (steps.Count == 0)
            return TimeSpan.Zero;
        long shortest = steps.Keys.Min(), usual = steps.MaxBy(step => step.Value).Key;
        return TimeSpan.FromTicks(steps[shortest] <= days.Count && steps[usual] > SeveralRows * days.Count ? usual : shortest);
    }
}
