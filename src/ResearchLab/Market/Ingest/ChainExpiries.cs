using ResearchLab.Lake;
using ResearchLab.Time;

namespace ResearchLab.Market;

/// <summary>Whether options can expire when a file says so: on a session, and not before the day on which they are quoted.</summary>
/// <remarks>
/// Until February 2015 monthly options expired on the Saturday after the third Friday, and vendors still write that date; the lab names an expiry by its
/// last session. Days on which the exchange closed at short notice, and Fridays that are holidays, stand in few expiries and mean the session before.
/// </remarks>
internal static class ChainExpiries
{
    /// <summary>Names of columns that hold days from the session to the expiry.</summary>
    public static readonly string[] Days = ["dte", "daystoexpiry", "daystoexpiration", "daystoexp", "daystomaturity", "daystoexpire"];

    private const double FewShare = 0.2, MostExpired = 0.2;
    private const int FewestExpired = 10, FarDays = 4, LongestYears = 10;
    private static readonly DateOnly s_lastSaturday = new(2016, 1, 16);

    /// <summary>Expiries as days after sessions.</summary>
    /// <param name="file">Name of the file.</param>
    /// <param name="column">Name of the column of days.</param>
    /// <param name="sessions">Session of each row.</param>
    /// <param name="days">Days of each row; NaN where they cannot be read.</param>
    /// <exception cref="CsvIngestException">They are no whole days, or no calendar days.</exception>
    public static DateOnly[] After(string file, string column, DateOnly[] sessions, IReadOnlyList<double> days)
    {
        if (days.FirstOrDefault(count => double.IsFinite(count) && count != Math.Floor(count), double.NaN) is var part && double.IsFinite(part))
            throw new CsvIngestException(Invariant($"{file} has days to expiry such as {part:0.####} in '{column}', which are no whole days. ")
                + "Add a column of expiries to the file, and name it with --map expiry=COLUMN.");
        DateOnly[] expiries =
            [.. sessions.Select((session, row) => session == default || !(Math.Abs(days[row]) < 100_000) ? session : session.AddDays((int)days[row]))];
        DateOnly[] far = [.. expiries.Where((_, row) => days[row] > FarDays).Distinct()];
        // Trading days would lead to other weekdays than Fridays, which a chain of more than a few days has.
        return far.Length == 0 || far.Any(date => OptionExpiries.Weekly(date) == date || date.DayOfWeek == DayOfWeek.Saturday) ? expiries
            : throw new CsvIngestException(Invariant($"{file} has days to expiry in '{column}' that lead to no Friday, such as {far[0]:yyyy-MM-dd}: ")
                + "they are not those of the calendar. Add a column of expiries to the file, and name it with --map expiry=COLUMN.");
    }

    /// <summary>Moves expiries to their last session, and refuses files whose expiries cannot be.</summary>
    /// <param name="file">Name of the file.</param>
    /// <param name="column">Name of the column they stand in.</param>
    /// <param name="sessions">Session of each row.</param>
    /// <param name="expiries">Expiry of each row; changed.</param>
    /// <param name="reasons">One a row.</param>
    /// <param name="calendar">Sessions of the exchange; null when it never closes.</param>
    /// <param name="note">Told what was moved.</param>
    /// <exception cref="CsvIngestException">Expiries are no sessions, or many are before the session of their quotes.</exception>
    public static void Check(string file, string column, DateOnly[] sessions, DateOnly[] expiries, QualityReason[] reasons, ExchangeCalendar? calendar,
        Action<string> note)
    {
        if (calendar is not null && calendar != ExchangeCalendar.Crypto)
            Move(file, column, expiries, reasons, calendar, note);
        foreach (IGrouping<DateOnly, int> session in Enumerable.Range(0, reasons.Length).Where(row => reasons[row] == QualityReason.None)
            .GroupBy(row => sessions[row]))
        {
            int expired = session.Count(row => expiries[row] < session.Key);
            if (expired >= FewestExpired && expired > MostExpired * session.Count())
                throw new CsvIngestException(Invariant($"{file} has {expired} of {session.Count()} quotes of {session.Key:yyyy-MM-dd} whose options had ")
                    + Invariant($"expired, such as on {expiries[session.First(row => expiries[row] < session.Key)]:yyyy-MM-dd} by '{column}': ")
                    + "its sessions or its expiries are not those of the quotes. Correct the column that is wrong.");
        }
    }

    /// <summary>Whether a date can be that of an expiry, as vendors write it.</summary>
    /// <param name="date">The date.</param>
    /// <param name="quoted">A session from which such options are quoted; the default date when it is not known.</param>
    /// <param name="calendar">Sessions of the exchange; null when it never closes.</param>
    public static bool CanBe(DateOnly date, DateOnly quoted, ExchangeCalendar? calendar) =>
        (QualityGates.IsSession(calendar, date) || IsOldSaturday(date)) && (quoted == default || (date >= quoted && date.Year <= quoted.Year + LongestYears));

    private static void Move(string file, string column, DateOnly[] expiries, QualityReason[] reasons, ExchangeCalendar calendar, Action<string> note)
    {
        int[] known = [.. Enumerable.Range(0, reasons.Length)
            .Where(row => reasons[row] == QualityReason.None && expiries[row] > ExchangeCalendar.FirstDay && expiries[row] <= ExchangeCalendar.LastDay)];
        int all = known.Select(row => expiries[row]).Distinct().Count();
        ILookup<DateOnly, int> closed = known.Where(row => !calendar.IsSession(expiries[row])).ToLookup(row => expiries[row]);
        DateOnly[] saturdays = [.. closed.Select(of => of.Key).Where(IsOldSaturday)];
        DateOnly[] others = [.. closed.Select(of => of.Key).Except(saturdays).Order()],
            weekends = Array.FindAll(others, date => date.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday);
        if (weekends.Length > 0 || others.Length > (FewShare * all) + 1)
        {
            DateOnly example = weekends.Length > 0 ? weekends[0] : others[0];
            string more = others.Length > 1 ? Invariant($", and {others.Length - 1} more such expiries of {all}") : "";
            throw new CsvIngestException(Invariant($"{file} has options that expire on {example:yyyy-MM-dd} by '{column}', ")
                + Invariant($"when the exchange is closed ({calendar.ClosedReason(example)}){more}. Correct the column, or say --calendar crypto if the ")
                + "market never closes.");
        }

        foreach (int row in closed.SelectMany(of => of))
            expiries[row] = calendar.OnOrBefore(expiries[row]);
        if (saturdays.Length > 0)
            note($"{saturdays.Length} {(saturdays.Length == 1 ? "expiry" : "expiries")} on Saturdays, as before 2015, stored as the session before");
        if (others.Length > 0)
            note($"expiry {string.Join(", ", others.Select(date => date.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)))}, "
                + $"when the exchange was closed, stored as the session before");
    }

    // The day after the third Friday.
    private static bool IsOldSaturday(DateOnly date) => date.DayOfWeek == DayOfWeek.Saturday && date.Day is >= 16 and <= 22 && date <= s_lastSaturday;
}
