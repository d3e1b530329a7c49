using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using DuckDB.NET.Data;

namespace ResearchLab.Columns;

/// <summary>SQL over frames, by their names.</summary>
public static class FrameSql
{
    private static readonly Regex s_word = new(@"\w+", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(5));

    /// <summary>
    /// The result of a DuckDB query in which this frame goes by the name of its variable: <c>prices.Sql("SELECT max(close) FROM prices")</c>. When
    /// it is no plain variable, its name is <c>frame</c>.
    /// </summary>
    /// <param name="frame">The frame.</param>
    /// <param name="sql">One query.</param>
    /// <param name="name">Filled in by the compiler.</param>
    /// <exception cref="QueryException">The query is wrong; the message says what and where.</exception>
    public static Frame Sql(this Frame frame, string sql, [CallerArgumentExpression(nameof(frame))] string name = "") =>
        Run(sql, [(name.Length > 0 && s_word.Match(name).Length == name.Length ? name : "frame", frame)]);

    internal static Frame Run(string sql, IEnumerable<(string Name, Frame Frame)> frames)
    {
        using DuckDBConnection connection = Open();
        Load(connection, sql, frames);
        return connection.QueryFrame(sql);
    }

    /// <summary>The properties of an object that are frames.</summary>
    internal static IEnumerable<(string Name, Frame Frame)> Named(object frames)
    {
        if (frames is IEnumerable<KeyValuePair<string, Frame>> pairs)
            return pairs.Select(pair => (pair.Key, pair.Value));
        (string, Frame)[] found = [.. frames.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.PropertyType == typeof(Frame)).Select(property => (property.Name, (Frame)property.GetValue(frames)!))];
        return found.Length > 0 ? found : throw new ArgumentException("Name the frames: Frame.Query(sql, new { prices, dividends }).", nameof(frames));
    }

    /// <summary>Makes a temporary table of each frame that the query names.</summary>
    internal static void Load(DuckDBConnection connection, string sql, IEnumerable<(string Name, Frame Frame)> frames)
    {
        HashSet<string> words = new(s_word.Matches(sql).Select(match => match.Value), StringComparer.OrdinalIgnoreCase);
        foreach ((string name, Frame frame) in frames)
        {
            if (words.Contains(name))
                LoadTable(connection, name, frame);
        }
    }

    internal static DuckDBConnection Open()
    {
        var connection = new DuckDBConnection("Data Source=:memory:");
        connection.Open();
        connection.Run("SET TimeZone = 'UTC'; SET enable_progress_bar = false");
        return connection;
    }

    internal static void LoadTable(DuckDBConnection connection, string name, Frame frame)
    {
        if (frame.Count == 0)
            throw new ArgumentException($"Frame '{name}' has no columns, so SQL cannot query it.", nameof(frame));
        connection.Run($"CREATE OR REPLACE TEMP TABLE {Quote(name)} ({string.Join(", ", frame.Select(column => $"{Quote(column.Name)} {TypeOf(column)}"))})");
        connection.AppendColumns(["temp", "main", name], [.. frame.Select(column => column.RawValues)], [.. frame.Select(Missing)]);
    }

    internal static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static string TypeOf(Column column) => column switch
    {
        Column<double> => "DOUBLE",
        Column<long> => "BIGINT",
        Column<int> => "INTEGER",
        Column<bool> => "BOOLEAN",
        Column<string> => "VARCHAR",
        Column<DateOnly> => "DATE",
        _ => "TIMESTAMPTZ",
    };

    internal static bool[]? Missing(Column column)
    {
        bool[]? missing = null;
        for (int row = 0; row < column.Length; row++)
        {
            if (column.IsNull(row))
                (missing ??= new bool[column.Length])[row] = true;
        }

        return missing;
    }
}
