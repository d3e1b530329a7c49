using System.IO.Compression;
using DuckDB.NET.Data;
using ResearchLab.Columns;
using ResearchLab.Lake;

namespace ResearchLab.Market;

/// <summary>Files of any format into the lake: CSV as it is; Parquet and JSON are read by DuckDB and then taken as a CSV of the same columns.</summary>
public static class FileIngest
{
    /// <summary>Bytes of the largest file of JSON that is looked into as a whole; answers of the sources are far smaller.</summary>
    private const long LargestDocument = 50_000_000;

    private static readonly string[] s_parquet = [".parquet"], s_json = [".json", ".jsonl", ".ndjson", ".json.gz", ".jsonl.gz", ".ndjson.gz"],
        s_csv = [".csv", ".csv.gz", ".tsv", ".txt"];

    /// <summary>Whether a file's name says that it can be read.</summary>
    public static bool CanRead(string path) => Ends(path, s_parquet) || Ends(path, s_json) || Ends(path, s_csv);

    /// <summary>Reads one file.</summary>
    /// <param name="lake">Where to.</param>
    /// <param name="path">A file; its format is told from its name. <c>-</c> is the standard input; a pipe is read to its end first.</param>
    /// <param name="options">How to read it.</param>
    /// <param name="progress">Told the fraction of the file read, from 0 to 1.</param>
    /// <param name="cancellation">Stops before anything is written.</param>
    /// <exception cref="CsvIngestException">The file is missing, damaged, or lacks a column; the message gives the remedy.</exception>
    /// <exception cref="LakeException">The lake cannot be written.</exception>
    public static IngestResult Ingest(
        DataLake lake, string path, CsvIngestOptions options, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (SpooledFile.Needs(path))
        {
            using SpooledFile spooled = SpooledFile.Of(path, cancellation);
            try
            {
                return Ingest(lake, spooled.Path, options with { Source = options.Source ?? spooled.Source }, progress, cancellation);
            }
            catch (CsvIngestException error) when (error.Message.Contains(Path.GetFileName(spooled.Path), StringComparison.Ordinal))
            {
                // What a person piped in, not the file it was put into.
                throw new CsvIngestException(error.Message.Replace(spooled.Path, path, StringComparison.Ordinal)
                    .Replace(Path.GetFileName(spooled.Path), spooled.Name, StringComparison.Ordinal), error);
            }
        }

        string? reader = Ends(path, s_parquet) ? "read_parquet" : Ends(path, s_json) ? "read_json_auto" : null;
        if (reader is null)
            return CsvIngest.Ingest(lake, path, options, progress, cancellation);
        if (!File.Exists(path))
            throw new CsvIngestException($"File '{path}' was not found. Give the path of a file.");
        string folder = Directory.CreateTempSubdirectory("researchlab-ingest-").FullName;
        try
        {
            string csv = Path.Combine(folder, Path.GetFileName(path) + ".csv");
            string format = reader == "read_parquet" ? "parquet:" : "json:";
            options = options with { Source = options.Source ?? format + Path.GetFileName(path) };
            if (reader != "read_parquet" && new FileInfo(path).Length <= LargestDocument && JsonTable.Read(path, Text(path)) is { } table)
            {
                table.Write(csv);
                options = options with
                {
                    Zone = options.Zone ?? table.Zone,
                    Adjustment = options.Adjustment ?? (table.Adjusted switch { true => BarAdjustment.Splits, false => BarAdjustment.Raw, null => null })
                };
            }
            else
            {
                Convert(reader, path, csv);
            }

            return CsvIngest.Ingest(lake, csv, options, progress, cancellation);
        }
        catch (CsvIngestException error) when (error.Message.Contains(Path.GetFileName(path) + ".csv", StringComparison.Ordinal))
        {
            // The file a person gave, not what was made of it on the way.
            string name = Path.GetFileName(path);
            throw new CsvIngestException(error.Message.Replace(Path.Combine(folder, name + ".csv"), path, StringComparison.Ordinal)
                .Replace(name + ".csv", name, StringComparison.Ordinal)
                .Replace("is not a CSV file", $"holds no table of {(reader == "read_parquet" ? "columns" : "objects")}", StringComparison.Ordinal), error);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Whether a file holds bars of one symbol that it does not name; false for what can be read once only.</summary>
    /// <exception cref="CsvIngestException">The file cannot be read.</exception>
    public static bool IsBarsWithoutSymbol(string path, CsvIngestOptions options) =>
        !SpooledFile.Needs(path) && !Ends(path, s_parquet) && !Ends(path, s_json) && CsvIngest.IsBarsWithoutSymbol(path, options);

    private static string Text(string path)
    {
        try
        {
            using FileStream file = File.OpenRead(path);
            using Stream plain = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(file, CompressionMode.Decompress) : file;
            using var reader = new StreamReader(plain);
            return reader.ReadToEnd();
        }
        catch (Exception error) when (error is InvalidDataException or UnauthorizedAccessException or (IOException and not CsvIngestException))
        {
            throw new CsvIngestException(
                $"File '{path}' cannot be read: {LakeException.FirstLine(error)}. It may be cut off or not of the format its name says; fetch it again.",
                error);
        }
    }

    private static void Convert(string reader, string path, string csv)
    {
        using var connection = new DuckDBConnection("Data Source=:memory:");
        connection.Open();
        try
        {
            string source = $"{reader}({Literal(path)})";
            connection.Run(
                $"COPY (SELECT {(reader == "read_parquet" ? "*" : Columns(connection, path, source))} FROM {source}) TO {Literal(csv)} (FORMAT csv, HEADER)");
        }
        catch (QueryException error)
        {
            throw new CsvIngestException(
                $"File '{path}' cannot be read: {LakeException.FirstLine(error)}. It may be cut off or not of the format its name says; fetch it again.",
                error);
        }
    }

    /// <summary>All columns of a list of objects; of one object around such a list its rows, with the single values beside it.</summary>
    private static string Columns(DuckDBConnection connection, string path, string source)
    {
        Frame columns = connection.QueryFrame($"DESCRIBE SELECT * FROM {source}");
        string[] names = columns.ToArray<string>("column_name"), types = columns.ToArray<string>("column_type");
        string[] lists =
            [.. names.Where((_, i) => types[i].StartsWith("STRUCT(", StringComparison.Ordinal) && types[i].EndsWith("[]", StringComparison.Ordinal))];
        string[] nested = [.. names.Where((_, i) => types[i].EndsWith(']') || types[i].StartsWith("STRUCT(", StringComparison.Ordinal)
            || types[i].StartsWith("MAP(", StringComparison.Ordinal))];
        if (lists.Length == 1 && (long)connection.QueryFrame($"SELECT count(*) FROM {source}")[0][0]! == 1)
            return string.Join(", ", [.. names.Except(nested).Select(Quoted), $"unnest({Quoted(lists[0])}, max_depth := 2)"]);
        if (nested.Length == names.Length && names.Length > 0)
        {
            throw new CsvIngestException(
                $"File '{path}' holds an object ({string.Join(", ", names.Take(5))}{(names.Length > 5 ? ", …" : "")}) and not one list of objects. " +
                "Give a list with an object a row, such as [{\"date\": \"2024-01-02\", \"close\": 101.5}], or one object with such a list in it.");
        }

        return "*";

        static string Quoted(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    private static string Literal(string text) => "'" + text.Replace("'", "''", StringComparison.Ordinal) + "'";

    private static bool Ends(string path, string[] endings) => Array.Exists(endings, ending => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase));
}
