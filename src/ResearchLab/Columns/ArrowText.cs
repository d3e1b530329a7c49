using System.Globalization;
using Apache.Arrow;
using Apache.Arrow.Types;

namespace ResearchLab.Columns;

/// <summary>Single values of Arrow arrays as text, as SQL shows them: lists in brackets, structs and maps in braces, bytes in hexadecimal.</summary>
internal static class ArrowText
{
    /// <summary>Whether there is no value at <paramref name="row"/>; a union keeps that in its members.</summary>
    public static bool IsNull(IArrowArray array, int row) => array is UnionArray union ? IsNull(union.Fields[union.TypeIds[row]], row) : array.IsNull(row);

    /// <summary>The value at <paramref name="row"/>; <c>NULL</c> when there is none.</summary>
    public static string Of(IArrowArray array, int row) => IsNull(array, row) ? "NULL" : array switch
    {
        StringArray texts => texts.GetString(row),
        DictionaryArray labels => Of(labels.Dictionary, int.Parse(Of(labels.Indices, row), CultureInfo.InvariantCulture)),
        BooleanArray truths => truths.GetValue(row) == true ? "true" : "false",
        Int8Array numbers => Text(numbers.GetValue(row)),
        Int16Array numbers => Text(numbers.GetValue(row)),
        Int32Array numbers => Text(numbers.GetValue(row)),
        Int64Array numbers => Text(numbers.GetValue(row)),
        UInt8Array numbers => Text(numbers.GetValue(row)),
        UInt16Array numbers => Text(numbers.GetValue(row)),
        UInt32Array numbers => Text(numbers.GetValue(row)),
        UInt64Array numbers => Text(numbers.GetValue(row)),
        FloatArray numbers => Text(numbers.GetValue(row)),
        DoubleArray numbers => Text(numbers.GetValue(row)),
        Decimal128Array numbers => Decimal(System.Runtime.InteropServices.MemoryMarshal.Read<Int128>(numbers.GetBytes(row)), numbers.Scale),
        Date32Array dates => Date(dates.Values[row]),
        Time64Array times => Time(times.Values[row], ((Time64Type)times.Data.DataType).Unit),
        TimestampArray moments => Moment(moments.Values[row], (TimestampType)moments.Data.DataType),
        MonthDayNanosecondIntervalArray spans => Interval(spans.GetValue(row)!.Value),
        MapArray map => $"{{{Joined(map.ValueOffsets[row], map.GetValueLength(row), at => $"{Of(map.Keys, at)}: {Of(map.Values, at)}")}}}",
        ListArray list => $"[{Joined(list.ValueOffsets[row], list.GetValueLength(row), at => Of(list.Values, at))}]",
        FixedSizeListArray list => Fixed(list, row),
        StructArray parts => $"{{{Joined(0, parts.Fields.Count, at => $"{((StructType)parts.Data.DataType).Fields[at].Name}: {Of(parts.Fields[at], row)}")}}}",
        UnionArray union => Of(union.Fields[union.TypeIds[row]], row),
        BinaryArray bytes => Convert.ToHexStringLower(bytes.GetBytes(row)),
        _ => throw new NotSupportedException($"A value of Arrow type {array.Data.DataType.Name} cannot be read. Cast it to VARCHAR in SQL."),
    };

    private static string Text<T>(T? value)
        where T : struct, IFormattable => value!.Value.ToString(null, CultureInfo.InvariantCulture);

    private static string Joined(int from, int count, Func<int, string> text) => string.Join(", ", Enumerable.Range(from, count).Select(text));

    private static string Fixed(FixedSizeListArray list, int row)
    {
        int size = ((FixedSizeListType)list.Data.DataType).ListSize;
        return $"[{Joined((list.Data.Offset + row) * size, size, at => Of(list.Values, at))}]";
    }

    private static string Decimal(Int128 unscaled, int scale)
    {
        string digits = Int128.Abs(unscaled).ToString(CultureInfo.InvariantCulture).PadLeft(scale + 1, '0');
        return $"{(unscaled < 0 ? "-" : "")}{digits[..^scale]}{(scale > 0 ? "." : "")}{digits[^scale..]}";
    }

    private static string Date(int days) => days is int.MaxValue ? "infinity" : days is -int.MaxValue ? "-infinity"
        : (ArrowTimes.Date(days) ?? throw ArrowTimes.OutOfRange("of a nested value", "DATE")).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Time(long value, TimeUnit unit) =>
        new TimeOnly(unit == TimeUnit.Nanosecond ? value / 100 : value * TimeSpan.TicksPerMicrosecond)
            .ToString("HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture);

    private static string Moment(long value, TimestampType type) => ArrowTimes.IsInfinite(value) ? (value > 0 ? "infinity" : "-infinity")
        : (ArrowTimes.Moment(value, type.Unit) ?? throw ArrowTimes.OutOfRange("of a nested value", "TIMESTAMP"))
            .ToString(type.Timezone is null ? "yyyy-MM-dd HH:mm:ss.FFFFFFF" : "yyyy-MM-dd HH:mm:ss.FFFFFFF'+00:00'", CultureInfo.InvariantCulture);

    private static string Interval(Apache.Arrow.Scalars.MonthDayNanosecondInterval span)
    {
        string[] parts = [.. new[] { (span.Months, "months"), (span.Days, "days") }.Where(part => part.Item1 != 0)
            .Select(part => Invariant($"{part.Item1} {part.Item2}"))];
        return span.Nanoseconds == 0 && parts.Length > 0 ? string.Join(' ', parts)
            : string.Join(' ', parts.Append(TimeSpan.FromTicks(span.Nanoseconds / 100).ToString("c", CultureInfo.InvariantCulture)));
    }
}
