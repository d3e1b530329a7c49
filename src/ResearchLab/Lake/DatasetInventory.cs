namespace ResearchLab.Lake;

/// <summary>What a dataset of a lake holds.</summary>
/// <param name="Dataset">Its name.</param>
/// <param name="Files">Number of files.</param>
/// <param name="Folders">Number of folders, such as one a symbol and interval.</param>
/// <param name="Bytes">Size of the files on disk.</param>
/// <param name="Rows">Versions of rows, revisions included.</param>
/// <param name="FirstSession">First session; null where the dataset has none.</param>
/// <param name="LastSession">Last session.</param>
/// <param name="Recorded">When the newest row was written; null when the dataset is empty.</param>
public sealed record DatasetInventory(
    string Dataset, int Files, int Folders, long Bytes, long Rows, DateOnly? FirstSession, DateOnly? LastSession, DateTimeOffset? Recorded);
