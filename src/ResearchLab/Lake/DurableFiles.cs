using System.Runtime.InteropServices;

namespace ResearchLab.Lake;

/// <summary>Files that are either there in full or not at all, even after a crash or a power cut.</summary>
internal static partial class DurableFiles
{
    private static readonly TimeSpan s_tempLifetime = TimeSpan.FromHours(1);
    private static int s_counter;

    /// <summary>A name in <paramref name="folder"/> that readers ignore and no other writer uses.</summary>
    public static string TempIn(string folder) =>
        Path.Combine(folder, $".part-{Environment.ProcessId}-{Interlocked.Increment(ref s_counter)}.tmp");

    /// <summary>Makes the folder and the ones above it; each new name is on disk when this returns.</summary>
    public static void CreateFolder(string folder)
    {
        if (Directory.Exists(folder))
            return;
        string? parent = Path.GetDirectoryName(folder);
        if (parent is { Length: > 0 })
            CreateFolder(parent);
        Directory.CreateDirectory(folder);
        if (parent is { Length: > 0 })
            SyncFolder(parent);
    }

    /// <summary>Waits until the bytes of a file are on disk.</summary>
    public static void SyncFile(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read);
        stream.Flush(flushToDisk: true);
    }

    /// <summary>Waits until the names in a folder are on disk. Windows keeps them without being asked.</summary>
    public static void SyncFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
            return;
        int descriptor = Open(folder.Length == 0 ? "." : folder, 0);
        if (descriptor < 0)
            throw new IOException($"Cannot open folder '{folder}': {Marshal.GetLastPInvokeErrorMessage()}.");
        try
        {
            if (FSync(descriptor) != 0)
                throw new IOException($"Cannot flush folder '{folder}': {Marshal.GetLastPInvokeErrorMessage()}.");
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    /// <summary>Removes what a writer that died left behind, once it is too old to belong to a living one.</summary>
    public static void SweepTemps(string folder, DateTimeOffset now)
    {
        foreach (string path in Directory.EnumerateFiles(folder, LakeFile.TempPattern, new EnumerationOptions { AttributesToSkip = FileAttributes.None }))
        {
            if (now.UtcDateTime - File.GetLastWriteTimeUtc(path) > s_tempLifetime)
                Delete(path);
        }
    }

    /// <summary>Deletes a file when it is there and can be; what stays is harmless.</summary>
    public static void Delete(string path)
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

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int FSync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int descriptor);
}
