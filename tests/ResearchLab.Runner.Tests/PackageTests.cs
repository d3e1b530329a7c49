using System.Diagnostics;
using System.IO.Compression;
using System.Xml.Linq;
using ResearchLab.Tests.Shared;

namespace ResearchLab.Runner.Tests;

/// <summary>What src/ holds as packages: what is in them, and that a project and a cell outside of any checkout can use them.</summary>
public sealed class PackageTests
{
    private const string Version = "0.1.0-test";

    private static readonly string[] s_packages =
        ["ResearchLab", "ResearchLab.LightGbm", "ResearchLab.Notebooks", "ResearchLab.Interactive", "ResearchLab.Deedle", "ResearchLab.MlNet",
            "ResearchLab.Plotly"];

    /// <summary>Where every restore of this user has the packages of the world.</summary>
    internal static string KnownPackages => Environment.GetEnvironmentVariable("NUGET_PACKAGES")
        ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    [Fact]
    public void Packages_HoldWhatAUserNeeds_AndRunOutsideOfACheckout()
    {
        using var folder = new TempFolder();
        string feed = Path.Combine(folder.Path, "feed");
        foreach (string name in s_packages)
            Dotnet(folder.Path, "pack", Path.Combine(MarkdownPages.Root, "src", name), "-c", "Release", "--no-build", "--no-restore", "-o", feed,
                $"-p:Version={Version}", "--nologo", "-v", "q");
        foreach (string name in s_packages)
            RequireContents(feed, name);

        // Of its own packages the test keeps a folder apart.
        File.WriteAllText(Path.Combine(folder.Path, "NuGet.config"), $"""
            <configuration>
              <config><add key="globalPackagesFolder" value="{Path.Combine(folder.Path, "packages")}" /></config>
              <packageSources><add key="feed" value="{feed}" /></packageSources>
              <fallbackPackageFolders><add key="known" value="{KnownPackages}" /></fallbackPackageFolders>
            </configuration>
            """);
        AProjectUsesThem(folder.Path);
        ACellUsesThem(folder.Path, feed);
    }

    private static void RequireContents(string feed, string name)
    {
        using ZipArchive package = ZipFile.OpenRead(Path.Combine(feed, $"{name}.{Version}.nupkg"));
        string[] files = [.. package.Entries.Select(entry => entry.FullName)];
        Assert.Contains("README.md", files);
        Assert.Contains($"lib/net10.0/{name}.dll", files);
        Assert.Contains($"lib/net10.0/{name}.xml", files);
        using Stream stream = package.GetEntry($"{name}.nuspec")!.Open();
        XElement about = XDocument.Load(stream).Root!.Elements().Single();
        string Of(string element) => about.Elements().Single(one => one.Name.LocalName == element).Value;
        Assert.Equal((name, Version, "Apache-2.0", "README.md"), (Of("id"), Of("version"), Of("license"), Of("readme")));
        Assert.True(Of("description").Length > 20);
        using ZipArchive symbols = ZipFile.OpenRead(Path.Combine(feed, $"{name}.{Version}.snupkg"));
        Assert.Contains(symbols.Entries, entry => entry.FullName == $"lib/net10.0/{name}.pdb");
    }

    /// <summary>The program is the snippet of the package's own readme, and a forest trained by the native library.</summary>
    private static void AProjectUsesThem(string folder)
    {
        string project = Path.Combine(folder, "project");
        Directory.CreateDirectory(project);
        File.WriteAllText(Path.Combine(project, "project.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings><Nullable>enable</Nullable><NuGetAudit>false</NuGetAudit></PropertyGroup>
              <ItemGroup><PackageReference Include="ResearchLab" Version="{Version}" /></ItemGroup>
            </Project>
            """);
        string snippet = MarkdownPages.Blocks(File.ReadAllText(Path.Combine(MarkdownPages.Root, "src", "ResearchLab", "README.md")), "csharp").Single();
        File.WriteAllText(Path.Combine(project, "Program.cs"), snippet + """

            var random = new Random(1);
            double[] x = [.. Enumerable.Range(0, 400).Select(_ => random.NextDouble())];
            float[] y = [.. x.Select(value => value > 0.5 ? 1f : 0f)];
            using var data = ResearchLab.LightGbm.LightGbmDataset.FromColumns([x], y, [], new ResearchLab.LightGbm.LightGbmParameters { Objective = ResearchLab.LightGbm.Objective.Binary });
            Console.WriteLine(data.Rows);
            using var duck = new DuckDB.NET.Data.DuckDBConnection("DataSource=:memory:");
            duck.Open();
            using var command = duck.CreateCommand();
            command.CommandText = "select 40 + 2";
            Console.WriteLine(command.ExecuteScalar());
            """);
        Dotnet(project, "build", "-c", "Release", "--nologo", "-v", "q");
        string[] lines = Dotnet(project, "run", "-c", "Release", "--no-build")
            .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        Assert.Equal(["10.4506", "2024-04-01"], lines[..2]);
        Assert.Equal(["400", "42"], lines[^2..]);
    }

    private static void ACellUsesThem(string folder, string feed)
    {
        string script = Path.Combine(folder, "cell.csx");
        File.WriteAllText(script, $"""
            #i "nuget:{feed}"
            #r "nuget: ResearchLab.Plotly, {Version}"
            using ResearchLab.Plotly;
            var chart = ResearchLab.Charts.Chart.Line("two days", [new DateOnly(2024, 1, 2), new DateOnly(2024, 1, 3)], [new LineSeries("line", [1.0, 2.0])], "dollars").ToPlotlyNet();
            Console.WriteLine(chart.GetType().FullName);
            """);
        LabResult result = LabProcess.Run(folder, "script", script);
        Assert.True(result.ExitCode == 0, result.Errors);
        Assert.Contains("Plotly.NET", result.Output, StringComparison.Ordinal);
    }

    private static string Dotnet(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet",
            arguments)
        { WorkingDirectory = folder, UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(), errors = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(LabProcess.Hang))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"dotnet {string.Join(' ', arguments)} did not end within {LabProcess.Hang}.");
        }

        Assert.True(process.ExitCode == 0, $"dotnet {string.Join(' ', arguments)}:\n{output.GetAwaiter().GetResult()}\n{errors.GetAwaiter().GetResult()}");
        return output.GetAwaiter().GetResult();
    }
}
