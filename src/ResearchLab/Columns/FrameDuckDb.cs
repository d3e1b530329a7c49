using System.Collections;
using System.Globalization;
using ResearchLab.DuckDb;

namespace ResearchLab.Columns;

/// <summary>Results of DuckDB as frames.</summary>
public static class FrameDuckDb
{
    /// <summary>
    /// The result as a frame; its arrays are used, not copied. A timestamp without zone is taken as UTC; types that a frame does not hold
    /// (times, intervals, lists) become text; a name that repeats gets a number.
    /// </summary>
    public static Frame ToFrame(this DuckDBColumns result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var columns = new List<Column>(result.Count);
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (DuckDBColumn column in result)
        {
            string name = column.Name;
            for (int number = 2; !names.Add(name); number++)
                name = $"{column.Name}_{number}";
            columns.Add(ToColumn(name, column));
        }

        return new Frame(columns);
    }

    private static Column ToColumn(string name, DuckDBColumn column)
    {
        bool[]? valid = column.IsNull is { } missing ? Array.ConvertAll(missing, isNull => !isNull) : null;
        return column.Values switch
        {
            double[] values => new Column<double>(name, values, valid),
            long[] values => new Column<long>(name, values, valid),
            int[] values => new Column<int>(name, values, valid),
            bool[] values => new Column<bool>(name, values, valid),
            string[] values => new Column<string>(name, values),
            DateOnly[] values => new Column<DateOnly>(name, values, valid),
            DateTimeOffset[] values => new Column<DateTimeOffset>(name, values, valid),
            DateTime[] values => new Column<DateTimeOffset>(name, Array.ConvertAll(values, value => new DateTimeOffset(DateTime.SpecifyKind(value, DateTimeKind.Utc))), valid),
            Array values => new Column<string>(name, Texts(values, column.IsNull)),
        };
    }

    private static string[] Texts(Array values, bool[]? isNull)
    {
        var texts = new string[values.Length];
        for (int i = 0; i < texts.Length; i++)
            texts[i] = isNull?[i] == true ? null! : Text(values.GetValue(i));
        return texts;
    }

    /// <summary>A value as SQL shows it: lists in brackets, structs and maps in braces, bytes in hexadecimal.</summary>
    private static string Text(object? value) => value switch
    {
        null => "NULL",
        string text => text,
        byte[] bytes => Convert.ToHexStringLower(bytes),
        TimeOnly time => time.ToString("HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture),
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTime moment => moment.ToString("yyyy-MM-dd HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture),
        DateTimeOffset instant => instant.ToString("yyyy-MM-dd HH:mm:ss.FFFFFFFzzz", CultureInfo.InvariantCulture),
        DuckDBInterval interval => Text(interval),
        IDictionary map => $"{{{string.Join(", ", map.Keys.Cast<object>().Select(key => $"{Text(key)}: {Text(map[key])}"))}}}",
        IEnumerable items => $"[{string.Join(", ", items.Cast<object?>().Select(Text))}]",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };

    private static string Text(DuckDBInterval interval)
    {
        string[] parts = [.. new[] { (interval.Months, "months"), (interval.Days, "days") }.Where(part => part.Item1 != 0).Select(part => $"{part.Item1} {part.Item2}")];
        return interval.Micros == 0 && parts.Length > 0 ? string.Join(' ', parts) : string.Join(' ', parts.Append(TimeSpan.FromMicroseconds(interval.Micros).ToString("c", CultureInfo.InvariantCulture)));
    }
}
