using Apache.Arrow.Types;

namespace ResearchLab.Columns;

internal readonly struct ToInstant(string column, TimeUnit unit) : IArrowConversion<long, DateTimeOffset>
{
    public DateTimeOffset From(long value) =>
        ArrowTimes.Moment(value, unit) is { } moment ? new DateTimeOffset(moment, TimeSpan.Zero) : throw ArrowTimes.OutOfRange(column, "TIMESTAMP");
}
