using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using ResearchLab.Basics;
using ResearchLab.Notebooks.Compilation;

namespace ResearchLab.Notebooks.Magics;

/// <summary>
/// NuGet packages by the SDK's own restore, in a scratch project of a folder named after the packages: asked again, nothing is run and no
/// network is needed.
/// </summary>
internal static partial class PackageReferences
{
    /// <summary>Restores packages together, so that their versions fit; an empty version is the newest at the time.</summary>
    /// <param name="packages">Ids and versions.</param>
    /// <param name="sources">Further feeds: folders or addresses.</param>
    /// <param name="cache">Folder of the scratch projects.</param>
    /// <param name="configuration">Folder from which upwards NuGet.config files count: the notebook's.</param>
    /// <param name="cancellation">Ends the restore.</param>
    /// <exception cref="MagicException">A package cannot be had; the message is the first error of the restore.</exception>
    public static async Task<ResolvedFiles> RestoreAsync(
        IReadOnlyList<(string Id, string Version)> packages, IReadOnlyList<string> sources, string cache, string configuration, CancellationToken cancellation)
    {
        string list = string.Join('\n', [.. packages.Select(package => $"{package.Id.ToLowerInvariant()} {package.Version}").Order(StringComparer.Ordinal),
            .. sources]);
        string folder = Path.Combine(cache, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(list)))[..16]);
        string assets = Path.Combine(folder, "obj", "project.assets.json");
        if (RestoredAssets.Read(assets) is { } known)
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
                <RestoreAdditionalProjectSources>{WebUtility.HtmlEncode(string.Join(';', sources))}</RestoreAdditionalProjectSources>
                <RestoreRootConfigDirectory>{WebUtility.HtmlEncode(configuration)}</RestoreRootConfigDirectory>
              </PropertyGroup>
              <ItemGroup>
            {references}  </ItemGroup>
              <Import Project="Sdk.targets" Sdk="Microsoft.NET.Sdk" />
            </Project>
            """, cancellation);
        (int exit, string output) = await RunAsync(folder, ["restore", "--nologo", "-v", "q", "-p:UseAppHost=false"], cancellation);
        if (exit == 0 && RestoredAssets.Read(assets) is { } files)
            return files;
        IReadOnlyList<string> local = RestoredAssets.LocalIds(assets, sources);
        File.Delete(assets);
        throw new MagicException(exit == 0
            ? $"{string.Join(", ", packages.Select(package => package.Id))} brings no assembly that .NET 10 can use."
            : $"Cannot restore {string.Join(", ", packages.Select(package => package.Id))}: {FirstError(output)} {Remedy(output, local)}");
    }

    /// <summary>Builds a project and gives the assemblies it makes.</summary>
    /// <exception cref="MagicException">It does not build.</exception>
    public static async Task<ResolvedFiles> BuildAsync(string project, CancellationToken cancellation)
    {
        if (!File.Exists(project))
            throw new MagicException($"There is no project '{project}'.");
        string path = Path.GetFullPath(project);
        // Asked for a property without a target, the SDK only evaluates.
        (int exit, string output) = await RunAsync(Path.GetDirectoryName(path)!,
            ["build", path, "-c", "Release", "--nologo", "-v", "q", "-t:Build", "-getProperty:TargetPath"], cancellation);
        string target = output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).FirstOrDefault(File.Exists) ?? "";
        if (exit != 0 || target.Length == 0)
            throw new MagicException($"'{project}' does not build: {FirstError(output)}");
        return AssemblyFolder.Around(target);
    }

    private static string Remedy(string output, IReadOnlyList<string> local)
    {
        Match missing = Missing().Match(output);
        if (missing.Success)
        {
            string id = missing.Groups["id"].Value;
            string[] near = [.. local.Select(known => (known, Distance: EditDistance.Of(id, known))).Where(pair => pair.Distance <= Math.Max(2, id.Length / 3))
                .OrderBy(pair => pair.Distance).Take(3).Select(pair => $"'{pair.known}'")];
            return near.Length > 0 ? $"Did you mean {string.Join(" or ", near)}?" : "Check the id; #i \"nuget:FOLDER-OR-ADDRESS\" names another feed.";
        }

        Match nearest = NearestVersion().Match(output);
        if (nearest.Success)
            return $"The nearest version there is {nearest.Groups["version"].Value}.";
        return output.Contains("NU1301", StringComparison.Ordinal) ? "Check the network; a package used before needs none." : "Check id and version.";
    }

    private static async Task<(int Exit, string Output)> RunAsync(string folder, IReadOnlyList<string> arguments, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo("dotnet",
            arguments)
        { WorkingDirectory = folder, UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Start(start);
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

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            throw new MagicException("The .NET SDK ('dotnet') is not on PATH; #r \"nuget:…\" and #r \"project:…\" need it.");
        }
    }

    private static string FirstError(string output)
    {
        Match match = Error().Match(output);
        string line = match.Success ? match.Groups["text"].Value : output.Split('\n').FirstOrDefault(text => text.Trim().Length > 0) ?? "no message";
        return line.Split(" [", 2)[0].Trim().TrimEnd('.') + ".";
    }

    [GeneratedRegex(@"NU1101: Unable to find package (?<id>[\w.\-]+)\.", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Missing();

    [GeneratedRegex(@"Nearest version: (?<version>[^\s\]]+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NearestVersion();

    [GeneratedRegex(@"error\s*(?<text>(?:NU|CS|MSB|NETSDK)\d+:[^\r\n]*)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Error();
}
