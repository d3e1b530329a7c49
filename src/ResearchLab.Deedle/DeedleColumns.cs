using System.Globalization;
using Deedle;
using ResearchLab.Columns;
using OwnFrame = ResearchLab.Columns.Frame;

namespace ResearchLab.Deedle;

/// <summary>Columns as series of Deedle, and back.</summary>
internal static class DeedleColumns
{
    /// <summary>The values of a column that is to be a key.</summary>
    public static TKey[] Keys<TKey>(OwnFrame frame, string name)
    {
        Column column = frame[name];
        if (column is not Column<TKey> keys)
            throw new ArgumentException($"Column '{name}' holds {column.ElementType.Name}, not {typeof(TKey).Name}. Name another, "
                + $"or ask for ToDeedle<{column.ElementType.Name}>(\"{name}\").", nameof(name));
        if (column.NullCount > 0)
            throw new ArgumentException(
                Invariant($"Column '{name}' is missing in {column.NullCount} of {column.Length} rows, and a key cannot be. Leave those rows out with Where."),
                nameof(name));
        return keys.ToArray();
    }

    /// <summary>The first key that occurs twice, and where; null when all differ.</summary>
    public static (string Text, int First, int Second)? Twice<TKey>(TKey[] keys)
        where TKey : notnull
    {
        var rows = new Dictionary<TKey, int>(keys.Length);
        for (int row = 0; row < keys.Length; row++)
        {
            if (!rows.TryAdd(keys[row], row))
                return (keys[row] is DateOnly date ? Invariant($"{date:yyyy-MM-dd}") : Text(keys[row]), rows[keys[row]], row);
        }

        return null;
    }

    public static Frame<TKey, string> Frame<TKey>(TKey[] keys, IEnumerable<Column> columns)
        where TKey : notnull
    {
        Column[] all = [.. columns];
        return new Frame<TKey, string>(all.Select(column => column.Name), all.Select(column => Series(keys, column)));
    }

    /// <summary>The columns of a frame of Deedle, keys aside.</summary>
    public static IEnumerable<Column> Of<TKey, TColumn>(Frame<TKey, TColumn> frame)
        where TColumn : notnull
    {
        FrameData data = frame.GetFrameData();
        return frame.ColumnKeys.Zip(data.Columns, (name, column) => Column(
            Text(name), column.Item1, ((IVector)column.Item2).ObjectSequence.Select(value => value.HasValue ? value.Value : null)));
    }

    public static Column Column<TKey>(string name, IEnumerable<TKey> keys) => Column(name, typeof(TKey), keys.Select(key => (object?)key));

    /// <summary>A column of the nearest type that frames of the lab hold.</summary>
    public static Column Column(string name, Type type, IEnumerable<object?> values)
    {
        object?[] all = [.. values];
        if (type == typeof(object))
            type = all.OfType<object>().Select(value => value.GetType()).Distinct().ToArray() is [{ } one] ? one : typeof(object);
        type = Nullable.GetUnderlyingType(type) ?? type;
        return type == typeof(double) ? new Column<double>(name, Array.ConvertAll(all, value => value is double number ? number : double.NaN))
            : type == typeof(float) || type == typeof(decimal)
                ? new Column<double>(name, Array.ConvertAll(all, value => value is null ? double.NaN : Convert.ToDouble(value, CultureInfo.InvariantCulture)))
            : type == typeof(int) || type == typeof(short) || type == typeof(byte)
                ? Present(name, all, value => Convert.ToInt32(value, CultureInfo.InvariantCulture))
            : type == typeof(long) || type == typeof(uint) ? Present(name, all, value => Convert.ToInt64(value, CultureInfo.InvariantCulture))
            : type == typeof(bool) ? Present(name, all, value => (bool)value)
            : type == typeof(DateOnly) ? Present(name, all, value => (DateOnly)value)
            : type == typeof(DateTimeOffset) ? Present(name, all, value => (DateTimeOffset)value)
            : type == typeof(DateTime) ? Present(name, all, value => new DateTimeOffset(DateTime.SpecifyKind((DateTime)value, DateTimeKind.Utc)))
            : new Column<string>(name, Array.ConvertAll(all, value => value is null ? null! : Text(value)));
    }

    private static string Text(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";

    private static Column<T> Present<T>(string name, object?[] values, Func<object, T> read) => new(
        name, Array.ConvertAll(values, value => value is null ? default! : read(value)), Array.ConvertAll(values, value => value is not null));

    private static ISeries<TKey> Series<TKey>(TKey[] keys, Column column) => column switch
    {
        Column<double> numbers => new Series<TKey, double>(keys, numbers.ToArray()),
        Column<string> texts => new Series<TKey, string>(keys, texts.ToArray()),
        Column<long> whole => WithGaps(keys, whole),
        Column<int> whole => WithGaps(keys, whole),
        Column<bool> truths => WithGaps(keys, truths),
        Column<DateOnly> dates => WithGaps(keys, dates),
        Column<DateTimeOffset> instants => WithGaps(keys, instants),
        _ => throw new ArgumentException($"Column '{column.Name}' holds {column.ElementType.Name}, which has no series.", nameof(column)),
    };

    // NaN and null are missing to Deedle by themselves; a missing whole number, truth or date must be said.
    private static Series<TKey, T> WithGaps<TKey, T>(TKey[] keys, Column<T> column)
    {
        if (column.NullCount == 0)
            return new Series<TKey, T>(keys, column.ToArray());
        OptionalValue<T>[] values = [.. Enumerable.Range(0, column.Length)
            .Select(row => column.IsNull(row) ? OptionalValue<T>.Missing : new OptionalValue<T>(column.Span[row]))];
        int at = 0;
        return new Series<TKey, int>(keys, new int[keys.Length]).SelectOptional(_ => values[at++]);
    }
}
