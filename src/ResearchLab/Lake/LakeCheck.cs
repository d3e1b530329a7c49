namespace ResearchLab.Lake;

/// <summary>Something in the lake's folder that should not be there or is not what it says.</summary>
/// <param name="Path">Full path.</param>
/// <param name="What">What is wrong, in words.</param>
/// <param name="Harmful">Whether reads are affected; a leftover of a dead writer is not.</param>
public sealed record LakeProblem(string Path, string What, bool Harmful)
{
    /// <summary>The problem as one line.</summary>
    public override string ToString() => $"{Path}: {What}";
}

/// <summary>Compares the files of a lake with what their names promise.</summary>
internal static class LakeCheck
{
    /// <summary>Every torn, changed, foreign or leftover file below <paramref name="root"/>; reads all bytes.</summary>
    public static IEnumerable<LakeProblem> All(string root)
    {
        if (!Directory.Exists(root))
            yield break;
        foreach (string path in Directory.EnumerateFiles(root, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None })
            .Order(StringComparer.Ordinal))
        {
            string[] parts = Path.GetRelativePath(root, path).Split(Path.DirectorySeparatorChar);
            if (path.EndsWith(".tmp", StringComparison.Ordinal))
                yield return new LakeProblem(path, "left by a writer that stopped; the next write to this folder removes it", Harmful: false);
            else if (parts.Length != 3 || Datasets.All.All(dataset => dataset.Name != parts[0]) || LakeFile.TryParse(new FileInfo(path), parts[0]) is not { } file)
                yield return new LakeProblem(path, "not a file of the lake; move it away", Harmful: false);
            else if (Problem(file) is { } problem)
                yield return problem;
        }
    }

    /// <summary>The first of <paramref name="files"/> whose bytes are not those that were written; null when all are.</summary>
    public static LakeProblem? FirstProblem(IEnumerable<LakeFile> files) =>
        files.Select(Problem).FirstOrDefault(problem => problem is not null);

    private static LakeProblem? Problem(LakeFile file)
    {
        try
        {
            string found = LakeFile.ChecksumOf(file.Path);
            return found == file.Checksum
                ? null
                : new LakeProblem(file.Path, $"its checksum is {found}, not {file.Checksum} ({file.SizeBytes:#,0} bytes)", Harmful: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return new LakeProblem(file.Path, LakeException.FirstLine(error), Harmful: true);
        }
    }
}
