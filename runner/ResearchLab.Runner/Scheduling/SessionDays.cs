using Quartz;
using Quartz.Impl.Calendar;
using ResearchLab.Time;

namespace ResearchLab.Runner.Scheduling;

/// <summary>
/// A Quartz calendar that includes the mornings of exchange sessions and nothing else, so that a trigger "09:00 New York"
/// skips weekends, holidays and unscheduled closes, and follows daylight saving.
/// </summary>
internal sealed class SessionDays : BaseCalendar
{
    private static readonly TimeZoneInfo s_newYork = ResearchLab.Time.TimeZones.NewYork;

    public SessionDays()
        : base(s_newYork) => Description = "New York exchange sessions";

    public static TimeZoneInfo NewYork => s_newYork;

    public override bool IsTimeIncluded(DateTimeOffset timeUtc) =>
        base.IsTimeIncluded(timeUtc) && ExchangeCalendar.Nyse.IsSession(NewYorkDate(timeUtc));

    public override DateTimeOffset GetNextIncludedTimeUtc(DateTimeOffset timeUtc)
    {
        DateTimeOffset time = base.GetNextIncludedTimeUtc(timeUtc);
        DateOnly date = NewYorkDate(time);
        if (ExchangeCalendar.Nyse.IsSession(date))
            return time;
        DateTime midnight = ExchangeCalendar.Nyse.Next(date).ToDateTime(TimeOnly.MinValue);
        return new DateTimeOffset(midnight, s_newYork.GetUtcOffset(midnight)).ToUniversalTime();
    }

    public override ICalendar Clone()
    {
        var clone = new SessionDays();
        CloneFields(clone);
        return clone;
    }

    private static DateOnly NewYorkDate(DateTimeOffset time) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(time, s_newYork).DateTime);
}
