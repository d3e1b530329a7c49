using ResearchLab.Basics;

namespace ResearchLab.Runner.Commands;

/// <summary>A file that a person names to be written.</summary>
internal static class OutputFile
{
    /// <summary>Its full path.</summary>
    /// <param name="path">The file.</param>
    /// <param name="what">What is to be written there, for messages.</param>
    /// <exception cref="UsageException">It is a folder, or lies in one that does not exist.</exception>
    public static string At(string path, string what = "--out")
    {
        string full = Path.GetFullPath(path);
        if (Directory.Exists(full))
            throw new UsageException($"{what} is the folder '{full}'; name a file in it.");
        return Path.GetDirectoryName(full) is { } folder && Directory.Exists(folder)
            ? full
            : throw new UsageException($"{what} is '{full}', whose folder does not exist; make it, or name another file.");
    }
}
