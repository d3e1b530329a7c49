using ResearchLab.DuckDb.Interop;

namespace ResearchLab.DuckDb.Values;

/// <summary>
/// The engine's dates and times to .NET's and back. The engine's range is wider and has infinities; a value outside .NET's is an
/// <see cref="OverflowException"/>. The engine counts microseconds: parts of one are dropped downwards when writing.
/// </summary>
internal static class Temporal
{
    private const int EpochDay = 719_162;
    private const int LongestZoneSeconds = (16 * 60 * 60) - 1;

    public static DateOnly ToDate(int days) => (uint)(days + (long)EpochDay) <= (uint)DateOnly.MaxValue.DayNumber && days >= -EpochDay
        ? DateOnly.FromDayNumber(days + EpochDay)
        : throw OutOfRange("DATE", days is int.MaxValue or -int.MaxValue);

    public static int FromDate(DateOnly date) => date.DayNumber - EpochDay;

    public static DateTime ToDateTime(DuckDbTypeId type, long value) => new(ToTicks(type, value), DateTimeKind.Unspecified);

    public static DateTimeOffset ToDateTimeOffset(long micros) => new(ToTicks(DuckDbTypeId.TimestampTz, micros), TimeSpan.Zero);

    public static long FromDateTime(DateTime value) => FloorMicros(value.Ticks - DateTime.UnixEpoch.Ticks);

    public static long FromDateTimeOffset(DateTimeOffset value) => FloorMicros(value.UtcTicks - DateTime.UnixEpoch.Ticks);

    /// <summary>A moment as a column of the type stores it, parts of the type's unit dropped downwards; false when it does not fit nanoseconds.</summary>
    public static bool TryFromDateTime(DuckDbTypeId type, DateTime value, out long stored)
    {
        long ticks = value.Ticks - DateTime.UnixEpoch.Ticks;
        stored = type switch
        {
            DuckDbTypeId.TimestampS => FloorDiv(ticks, TimeSpan.TicksPerSecond),
            DuckDbTypeId.TimestampMs => FloorDiv(ticks, TimeSpan.TicksPerMillisecond),
            DuckDbTypeId.TimestampNs => unchecked(ticks * 100),
            _ => FloorMicros(ticks),
        };
        return type != DuckDbTypeId.TimestampNs || Math.Abs(ticks) < long.MaxValue / 100;
    }

    /// <exception cref="OverflowException">The moment does not fit the type.</exception>
    public static long FromDateTime(DuckDbTypeId type, DateTime value) =>
        TryFromDateTime(type, value, out long stored) ? stored : throw new OverflowException($"{value:O} does not fit TIMESTAMP_NS, which ends in 2262.");

    public static ulong FromTimeTz(DateTimeOffset value) =>
        ((ulong)FromTime(TimeOnly.FromDateTime(value.DateTime)) << 24) | (uint)(LongestZoneSeconds - (int)value.Offset.TotalSeconds);

    /// <summary>Microseconds of a day; the engine's 24:00:00 has no counterpart.</summary>
    public static TimeOnly ToTime(long micros) => micros is >= 0 and < TimeSpan.TicksPerDay / TimeSpan.TicksPerMicrosecond
        ? new TimeOnly(micros * TimeSpan.TicksPerMicrosecond)
        : throw OutOfRange("TIME", infinite: false);

    public static long FromTime(TimeOnly time) => time.Ticks / TimeSpan.TicksPerMicrosecond;

    /// <summary>A time with zone: 40 bits of microseconds, then 24 of the offset counted down. The date is 0001-01-02, so that any offset fits.</summary>
    public static DateTimeOffset ToTimeTz(ulong bits)
    {
        int offsetSeconds = LongestZoneSeconds - (int)(bits & 0xFF_FFFF);
        TimeOnly time = ToTime((long)(bits >> 24));
        if (offsetSeconds % 60 != 0 || Math.Abs(offsetSeconds) > 14 * 60 * 60)
            throw OutOfRange("TIME WITH TIME ZONE", infinite: false);
        return new DateTimeOffset(new DateOnly(1, 1, 2).ToDateTime(time), TimeSpan.FromSeconds(offsetSeconds));
    }

    private static long ToTicks(DuckDbTypeId type, long value)
    {
        bool infinite = value is long.MaxValue or -long.MaxValue;
        long scaled = type == DuckDbTypeId.TimestampNs ? FloorDiv(value, 100) : value;
        Int128 ticks = DateTime.UnixEpoch.Ticks + ((Int128)scaled * type switch
        {
            DuckDbTypeId.TimestampS => TimeSpan.TicksPerSecond,
            DuckDbTypeId.TimestampMs => TimeSpan.TicksPerMillisecond,
            DuckDbTypeId.TimestampNs => 1,
            _ => TimeSpan.TicksPerMicrosecond,
        });
        return !infinite && ticks >= 0 && ticks <= DateTime.MaxValue.Ticks ? (long)ticks : throw OutOfRange("TIMESTAMP", infinite);
    }

    private static long FloorMicros(long ticks) => FloorDiv(ticks, TimeSpan.TicksPerMicrosecond);

    private static long FloorDiv(long value, long by) => (value / by) - (value % by < 0 ? 1 : 0);

    private static OverflowException OutOfRange(string type, bool infinite) => new(
        $"A {type} value is {(infinite ? "infinite" : "outside .NET's range")}. Filter it in SQL (isfinite, a range) or cast it to VARCHAR.");
}
