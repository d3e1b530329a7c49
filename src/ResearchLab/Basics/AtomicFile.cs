using System.Text;

namespace ResearchLab.Basics;

/// <summary>Files that appear whole or not at all: written beside their place, flushed to disk and renamed into it.</summary>
public static class AtomicFile
{
    private static int s_counter;

    /// <summary>Replaces a file.</summary>
    /// <param name="path">The file; its folder exists.</param>
    /// <param name="write">Writes the file whose path it is given.</param>
    /// <exception cref="IOException">The disk is full or the place cannot be written; what was at <paramref name="path"/> is unchanged.</exception>
    public static void Write(string path, Action<string> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        string temporary = TempIn(Path.GetDirectoryName(Path.GetFullPath(path))!);
        try
        {
            write(temporary);
            Sync(temporary);
            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            Delete(temporary);
            throw;
        }
    }

    /// <summary>Replaces a file by these bytes.</summary>
    /// <inheritdoc cref="Write(string, Action{string})"/>
    public static void Write(string path, byte[] content) => Write(path, temporary => File.WriteAllBytes(temporary, content));

    /// <summary>Replaces a file by this text in UTF-8.</summary>
    /// <inheritdoc cref="Write(string, Action{string})"/>
    public static void Write(string path, string text) => Write(path, Encoding.UTF8.GetBytes(text));

    /// <summary>A name in <paramref name="folder"/> that readers ignore and no other writer uses.</summary>
    internal static string TempIn(string folder) =>
        Path.Combine(folder, Invariant($".part-{Environment.ProcessId}-{Interlocked.Increment(ref s_counter)}.tmp"));

    /// <summary>Waits until the bytes of a file are on disk.</summary>
    internal static void Sync(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read);
        stream.Flush(flushToDisk: true);
    }

    /// <summary>Deletes a file when it is there and can be; what stays is harmless.</summary>
    internal static void Delete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Another writer is sweeping too, or the file is open on Windows: a later writer removes it.
        }
    }
}
