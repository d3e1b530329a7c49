namespace ResearchLab.Lake;

/// <summary>
/// Rows recorded later than now: a clock that was ahead wrote them. No read sees them before that time comes, and they do not count as stored when
/// their data are added again.
/// </summary>
public static class LakeAhead
{
    /// <summary>How far a stamp may lie after now before the clock counts as wrong: clocks are put right by seconds, zones are mistaken by hours.</summary>
    public static readonly TimeSpan Slack = TimeSpan.FromDays(1);

    /// <summary>Until when files may be recorded without counting as of a clock that was ahead.</summary>
    internal static DateTimeOffset Latest(DataLake lake) => lake.IsSimulated ? DateTimeOffset.MaxValue : lake.Time.GetUtcNow() + Slack;

    /// <summary>The files of a dataset recorded later than now.</summary>
    public static IReadOnlyList<LakeFile> Files(DataLake lake, DatasetSchema dataset, params IReadOnlyList<LakeFilter> filters)
    {
        ArgumentNullException.ThrowIfNull(lake);
        DateTimeOffset latest = Latest(lake);
        return [.. lake.Files(dataset, filters).Where(file => file.RecordedFrom > latest)];
    }

    /// <summary>What to say of them in one line; null when there are none.</summary>
    public static string? Remark(DataLake lake, DatasetSchema dataset, params IReadOnlyList<LakeFilter> filters)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        IReadOnlyList<LakeFile> files = Files(lake, dataset, filters);
        return files.Count == 0 ? null
            : Invariant($"{files.Count} {(files.Count == 1 ? "file" : "files")} of {dataset.Name} in the lake {(files.Count == 1 ? "was" : "were")} ")
                + Invariant($"recorded later than now (up to {files.Max(file => file.RecordedFrom):yyyy-MM-dd}; it is {lake.Time.GetUtcNow():yyyy-MM-dd}): ")
                + "no read sees them. If this clock is right, ingest their data again; if not, set it.";
    }
}
