using System.Collections;
using System.Data;
using System.Globalization;
using System.Reflection;
using System.Text;
using ResearchLab.Columns;

namespace ResearchLab.Notebooks.Formatting;

/// <summary>The first rows of any sequence as cells of text.</summary>
/// <param name="Names">Column names.</param>
/// <param name="IsNumber">Whether a column holds numbers, which stand right.</param>
/// <param name="Rows">Cells, row by row.</param>
/// <param name="Total">All rows; null when the sequence does not know and is longer than what is shown.</param>
internal sealed record TableRows(IReadOnlyList<string> Names, IReadOnlyList<bool> IsNumber, IReadOnlyList<string[]> Rows, long? Total)
{
    private const int MaxColumns = 40;

    public static TableRows Of(IEnumerable sequence, int limit)
    {
        var items = new List<object?>();
        bool more = false;
        foreach (object? item in sequence)
        {
            more = items.Count == limit;
            if (more)
                break;
            items.Add(item);
        }

        long? total = Count(sequence) ?? (more ? null : items.Count);
        PropertyInfo[] properties = items.FirstOrDefault(item => item is not null) is { } first ? Properties(first.GetType()) : [];
        if (properties.Length == 0)
        {
            return new TableRows(
                ["index", "value"], [true, items.TrueForAll(IsNumeric)],
                [.. items.Select((item, index) => new[] { index.ToString(CultureInfo.InvariantCulture), Formatter.Text(item) })], total);
        }

        return new TableRows(
            [.. properties.Select(property => property.Name)], [.. properties.Select(property => IsNumericType(property.PropertyType))],
            [.. items.Select(item => Array.ConvertAll(properties, property => Read(property, item)))], total);
    }

    /// <summary>The rows of a table of ADO.NET.</summary>
    public static TableRows Of(DataView view, int limit)
    {
        DataColumn[] columns = [.. view.Table!.Columns.Cast<DataColumn>().Take(MaxColumns)];
        return new TableRows(
            [.. columns.Select(column => column.ColumnName)], [.. columns.Select(column => IsNumericType(column.DataType))],
            [.. view.Cast<DataRowView>().Take(limit)
                .Select(row => Array.ConvertAll(columns, column => row[column.Ordinal] is DBNull ? "" : Cell(row[column.Ordinal])))], view.Count);
    }

    /// <summary>An array of two dimensions, with the numbers of its rows and columns.</summary>
    public static TableRows Of(Array grid, int limit)
    {
        int rows = grid.GetLength(0), columns = Math.Min(grid.GetLength(1), MaxColumns), rowBase = grid.GetLowerBound(0), columnBase = grid.GetLowerBound(1);
        bool numbers = IsNumericType(grid.GetType().GetElementType()!);
        return new TableRows(
            ["", .. Enumerable.Range(columnBase, columns).Select(column => Invariant($"{column}"))], [true, .. Enumerable.Repeat(numbers, columns)],
            [.. Enumerable.Range(rowBase, Math.Min(rows, limit)).Select(
                row => (string[])[Invariant($"{row}"), .. Enumerable.Range(columnBase, columns).Select(column => Cell(grid.GetValue(row, column)))])], rows);
    }

    private static string Cell(object? value) => value is double number ? Column.Text(number) : Formatter.Text(value);

    /// <summary>Generic dictionaries that are not <see cref="IDictionary"/>; null for anything else.</summary>
    public static TableRows? OfPairs(object value)
    {
        bool isDictionary = value.GetType().GetInterfaces()
            .Any(type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>));
        return isDictionary
            ? OfPairs(((IEnumerable)value).Cast<object>().Select(pair => (Get(pair, "Key"), Get(pair, "Value"))), Formatter.MaxRows, Count((IEnumerable)value))
            : null;
    }

    public static TableRows OfPairs(IEnumerable<(object? Key, object? Value)> pairs, int limit, long? total)
    {
        (object? Key, object? Value)[] shown = [.. pairs.Take(limit)];
        return new TableRows(
            ["key", "value"], [Array.TrueForAll(shown, pair => IsNumeric(pair.Key)), Array.TrueForAll(shown, pair => IsNumeric(pair.Value))],
            [.. shown.Select(pair => new[] { Formatter.Text(pair.Key), Formatter.Text(pair.Value) })], total ?? shown.Length);
    }

    public string ToHtml() => TableHtml.Of(Names, IsNumber, Rows, Total);

    public string ToText()
    {
        // A table of text columns prints as any frame does.
        if (Names is ["index", "value"] && Rows.Count <= 20 && Rows.Sum(row => row[1].Length) < 120)
            return $"[{string.Join(", ", Rows.Select(row => row[1]))}{(Total == Rows.Count ? "" : ", …")}]";
        var text = new StringBuilder();
        var frame = new Frame(Names.Select((name, i) => new Column<string>(Unique(i), [.. Rows.Select(row => row[i])])));
        text.Append(frame.ToString(20));
        if (Total != Rows.Count)
            text.Append(Total is { } total ? Invariant($" of {total:#,0} rows") : " of more rows");
        return text.ToString();

        string Unique(int i) =>
            Names.Take(i).Contains(Names[i]) ? Invariant($"{Names[i]}_{i + 1}") : Names[i].Length == 0 ? Invariant($"column_{i + 1}") : Names[i];
    }

    internal static PropertyInfo[] Properties(Type type)
    {
        if (type.IsPrimitive || type.IsEnum || type == typeof(string) || typeof(IFormattable).IsAssignableFrom(type)
            || typeof(IEnumerable).IsAssignableFrom(type)
            || type == typeof(decimal) || type.FullName?.StartsWith("System.", StringComparison.Ordinal) == true
                && !type.Name.StartsWith("KeyValuePair", StringComparison.Ordinal))
        {
            return [];
        }

        return [.. type.GetProperties(BindingFlags.Instance | BindingFlags.Public).Where(property => property.CanRead
            && property.GetIndexParameters().Length == 0 && !property.PropertyType.IsByRefLike && !property.PropertyType.IsPointer).Take(MaxColumns)];
    }

    internal static string Read(PropertyInfo property, object? item)
    {
        try
        {
            return item is null ? "null" : property.GetValue(item) is double number ? Column.Text(number) : Formatter.Text(property.GetValue(item));
        }
        catch (TargetInvocationException error)
        {
            return $"({error.InnerException?.GetType().Name})";
        }
        catch (TargetException)
        {
            return ""; // an item of another type among the rows
        }
    }

    internal static bool IsNumericType(Type type) =>
        Type.GetTypeCode(Nullable.GetUnderlyingType(type) ?? type) is >= TypeCode.SByte and <= TypeCode.Decimal && !type.IsEnum;

    private static bool IsNumeric(object? value) => value is not null && IsNumericType(value.GetType());

    private static object? Get(object pair, string property) => pair.GetType().GetProperty(property)?.GetValue(pair);

    private static long? Count(IEnumerable sequence) => sequence switch
    {
        ICollection collection => collection.Count,
        _ => sequence.GetType().GetInterfaces().Append(sequence.GetType())
            .Where(type => type.IsGenericType && (type.GetGenericTypeDefinition() == typeof(IReadOnlyCollection<>)
                || type.GetGenericTypeDefinition() == typeof(ICollection<>)))
            .Select(type => type.GetProperty("Count")?.GetValue(sequence) as int?).FirstOrDefault(),
    };
}
