using ResearchLab.Basics;

namespace ResearchLab.Runner.Commands;

/// <summary>A file that a person names to be written.</summary>
internal static class OutputFile
{
    /// <summary>Its full path.</summary>
    /// <exception cref="UsageException">It is a folder, or lies in one that does not exist.</exception>
    public static string At(string path)
    {
        string full = Path.GetFullPath(path);
        if (Directory.Exists(full))
            throw new UsageException($"--out is the folder '{full}'; name a file in it.");
        return Path.GetDirectoryName(full) is { } folder && Directory.Exists(folder)
            ? full
            : throw new UsageException($"--out is '{full}', whose folder does not exist; make it, or name another file.");
    }
}
