namespace ResearchLab.Tests.Shared;

/// <summary>Real market data for tests: never part of the project, found beside the checkout or where RESEARCHLAB_REAL_DATA says.</summary>
internal static class RealData
{
    /// <summary>Path of one real data file; skips the running test with the reason when it is not there.</summary>
    public static string Path(string file)
    {
        foreach (string folder in Folders())
        {
            string path = System.IO.Path.Combine(folder, file);
            if (File.Exists(path))
                return path;
        }

        Assert.Skip($"real data file '{file}' not found; set RESEARCHLAB_REAL_DATA or place shared/data beside the checkout");
        return "";
    }

    /// <summary>Opens one gzipped real CSV as text.</summary>
    public static StreamReader OpenText(string file) =>
        new(new System.IO.Compression.GZipStream(File.OpenRead(Path(file)), System.IO.Compression.CompressionMode.Decompress));

    internal static IEnumerable<string> Folders()
    {
        if (Environment.GetEnvironmentVariable("RESEARCHLAB_REAL_DATA") is { Length: > 0 } configured)
            yield return configured;
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "ResearchLab.sln")))
                yield return System.IO.Path.Combine(folder.FullName, "..", "shared", "data");
        }
    }
}
