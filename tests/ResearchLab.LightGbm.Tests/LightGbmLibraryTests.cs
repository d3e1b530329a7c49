using System.Runtime.InteropServices;

namespace ResearchLab.LightGbm.Tests;

public sealed class LightGbmLibraryTests
{
    [Fact]
    public void Load_MissingFile_SaysWhereAndWhatToDo()
    {
        string message = Assert.Throws<DllNotFoundException>(() => NativeLocator.Load("/nowhere/lib_lightgbm.so")).Message;

        Assert.Contains("/nowhere", message);
        Assert.Contains("lab doctor", message);
        Assert.DoesNotContain('\n', message);
    }

    /// <summary>An ELF file that asks for a library which is not there says so, as a LightGBM without OpenMP's does.</summary>
    [Fact]
    public void Load_FileThatDoesNotLoad_NamesWhatToInstall()
    {
        string file = Path.Combine(Directory.CreateTempSubdirectory().FullName, NativeLocator.FileName);
        byte[] library = File.ReadAllBytes(LightGbmLibrary.LoadedFrom);
        int at = library.AsSpan().IndexOf("libgomp.so.1\0"u8);
        if (at >= 0)
            "libnope.so.9"u8.CopyTo(library.AsSpan(at));
        File.WriteAllBytes(file, at >= 0 ? library : library[..4096]);

        string message = Assert.Throws<DllNotFoundException>(() => NativeLocator.Load(file)).Message;

        Assert.Contains($"'{file}' is there but cannot be loaded", message);
        Assert.Contains(OperatingSystem.IsMacOS() ? "brew install libomp" : OperatingSystem.IsWindows() ? "Visual C++" : "apt-get install libgomp1", message);
        Assert.DoesNotContain('\n', message);
        File.Delete(file);
    }

    [Fact]
    public void Version_OfTheLoadedLibrary_IsKnown()
    {
        Assert.NotNull(LightGbmLibrary.Version);
        bool package = RuntimeInformation.ProcessArchitecture == Architecture.X64;
        Assert.Equal(package, LightGbmLibrary.Version == LightGbmLibrary.PackageVersion);
        Assert.Equal(package, LightGbmLibrary.IsSafeReader);
    }

    [Fact]
    public void EveryFunctionOfTheBinding_IsInTheLibrary()
    {
        nint handle = NativeLibrary.Load(LightGbmLibrary.LoadedFrom);
        string[] bound = [.. typeof(LightGbmNative).GetMethods(System.Reflection.BindingFlags.Static | System.Reflection.BindingFlags.NonPublic)
            .Select(method => System.Reflection.CustomAttributeExtensions.GetCustomAttribute<DllImportAttribute>(method)?.EntryPoint).OfType<string>()];

        Assert.True(bound.Length > 20, $"{bound.Length} functions");
        Assert.All(bound, name => Assert.True(NativeLibrary.TryGetExport(handle, name, out _), name));
    }
}
