using ResearchLab.Basics;

namespace ResearchLab.Reports;

/// <summary>Writes reports so that a reader sees the old file or the new one, never half of one.</summary>
public static class ReportFile
{
    /// <summary>Writes <paramref name="text"/> as UTF-8 beside <paramref name="path"/>, flushes it to disk and renames it into place.</summary>
    /// <param name="path">Where to; its folder is made when missing.</param>
    /// <param name="text">The whole file.</param>
    /// <returns>The full path.</returns>
    /// <exception cref="IOException">The disk is full or the place cannot be written; what was at <paramref name="path"/> is unchanged.</exception>
    public static string Write(string path, string text)
    {
        string full = Path.GetFullPath(path);
        string folder = Path.GetDirectoryName(full) ?? throw new ArgumentException($"'{path}' names a folder, not a file.", nameof(path));
        Directory.CreateDirectory(folder);
        AtomicFile.Write(full, text);
        return full;
    }
}
