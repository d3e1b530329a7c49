using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ResearchLab.Notebooks.Compilation;

/// <summary>What lies beside an assembly: a build that copies what it stands on into its folder is usable by naming its one file.</summary>
internal static class AssemblyFolder
{
    /// <summary>
    /// An assembly, those beside it that it needs (and they, in turn), and the native libraries of the folder. What its list of packages
    /// (<c>.deps.json</c>) names counts as needed too: a compiler leaves out references to packages that are there for the reader alone.
    /// </summary>
    /// <param name="file">Full path.</param>
    public static ResolvedFiles Around(string file)
    {
        string folder = Path.GetDirectoryName(file)!;
        var found = new List<string> { file };
        var seen = new HashSet<string>(SessionReferences.LabParts, StringComparer.OrdinalIgnoreCase) { Path.GetFileNameWithoutExtension(file) };
        for (int i = 0; i < found.Count; i++)
        {
            foreach (string name in ReferencedBy(found[i]).Concat(i == 0 ? ListedBy(file) : []))
            {
                string beside = Path.Combine(folder, name + ".dll");
                if (seen.Add(name) && File.Exists(beside))
                    found.Add(beside);
            }
        }

        return new ResolvedFiles(found, Native(folder));
    }

    /// <summary>The native libraries for this platform in a build's folder: flat, or as packages lay them out.</summary>
    public static IReadOnlyList<string> Native(string folder)
    {
        string runtimes = Path.Combine(folder, "runtimes", RuntimeInformation.RuntimeIdentifier, "native");
        return
        [
            .. Directory.GetFiles(folder).Where(file => Path.GetExtension(file) is ".so" or ".dylib"),
            .. Directory.Exists(runtimes) ? Directory.GetFiles(runtimes) : [],
        ];
    }

    /// <summary>Names of the assemblies that one references; none of a file that is no assembly.</summary>
    public static IReadOnlyList<string> ReferencedBy(string file)
    {
        try
        {
            using var image = new PEReader(File.OpenRead(file));
            if (!image.HasMetadata)
                return [];
            MetadataReader reader = image.GetMetadataReader();
            return [.. reader.AssemblyReferences.Select(handle => reader.GetString(reader.GetAssemblyReference(handle).Name))];
        }
        catch (BadImageFormatException)
        {
            return []; // the one that adds it says that it is no assembly
        }
    }

    private static IReadOnlyList<string> ListedBy(string file)
    {
        string list = Path.ChangeExtension(file, ".deps.json");
        if (!File.Exists(list))
            return [];
        try
        {
            return
            [
                .. JsonNode.Parse(File.ReadAllText(list))!["targets"]!.AsObject().SelectMany(target => target.Value!.AsObject())
                    .SelectMany(package => package.Value?["runtime"] as JsonObject ?? []).Select(pair => Path.GetFileNameWithoutExtension(pair.Key)),
            ];
        }
        catch (Exception error) when (error is JsonException or NullReferenceException or InvalidOperationException)
        {
            return []; // no list after all
        }
    }
}
