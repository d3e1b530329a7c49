using System.Reflection;
using System.Runtime.Loader;

namespace ResearchLab.Interactive;

/// <summary>
/// The F# library that Deedle and Plotly.NET ask for. .NET Interactive runs on an older one, which its runtime takes for the only one there is; these
/// libraries and what they stand on get the newer one from beside this assembly, in a context of their own, and .NET Interactive keeps the older.
/// </summary>
internal sealed class NewerFSharp() : AssemblyLoadContext("newer F#")
{
    private static readonly string s_folder = Path.GetDirectoryName(typeof(NewerFSharp).Assembly.Location)!;

    private static readonly HashSet<string> s_names = ["FSharp.Core", "Deedle", "Plotly.NET", "Plotly.NET.CSharp", "DynamicObj", "Giraffe.ViewEngine"];

    /// <summary>Answers for these assemblies from now on, where this process has an F# library that is too old for them.</summary>
    public static void Offer()
    {
        var context = new NewerFSharp();
        Default.Resolving += (_, asked) => context.Find(asked);
        // Contexts other than the default one ask it first, and the whole process at last.
        AppDomain.CurrentDomain.AssemblyResolve += (_, asked) => context.Find(new AssemblyName(asked.Name));
    }

    protected override Assembly? Load(AssemblyName assemblyName) => Find(assemblyName);

    private Assembly? Find(AssemblyName asked)
    {
        if (asked.Name is not { } name || !s_names.Contains(name))
            return null;
        string path = Path.Combine(s_folder, name + ".dll");
        return File.Exists(path) && AssemblyName.GetAssemblyName(path).Version >= (asked.Version ?? new Version()) ? LoadFromAssemblyPath(path) : null;
    }
}
