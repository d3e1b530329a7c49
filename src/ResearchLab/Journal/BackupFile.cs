using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ResearchLab.Journal;

/// <summary>
/// A backup: compressed lines of JSON, so that any program reads it. A line says what it is, a line a table with its columns, a line a row as a list, and the
/// last has the rows and the SHA-256 of all lines before.
/// </summary>
internal static class BackupFile
{
    private const string Format = "researchlab-journal";
    private const int Batch = 100;

    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>All tables as the transaction sees them, as the bytes of a backup.</summary>
    public static (byte[] Bytes, JournalBackup What) Of(JournalDatabase.Session journal, DateTimeOffset now)
    {
        long rows = 0;
        int version = JournalSchema.Migrations.Length;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var bytes = new MemoryStream();
        using (var file = new GZipStream(bytes, CompressionLevel.Optimal, leaveOpen: true))
        {
            Line(json =>
            {
                json.WriteString("format", Format);
                json.WriteNumber("version", version);
                json.WriteString("createdAt", JournalColumn.Text(now));
            });
            foreach (JournalTable table in JournalSchema.Tables)
            {
                IReadOnlyList<JournalColumn> columns = table.Columns(journal);
                Line(json =>
                {
                    json.WriteString("table", table.Name);
                    json.WriteStartArray("columns");
                    foreach (JournalColumn column in columns)
                        json.WriteStringValue(column.Name);
                    json.WriteEndArray();
                });
                foreach (object?[] row in table.Rows(journal, columns))
                {
                    Raw(json =>
                    {
                        json.WriteStartArray();
                        for (int i = 0; i < row.Length; i++)
                            columns[i].Write(json, row[i]);
                        json.WriteEndArray();
                    });
                    rows++;
                }
            }

            Line(json =>
            {
                json.WriteNumber("rows", rows);
                json.WriteString("sha256", Convert.ToHexStringLower(hash.GetCurrentHash()));
            });

            void Line(Action<Utf8JsonWriter> write) => Raw(json =>
            {
                json.WriteStartObject();
                write(json);
                json.WriteEndObject();
            });

            void Raw(Action<Utf8JsonWriter> write)
            {
                using var line = new MemoryStream();
                using (var json = new Utf8JsonWriter(line, s_options))
                    write(json);
                line.WriteByte((byte)'\n');
                hash.AppendData(line.GetBuffer(), 0, (int)line.Length);
                file.Write(line.GetBuffer(), 0, (int)line.Length);
            }
        }

        return (bytes.ToArray(), new JournalBackup(version, now, rows));
    }

    /// <summary>Reads a whole file and says what it holds; nothing is believed that is not as it was written.</summary>
    /// <exception cref="JournalException">It is no backup, damaged, cut off, or of a newer version.</exception>
    public static JournalBackup Check(string path)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        JournalBackup? what = null;
        long rows = 0;
        bool ended = false;
        foreach (string line in Lines(path))
        {
            if (ended)
                throw Damaged(path, "something stands after its end");
            if (what is null)
            {
                what = Header(path, line);
            }
            else if (line.StartsWith("{\"rows\":", StringComparison.Ordinal))
            {
                ended = line == Invariant($$"""{"rows":{{rows}},"sha256":"{{Convert.ToHexStringLower(hash.GetCurrentHash())}}"}""");
                if (!ended)
                    throw Damaged(path, "its checksum is another");
            }

            rows += line.StartsWith('[') ? 1 : 0;
            hash.AppendData(Encoding.UTF8.GetBytes(line));
            hash.AppendData("\n"u8);
        }

        return ended ? what! with { Rows = rows } : throw (what is null ? Foreign(path) : Damaged(path, "it is cut off"));
    }

    /// <summary>Writes the rows of a checked file into the empty tables of the version it has.</summary>
    /// <exception cref="JournalException">Its tables are not those of that version.</exception>
    public static void Load(string path, JournalDatabase.Session journal)
    {
        JournalTable? table = null;
        IReadOnlyList<JournalColumn> columns = [];
        var rows = new List<object?[]>(Batch);
        foreach (string line in Lines(path))
        {
            try
            {
                using var json = JsonDocument.Parse(line);
                if (json.RootElement.ValueKind == JsonValueKind.Array)
                    rows.Add([.. json.RootElement.EnumerateArray().Select((value, i) => columns[i].Read(value))]);
                if (rows.Count == Batch || (rows.Count > 0 && json.RootElement.ValueKind == JsonValueKind.Object))
                {
                    table!.Insert(journal, columns, rows);
                    rows.Clear();
                }

                if (json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("table", out JsonElement name))
                    (table, columns) = Table(json.RootElement, name.GetString()!, journal);
            }
            catch (Exception error) when (error is JsonException or FormatException or InvalidOperationException or ArgumentOutOfRangeException)
            {
                throw Damaged(path, Lake.LakeException.FirstLine(error));
            }
        }
    }

    private static (JournalTable Table, IReadOnlyList<JournalColumn> Columns) Table(JsonElement line, string name, JournalDatabase.Session journal)
    {
        JournalTable table = JournalSchema.Tables.FirstOrDefault(table => table.Name == name)
            ?? throw new FormatException($"the journal has no table '{name}'");
        IReadOnlyList<JournalColumn> known = table.Columns(journal);
        string[] written = [.. line.GetProperty("columns").EnumerateArray().Select(column => column.GetString()!)];
        return written.Order().SequenceEqual(known.Select(column => column.Name).Order())
            ? (table, [.. written.Select(column => known.Single(one => one.Name == column))])
            : throw new FormatException($"its table '{name}' has other columns");
    }

    private static JournalBackup Header(string path, string line)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            if (json.RootElement.GetProperty("format").GetString() != Format)
                throw Foreign(path);
            int version = json.RootElement.GetProperty("version").GetInt32();
            return version >= 1 && version <= JournalSchema.Migrations.Length
                ? new JournalBackup(version, DateTimeOffset.Parse(json.RootElement.GetProperty("createdAt").GetString()!, CultureInfo.InvariantCulture), 0)
                : throw new JournalException(Invariant($"'{path}' has schema version {version}; this program knows {JournalSchema.Migrations.Length}. ")
                    + "Use the newer program. The journal was not touched.");
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw Foreign(path);
        }
    }

    private static IEnumerable<string> Lines(string path)
    {
        using FileStream file = File.OpenRead(path);
        using var reader = new StreamReader(new GZipStream(file, CompressionMode.Decompress), new UTF8Encoding(false, throwOnInvalidBytes: true));
        for (bool first = true; ; first = false)
        {
            string? line;
            try
            {
                line = reader.ReadLine();
            }
            catch (Exception error) when (error is InvalidDataException or DecoderFallbackException)
            {
                throw first ? Foreign(path) : Damaged(path, "its bytes are not as they were written");
            }

            if (line is null)
                yield break;
            yield return line;
        }
    }

    private static JournalException Foreign(string path) => new($"'{path}' is no backup of a journal. Name a file that './lab journal backup' wrote. "
        + "The journal was not touched.");

    private static JournalException Damaged(string path, string how) => new($"'{path}' is damaged: {how}. Take another backup. The journal was not touched.");
}
