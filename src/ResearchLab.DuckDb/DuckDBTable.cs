using System.Reflection;
using ResearchLab.DuckDb.Values;

namespace ResearchLab.DuckDb;

/// <summary>A column of a <see cref="DuckDBTable"/>.</summary>
/// <param name="Name">Its name.</param>
/// <param name="SqlType">Its type as SQL writes it, such as <c>DOUBLE</c> or <c>VARCHAR[]</c>.</param>
public sealed record DuckDBTableColumn(string Name, string SqlType)
{
    internal Array? Values { get; init; }

    internal bool[]? IsNull { get; init; }
}

/// <summary>What a table function gives back: columns, and rows that are enumerated while the query reads them, once a scan.</summary>
public sealed class DuckDBTable
{
    private DuckDBTable(IReadOnlyList<DuckDBTableColumn> columns, IEnumerable<object?[]>? rows, long? rowCount)
    {
        if (columns.Count == 0)
            throw new ArgumentException("A table needs at least one column.", nameof(columns));
        (Columns, Rows, RowCount) = (columns, rows, rowCount);
    }

    /// <summary>The columns.</summary>
    public IReadOnlyList<DuckDBTableColumn> Columns { get; }

    /// <summary>Rows, when known beforehand.</summary>
    internal long? RowCount { get; }

    internal IEnumerable<object?[]>? Rows { get; }

    /// <summary>A table of rows, each an array with a value a column; null is NULL.</summary>
    /// <param name="columns">The columns.</param>
    /// <param name="rows">Enumerated lazily, so a sequence without end is fine in a query that stops reading.</param>
    public static DuckDBTable FromRows(IReadOnlyList<DuckDBTableColumn> columns, IEnumerable<object?[]> rows) => new(columns, rows, null);

    /// <summary>A table with a column for each public property of <typeparamref name="T"/>.</summary>
    /// <exception cref="NotSupportedException">A property's type has no counterpart in SQL.</exception>
    public static DuckDBTable FromRecords<T>(IEnumerable<T> records)
    {
        PropertyInfo[] properties = [.. typeof(T).GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanRead && property.GetIndexParameters().Length == 0)];
        return new DuckDBTable(
            [.. properties.Select(property => new DuckDBTableColumn(property.Name, SqlTypes.NameOf(property.PropertyType)))],
            records.Select(record => Array.ConvertAll(properties, property => property.GetValue(record))),
            null);
    }

    /// <summary>A table of whole columns, which is the fastest: one array each, with NULLs marked beside them (null for none).</summary>
    /// <exception cref="ArgumentException">The arrays differ in length.</exception>
    /// <exception cref="NotSupportedException">An array's element type has no counterpart in SQL.</exception>
    public static DuckDBTable FromColumns(params IReadOnlyList<(string Name, Array Values, bool[]? IsNull)> columns)
    {
        if (columns.FirstOrDefault(column => column.Values.Length != columns[0].Values.Length || (column.IsNull?.Length ?? column.Values.Length) != column.Values.Length) is { Name: not null } odd)
            throw new ArgumentException($"Column '{odd.Name}' or its null mask differs in length from '{columns[0].Name}' ({columns[0].Values.Length} rows).", nameof(columns));
        return new DuckDBTable(
            [.. columns.Select(column => new DuckDBTableColumn(column.Name, SqlTypes.NameOf(column.Values.GetType().GetElementType()!)) { Values = column.Values, IsNull = column.IsNull })],
            null,
            columns.Count == 0 ? 0 : columns[0].Values.Length);
    }
}
