using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace ResearchLab.LightGbm.Tests;

public sealed partial class LightGbmNativeTests
{
    [Fact]
    public void NativeFunctions_AgainstPinnedHeader_HaveTheSameWidths()
    {
        string header = File.ReadAllText(HeaderPath());
        Dictionary<string, string[]> declared = Declaration().Matches(header).ToDictionary(
            match => match.Groups["name"].Value,
            match => (string[])[Width(match.Groups["result"].Value), .. Parameters(match.Groups["parameters"].Value).Select(Width)]);
        Assert.True(declared.Count > 60, $"only {declared.Count} functions were found in the header");

        // The generated inner functions carry the types that really cross the border.
        var bound = typeof(LightGbmNative).GetMethods(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public)
            .Select(method => (Method: method, Import: method.GetCustomAttribute<DllImportAttribute>()))
            .Where(pair => pair.Import is not null)
            .ToList();

        Assert.Equal(29, bound.Count);
        foreach ((MethodInfo method, DllImportAttribute? import) in bound)
        {
            Assert.True(declared.TryGetValue(import!.EntryPoint!, out string[]? expected), $"{import.EntryPoint} is not in the header");
            string[] actual = [Width(method.ReturnType), .. method.GetParameters().Select(p => Width(p.ParameterType))];
            Assert.True(expected.SequenceEqual(actual), $"{import.EntryPoint}: header {string.Join(", ", expected)}; binding {string.Join(", ", actual)}");
        }
    }

    [Fact]
    public void LoadedFrom_AfterLoading_RefusesAnotherPath()
    {
        Assert.EndsWith(OperatingSystem.IsWindows() ? ".dll" : OperatingSystem.IsMacOS() ? ".dylib" : ".so", LightGbmLibrary.LoadedFrom);
        Assert.Throws<InvalidOperationException>(() => LightGbmLibrary.Path = "elsewhere");
    }

    private static string HeaderPath()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string path = Path.Combine(folder.FullName, "native/node_modules/lightgbm/dependencies/LightGBM/include/LightGBM/c_api.h");
            if (File.Exists(path))
                return path;
        }

        Assert.Skip("LightGBM's header is not installed; run 'npm ci' in native/");
        return "";
    }

    private static IEnumerable<string> Parameters(string text)
    {
        // A function pointer holds a comma-free parameter list of its own here, so commas separate parameters.
        string flat = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return flat.Length == 0 ? [] : flat.Split(',').Select(p => p.Trim());
    }

    private static string Width(string type)
    {
        if (type.Contains('*') || type.Contains("Handle ") || type.EndsWith("Handle", StringComparison.Ordinal))
            return "pointer";
        string[] words = type.Replace("const ", "").Trim().Split(' ');
        return words[0] switch
        {
            "int" or "int32_t" => "32",
            "int64_t" => "64",
            "size_t" => "size",
            "double" => "double",
            _ => throw new InvalidOperationException($"unknown C type '{type}'"),
        };
    }

    private static string Width(Type type) =>
        type.IsPointer || type.IsFunctionPointer || type.IsByRef || type == typeof(nint) ? "pointer"
        : type == typeof(int) ? "32"
        : type == typeof(long) ? "64"
        : type == typeof(nuint) ? "size"
        : type == typeof(double) ? "double"
        : throw new InvalidOperationException($"unknown type '{type}'");

    [GeneratedRegex(@"LIGHTGBM_C_EXPORT\s+(?<result>const char\*|int)\s+(?<name>LGBM_\w+)\((?<parameters>(?:[^()]|\([^()]*\))*)\);", RegexOptions.None,
        matchTimeoutMilliseconds: 5_000)]
    private static partial Regex Declaration();
}
