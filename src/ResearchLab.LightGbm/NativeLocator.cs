using System.Runtime.InteropServices;

namespace ResearchLab.LightGbm;

/// <summary>Finds a native library in the places a checkout or a published folder keeps it.</summary>
internal static class NativeLocator
{
    /// <summary>
    /// Loads lib<paramref name="name"/> from, in this order: <paramref name="configured"/>, the folder of the program,
    /// <c>native/lib</c> in that folder or any above it, and the system's own search path.
    /// </summary>
    /// <exception cref="DllNotFoundException">None of them holds a loadable library; the message lists the places and the remedy.</exception>
    public static (nint Handle, string Path) Load(string name, string? configured)
    {
        var tried = new List<string>();
        foreach (string candidate in Candidates(name, configured))
        {
            tried.Add(candidate);
            if (File.Exists(candidate) && NativeLibrary.TryLoad(candidate, out nint handle))
                return (handle, candidate);
            if (candidate == configured)
                throw Missing(name, tried);
        }

        string file = FileName(name);
        return NativeLibrary.TryLoad(file, out nint system) ? (system, file) : throw Missing(name, tried);
    }

    private static DllNotFoundException Missing(string name, List<string> tried) => new(
        $"Native library '{FileName(name)}' was not found or cannot be loaded (looked in {string.Join(", ", tried)}). Run './lab doctor' from the checkout to install it.");

    private static IEnumerable<string> Candidates(string name, string? configured)
    {
        if (configured is not null)
            yield return configured;
        string file = FileName(name);
        yield return Path.Combine(AppContext.BaseDirectory, file);
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string libraries = Path.Combine(folder.FullName, "native", "lib");
            if (Directory.Exists(libraries))
                yield return Path.Combine(libraries, file);
        }
    }

    private static string FileName(string name) =>
        OperatingSystem.IsWindows() ? $"{name}.dll" : OperatingSystem.IsMacOS() ? $"lib{name}.dylib" : $"lib{name}.so";
}
