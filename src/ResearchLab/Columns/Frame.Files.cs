using DuckDB.NET.Data;
using ResearchLab.Basics;

namespace ResearchLab.Columns;

/// <summary>Frames out of queries and files, and into files. A file appears whole or not at all.</summary>
public sealed partial class Frame
{
    /// <summary>The rows of a query.</summary>
    /// <param name="connection">An open connection.</param>
    /// <param name="sql">The query; markers are <c>$name</c>.</param>
    /// <param name="parameters">Values of the markers.</param>
    /// <exception cref="QueryException">The query is wrong; the message says what and where.</exception>
    public static Frame FromQuery(DuckDBConnection connection, string sql, params IReadOnlyList<(string Name, object? Value)> parameters)
    {
        ArgumentNullException.ThrowIfNull(connection);
        return connection.QueryFrame(sql, parameters);
    }

    /// <summary>A DuckDB query over frames by name: <c>Frame.Query("SELECT * FROM prices JOIN actions USING (symbol)", new { prices, actions })</c>.</summary>
    /// <param name="sql">One query.</param>
    /// <param name="frames">An object with a property for each frame, or pairs of name and frame.</param>
    /// <exception cref="QueryException">The query is wrong; the message says what and where.</exception>
    /// <exception cref="ArgumentException">The object has no frames.</exception>
    public static Frame Query(string sql, object frames)
    {
        ArgumentNullException.ThrowIfNull(frames);
        return FrameSql.Run(sql, FrameSql.Named(frames));
    }

    /// <summary>Reads a CSV file, compressed (.gz, .zst) or not; separator, header and types are found from its first rows.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It cannot be read; the message says why and where.</exception>
    public static Frame ReadCsv(string file) => Read(file, "read_csv($file)");

    /// <summary>Reads a Parquet file.</summary>
    /// <inheritdoc cref="ReadCsv"/>
    public static Frame ReadParquet(string file) => Read(file, "read_parquet($file)");

    /// <summary>Reads a JSON file: an array of objects, or an object a line.</summary>
    /// <inheritdoc cref="ReadCsv"/>
    public static Frame ReadJson(string file) => Read(file, "read_json($file)");

    /// <summary>
    /// Writes a CSV file with a header; missing values are empty, numbers as short as they read back exactly; compressed when its name ends in .gz or .zst.
    /// </summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void WriteCsv(string file) => Write(file, $"FORMAT csv, HEADER true{Compression(file)}");

    /// <summary>Writes a Parquet file, compressed with Zstandard.</summary>
    /// <inheritdoc cref="WriteCsv"/>
    public void WriteParquet(string file) => Write(file, "FORMAT parquet, COMPRESSION zstd");

    /// <summary>Writes a JSON file: an array of objects.</summary>
    /// <inheritdoc cref="WriteCsv"/>
    public void WriteJson(string file) => Write(file, $"FORMAT json, ARRAY true{Compression(file)}");

    private static string Compression(string file) =>
        Path.GetExtension(file).ToLowerInvariant() switch { ".gz" => ", COMPRESSION gzip", ".zst" => ", COMPRESSION zstd", _ => "" };

    private static Frame Read(string file, string source)
    {
        if (!File.Exists(file))
            throw new FileNotFoundException($"There is no file '{file}'. Check the path; the folder is '{Path.GetDirectoryName(Path.GetFullPath(file))}'.",
                file);
        using DuckDBConnection connection = FrameSql.Open();
        try
        {
            // A name with * or ? in it is a file here, not a pattern.
            string literal = string.Concat(file.Select(letter => letter is '*' or '?' or '[' ? $"[{letter}]" : $"{letter}"));
            return connection.QueryFrame($"SELECT * FROM {source}", ("file", literal));
        }
        catch (QueryException e)
        {
            throw new InvalidDataException($"'{file}' cannot be read: {e.Message}", e);
        }
    }

    private void Write(string file, string format)
    {
        try
        {
            AtomicFile.Write(file, temporary =>
            {
                using DuckDBConnection connection = FrameSql.Open();
                FrameSql.LoadTable(connection, "frame", this);
                connection.Run($"COPY temp.main.frame TO '{temporary.Replace("'", "''", StringComparison.Ordinal)}' ({format})");
            });
        }
        catch (QueryException e)
        {
            throw new IOException($"'{file}' cannot be written: {e.Message} Check the folder and its permissions.", e);
        }
    }
}
