using Apache.Arrow.Types;

namespace ResearchLab.Columns;

/// <summary>A conversion that a loop is compiled for.</summary>
internal interface IArrowConversion<TFrom, TTo>
{
    TTo From(TFrom value);
}

internal readonly struct FloatToDouble : IArrowConversion<float, double>
{
    public double From(float value) => value;
}

internal readonly struct Widen : IArrowConversion<sbyte, int>, IArrowConversion<short, int>, IArrowConversion<byte, int>, IArrowConversion<ushort, int>, IArrowConversion<uint, long>
{
    public int From(sbyte value) => value;

    public int From(short value) => value;

    public int From(byte value) => value;

    public int From(ushort value) => value;

    public long From(uint value) => value;
}

/// <summary>Whole numbers wider than 64 bits.</summary>
internal readonly struct ToLong(string column, string type) : IArrowConversion<ulong, long>, IArrowConversion<Int128, long>
{
    public long From(ulong value) => From((Int128)value);

    public long From(Int128 value) => value >= long.MinValue && value <= long.MaxValue ? (long)value
        : throw new OverflowException($"Column '{column}' ({type}) holds {value}, which does not fit 64 bits. Cast it to DOUBLE or VARCHAR in SQL.");
}

internal readonly struct DecimalToDouble(int scale) : IArrowConversion<Int128, double>
{
    private readonly double _divisor = Math.Pow(10, scale);

    public double From(Int128 value) => (double)value / _divisor;
}

internal readonly struct ToDate(string column) : IArrowConversion<int, DateOnly>
{
    public DateOnly From(int value) => ArrowTimes.Date(value) ?? throw ArrowTimes.OutOfRange(column, "DATE");
}

internal readonly struct ToInstant(string column, TimeUnit unit) : IArrowConversion<long, DateTimeOffset>
{
    public DateTimeOffset From(long value) => ArrowTimes.Moment(value, unit) is { } moment ? new DateTimeOffset(moment, TimeSpan.Zero) : throw ArrowTimes.OutOfRange(column, "TIMESTAMP");
}

/// <summary>Dates and times as DuckDB keeps them. Its range is wider than .NET's and has infinities.</summary>
internal static class ArrowTimes
{
    private const int EpochDay = 719_162;

    /// <summary>A date given in days since 1970-01-01; null when .NET has none.</summary>
    public static DateOnly? Date(int days) => days >= -EpochDay && days <= DateOnly.MaxValue.DayNumber - EpochDay ? DateOnly.FromDayNumber(days + EpochDay) : null;

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
