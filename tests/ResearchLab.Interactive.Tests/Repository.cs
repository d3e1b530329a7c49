namespace ResearchLab.Interactive.Tests;

/// <summary>Where things are.</summary>
internal static class Repository
{
    /// <summary>Folder of the checkout.</summary>
    public static string Root { get; } = Find();

    /// <summary>The built folder of a project.</summary>
    public static string Built(string project) => Path.Combine(Root, "artifacts", "bin", project, Path.GetFileName(Path.GetDirectoryName(AppContext.BaseDirectory + "x"))!);

    private static string Find()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "ResearchLab.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new DirectoryNotFoundException($"No checkout around '{AppContext.BaseDirectory}'.");
    }
}
