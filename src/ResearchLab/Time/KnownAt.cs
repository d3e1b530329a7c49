namespace ResearchLab.Time;

/// <summary>When the world could first know a value, whatever the day this lab bought it.</summary>
public static class KnownAt
{
    /// <summary>Time from the close until end-of-day values are published.</summary>
    public static TimeSpan DailyLag { get; } = TimeSpan.FromMinutes(30);

    /// <summary>Daily bars, volatility indices, chains and rates of a session: its close and <see cref="DailyLag"/>, in UTC.</summary>
    /// <exception cref="NotASessionException">The exchange is closed on that date; the message names the holiday.</exception>
    /// <param name="session">A session.</param>
    /// <param name="calendar">The calendar it is of; the NYSE by default.</param>
    public static DateTimeOffset Daily(DateOnly session, ExchangeCalendar? calendar = null) => (calendar ?? ExchangeCalendar.Nyse).CloseOf(session) + DailyLag;

    /// <summary>A bar within a session: when it ends.</summary>
    public static DateTimeOffset Intraday(DateTimeOffset start, TimeSpan length) => start + length;
}
