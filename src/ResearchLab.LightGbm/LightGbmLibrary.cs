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
    /// package's place beside the program, <c>native/lib</c> above it and the system's search path.
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

    /// <summary>
    /// Version of the loaded library: the package's, or what the file VERSION.txt beside a library that was built from source says; null when
    /// neither tells, since the library itself has no call for it.
    /// </summary>
    /// <exception cref="DllNotFoundException">It cannot be found; the message lists the places and the remedy.</exception>
    public static string? Version
    {
        get
        {
            string path = LoadedFrom;
            if (NativeLocator.IsOfPackage(path))
                return PackageVersion;
            string file = System.IO.Path.Combine(System.IO.Path.GetDirectoryName(File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path) ?? "",
                "VERSION.txt");
            return File.Exists(file) ? File.ReadAllText(file).Trim() : null;
        }
    }

    /// <summary>Whether the loaded library reads model files safely: up to 4.5.0 a crafted one can write out of bounds (CVE-2024-43598).</summary>
    public static bool IsSafeReader => System.Version.TryParse(Version, out Version? version) && version > new Version(4, 5, 0, int.MaxValue);

    /// <summary>Version of the package that brings the library.</summary>
    internal static string PackageVersion { get; } = typeof(LightGbmLibrary).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(data => data.Key == "LightGbmVersion").Value!;

    internal static nint Resolve(string name, Assembly assembly, DllImportSearchPath? searchPath) =>
        name == LightGbmNative.Library ? Load() : 0;

    private static nint Load()
    {
        lock (s_lock)
        {
            if (s_handle == 0)
                (s_handle, s_loadedFrom) = NativeLocator.Load(s_path);
            return s_handle;
        }
    }
}
