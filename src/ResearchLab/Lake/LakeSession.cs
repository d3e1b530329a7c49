using DuckDB.NET.Data;
using ResearchLab.Columns;

namespace ResearchLab.Lake;

/// <summary>A DuckDB engine in memory, in UTC, for a view or an append: begun when it is first needed, and again after it rested.</summary>
internal sealed class LakeSession : IDisposable
{
    private DuckDBConnection? _connection;
    private bool _isOver;

    /// <summary>Names of the datasets that are views here.</summary>
    public HashSet<string> Datasets { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether an engine is held now, with its threads and memory.</summary>
    public bool IsHeld => _connection is not null;

    private DuckDBConnection Connection => _connection ??= _isOver ? throw new ObjectDisposedException(nameof(LakeSession)) : Open();

    public void Execute(string sql) => Connection.Run(sql);

    public Frame Query(string sql, params IReadOnlyList<(string Name, object? Value)> parameters) =>
        Connection.QueryFrame(sql, parameters);

    /// <summary>The same; a frame without columns when no statement has rows.</summary>
    public Frame QueryOrRun(string sql, IReadOnlyList<(string Name, object? Value)> parameters) =>
        Connection.QueryFrameOrNone(sql, parameters, CancellationToken.None) ?? new Frame();

    /// <summary>Makes a frame a temporary table of its name, for queries that name it.</summary>
    public void LoadFrames(string query, IEnumerable<(string Name, Frame Frame)> frames) => FrameSql.Load(Connection, query, frames);

    /// <summary>Appends the rows of a frame to a table with these columns; a column the frame lacks is NULL, and so is NaN.</summary>
    public void Load(string table, IReadOnlyList<LakeColumn> columns, Frame rows)
    {
        var values = new Array[columns.Count];
        var missing = new bool[]?[columns.Count];
        for (int i = 0; i < values.Length; i++)
            (values[i], missing[i]) = rows.TryGet(columns[i].Name, out Column? column)
                ? Converted(columns[i].Type, column)
                : Absent(columns[i].Type, rows.Rows);
        Connection.AppendColumns([table], values, missing);
    }

    /// <summary>Gives the engine back; what was made in it is gone.</summary>
    public void Rest()
    {
        _connection?.Dispose();
        _connection = null;
    }

    public void Dispose()
    {
        Rest();
        _isOver = true;
    }

    private static DuckDBConnection Open()
    {
        var connection = new DuckDBConnection("Data Source=:memory:");
        connection.Open();
        connection.Run("SET TimeZone = 'UTC'; SET preserve_insertion_order = true; SET enable_progress_bar = false");
        return connection;
    }

    private static (Array Values, bool[]? Missing) Converted(LakeType type, Column column)
    {
        Array values = (type, column.RawValues) switch
        {
            (LakeType.Number, long[] numbers) => Array.ConvertAll(numbers, number => (double)number),
            (LakeType.Number, int[] numbers) => Array.ConvertAll(numbers, number => (double)number),
            (LakeType.Whole, int[] numbers) => Array.ConvertAll(numbers, number => (long)number),
            (_, var same) => same,
        };
        return (values, FrameSql.Missing(column));
    }

    private static (Array Values, bool[] Missing) Absent(LakeType type, int rows)
    {
        var missing = new bool[rows];
        Array.Fill(missing, true);
        Array values = type switch
        {
            LakeType.Text => new string[rows],
            LakeType.Number => new double[rows],
            LakeType.Whole => new long[rows],
            LakeType.Date => new DateOnly[rows],
            _ => new DateTimeOffset[rows],
        };
        return (values, missing);
    }
}
