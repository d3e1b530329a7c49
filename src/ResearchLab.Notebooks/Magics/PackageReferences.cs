using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ResearchLab.Notebooks.Magics;

/// <summary>Files that references brought.</summary>
/// <param name="Assemblies">Managed assemblies.</param>
/// <param name="Native">Native libraries.</param>
internal sealed record ResolvedFiles(IReadOnlyList<string> Assemblies, IReadOnlyList<string> Native);

/// <summary>
/// NuGet packages by the SDK's own restore, in a scratch project of a folder named after the packages: asked again, nothing is run and no
/// network is needed.
/// </summary>
internal static partial class PackageReferences
{
    /// <summary>Restores packages together, so that their versions fit; an empty version is the newest at the time.</summary>
    /// <exception cref="MagicException">A package cannot be had; the message is the first error of the restore.</exception>
    public static async Task<ResolvedFiles> RestoreAsync(IReadOnlyList<(string Id, string Version)> packages, string cache, CancellationToken cancellation)
    {
        string list = string.Join('\n', packages.Select(package => $"{package.Id.ToLowerInvariant()} {package.Version}").Order(StringComparer.Ordinal));
        string folder = Path.Combine(cache, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(list)))[..16]);
        string assets = Path.Combine(folder, "obj", "project.assets.json");
        if (Read(assets) is { } known)
            return known;
        Directory.CreateDirectory(folder);
        string references = string.Concat(packages.Select(package =>
            $"    <PackageReference Include=\"{package.Id}\" Version=\"{(package.Version.Length > 0 ? package.Version : "*")}\" />\n"));
        await File.WriteAllTextAsync(Path.Combine(folder, "packages.csproj"), $"""
            <Project>
              <PropertyGroup>
                <ImportDirectoryBuildProps>false</ImportDirectoryBuildProps>
                <ImportDirectoryPackagesProps>false</ImportDirectoryPackagesProps>
              </PropertyGroup>
              <Import Project="Sdk.props" Sdk="Microsoft.NET.Sdk" />
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <RuntimeIdentifier>{System.Runtime.InteropServices.RuntimeInformation.RuntimeIdentifier}</RuntimeIdentifier>
                <SelfContained>false</SelfContained>
                <NuGetAudit>false</NuGetAudit>
              </PropertyGroup>
              <ItemGroup>
            {references}  </ItemGroup>
              <Import Project="Sdk.targets" Sdk="Microsoft.NET.Sdk" />
            </Project>
            """, cancellation);
        (int exit, string output) = await RunAsync(folder, ["restore", "--nologo", "-v", "q", "-p:UseAppHost=false"], cancellation);
        if (exit == 0 && Read(assets) is { } files)
            return files;
        File.Delete(assets);
        throw new MagicException($"Cannot restore {string.Join(", ", packages.Select(package => package.Id))}: {FirstError(output)} Check id, version and network; a package used before needs no network.");
    }

    /// <summary>Builds a project and gives the assemblies it makes.</summary>
    /// <exception cref="MagicException">It does not build.</exception>
    public static async Task<ResolvedFiles> BuildAsync(string project, CancellationToken cancellation)
    {
        if (!File.Exists(project))
            throw new MagicException($"There is no project '{project}'.");
        string path = Path.GetFullPath(project);
        (int exit, string output) = await RunAsync(Path.GetDirectoryName(path)!, ["build", path, "-c", "Release", "--nologo", "-v", "q", "-getProperty:TargetPath"], cancellation);
        string target = output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault() ?? "";
        if (exit != 0 || !File.Exists(target))
            throw new MagicException($"'{project}' does not build: {FirstError(output)}");
        return new ResolvedFiles([target, .. Directory.GetFiles(Path.GetDirectoryName(target)!, "*.dll").Where(file => file != target)], []);
    }

    private static async Task<(int Exit, string Output)> RunAsync(string folder, IReadOnlyList<string> arguments, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = folder, UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start) ?? throw new MagicException("The .NET SDK is not on PATH; '#r nuget:' and '#r project:' need it.");
        try
        {
            Task<string> output = process.StandardOutput.ReadToEndAsync(cancellation), errors = process.StandardError.ReadToEndAsync(cancellation);
            await process.WaitForExitAsync(cancellation);
            return (process.ExitCode, await output + await errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    private static ResolvedFiles? Read(string assets)
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
                        files.Add(folders.Select(folder => Path.Combine(folder, path, file)).FirstOrDefault(File.Exists) ?? Path.Combine(folders[0], path, file));
                }
            }
        }
        catch (Exception error) when (error is JsonException or NullReferenceException or InvalidOperationException or InvalidCastException or IOException)
        {
            return null; // half-written by a run that was killed: restored again
        }
    }

    private static string FirstError(string output)
    {
        Match match = Error().Match(output);
        string line = match.Success ? match.Groups["text"].Value : output.Split('\n').FirstOrDefault(text => text.Trim().Length > 0) ?? "no message";
        return line.Split(" [", 2)[0].Trim().TrimEnd('.') + ".";
    }

    [GeneratedRegex(@"error\s*(?<text>(?:NU|CS|MSB|NETSDK)\d+:[^\r\n]*)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Error();
}
