namespace ResearchLab.Lake;

/// <summary>Compactions take away files that were listed; what was to be read of them is in a new file then, so the work is done again.</summary>
internal static class LakeRaces
{
    // Each needs another compaction to have ended in between: this many, with pauses of up to 20 ms, is minutes of nothing but compactions.
    private const int MostAttempts = 200;

    /// <summary>
    /// Whether files have gone since they were listed and the work is worth another try, after a pause that grows. False as well when it was tried too often:
    /// then a file is listed but not there for another reason, such as a link to nowhere.
    /// </summary>
    /// <param name="files">The files that the failed work was to read.</param>
    /// <param name="attempt">Number of the failed attempt, from 1.</param>
    /// <param name="error">Why it failed.</param>
    public static bool TryAgain(IReadOnlyList<LakeFile> files, int attempt, Exception error)
    {
        if (attempt >= MostAttempts || !HaveGone(files, error))
            return false;
        Thread.Sleep(Math.Min(attempt - 1, 20));
        return true;
    }

    /// <summary>Whether work failed because a file had gone. The same rows make a file of the same name, so it may be back by now.</summary>
    public static bool HaveGone(IReadOnlyList<LakeFile> files, Exception error) =>
        files.Any(file => !File.Exists(file.Path)) || error.Message.Contains("No files found that match", StringComparison.Ordinal);
}
