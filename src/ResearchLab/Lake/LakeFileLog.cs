using System.Text;

namespace ResearchLab.Lake;

/// <summary>
/// The names of the files that were put into and taken out of a dataset, a line each in the order it happened, so that a file that went away by
/// another hand is noticed. Nothing reads data by it: a line that is lost weakens a check and breaks no read.
/// </summary>
internal static class LakeFileLog
{
    /// <summary>Name of the log in the folder of its dataset.</summary>
    public const string Name = ".files";

    private const int TrimBytes = 1 << 20;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);

    /// <summary>Notes files that are in place. A log that cannot be written is left as it is.</summary>
    public static void Added(IEnumerable<string> paths) => _ = TryWrite('+', paths);

    /// <summary>Notes files that are about to be deleted; false when that could not be written, and then they had better stay.</summary>
    public static bool Removing(IEnumerable<string> paths) => TryWrite('-', paths);

    /// <summary>Files of one dataset's folder that were put in, not taken out, and are not there.</summary>
    public static IEnumerable<string> Missing(string datasetFolder)
    {
        string log = Path.Combine(datasetFolder, Name);
        if (!File.Exists(log))
            return [];
        using FileStream? stream = Open(log, FileAccess.Read);
        return stream is null
            ? []
            : [.. Present(stream).Select(name => Path.Combine(datasetFolder, name)).Where(path => !File.Exists(path)).Order(StringComparer.Ordinal)];
    }

    private static bool TryWrite(char sign, IEnumerable<string> paths)
    {
        foreach (IGrouping<string, string> dataset in paths.GroupBy(path => Path.GetDirectoryName(Path.GetDirectoryName(path))!, StringComparer.Ordinal))
        {
            try
            {
                using FileStream? stream = Open(Path.Combine(dataset.Key, Name), FileAccess.ReadWrite);
                if (stream is null)
                    return false;
                if (stream.Length > TrimBytes)
                    Trim(stream);
                stream.Seek(0, SeekOrigin.End);
                stream.Write(
                    Encoding.UTF8.GetBytes(string.Concat(dataset.Select(path => $"{sign}{Path.GetRelativePath(dataset.Key, path).Replace('\\', '/')}\n"))));
                stream.Flush(flushToDisk: sign == '-');
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Opens the log for this process alone; null when another one keeps it.</summary>
    private static FileStream? Open(string log, FileAccess access)
    {
        var waited = System.Diagnostics.Stopwatch.StartNew();
        while (true)
        {
            try
            {
                return new FileStream(log, access == FileAccess.Read ? FileMode.Open : FileMode.OpenOrCreate, access,
                    access == FileAccess.Read ? FileShare.Read : FileShare.None);
            }
            catch (IOException) when (File.Exists(log) && waited.Elapsed < s_patience)
            {
                Thread.Sleep(2);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                return null;
            }
        }
    }

    private static HashSet<string> Present(FileStream stream)
    {
        var present = new HashSet<string>(StringComparer.Ordinal);
        stream.Seek(0, SeekOrigin.Begin);
        using var reader = new StreamReader(stream, Encoding.UTF8, leaveOpen: true);
        while (reader.ReadLine() is { } line)
        {
            // A line that a crash cut off names no file.
            if (!line.EndsWith(".parquet", StringComparison.Ordinal))
                continue;
            if (line[0] == '+')
                present.Add(line[1..]);
            else
                present.Remove(line[1..]);
        }

        return present;
    }

    private static void Trim(FileStream stream)
    {
        byte[] kept = Encoding.UTF8.GetBytes(string.Concat(Present(stream).Order(StringComparer.Ordinal).Select(name => $"+{name}\n")));
        if (kept.Length * 2 > stream.Length)
            return;
        stream.SetLength(0);
        stream.Write(kept);
    }
}
