using System.Reflection;
using System.Runtime.InteropServices;

namespace ResearchLab.LightGbm;

/// <summary>Where the native library comes from.</summary>
public static class LightGbmLibrary
{
    private static readonly Lock s_lock = new();
    private static nint s_handle;
    private static string? s_path;
    private static string? s_loadedFrom;

    /// <summary>
    /// Full path of the library to load, such as one that pip or a system package installed; null (the default) searches the
    /// program's folder, <c>native/lib</c> above it and the system's search path.
    /// </summary>
    /// <exception cref="InvalidOperationException">It is set after the library was loaded.</exception>
    public static string? Path
    {
        get => s_path;
        set
        {
            lock (s_lock)
            {
                if (s_handle != 0)
                    throw new InvalidOperationException($"LightGBM is already loaded from '{s_loadedFrom}'. Set LightGbmLibrary.Path before first use.");
                s_path = value;
            }
        }
    }

    /// <summary>Path the library was loaded from; loads it when it is not yet.</summary>
    /// <exception cref="DllNotFoundException">It cannot be found; the message lists the places and the remedy.</exception>
    public static string LoadedFrom
    {
        get
        {
            Load();
            return s_loadedFrom!;
        }
    }

    internal static nint Resolve(string name, Assembly assembly, DllImportSearchPath? searchPath) =>
        name == LightGbmNative.Library ? Load() : 0;

    private static nint Load()
    {
        lock (s_lock)
        {
            if (s_handle == 0)
                (s_handle, s_loadedFrom) = NativeLocator.Load("_lightgbm", s_path);
            return s_handle;
        }
    }
}
