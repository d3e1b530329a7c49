using System.Runtime.InteropServices;

namespace ResearchLab.DuckDb;

/// <summary>An INTERVAL as the engine keeps it: months have no fixed number of days, nor days of hours, so the three never mix.</summary>
/// <param name="Months">Whole months, negative for the past.</param>
/// <param name="Days">Whole days.</param>
/// <param name="Micros">Microseconds.</param>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct DuckDBInterval(int Months, int Days, long Micros)
{
    /// <summary>The interval as a span of time, a day being 24 hours.</summary>
    /// <exception cref="InvalidCastException">It has months.</exception>
    public TimeSpan ToTimeSpan() => Months == 0
        ? new TimeSpan(checked((Days * TimeSpan.TicksPerDay) + (Micros * TimeSpan.TicksPerMicrosecond)))
        : throw new InvalidCastException($"An INTERVAL of {Months} months has no fixed length. Read it as DuckDBInterval, or subtract dates in SQL.");

    /// <summary>A span of time as days and microseconds; parts of a microsecond are dropped.</summary>
    public static DuckDBInterval FromTimeSpan(TimeSpan span) =>
        new(0, span.Days, (span.Ticks - (span.Days * TimeSpan.TicksPerDay)) / TimeSpan.TicksPerMicrosecond);

    /// <summary>The same as <see cref="ToTimeSpan"/>.</summary>
    public static explicit operator TimeSpan(DuckDBInterval interval) => interval.ToTimeSpan();

    /// <summary>The same as <see cref="FromTimeSpan"/>.</summary>
    public static explicit operator DuckDBInterval(TimeSpan span) => FromTimeSpan(span);
}
