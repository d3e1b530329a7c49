using ResearchLab.Basics;

namespace ResearchLab.Time;

/// <summary>The sessions of an exchange and the instants at which they open and close.</summary>
/// <remarks>
/// Covers 1950-01-01 to 2100-12-31. The sessions are laid out once, so every look-up costs a few array reads; instances are immutable
/// and safe to share. Opening and close of the NYSE are fixed in America/New_York and never fall in an hour that daylight saving skips or repeats.
/// </remarks>
public sealed class ExchangeCalendar
{
    private static readonly TimeZoneInfo s_newYork = TimeZones.NewYork;
    private static readonly Lazy<ExchangeCalendar> s_nyse = new(() => new ExchangeCalendar(
        "NYSE", s_newYork, NyseHolidays.Reason, session => Instant(session, NyseHours.Open(session)), session => Instant(session, NyseHours.Close(session)),
        session => NyseHours.EarlyClose(session) is not null));

    private static readonly Lazy<ExchangeCalendar> s_crypto = new(() => new ExchangeCalendar(
        "24/7", TimeZoneInfo.Utc, _ => null, StartOf, day => StartOf(day).AddDays(1), _ => false));

    private readonly Func<DateOnly, string?> _closedReason;
    private readonly Func<DateOnly, DateTimeOffset> _open, _close;
    private readonly Func<DateOnly, bool> _early;
    private readonly DateOnly[] _sessions;

    // Number of sessions from the first day to each day, both included.
    private readonly int[] _countUpTo;

    private ExchangeCalendar(
        string name, TimeZoneInfo zone, Func<DateOnly, string?> closedReason, Func<DateOnly, DateTimeOffset> open, Func<DateOnly, DateTimeOffset> close,
        Func<DateOnly, bool> early)
    {
        (Name, Zone, _closedReason, _open, _close, _early) = (name, zone, closedReason, open, close, early);
        var sessions = new List<DateOnly>();
        _countUpTo = new int[LastDay.DayNumber - FirstDay.DayNumber + 1];
        for (int i = 0; i < _countUpTo.Length; i++)
        {
            DateOnly day = FirstDay.AddDays(i);
            if (closedReason(day) is null)
                sessions.Add(day);
            _countUpTo[i] = sessions.Count;
        }

        _sessions = [.. sessions];
    }

    /// <summary>The New York Stock Exchange, whose sessions US stocks and listed options share.</summary>
    public static ExchangeCalendar Nyse => s_nyse.Value;

    /// <summary>Markets that never close, such as those of crypto currencies: a session is a day in UTC, from 00:00 to 24:00.</summary>
    public static ExchangeCalendar Crypto => s_crypto.Value;

    /// <summary>Short name: NYSE or 24/7.</summary>
    public string Name { get; }

    /// <summary>Time zone in which a session's date is that of its hours.</summary>
    public TimeZoneInfo Zone { get; }

    /// <summary>First date the calendar knows.</summary>
    public static DateOnly FirstDay { get; } = new(1950, 1, 1);

    /// <summary>Last date the calendar knows; holidays of later years are those of today's rules.</summary>
    public static DateOnly LastDay { get; } = new(2100, 12, 31);

    /// <summary>Whether the exchange trades on <paramref name="date"/>.</summary>
    /// <exception cref="UsageException">The date is outside the calendar.</exception>
    public bool IsSession(DateOnly date)
    {
        int day = Index(date);
        return _countUpTo[day] > (day == 0 ? 0 : _countUpTo[day - 1]);
    }

    /// <summary>Why the exchange is closed on <paramref name="date"/>, such as <c>Good Friday</c> or <c>Saturday</c>; null on a session.</summary>
    /// <exception cref="UsageException">The date is outside the calendar.</exception>
    public string? ClosedReason(DateOnly date)
    {
        Index(date);
        return _closedReason(date);
    }

    /// <summary>The first session strictly after <paramref name="date"/>, which may be any date.</summary>
    /// <exception cref="UsageException">The date is outside the calendar or no session follows in it.</exception>
    public DateOnly Next(DateOnly date) => At(_countUpTo[Index(date)], date);

    /// <summary>The last session strictly before <paramref name="date"/>, which may be any date.</summary>
    /// <exception cref="UsageException">The date is outside the calendar or no session precedes in it.</exception>
    public DateOnly Previous(DateOnly date)
    {
        int day = Index(date);
        return At((day == 0 ? 0 : _countUpTo[day - 1]) - 1, date);
    }

