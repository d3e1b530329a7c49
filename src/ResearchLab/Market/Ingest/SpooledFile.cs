namespace ResearchLab.Market;

/// <summary>
/// What can be read once only, such as the standard input or a pipe, as a file: how numbers and dates are written is told from all rows first.
/// </summary>
internal sealed class SpooledFile : IDisposable
{
    private const string StandardInput = "-";
    private readonly string _folder;

    private SpooledFile(string folder, string path, string source) => (_folder, Path, Source) = (folder, path, source);

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>What is recorded as the source of its rows.</summary>
    public string Source { get; }

    /// <summary>What a person would call it.</summary>
    public string Name => Source[(Source.IndexOf(':', StringComparison.Ordinal) + 1)..];

    /// <summary>Whether a path is no ordinary file with content. It is not opened: who writes into a pipe would lose its reader.</summary>
    public static bool Needs(string path) =>
        path == StandardInput || path.StartsWith("/dev/", StringComparison.Ordinal) || path.StartsWith("/proc/", StringComparison.Ordinal)
        || (File.Exists(path)
            && (File.ResolveLinkTarget(path, returnFinalTarget: true) is FileInfo target ? target : new FileInfo(path)) is { Exists: true, Length: 0 });

    /// <summary>Reads all of it into a folder of its own, which goes away with this.</summary>
    /// <exception cref="CsvIngestException">It is no text, has no end, or cannot be read.</exception>
    public static SpooledFile Of(string path, CancellationToken cancellation)
    {
        string folder = Directory.CreateTempSubdirectory("researchlab-ingest-").FullName;
        try
        {
            using var from = new FileStream(path == StandardInput ? "/dev/stdin" : path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0,
                FileOptions.None);
            var block = new byte[1 << 16];
            int read = from.ReadAtLeast(block, block.Length, throwOnEndOfStream: false);
            if (read == 0)
                throw new CsvIngestException($"'{path}' is empty. Give a CSV file with a header line.");
            string ending = Ending(path, block.AsSpan(0, read));
            string name = path is StandardInput or "/dev/stdin" ? "stdin" : System.IO.Path.GetFileName(path);
            string file = System.IO.Path.Combine(folder, name + ending);
            using FileStream to = File.Create(file);
            for (; read > 0; read = from.Read(block))
            {
                cancellation.ThrowIfCancellationRequested();
                to.Write(block, 0, read);
            }

            return new SpooledFile(folder, file, (ending == ".parquet" ? "parquet:" : ending == ".jsonl" ? "json:" : "csv:") + name);
        }
        catch (Exception error)
        {
            Directory.Delete(folder, recursive: true);
            if (error is IOException and not CsvIngestException or UnauthorizedAccessException)
                throw new CsvIngestException($"'{path}' cannot be read: {Lake.LakeException.FirstLine(error)}. Give a file, or pipe its text into -.", error);
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static string Ending(string path, ReadOnlySpan<byte> head) => head switch
    {
        [(byte)'P', (byte)'A', (byte)'R', (byte)'1', ..] => ".parquet",
        [(byte)'{', ..] or [(byte)'[', (byte)'{' or (byte)'[' or (byte)' ' or (byte)'\r' or (byte)'\n', ..] => ".jsonl",
        [0x1F, 0x8B, ..] => ".csv.gz",
        [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] => ".csv",
        _ when head.Contains((byte)0) => throw new CsvIngestException($"'{path}' is not a CSV file: it holds binary data. Give a .csv or .csv.gz file."),
        _ => ".csv",
    };
}
