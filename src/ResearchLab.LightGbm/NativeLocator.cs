using System.Runtime.InteropServices;

namespace ResearchLab.LightGbm;

/// <summary>Finds LightGBM's library where the package, a checkout or the system keeps it.</summary>
internal static class NativeLocator
{
    /// <summary>Name of the library's file on this system.</summary>
    public static string FileName =>
        OperatingSystem.IsWindows() ? "lib_lightgbm.dll" : OperatingSystem.IsMacOS() ? "lib_lightgbm.dylib" : "lib_lightgbm.so";

    /// <summary>
    /// Loads the library from, in this order: <paramref name="configured"/>, the folders of the program and of this assembly, where the package puts
    /// it, <c>native/lib</c> in the program's folder or any above it, where <c>./lab</c> puts one that it built, and the system's own search path.
    /// </summary>
    /// <exception cref="DllNotFoundException">None of them holds a loadable library; the message says why and what to do.</exception>
    public static (nint Handle, string Path) Load(string? configured)
    {
        string[] candidates = configured is not null ? [configured] : [.. PackagePlaces(), .. BuiltPlaces()];
        foreach (string candidate in candidates.Where(File.Exists))
            return (Open(candidate), candidate);
        return configured is null && NativeLibrary.TryLoad(FileName, out nint system) ? (system, FileName) : throw new DllNotFoundException(
            $"Native library '{FileName}' was not found (looked for {string.Join(", ", candidates)}). {(configured is not null
                ? "Unset RESEARCHLAB_LIGHTGBM or give a file that exists; './lab doctor' tells what is used."
                : "Run './lab doctor' from the checkout to install it.")}");
    }

    /// <summary>Whether a library is the one of the package.</summary>
    public static bool IsOfPackage(string path) => PackagePlaces().Contains(path, StringComparer.Ordinal);

    private static nint Open(string path)
    {
        try
        {
            return NativeLibrary.Load(path);
        }
        catch (Exception error) when (error is DllNotFoundException or BadImageFormatException)
        {
            string remedy = OperatingSystem.IsMacOS() ? "Type: brew install libomp" : OperatingSystem.IsWindows()
                ? "Install the Visual C++ runtime."
                : "Install libgomp1 (Debian: apt-get install libgomp1).";
            // The loader's own reason is in its first lines; what it tried besides is not of interest.
            string reason = error.Message.Split('\n')
                .FirstOrDefault(line => line.Contains(FileName, StringComparison.Ordinal) || line.Contains("gomp", StringComparison.Ordinal)) ?? error.Message;
            throw new DllNotFoundException($"'{path}' is there but cannot be loaded: {reason.ReplaceLineEndings(" ").TrimEnd(' ', '.')}. {remedy}", error);
        }
    }

    private static IEnumerable<string> PackagePlaces()
    {
        string platform =
            (OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux")
            + $"-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}";
        string own = Path.GetDirectoryName(typeof(NativeLocator).Assembly.Location) is { Length: > 0 } folder ? folder : AppContext.BaseDirectory;
        foreach (string place in new[] { Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory), own }.Distinct())
        {
            yield return Path.Combine(place, FileName);
            yield return Path.Combine(place, "runtimes", platform, "native", FileName);
        }
    }

    private static IEnumerable<string> BuiltPlaces()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string libraries = Path.Combine(folder.FullName, "native", "lib");
            if (Directory.Exists(libraries))
                yield return Path.Combine(libraries, FileName);
        }
    }
}
