namespace ResearchLab.Lake;

/// <summary>What one view of a lake read.</summary>
/// <param name="Root">Folder of the lake.</param>
/// <param name="Known">Nothing that became known later was seen.</param>
/// <param name="Recorded">Nothing that was written later was seen.</param>
/// <param name="Datasets">Datasets of which files were read, ascending.</param>
/// <param name="SnapshotId">Id of the files.</param>
public sealed record LakeRead(string Root, DateTimeOffset Known, DateTimeOffset Recorded, IReadOnlyList<string> Datasets, string SnapshotId);
