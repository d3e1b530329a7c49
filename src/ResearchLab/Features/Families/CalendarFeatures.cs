using ResearchLab.Time;

namespace ResearchLab.Features;

/// <summary>Features 81–84: what the exchange calendar already says at the close of each session.</summary>
internal static class CalendarFeatures
{
    public static void Compute(ReadOnlySpan<DateOnly> sessions, ExchangeCalendar calendar, FeatureColumns columns)
    {
        double[] weekday = columns["day_of_week"], toExpiry = columns["sessions_to_opex"];
        double[] toMonthEnd = columns["sessions_to_month_end"], toNext = columns["days_to_next_session"];
        DateOnly expiry = default, monthEnd = default;
        for (int i = 0; i < sessions.Length; i++)
        {
            DateOnly session = sessions[i];
            if (session > expiry)
                expiry = OptionExpiries.NextMonthly(session);
            if (session > monthEnd)
                monthEnd = new DateOnly(session.Year, session.Month, DateTime.DaysInMonth(session.Year, session.Month));
            weekday[i] = session.DayOfWeek == DayOfWeek.Sunday ? 7 : (int)session.DayOfWeek;
            toExpiry[i] = calendar.CountSessions(session, expiry);
            toMonthEnd[i] = calendar.CountSessions(session, monthEnd);
            toNext[i] = calendar.Next(session).DayNumber - session.DayNumber;
        }
    }
}
