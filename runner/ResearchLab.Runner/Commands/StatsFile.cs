using DuckDB.NET.Data;
using ResearchLab.Columns;
using ResearchLab.Desk;

namespace ResearchLab.Runner.Commands;

/// <summary>Series of a CSV file with a header: numbers by column, and the first column of dates when there is one.</summary>
/// <param name="Name">Name of the file.</param>
/// <param name="Sessions">Date of each row; null without dates.</param>
/// <param name="Columns">Numeric columns in order; NaN where a value is missing.</param>
internal sealed record StatsFile(string Name, DateOnly[]? Sessions, IReadOnlyList<(string Name, double[] Values)> Columns)
{
    /// <summary>Reads a file.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="DataUnusableException">It is no CSV file, has no numeric column, or its dates do not ascend.</exception>
    public static StatsFile Read(string path)
    {
        if (!File.Exists(path))
            throw new FileNotFoundException($"There is no file '{path}'. Give a CSV file with a header and a column of numbers a series.");
        string name = Path.GetFileName(path);
        Frame frame;
        try
        {
            using var connection = new DuckDBConnection("Data Source=:memory:");
            connection.Open();
            frame = connection.QueryFrame("SELECT * FROM read_csv($path, header = true, sample_size = -1)", ("path", path));
        }
        catch (QueryException error)
        {
            throw new DataUnusableException($"'{name}' cannot be read as CSV: {error.Message.Split('\n')[0].TrimEnd('.')}. Give a header and the same number of columns in every row.", error);
        }

        var columns = new List<(string, double[])>();
        foreach (Column column in frame)
        {
            double[]? values = column switch
            {
                Column<double> numbers => numbers.ToArray(),
                Column<long> or Column<int> => [.. Enumerable.Range(0, column.Length).Select(row => column.IsNull(row) ? double.NaN : Convert.ToDouble(column[row]))],
                _ => null,
            };
            if (values is not null)
                columns.Add((column.Name, values));
        }

        if (columns.Count == 0 || frame.Rows == 0)
            throw new DataUnusableException($"'{name}' has {frame.Rows} rows and no column of numbers. Give a header and a column of numbers a series.");
        DateOnly[]? sessions = frame.OfType<Column<DateOnly>>().FirstOrDefault() is { } dates ? dates.ToArray() : null;
        for (int row = 1; sessions is not null && row < sessions.Length; row++)
        {
            if (sessions[row] <= sessions[row - 1])
                throw new DataUnusableException($"Row {row + 1} of '{name}' ({sessions[row]:yyyy-MM-dd}) does not come after the row before it. Sort the rows by date and leave repeated ones out.");
        }

        return new StatsFile(name, sessions, columns);
    }

    /// <summary>The values of a column, all of them there.</summary>
    public double[] Column(string column)
    {
        foreach ((string name, double[] values) in Columns)
        {
            if (name != column)
                continue;
            int missing = Array.FindIndex(values, value => !double.IsFinite(value));
            return missing < 0 ? values
                : throw new DataUnusableException($"Row {missing + 1} of column '{column}' in '{Name}' has no number. Leave out rows without a value in all columns used.");
        }

        throw new UsageException($"'{Name}' has no column of numbers '{column}'. It has {string.Join(", ", Columns.Select(c => c.Name))}.");
    }
}
