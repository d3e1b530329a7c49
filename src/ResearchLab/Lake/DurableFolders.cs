using System.Runtime.InteropServices;
using ResearchLab.Basics;

namespace ResearchLab.Lake;

/// <summary>Folders whose names outlive a power cut, and what writers that died left in them.</summary>
internal static partial class DurableFolders
{
    private static readonly TimeSpan s_tempLifetime = TimeSpan.FromHours(1);

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
                AtomicFile.Delete(path);
        }
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int FSync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int descriptor);
}
