using System.IO.Compression;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ResearchLab.Notebooks.Tests.Magics;

/// <summary>
/// References from a feed that is a folder, so that no network is needed: the NuGet.config beside the notebook names it, and no other feed.
/// </summary>
public sealed class ReferenceTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("researchlab-reference-").FullName;
    private readonly string _before = Directory.GetCurrentDirectory();
    private NotebookSession _session = new(TimeProvider.System);

    public ReferenceTests()
    {
        Directory.CreateDirectory(Feed);
        File.WriteAllText(Path.Combine(_folder, "NuGet.config"),
            "<configuration><packageSources><clear /><add key=\"local\" value=\"feed\" /></packageSources></configuration>");
        Environment.SetEnvironmentVariable("NUGET_PACKAGES", Path.Combine(_folder, "packages"));
        Environment.SetEnvironmentVariable("XDG_DATA_HOME", Path.Combine(_folder, "share"));
        Directory.CreateDirectory(Path.Combine(_folder, "share"));
        Directory.SetCurrentDirectory(_folder);
    }

    private string Feed => Path.Combine(_folder, "feed");

    public void Dispose()
    {
        _session.Dispose();
        Directory.SetCurrentDirectory(_before);
        Environment.SetEnvironmentVariable("NUGET_PACKAGES", null);
        Environment.SetEnvironmentVariable("XDG_DATA_HOME", null);
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Package_FromTheFeed_IsUsable_AndOnceRestoredNeedsNoFeed()
    {
        Pack("Lab.Test.Greeter", "1.2.0", "namespace Greeting { public static class Hello { public static string To(string name) => \"hello \" + name; } }");
        CellResult result = await _session.RunAsync("#r \"nuget: Lab.Test.Greeter, 1.2.0\"\nGreeting.Hello.To(\"you\")");
        Assert.True(result.Succeeded, result.Error?.Text);
        Assert.Equal("hello you", result.Value);

        Directory.Delete(Feed, recursive: true);
        Renew();
        result = await _session.RunAsync("#r \"nuget: Lab.Test.Greeter, 1.2.0\"\nGreeting.Hello.To(\"me\")");
        Assert.True(result.Succeeded, result.Error?.Text);
        Assert.Equal("hello me", result.Value);
    }

    [Fact]
    public async Task Package_Unknown_IsOneLineThatProposesTheNearest()
    {
        Pack("Lab.Test.Greeter", "1.0.0", "public class Nothing { }");
        CellError error = (await _session.RunAsync("#r \"nuget:Lab.Test.Greter,1.0.0\"")).Error!;
        Assert.DoesNotContain('\n', error.Message);
        Assert.Contains("NU1101: Unable to find package Lab.Test.Greter", error.Message);
        Assert.EndsWith("Did you mean 'Lab.Test.Greeter'?", error.Message);
        Assert.Equal(1, error.Line);
    }

    [Fact]
    public async Task Package_VersionThatIsNotThere_NamesTheNearest()
    {
        Pack("Lab.Test.Greeter", "1.0.0", "public class Nothing { }");
        CellError error = (await _session.RunAsync("#r \"nuget:Lab.Test.Greeter,9.9.9\"")).Error!;
        Assert.EndsWith("The nearest version there is 1.0.0.", error.Message);
        Assert.True((await _session.RunAsync("#r \"nuget:Lab.Test.Greeter,1.0.0\"\ntypeof(Nothing).Name")).Succeeded);
    }

    [Fact]
    public async Task Package_SecondVersion_AfterTheFirstIsUsed_IsRefused_BeforeItReplacesIt()
    {
        foreach (string version in new[] { "1.0.0", "2.0.0" })
            Pack("Lab.Test.Twice", version, $"[assembly: System.Reflection.AssemblyVersion(\"{version}\")] public static class Twice {{ public const string "
                + $"Version = \"{version}\"; public static string Get() => Version; }}");
        Assert.Null((await _session.RunAsync("#r \"nuget:Lab.Test.Twice,1.0.0\"")).Error);
        Assert.Equal("2.0.0", (await _session.RunAsync("#r \"nuget:Lab.Test.Twice,2.0.0\"\nTwice.Get()")).Value);
        CellError error = (await _session.RunAsync("#r \"nuget:Lab.Test.Twice,1.0.0\"")).Error!;
        Assert.Contains("'Lab.Test.Twice' 2.0.0.0 is loaded already", error.Message);
        Assert.Contains("Restart the kernel", error.Message);
        Assert.Equal("2.0.0", (await _session.RunAsync("Twice.Get()")).Value);
        Assert.Null((await _session.RunAsync("#r \"nuget:Lab.Test.Twice,2.0.0\"")).Error);
    }

    [Fact]
    public async Task Package_WhosePartnersDisagree_IsTheRestoresError()
    {
        Pack("Lab.Test.Base", "1.0.0", "public class Base { }");
        Pack("Lab.Test.Base", "2.0.0", "public class Base { }");
        Pack("Lab.Test.Needs", "1.0.0", "public class Needs { }", ("Lab.Test.Base", "[2.0.0]"));
        Assert.Null((await _session.RunAsync("#r \"nuget:Lab.Test.Base,1.0.0\"")).Error);
        CellError error = (await _session.RunAsync("#r \"nuget:Lab.Test.Needs,1.0.0\"")).Error!;
        Assert.Contains("NU1", error.Message);
        Assert.Contains("Lab.Test.Base", error.Message);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public async Task Package_ThatTheLabHasItself_UsesTheLabs()
    {
        Pack("Dapper", "1.0.0", "[assembly: System.Reflection.AssemblyVersion(\"1.0.0\")] public class NotTheRealOne { }");
        Assert.Null((await _session.RunAsync("#r \"nuget:Dapper,1.0.0\"")).Error);
        Assert.Equal(true, (await _session.RunAsync("typeof(Dapper.SqlMapper).Assembly.GetName().Version.Major >= 2")).Value);
        Pack("Dapper", "99.0.0", "[assembly: System.Reflection.AssemblyVersion(\"99.0.0\")] public class NotTheRealOne { }");
        Assert.Contains("the lab itself runs on", (await _session.RunAsync("#r \"nuget:Dapper,99.0.0\"")).Error!.Message);
    }

    [Fact]
    public async Task Feed_ThatCannotBeReached_IsOneLine()
    {
        File.WriteAllText(Path.Combine(_folder, "NuGet.config"),
            "<configuration><packageSources><clear /><add key=\"gone\" value=\"http://127.0.0.1:9/v3/index.json\" allowInsecureConnections=\"true\" "
                + "/></packageSources></configuration>");
        CellError error = (await _session.RunAsync("#r \"nuget:Lab.Test.Nowhere,1.0.0\"")).Error!;
        Assert.Contains("NU1301", error.Message);
        Assert.EndsWith("Check the network; a package used before needs none.", error.Message);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public async Task Feed_NamedInTheCell_IsUsed()
    {
        File.WriteAllText(Path.Combine(_folder, "NuGet.config"), "<configuration><packageSources><clear /></packageSources></configuration>");
        Pack("Lab.Test.Named", "1.0.0", "public static class Named { public static int Get() => 7; }");
        CellResult result = await _session.RunAsync("#i \"nuget:feed\"\n#r \"nuget:Lab.Test.Named\"\nNamed.Get()");
        Assert.True(result.Succeeded, result.Error?.Text);
        Assert.Equal(7, result.Value);
        Assert.Contains("no folder 'nowhere'", (await _session.RunAsync("#i \"nuget:nowhere\"")).Error!.Message);
    }

    [Fact]
    public async Task Assembly_ByRelativePath_IsUsable_AndNonsenseIsNamed()
    {
        File.WriteAllBytes(Path.Combine(_folder, "mine.dll"), Compile("mine", "public static class Mine { public static int Get() => 3; }"));
        Assert.Equal(3, (await _session.RunAsync("#r \"mine.dll\"\nMine.Get()")).Value);
        File.WriteAllText(Path.Combine(_folder, "text.dll"), "no assembly");
        Assert.Contains("is no .NET assembly", (await _session.RunAsync("#r \"text.dll\"")).Error!.Message);
    }

    [Fact]
    public async Task Assembly_BringsWhatItNeedsFromItsFolder_AndNothingElse()
    {
        string folder = Directory.CreateDirectory(Path.Combine(_folder, "built")).FullName;
        byte[] deep = Compile("deep", "public class Deep { public int Value = 5; }");
        byte[] middle = Compile("middle", "public class Middle : Deep { }", deep);
        File.WriteAllBytes(Path.Combine(folder, "deep.dll"), deep);
        File.WriteAllBytes(Path.Combine(folder, "middle.dll"), middle);
        File.WriteAllBytes(Path.Combine(folder, "top.dll"),
            Compile("top", "public static class Top { public static Middle Get() => new Middle(); }", deep, middle));
        File.WriteAllBytes(Path.Combine(folder, "stranger.dll"), Compile("stranger", "public class Stranger { }"));
        Assert.Equal(5, (await _session.RunAsync("#r \"built/top.dll\"\nTop.Get().Value")).Value);
        Assert.Contains("CS0246", (await _session.RunAsync("new Stranger()")).Error!.Text);

        Renew();
        File.WriteAllText(Path.Combine(folder, "top.deps.json"),
            """{ "targets": { "net10.0": { "Some.Package/1.0.0": { "runtime": { "lib/net10.0/stranger.dll": {} } } } } }""");
        Assert.Equal("Stranger", (await _session.RunAsync("#r \"built/top.dll\"\nnew Stranger().GetType().Name")).Value);
    }

    [Fact]
    public async Task Project_IsBuilt_AndItsErrorsAreNamed_AndAChangeAsksForARestart()
    {
        string folder = Directory.CreateDirectory(Path.Combine(_folder, "proj")).FullName, source = Path.Combine(folder, "P.cs");
        File.WriteAllText(Path.Combine(folder, "proj.csproj"),
            "<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup></Project>");
        File.WriteAllText(source, "public static class P { public static int Get() => missing; }");
        CellError error = (await _session.RunAsync("#r \"project:proj/proj.csproj\"")).Error!;
        Assert.Contains("CS0103", error.Message);
        Assert.DoesNotContain('\n', error.Message);
        File.WriteAllText(source, "public static class P { public static int Get() => 11; }");
        CellResult result = await _session.RunAsync("#r \"project:proj/proj.csproj\"\nP.Get()");
        Assert.True(result.Succeeded, result.Error?.Text);
        Assert.Equal(11, result.Value);
        File.WriteAllText(source, "public static class P { public static int Get() => 12; }");
        Assert.Contains("built anew", (await _session.RunAsync("#r \"project:proj/proj.csproj\"")).Error!.Message);
        Assert.Contains("no project", (await _session.RunAsync("#r \"project:none.csproj\"")).Error!.Message);
    }

    [Fact]
    public async Task Import_DibNotebookAndNestedScripts_AreRelativeToTheirFile()
    {
        string inner = Directory.CreateDirectory(Path.Combine(_folder, "inner")).FullName;
        File.WriteAllText(Path.Combine(inner, "leaf.csx"), "var leaf = 5;");
        File.WriteAllText(Path.Combine(inner, "branch.csx"), "#load \"leaf.csx\"\nvar branch = leaf + 1;");
        File.WriteAllText(Path.Combine(inner, "old.dib"),
            "#!meta\n\n{\"kernelInfo\":{\"defaultKernelName\":\"csharp\"}}\n\n#!csharp\n\nvar dib = 1;\n\n#!markdown\n\n# A title (\n\n#!csharp\n\nvar dib = dib0 + 1;\n".Replace("dib0", "10"));
        CellResult result = await _session.RunAsync("#load \"inner/branch.csx\"\n#!import inner/old.dib\nbranch + dib");
        Assert.True(result.Succeeded, result.Error?.Text);
        Assert.Equal(17, result.Value);
    }

    [Fact]
    public async Task Import_ErrorsNameTheFileAndLine_AndCyclesAreRefused()
    {
        File.WriteAllText(Path.Combine(_folder, "bad.csx"), "var fine = 1;\nvar bad = missing;");
        CellError error = (await _session.RunAsync("#load \"bad.csx\"")).Error!;
        Assert.Contains("in 'bad.csx', line 2", error.Text);
        File.WriteAllText(Path.Combine(_folder, "thrower.csx"), "int Throw()\n{\n    throw new Exception(\"from the script\");\n}");
        Assert.Null((await _session.RunAsync("#load \"thrower.csx\"")).Error);
        Assert.Contains("in 'thrower.csx', line 3", (await _session.RunAsync("Throw()")).Error!.Text);
        File.WriteAllText(Path.Combine(_folder, "a.csx"), "#load \"b.csx\"");
        File.WriteAllText(Path.Combine(_folder, "b.csx"), "#load \"a.csx\"");
        Assert.Contains("a.csx → b.csx → a.csx", (await _session.RunAsync("#load \"a.csx\"")).Error!.Message);
        File.WriteAllText(Path.Combine(_folder, "broken.ipynb"), "{ no notebook");
        Assert.Contains("broken.ipynb", (await _session.RunAsync("#!import broken.ipynb")).Error!.Message);
    }

    private void Renew()
    {
        _session.Dispose();
        _session = new NotebookSession(TimeProvider.System);
    }

    private void Pack(string id, string version, string code, params (string Id, string Version)[] needs)
    {
        using ZipArchive archive = ZipFile.Open(Path.Combine(Feed, $"{id}.{version}.nupkg"), ZipArchiveMode.Create);
        using (var nuspec = new StreamWriter(archive.CreateEntry($"{id}.nuspec").Open()))
        {
            string dependencies = string.Concat(needs.Select(need => $"<dependency id=\"{need.Id}\" version=\"{need.Version}\" />"));
            nuspec.Write(
                $"<package xmlns=\"http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd\"><metadata><id>{id}</id><version>{version}</version><authors>test</authors><description>test</description><dependencies><group targetFramework=\"net10.0\">{dependencies}</group></dependencies></metadata></package>");
        }

        using Stream library = archive.CreateEntry($"lib/net10.0/{id}.dll").Open();
        library.Write(Compile(id, code));
    }

    private static byte[] Compile(string name, string code, params byte[][] references)
    {
        string runtime = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        var compilation = CSharpCompilation.Create(
            name, [CSharpSyntaxTree.ParseText(code)], [MetadataReference.CreateFromFile(Path.Combine(runtime, "System.Runtime.dll")),
                MetadataReference.CreateFromFile(typeof(object).Assembly.Location), .. references.Select(image => MetadataReference.CreateFromImage(image))],
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        using var image = new MemoryStream();
        Assert.True(compilation.Emit(image).Success);
        return image.ToArray();
    }
}
