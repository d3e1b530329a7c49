using System.Collections.Immutable;
using System.Reflection;
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

    /// <summary>All references; the newest last.</summary>
    public ImmutableArray<MetadataReference> All => [.. s_common.Value, .. _added];

    /// <summary>Assemblies that a cell added, by path.</summary>
    public IReadOnlyCollection<string> Paths => _paths;

    /// <summary>Adds an assembly file; false when it is there already.</summary>
    public bool Add(string path)
    {
        if (path.Length == 0 || CommonPaths().Contains(path) || !_paths.Add(path))
            return false;
        _added.Add(Reference(path));
        return true;
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

    private static ImmutableArray<MetadataReference> Common() => [.. CommonPaths().Select(Reference)];

    private static MetadataReference Reference(string path) =>
        MetadataReference.CreateFromFile(path, documentation: new XmlDocumentation(path));

    // The framework, ResearchLab and the libraries it hands out in its own signatures: the very files this process runs.
    private static IEnumerable<string> PathsOfTheProcess()
    {
        string framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        string[] own = ["ResearchLab", "ResearchLab.DuckDb", "ResearchLab.LightGbm", "ResearchLab.Notebooks", "MathNet.Numerics", "System.Numerics.Tensors", "Dapper"];
        string trusted = AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") as string ?? "";
        foreach (string path in trusted.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
        {
            string name = Path.GetFileNameWithoutExtension(path);
            if (own.Contains(name) || (Path.GetDirectoryName(path) == framework && name is not ("mscorlib" or "Microsoft.VisualBasic" or "Microsoft.VisualBasic.Core" or "WindowsBase")))
                yield return path;
        }
    }
}
