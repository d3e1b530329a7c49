using DuckDB.NET.Data;

namespace ResearchLab.Columns;

/// <summary>Whole columns into a DuckDB table, over DuckDB.NET's appender of rows.</summary>
public static class DuckDbAppending
{
    /// <summary>
    /// Appends rows given as one array a column, in the table's order and of equal length, without SQL. All are appended or none.
    /// </summary>
    /// <param name="connection">An open connection.</param>
    /// <param name="table">The table's name, or several parts of it: schema and table, or catalog, schema and table.</param>
    /// <param name="columns">Arrays of the columns' own types; a null reference is NULL, NaN stays NaN.</param>
    /// <param name="isNull">True where a row is NULL, one mask a column or null for none; null when no column has any.</param>
    /// <exception cref="ArgumentException">A count, length or type does not match; the message names the column.</exception>
    /// <exception cref="QueryException">There is no such table, or the engine refused the rows, for example because of a constraint.</exception>
    public static void AppendColumns(this DuckDBConnection connection, IReadOnlyList<string> table, IReadOnlyList<Array> columns,
        IReadOnlyList<bool[]?>? isNull = null)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(columns);
        string name = string.Join('.', table);
        for (int i = 1; i < columns.Count; i++)
        {
            if (columns[i].Length != columns[0].Length)
                throw new ArgumentException(
                    Invariant($"Array {i} for '{name}' has {columns[i].Length} rows, array 0 has {columns[0].Length}. Give all the same length."),
                    nameof(columns));
        }

        Action<IDuckDBAppenderRow, int>[] writers = [.. columns.Select((column, i) => Masked(Writer(name, i, column), isNull?[i]))];
        try
        {
            using DuckDBAppender appender = Open(connection, table);
            try
            {
                Append(appender, name, columns, writers);
            }
            catch
            {
                // Disposing writes what is there, a row that was begun included.
                appender.Clear();
                throw;
            }

            appender.Close();
        }
        catch (DuckDBException error)
        {
            throw new QueryException($"Appending to '{name}' failed: {QueryException.FirstLine(error.Message)}", error);
        }
    }

    private static void Append(DuckDBAppender appender, string name, IReadOnlyList<Array> columns, Action<IDuckDBAppenderRow, int>[] writers)
    {
        int rows = columns.Count == 0 ? 0 : columns[0].Length, column = 0;
        try
        {
            for (int row = 0; row < rows; row++)
            {
                IDuckDBAppenderRow target = appender.CreateRow();
                for (column = 0; column < writers.Length; column++)
                    writers[column](target, row);
                target.EndRow();
            }
        }
        catch (Exception error) when (error is InvalidOperationException or IndexOutOfRangeException or OverflowException)
        {
            string which = column < columns.Count
                ? Invariant($"Array {column} ({columns[column].GetType().Name}) does not fit '{name}'")
                : $"{columns.Count} arrays do not fit '{name}'";
            throw new ArgumentException($"{which}: {error.Message.TrimEnd('.')}. Give an array of the type of each column of the table.",
                nameof(columns), error);
        }
    }

    private static DuckDBAppender Open(DuckDBConnection connection, IReadOnlyList<string> table) => table switch
    {
        [var name] => connection.CreateAppender(name),
        [var schema, var name] => connection.CreateAppender(schema, name),
        [var catalog, var schema, var name] => connection.CreateAppender(catalog, schema, name),
        _ => throw new ArgumentException($"A table has one to three names, not {table.Count}: catalog, schema and table.", nameof(table)),
    };

    private static Action<IDuckDBAppenderRow, int> Masked(Action<IDuckDBAppenderRow, int> writer, bool[]? isNull) => isNull is null ? writer : (target, row) =>
    {
        if (isNull[row])
            target.AppendNullValue();
        else
            writer(target, row);
    };

    private static Action<IDuckDBAppenderRow, int> Writer(string table, int column, Array values) => values switch
    {
        double[] numbers => (target, row) => target.AppendValue(numbers[row]),
        float[] numbers => (target, row) => target.AppendValue(numbers[row]),
        decimal[] numbers => (target, row) => target.AppendValue(numbers[row]),
        long[] numbers => (target, row) => target.AppendValue(numbers[row]),
        int[] numbers => (target, row) => target.AppendValue(numbers[row]),
        short[] numbers => (target, row) => target.AppendValue(numbers[row]),
        bool[] truths => (target, row) => target.AppendValue(truths[row]),
        string[] texts => (target, row) => target.AppendValue(texts[row]),
        DateOnly[] dates => (target, row) => target.AppendValue(dates[row]),
        DateTime[] moments => (target, row) => target.AppendValue(moments[row]),
        DateTimeOffset[] instants => (target, row) => target.AppendValue(instants[row]),
        _ => throw new ArgumentException(
            Invariant($"Array {column} for '{table}' is {values.GetType().Name}, which cannot be appended. Use double, float, decimal, long, int, short, ")
                + "bool, string, DateOnly, DateTime or DateTimeOffset.", nameof(values)),
    };
}
