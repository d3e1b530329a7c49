using Apache.Arrow.Types;

namespace ResearchLab.Columns;

/// <summary>Dates and times as DuckDB keeps them. Its range is wider than .NET's and has infinities.</summary>
internal static class ArrowTimes
{
    private const int EpochDay = 719_162;

    /// <summary>A date given in days since 1970-01-01; null when .NET has none.</summary>
    public static DateOnly? Date(int days) =>
        days >= -EpochDay && days <= DateOnly.MaxValue.DayNumber - EpochDay ? DateOnly.FromDayNumber(days + EpochDay) : null;

    /// <summary>A moment given in units since 1970-01-01, parts of 100 ns dropped downwards; null when .NET has none.</summary>
    public static DateTime? Moment(long value, TimeUnit unit)
    {
        Int128 ticks = DateTime.UnixEpoch.Ticks + (unit switch
        {
            TimeUnit.Second => (Int128)value * TimeSpan.TicksPerSecond,
            TimeUnit.Millisecond => (Int128)value * TimeSpan.TicksPerMillisecond,
            TimeUnit.Microsecond => (Int128)value * TimeSpan.TicksPerMicrosecond,
            _ => (value / 100) - (value % 100 < 0 ? 1 : 0),
        });
        return !IsInfinite(value) && ticks >= 0 && ticks <= DateTime.MaxValue.Ticks ? new DateTime((long)ticks, DateTimeKind.Unspecified) : null;
    }

    /// <summary>Whether a moment is one of the two infinities.</summary>
    public static bool IsInfinite(long value) => value is long.MaxValue or -long.MaxValue;

    public static OverflowException OutOfRange(string column, string type) => new(
        $"Column '{column}' ({type}) holds a value that is infinite or outside .NET's range. Filter it in SQL (isfinite, a range) or cast it to VARCHAR.");
}
