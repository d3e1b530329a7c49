using System.Reflection;

namespace ResearchLab.Columns;

/// <summary>Frames from objects.</summary>
public sealed partial class Frame
{
    /// <summary>
    /// A frame with a column for each public property of <typeparamref name="T"/>: numbers as double, long or int, enums as text, times as dates or
    /// instants in UTC; a null is missing.
    /// </summary>
    /// <typeparam name="T">A record or class of scalar properties.</typeparam>
    /// <param name="records">One row each.</param>
    /// <param name="name">Makes a column's name from a property's; by default the same name.</param>
    /// <exception cref="ArgumentException">A property has a type that no column holds; the message names it.</exception>
    public static Frame FromRecords<T>(IEnumerable<T> records, Func<string, string>? name = null)
    {
        ArgumentNullException.ThrowIfNull(records);
        T[] rows = [.. records];
        PropertyInfo[] properties = [.. typeof(T).GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.CanRead && property.GetIndexParameters().Length == 0)];
        if (properties.Length == 0)
            throw new ArgumentException($"{typeof(T).Name} has no public properties. Use a record, or make the columns yourself.", nameof(records));
        return new Frame(properties.Select(property => FromValues(name?.Invoke(property.Name) ?? property.Name, property.PropertyType,
            Array.ConvertAll(rows, row => property.GetValue(row)))));
    }

    private static Column FromValues(string name, Type type, object?[] values)
    {
        Type bare = Nullable.GetUnderlyingType(type) ?? type;
        return Type.GetTypeCode(bare) switch
        {
            _ when bare.IsEnum => Of(value => value.ToString()!),
            TypeCode.Double or TypeCode.Single or TypeCode.Decimal => Of(Convert.ToDouble),
            TypeCode.Int64 or TypeCode.UInt32 => Of(Convert.ToInt64),
            TypeCode.UInt64 => Of(value => checked((long)(ulong)value)),
            TypeCode.Int32 or TypeCode.Int16 or TypeCode.UInt16 or TypeCode.Byte or TypeCode.SByte => Of(Convert.ToInt32),
            TypeCode.Boolean => Of(value => (bool)value),
            TypeCode.String => Of(value => (string)value),
            TypeCode.DateTime =>
                Of(value => new DateTimeOffset(((DateTime)value).Kind == DateTimeKind.Local
                    ? ((DateTime)value).ToUniversalTime()
                    : DateTime.SpecifyKind((DateTime)value, DateTimeKind.Utc))),
            _ when bare == typeof(DateOnly) => Of(value => (DateOnly)value),
            _ when bare == typeof(DateTimeOffset) => Of(value => ((DateTimeOffset)value).ToUniversalTime()),
            _ => throw new ArgumentException($"Property '{name}' is {bare.Name}, which no column holds. Select a number, text, bool, date or instant instead.",
                nameof(values)),
        };

        Column<TValue> Of<TValue>(Func<object, TValue> convert)
        {
            bool[]? valid = Array.Exists(values, value => value is null) ? Array.ConvertAll(values, value => value is not null) : null;
            return new Column<TValue>(name, Array.ConvertAll(values, value => value is null ? default! : convert(value)), valid);
        }
    }
}
