using System.Text.Json;
using System.Text.Json.Nodes;
using ResearchLab.Notebooks.Compilation;

namespace ResearchLab.Notebooks.Magics;

/// <summary>What a restore wrote down about the packages it found.</summary>
internal static class RestoredAssets
{
    /// <summary>The files to reference; null when the restore did not end well.</summary>
    public static ResolvedFiles? Read(string assets)
    {
        if (!File.Exists(assets))
            return null;
        try
        {
            var root = (JsonObject)JsonNode.Parse(File.ReadAllText(assets))!;
            string[] folders = [.. root["packageFolders"]!.AsObject().Select(pair => pair.Key)];
            // The target of this platform is named net10.0/linux-x64, the general one net10.0.
            JsonObject target = root["targets"]!.AsObject().OrderByDescending(pair => pair.Key.Length).First().Value!.AsObject();
            var assemblies = new List<string>();
            var native = new List<string>();
            foreach ((string id, JsonNode? package) in target)
            {
                string path = root["libraries"]![id]?["path"]?.GetValue<string>() ?? "";
                Add(assemblies, package?["runtime"] as JsonObject, path);
                Add(native, package?["native"] as JsonObject, path);
            }

            return assemblies.Count > 0 && assemblies.Concat(native).All(File.Exists) ? new ResolvedFiles(assemblies, native) : null;

            void Add(List<string> files, JsonObject? items, string path)
            {
                foreach ((string file, _) in items ?? [])
                {
                    if (!file.EndsWith("/_._", StringComparison.Ordinal))
                        files.Add(folders.Select(folder => Path.Combine(folder, path, file)).FirstOrDefault(File.Exists)
                            ?? Path.Combine(folders[0], path, file));
                }
            }
        }
        catch (Exception error) when (error is JsonException or NullReferenceException or InvalidOperationException or InvalidCastException or IOException)
        {
            return null; // half-written by a run that was killed: restored again
        }
    }

    /// <summary>Ids of the packages on this machine: those restored before, and those in feeds that are folders.</summary>
    public static IReadOnlyList<string> LocalIds(string assets, IReadOnlyList<string> sources)
    {
        var ids = new SortedSet<string>(StringComparer.OrdinalIgnoreCase);
        try
        {
            JsonNode? restore = File.Exists(assets) ? JsonNode.Parse(File.ReadAllText(assets))?["project"]?["restore"] : null;
            string packages = (string?)restore?["packagesPath"] ?? "";
            if (Directory.Exists(packages))
                ids.UnionWith(Directory.GetDirectories(packages).Select(folder => Path.GetFileName(folder)));
            IEnumerable<string> feeds = [.. sources, .. (restore?["sources"] as JsonObject)?.Select(source => source.Key) ?? []];
            foreach (string feed in feeds.Where(Directory.Exists))
                ids.UnionWith(Directory.GetFiles(feed, "*.nupkg", SearchOption.AllDirectories).Select(IdOf));
        }
        catch (Exception error) when (error is JsonException or IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            // Without them there is no proposal.
        }

        return [.. ids];
    }

    // Some.Package.1.2.3-beta.nupkg: the id ends where a part begins with a digit.
    private static string IdOf(string file)
    {
        string[] parts = Path.GetFileNameWithoutExtension(file).Split('.');
        return string.Join('.', parts.TakeWhile((part, i) => i == 0 || part.Length == 0 || !char.IsAsciiDigit(part[0])));
    }
}
