using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.Loader;

namespace ResearchLab.Notebooks.Compilation;

/// <summary>Holds the assemblies of cells and finds those they reference: the types of this process first, then what <c>#r</c> brought.</summary>
internal sealed class CellLoadContext() : AssemblyLoadContext("cells")
{
    private readonly ConcurrentDictionary<string, Assembly> _loaded = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _files = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, string> _native = new(StringComparer.OrdinalIgnoreCase);

    public void AddFile(string path) => _files[Path.GetFileNameWithoutExtension(path)] = path;

    public void AddNative(string path) => _native[Path.GetFileName(path)] = path;

    /// <summary>Loads the assembly of a cell; later cells find it by its name.</summary>
    public Assembly LoadCell(byte[] image, byte[] symbols)
    {
        using var code = new MemoryStream(image);
        using var lines = new MemoryStream(symbols);
        return Keep(LoadFromStream(code, lines));
    }

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        if (assemblyName.Name is not { } name)
            return null;
        if (_loaded.TryGetValue(name, out Assembly? own))
            return own;
        if (!_files.TryGetValue(name, out string? path))
            return null;
        try
        {
            return Default.LoadFromAssemblyName(new AssemblyName(name)); // a type must not exist twice
        }
        catch (IOException)
        {
            return Keep(LoadFromAssemblyPath(path));
        }
    }

    private Assembly Keep(Assembly assembly) => _loaded.GetOrAdd(assembly.GetName().Name!, assembly);

    protected override nint LoadUnmanagedDll(string unmanagedDllName)
    {
        foreach (string file in new[] { unmanagedDllName, $"{unmanagedDllName}.so", $"lib{unmanagedDllName}.so", $"{unmanagedDllName}.dll",
            $"lib{unmanagedDllName}.dylib" })
        {
            if (_native.TryGetValue(file, out string? path))
                return LoadUnmanagedDllFromPath(path);
        }

        return 0;
    }
}
