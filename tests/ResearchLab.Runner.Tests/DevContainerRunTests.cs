using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ResearchLab.Notebooks.Kernel;
using ResearchLab.Runner.Tests.Notebooks;

namespace ResearchLab.Runner.Tests;

/// <summary>
/// The dev container's commands as its file has them, in a clone of what is committed: a new home, no settings, and no compiler on PATH. Packages come from
/// the caches of this machine where they are there.
/// </summary>
[Trait("Tier", "full")]
public sealed partial class DevContainerRunTests : IDisposable
{
    // The order in which the specification runs them; what attaches an editor needs one.
    private static readonly string[] s_stages = ["onCreateCommand", "updateContentCommand", "postCreateCommand", "postStartCommand"];

    private readonly TempFolder _folder = new();

    private string Clone => Path.Combine(_folder.Path, "clone");

    private string Home => Path.Combine(_folder.Path, "home");

    private string Programs => Path.Combine(_folder.Path, "bin");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Commands_OnACleanClone_GiveAKernelAndARun_WithoutACompiler()
    {
        RequireTheMachine();
        CloneCheckout();
        Directory.CreateDirectory(Home);
        LinkPrograms();
        Assert.Equal("", Sh("for name in cc c++ gcc g++ clang cpp ld make cmake; do command -v $name || true; done").Output);

        using var container = JsonDocument.Parse(File.ReadAllText(Path.Combine(Clone, ".devcontainer.json")));
        string said = "";
        foreach (string stage in s_stages)
        {
            if (container.RootElement.TryGetProperty(stage, out JsonElement command))
            {
                // The script's own apt-get speaks to stderr.
                LabResult result = Sh(command.GetString()!);
                said += result.Output + result.Errors;
            }
        }

        Assert.DoesNotContain("lab: missing", said, StringComparison.Ordinal);
        string[] installed = [.. Installed().Matches(said).Select(match => match.Groups["package"].Value)];
        Assert.Contains("npm", installed);
        Assert.DoesNotContain(installed, package => Compiler().IsMatch(package));
        // What 'jupyter kernelspec' runs; Debian has that name in a package apart.
        JsonNode kernels = JsonNode.Parse(Sh("/usr/bin/python3 -m jupyter_client.kernelspecapp list --json").Output)!["kernelspecs"]!;
        JsonNode kernel = Assert.IsType<JsonObject>(kernels[KernelInfo.KernelName]);
        Assert.StartsWith(Home, (string)kernel["resource_dir"]!, StringComparison.Ordinal);
        string program = Path.Combine(Clone, "artifacts", "lab", "lab.dll");
        Assert.Contains(program, kernel["spec"]!["argv"]!.AsArray().Select(word => (string)word!));
        Assert.True(File.Exists(program));

        JsonNode run = JsonNode.Parse(Sh($"./lab run --session {DemoMarket.Session} --json").Output)!;

        Assert.Equal("demo", (string)run["data"]!);
        Assert.Contains((string)run["decision"]!, new[] { "recommend", "not_opened", "no_trade" });
        string report = (string)run["report"]!;
        Assert.StartsWith(Clone, report, StringComparison.Ordinal);
        Assert.True(File.Exists(report));
        Assert.Equal("", Sh("git status --porcelain").Output);
    }

    private static void RequireTheMachine()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && RuntimeInformation.OSArchitecture == Architecture.X64,
            "elsewhere than on Linux x64 the lab builds LightGBM, with a compiler");
        JupyterFixture.Require("notebook");
    }

    private void CloneCheckout()
    {
        // A checkout of another user is only read; git takes that from a file, not from its arguments.
        string settings = Path.Combine(_folder.Path, "gitconfig");
        File.WriteAllText(settings, "[safe]\n\tdirectory = *\n");
        var start = new ProcessStartInfo("git", ["clone", "--quiet", JupyterFixture.Home, Clone]);
        start.Environment["GIT_CONFIG_GLOBAL"] = settings;
        Finish(start, "git clone");
    }

    /// <summary>
    /// What is on PATH, without compilers; apt works out what it would add to an empty Debian, and adds nothing. Where it has no lists, it is what is named.
    /// </summary>
    private void LinkPrograms()
    {
        Directory.CreateDirectory(Programs);
        Script("sudo", "exec \"$@\"");
        bool lists = Directory.Exists("/var/lib/apt/lists") && Directory.EnumerateFiles("/var/lib/apt/lists", "*_Packages*").Any();
        Script("apt-get", lists
            ? "[ \"$1\" = update ] || exec /usr/bin/apt-get -o Dir::State::status=/dev/null --simulate \"$@\""
            : "for word; do case $word in -* | install | update) ;; *) echo \"Inst $word\" ;; esac; done");
        foreach (string folder in Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator).Where(Directory.Exists))
        {
            foreach (string program in Directory.EnumerateFiles(folder))
            {
                string link = Path.Combine(Programs, Path.GetFileName(program));
                if (!Path.Exists(link) && !Compiler().IsMatch(Path.GetFileName(program)))
                    File.CreateSymbolicLink(link, program);
            }
        }
    }

    private void Script(string name, string body)
    {
        string path = Path.Combine(Programs, name);
        File.WriteAllText(path, $"#!/bin/sh\n{body}\n");
        Finish(new ProcessStartInfo("chmod", ["+x", path]), "chmod");
    }

    /// <summary>A command of the container in the clone, as the specification runs a string: by the shell.</summary>
    private LabResult Sh(string command)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", command]) { WorkingDirectory = Clone };
        var network = start.Environment.Where(pair => Network().IsMatch(pair.Key)).ToList();
        start.Environment.Clear();
        foreach ((string name, string? value) in network)
            start.Environment[name] = value;
        start.Environment["HOME"] = Home;
        start.Environment["PATH"] = Programs;
        start.Environment["LANG"] = "C.UTF-8";
        start.Environment["NUGET_PACKAGES"] = PackageTests.KnownPackages;
        start.Environment["npm_config_cache"] = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".npm");
        start.Environment["npm_config_prefer_offline"] = "true";
        // Nothing of the build stays behind in a folder that goes away.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        return Finish(start, command);
    }

    private static LabResult Finish(ProcessStartInfo start, string what)
    {
        using LabProcess process = LabProcess.Start(start);
        LabResult result = process.Wait();
        Assert.True(result.ExitCode == 0, $"{what} ended with {result.ExitCode}:\n{result.Output}\n{result.Errors}");
        return result;
    }

    [GeneratedRegex("^(.+-)?(cc|c\\+\\+|gcc|g\\+\\+|cpp|clang|clang\\+\\+|c89|c99|ld|ld\\.[a-z]+|as|make|gmake|cmake|ninja|build-essential)(-[0-9.]+)?$",
        RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Compiler();

    [GeneratedRegex("^Inst (?<package>\\S+)", RegexOptions.Multiline | RegexOptions.NonBacktracking)]
    private static partial Regex Installed();

    [GeneratedRegex("^(https?_proxy|no_proxy|ssl_cert_.+|node_extra_ca_certs)$",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Network();
}
