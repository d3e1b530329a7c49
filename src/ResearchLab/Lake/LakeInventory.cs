using ResearchLab.Columns;

namespace ResearchLab.Lake;

/// <summary>What a lake holds, by dataset.</summary>
public static class LakeInventory
{
    /// <summary>One entry a dataset, in the order of the data flow, empty ones included.</summary>
    /// <exception cref="LakeException">A file is damaged; the message names it.</exception>
    public static IReadOnlyList<DatasetInventory> Of(DataLake lake)
    {
        ArgumentNullException.ThrowIfNull(lake);
        using LakeView view = lake.AsOf(DateTimeOffset.MaxValue, DateTimeOffset.MaxValue);
        return [.. Datasets.All.Select(dataset => Of(view, dataset))];
    }

    private static DatasetInventory Of(LakeView view, DatasetSchema dataset) => view.WithFiles([dataset], files =>
    {
        int folders = files.Select(file => file.Partition).Distinct(StringComparer.Ordinal).Count();
        if (files.Count == 0)
            return new DatasetInventory(dataset.Name, 0, 0, 0, 0, null, null, null);
        string sessions = dataset.HasSession ? "min(session) AS first, max(session) AS last" : "NULL::DATE AS first, NULL::DATE AS last";
        using var session = new LakeSession();
        Frame found = session.Query($"SELECT count(*) AS rows, {sessions}, max(recorded_at) AS recorded FROM {LakeSql.Files(files)}");
        return new DatasetInventory(
            dataset.Name, files.Count, folders, files.Sum(file => file.SizeBytes), (long)found["rows"][0]!, (DateOnly?)found["first"][0],
            (DateOnly?)found["last"][0],
            (DateTimeOffset?)found["recorded"][0]);
    });
}