    /// <summary><paramref name="date"/> itself when it is a session, else the last session before it.</summary>
    /// <exception cref="UsageException">The date is outside the calendar or no session precedes in it.</exception>
    public DateOnly OnOrBefore(DateOnly date) => At(_countUpTo[Index(date)] - 1, date);

    /// <summary>The session <paramref name="count"/> sessions after <paramref name="session"/> (before it when negative).</summary>
    /// <exception cref="NotASessionException"><paramref name="session"/> is not a session.</exception>
    /// <exception cref="UsageException">The result is outside the calendar.</exception>
    public DateOnly AddSessions(DateOnly session, int count)
    {
        RequireSession(session);
        return At(_countUpTo[Index(session)] - 1 + count, session);
    }

    /// <summary>
    /// Sessions in the half-open interval (<paramref name="from"/>, <paramref name="to"/>]; the negative of the reverse when
    /// <paramref name="to"/> is earlier.
    /// </summary>
    /// <exception cref="UsageException">A date is outside the calendar.</exception>
    public int CountSessions(DateOnly from, DateOnly to) => _countUpTo[Index(to)] - _countUpTo[Index(from)];

    /// <summary>All sessions from <paramref name="from"/> to <paramref name="to"/>, both included; empty when there is none.</summary>
    /// <exception cref="UsageException">A date is outside the calendar.</exception>
    public DateOnly[] Sessions(DateOnly from, DateOnly to)
    {
        int day = Index(from);
        int first = day == 0 ? 0 : _countUpTo[day - 1];
        int end = _countUpTo[Index(to)];
        return end > first ? _sessions[first..end] : [];
    }

    /// <summary>The instant, in UTC, at which <paramref name="session"/> opens: for the NYSE 9:30 New York since 1985, 10:00 before.</summary>
    /// <exception cref="NotASessionException">The exchange is closed on that date; the message names the holiday.</exception>
    public DateTimeOffset OpenOf(DateOnly session)
    {
        RequireSession(session);
        return _open(session);
    }

    /// <summary>
    /// The instant, in UTC, at which <paramref name="session"/> closes: for the NYSE 16:00 New York (15:30 before October 1974), 13:00 on most
    /// early closes.
    /// </summary>
    /// <exception cref="NotASessionException">The exchange is closed on that date; the message names the holiday.</exception>
    public DateTimeOffset CloseOf(DateOnly session)
    {
        RequireSession(session);
        return _close(session);
    }

    /// <summary>Whether <paramref name="session"/> closes before the regular hour.</summary>
    /// <exception cref="NotASessionException">The exchange is closed on that date; the message names the holiday.</exception>
    public bool IsEarlyClose(DateOnly session)
    {
        RequireSession(session);
        return _early(session);
    }

    /// <summary>The newest session whose close is at or before <paramref name="now"/>.</summary>
    /// <exception cref="UsageException">The instant is outside the calendar.</exception>
    public DateOnly LastCompleted(DateTimeOffset now)
    {
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, Zone).DateTime);
        return IsSession(today) && CloseOf(today) <= now ? today : Previous(today);
    }

    private static DateTimeOffset StartOf(DateOnly day) => new(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);

    private static DateTimeOffset Instant(DateOnly date, TimeOnly time)
    {
        DateTime local = date.ToDateTime(time);
        return new DateTimeOffset(local, s_newYork.GetUtcOffset(local)).ToUniversalTime();
    }

    private static int Index(DateOnly date) =>
        date >= FirstDay && date <= LastDay
            ? date.DayNumber - FirstDay.DayNumber
            : throw new UsageException(Invariant($"{date:yyyy-MM-dd} is outside the exchange calendar. Use {FirstDay:yyyy-MM-dd} to {LastDay:yyyy-MM-dd}."));

    private DateOnly At(int index, DateOnly from) =>
        (uint)index < (uint)_sessions.Length
            ? _sessions[index]
            : throw new UsageException(Invariant($"The session asked for from {from:yyyy-MM-dd} lies outside {FirstDay:yyyy-MM-dd} to {LastDay:yyyy-MM-dd}."));

    private void RequireSession(DateOnly date)
    {
        if (!IsSession(date))
            throw new NotASessionException(date, _closedReason(date)!);
    }
}
