using ResearchLab.Tests.Shared;

namespace ResearchLab.Interactive.Tests;

/// <summary>Where things are.</summary>
internal static class Repository
{
    /// <summary>Folder of the checkout.</summary>
    public static string Root => MarkdownPages.Root;

    /// <summary>The folder of a project as this build made it.</summary>
    public static string Built(string project) =>
        Path.Combine(Root, "artifacts", "bin", project, Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)));
}
