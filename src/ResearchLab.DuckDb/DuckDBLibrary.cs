using ResearchLab.DuckDb.Interop;
using ResearchLab.Native;

namespace ResearchLab.DuckDb;

/// <summary>Where the engine's native library is, and which version it is. The library is loaded at its first use, once a process.</summary>
public static class DuckDBLibrary
{
    private static readonly Lock Sync = new();
    private static (nint Handle, string Path)? _loaded;

    /// <summary>
    /// File of libduckdb to load instead of the one found beside the program or in a <c>native/lib</c> folder above it; null searches.
    /// </summary>
    /// <exception cref="InvalidOperationException">Set after the library was loaded.</exception>
    public static string? Path
    {
        get;
        set
        {
            lock (Sync)
            {
                if (_loaded is { } loaded && value != field)
                    throw new InvalidOperationException($"libduckdb is already loaded from '{loaded.Path}'; set DuckDBLibrary.Path before the first connection.");
                field = value;
            }
        }
    }

    /// <summary>The file the library was loaded from; loads it when that has not happened yet.</summary>
    /// <exception cref="DllNotFoundException">The library is missing; the message lists the places looked in and the remedy.</exception>
    public static string LoadedFrom => Load().Path;

    /// <summary>The engine's version, such as <c>v1.5.0</c>.</summary>
    /// <exception cref="DllNotFoundException">The library is missing; the message lists the places looked in and the remedy.</exception>
    public static string Version
    {
        get
        {
            Load();
            return DuckDbNative.BorrowText(DuckDbNative.LibraryVersion()) ?? "";
        }
    }

    internal static nint Handle => Load().Handle;

    private static (nint Handle, string Path) Load()
    {
        lock (Sync)
            return _loaded ??= NativeLocator.Load("duckdb", Path);
    }
}
