using System.Collections;
using System.Globalization;
using System.Reflection;
using ResearchLab.Columns;

namespace ResearchLab.Notebooks.Formatting;

/// <summary>Frames and series of Deedle, told by the name of their type: nothing of that package is referenced, nor loaded before a cell uses it.</summary>
internal static class DeedleTable
{
    /// <summary>The keys, then the columns, as a frame to show; null when <paramref name="value"/> is nothing of Deedle's.</summary>
    public static Frame? Of(object value) =>
        Named(value, "Deedle.Frame`2") is { } frame ? OfFrame(frame, value)
        : Named(value, "Deedle.Series`2") is { } series ? OfSeries(series, value)
        : null;

    private static Frame OfFrame(Type type, object value)
    {
        object data = type.GetMethod("GetFrameData")!.Invoke(value, null)!;
        string[] names = [.. Items(type, "ColumnKeys", value).Select(Formatter.Text)];
        object[] columns = [.. Items(data.GetType(), "Columns", data).OfType<object>()];
        return Framed(Items(type, "RowKeys", value), names, [.. columns.Select(column =>
        {
            var elementType = (Type)Get(column.GetType(), "Item1", column)!;
            object vector = Get(column.GetType(), "Item2", column)!;
            Type contract = vector.GetType().GetInterface("Deedle.IVector")!;
            return (elementType, Items(contract, "ObjectSequence", vector).Select(Present));
        })]);
    }

    private static Frame OfSeries(Type type, object value)
    {
        object[] pairs = [.. Items(type, "ObservationsAll", value).OfType<object>()];
        return Framed(
            pairs.Select(pair => Get(pair.GetType(), "Key", pair)), ["value"],
            [(type.GetGenericArguments()[1], pairs.Select(pair => Present(Get(pair.GetType(), "Value", pair))))]);
    }

    private static Frame Framed(IEnumerable<object?> keys, IReadOnlyList<string> names, IReadOnlyList<(Type Type, IEnumerable<object?> Values)> columns)
    {
        var used = new HashSet<string>(StringComparer.Ordinal);
        return new Frame(new (Type Type, IEnumerable<object?> Values)[] { (typeof(string), keys) }.Concat(columns)
            .Select((column, i) => Column(Unique(i == 0 ? "key" : names[i - 1]), column.Type, [.. column.Values])));

        string Unique(string name)
        {
            string unique = string.IsNullOrWhiteSpace(name) ? "column" : name;
            for (int i = 2; !used.Add(unique); i++)
                unique = Invariant($"{name}_{i}");
            return unique;
        }
    }

    private static Column Column(string name, Type type, object?[] values) => Type.GetTypeCode(type) switch
    {
        TypeCode.Double or TypeCode.Single or TypeCode.Decimal =>
            new Column<double>(name, Array.ConvertAll(values, value => value is null ? double.NaN : Convert.ToDouble(value, CultureInfo.InvariantCulture))),
        >= TypeCode.SByte and <= TypeCode.UInt32 or TypeCode.Int64 => new Column<long>(name, Array.ConvertAll(values,
            value => value is null ? 0 : Convert.ToInt64(value, CultureInfo.InvariantCulture)), Array.ConvertAll(values, value => value is not null)),
        _ => new Column<string>(name, Array.ConvertAll(values, value => value is null ? null! : Formatter.Text(value))),
    };

    // OptionalValue<T>: a value or none.
    private static object? Present(object? optional) =>
        optional is not null && Get(optional.GetType(), "HasValue", optional) is true ? Get(optional.GetType(), "Value", optional) : null;

    private static Type? Named(object value, string name)
    {
        Type? type = value.GetType();
        while (type is not null && !(type.IsGenericType && type.GetGenericTypeDefinition().FullName == name))
            type = type.BaseType;
        return type;
    }

    private static IEnumerable<object?> Items(Type type, string property, object value) => ((IEnumerable)Get(type, property, value)!).Cast<object?>();

    private static object? Get(Type type, string property, object value) =>
        type.GetProperty(property)!.GetValue(value, BindingFlags.DoNotWrapExceptions, null, null, null);
}
