namespace ResearchLab.Lake;

/// <summary>Compares the files of a lake with what their names promise.</summary>
internal static class LakeCheck
{
    /// <summary>
    /// Every torn, changed, missing, foreign or leftover file below <paramref name="root"/>, and those recorded after <paramref name="latest"/>; reads all
    /// bytes.
    /// </summary>
    public static IEnumerable<LakeProblem> All(string root, DateTimeOffset latest)
    {
        if (!Directory.Exists(root))
            yield break;
        foreach (string path in Directory.EnumerateFiles(root, "*",
            new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None })
            .Order(StringComparer.Ordinal))
        {
            string[] parts = Path.GetRelativePath(root, path).Split(Path.DirectorySeparatorChar);
            bool known = Datasets.All.Any(dataset => dataset.FolderName == parts[0] || dataset.Name == parts[0]);
            if (parts.Length == 2 && known && parts[1] == LakeFileLog.Name)
                continue;
            if (path.EndsWith(".tmp", StringComparison.Ordinal))
                yield return new LakeProblem(path, LakeProblemKind.Leftover, "left by a writer that stopped; the next write to this folder removes it");
            else if (parts.Length != 3 || !known || LakeFile.TryParse(new FileInfo(path), parts[0]) is not { } file)
                yield return new LakeProblem(path, LakeProblemKind.Foreign, "not a file of the lake; move it away");
            else if (Problem(file) is { } problem)
                yield return problem;
            else if (file.RecordedFrom > latest)
                yield return new LakeProblem(path, LakeProblemKind.Ahead,
                    Invariant($"recorded on {file.RecordedFrom:yyyy-MM-dd HH:mm}Z, later than now: no read sees its rows. If this clock is right, ")
                        + "ingest their data again");
        }

        foreach (DatasetSchema dataset in Datasets.All)
        {
            foreach (string path in LakeFileLog.Missing(Path.Combine(root, dataset.FolderName)))
                yield return new LakeProblem(path, LakeProblemKind.Missing,
                    "it was written and is gone; restore it, or ingest its data again and say lab lake check --forget");
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
                : new LakeProblem(file.Path, LakeProblemKind.Damaged, Invariant($"its checksum is {found}, not {file.Checksum} ({file.SizeBytes:#,0} bytes)"));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return new LakeProblem(file.Path, LakeProblemKind.Damaged, LakeException.FirstLine(error));
        }
    }
}
