using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Metadata;
using Microsoft.CodeAnalysis;

namespace ResearchLab.Notebooks.Compilation;

/// <summary>What cells compile against: the framework, ResearchLab and what it stands on, and what cells add by <c>#r</c>.</summary>
internal sealed class SessionReferences
{
    private static readonly Lazy<ImmutableArray<MetadataReference>> s_common = new(Common);

    private readonly List<MetadataReference> _added = [];
    private readonly HashSet<string> _paths = new(StringComparer.Ordinal);

    public SessionReferences(IEnumerable<Assembly> assemblies)
    {
        foreach (Assembly assembly in assemblies)
            Add(assembly.Location);
    }

    /// <summary>
    /// Names of what the lab brings and what that stands on. A later cell must not add the latter in passing: the compiler then reads the lab anew,
    /// as its references now lead somewhere, and the Frame of an earlier cell is no longer a Frame.
    /// </summary>
    public static IReadOnlySet<string> LabParts => s_labParts.Value;

    /// <summary>All references; the newest last.</summary>
    public ImmutableArray<MetadataReference> All => [.. s_common.Value, .. _added];

    /// <summary>Assemblies that a cell added, by path.</summary>
    public IReadOnlyCollection<string> Paths => _paths;

    /// <summary>Adds an assembly file, in place of one of the same name; false when it is there already.</summary>
    public bool Add(string path)
    {
        if (path.Length == 0 || CommonPaths().Contains(path) || !_paths.Add(path))
            return false;
        string name = Path.GetFileName(path);
        foreach (string other in _paths.Where(other => other != path && Path.GetFileName(other).Equals(name, StringComparison.OrdinalIgnoreCase)).ToArray())
        {
            _paths.Remove(other);
            _added.RemoveAll(reference => reference is PortableExecutableReference { FilePath: { } file } && file == other);
        }

        _added.Add(Reference(path));
        return true;
    }

    /// <summary>Whether an assembly file is to be added: not when this process brings it or it is loaded already.</summary>
    /// <exception cref="MagicException">It is loaded in another version, which cannot be replaced, or is no .NET assembly.</exception>
    public bool Accepts(string path, CellLoadContext context)
    {
        AssemblyName asked = NameOf(path);
        string? own = CommonPaths().FirstOrDefault(common => Path.GetFileNameWithoutExtension(common).Equals(asked.Name, StringComparison.OrdinalIgnoreCase))
            ?? TrustedPaths().FirstOrDefault(trusted => Path.GetFileNameWithoutExtension(trusted).Equals(asked.Name, StringComparison.OrdinalIgnoreCase));
        if (own is not null)
        {
            AssemblyName there = NameOf(own);
            if (asked.Version > there.Version)
                throw new MagicException($"'{asked.Name}' {asked.Version} was asked for, but the lab itself runs on {there.Version}, "
                    + "and one process cannot have both. Ask for a version that needs no newer one.");
            return !CommonPaths().Contains(own) && !_paths.Contains(path);
        }

        if (context.Assemblies.FirstOrDefault(loaded => loaded.GetName().Name == asked.Name) is not { } known)
            return !_paths.Contains(path);
        if (known.ManifestModule.ModuleVersionId != ModuleId(path))
            throw new MagicException($"'{asked.Name}' {known.GetName().Version} is loaded already, and an assembly cannot be replaced in a running session "
                + $"({asked.Version} was asked for{(known.GetName().Version == asked.Version ? ", built anew" : "")}). Restart the kernel, "
                + "and reference the version you want first.");
        return !_paths.Contains(path);
    }

    private static AssemblyName NameOf(string path)
    {
        try
        {
            return AssemblyName.GetAssemblyName(path);
        }
        catch (Exception error) when (error is BadImageFormatException or IOException)
        {
            throw new MagicException($"'{path}' is no .NET assembly.");
        }
    }

    private static Guid ModuleId(string path)
    {
        using var file = new System.Reflection.PortableExecutable.PEReader(File.OpenRead(path));
        MetadataReader reader = file.GetMetadataReader();
        return reader.GetGuid(reader.GetModuleDefinition().Mvid);
    }

    /// <summary>Adds the image of a library cell; a later one that declares the same types hides an earlier one.</summary>
    public MetadataReference Add(ImmutableArray<byte> image)
    {
        PortableExecutableReference reference = MetadataReference.CreateFromImage(image);
        _added.Add(reference);
        return reference;
    }

    /// <summary>Keeps an old library loadable for the cells compiled against it and out of sight of new ones.</summary>
    public MetadataReference Hide(MetadataReference reference, string alias)
    {
        MetadataReference hidden = reference.WithAliases([alias]);
        _added[_added.IndexOf(reference)] = hidden;
        return hidden;
    }

    private static HashSet<string> CommonPaths() => s_commonPaths.Value;

    private static readonly Lazy<HashSet<string>> s_commonPaths = new(() => [.. PathsOfTheProcess()]);

    private static readonly Lazy<HashSet<string>> s_labParts = new(() =>
    {
        string framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        Dictionary<string, string> others = TrustedPaths().Where(path => Path.GetDirectoryName(path) != framework)
            .DistinctBy(path => Path.GetFileNameWithoutExtension(path), StringComparer.OrdinalIgnoreCase)
            .ToDictionary(path => Path.GetFileNameWithoutExtension(path), StringComparer.OrdinalIgnoreCase);
        var parts = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var left = new Queue<string>(CommonPaths().Select(path => Path.GetFileNameWithoutExtension(path)));
        while (left.TryDequeue(out string? name))
        {
            if (!parts.Add(name) || !others.TryGetValue(name, out string? path))
                continue;
            foreach (string needed in AssemblyFolder.ReferencedBy(path))
                left.Enqueue(needed);
        }

        return parts;
    });

    private static ImmutableArray<MetadataReference> Common() => [.. CommonPaths().Select(Reference)];

    private static MetadataReference Reference(string path) =>
        MetadataReference.CreateFromFile(path, documentation: new XmlDocumentation(path));

    // The framework, ResearchLab and the libraries it hands out in its own signatures: the very files this process runs.
    private static IEnumerable<string> PathsOfTheProcess()
    {
        string framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        string[] own = ["ResearchLab", "ResearchLab.LightGbm", "ResearchLab.Notebooks", "MathNet.Numerics", "System.Numerics.Tensors", "Dapper",
            "DuckDB.NET.Data", "DuckDB.NET.Bindings", "Apache.Arrow"];
        foreach (string path in TrustedPaths())
        {
            string name = Path.GetFileNameWithoutExtension(path);
            if (own.Contains(name) || (Path.GetDirectoryName(path) == framework
                && name is not ("mscorlib" or "Microsoft.VisualBasic" or "Microsoft.VisualBasic.Core" or "WindowsBase")))
                yield return path;
        }
    }

    private static string[] TrustedPaths() =>
        (AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") as string ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
}
