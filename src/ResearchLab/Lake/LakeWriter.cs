using System.Globalization;
using ResearchLab.Basics;
using ResearchLab.Columns;

namespace ResearchLab.Lake;

/// <summary>Appends and compactions: everything that makes or removes files of the lake.</summary>
internal static class LakeWriter
{
    private const int StateNew = 0, StateSame = 1, StateRevised = 2;

    public static AppendResult Append(DataLake lake, DatasetSchema dataset, Frame rows, string source)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(source);
        Frame incoming = Prepare(dataset, rows);
        if (incoming.Rows == 0)
            return default;

        for (int attempt = 1; ; attempt++)
        {
            if (TryAppend(lake, dataset, incoming, source, attempt) is { } counts)
                return counts;
        }
    }

    /// <summary>Null when a compaction took away a file that was to be compared with: its rows are in a new file.</summary>
    private static AppendResult? TryAppend(DataLake lake, DatasetSchema dataset, Frame incoming, string source, int attempt)
    {
        using var session = new LakeSession();
        IReadOnlyList<LakeFile> files = [];
        try
        {
            LakeColumn[] loaded = [.. dataset.Columns.Where(column => column.Name != "source"), DatasetSchema.SystemColumns[0]];
            session.Execute($"CREATE TABLE incoming ({string.Join(", ", loaded.Select(c => $"{LakeSql.Name(c.Name)} {LakeSql.TypeOf(c.Type)}"))})");
            session.Load("incoming", loaded, incoming);
            RequireUniqueKeys(session, dataset);

            files = Touched(lake, session, dataset);
            Existing(session, dataset, files, LakeAhead.Latest(lake));
            Compare(lake, session, dataset, source, anyBefore: files.Count > 0);
            AppendResult counts = Count(session);
            if (counts.New + counts.Revised > 0)
                Write(lake, session, dataset);
            return counts;
        }
        catch (QueryException error)
        {
            if (LakeRaces.TryAgain(files, attempt, error))
                return null;
            throw LakeCheck.FirstProblem(files) is { } problem
                ? LakeException.Corrupt(problem.Path, problem.What, error)
                : LakeException.Write(lake.Root, error);
        }
        catch (Exception error) when (error is IOException and not LakeException or UnauthorizedAccessException)
        {
            throw LakeException.Write(lake.Root, error);
        }
    }

    public static int Compact(DataLake lake, DatasetSchema dataset)
    {
        int removed = 0;
        foreach (IGrouping<string, LakeFile> partition in lake.Files(dataset).GroupBy(file => file.Partition, StringComparer.Ordinal))
        {
            LakeFile[] files = [.. partition];
            if (files.Length > 1)
                removed += Replace(dataset, files, $"SELECT DISTINCT {Columns(dataset)} FROM {LakeSql.Files(files)}");
        }

        return removed;
    }

    public static long Vacuum(DataLake lake, DatasetSchema dataset, DateTimeOffset recordedSince)
    {
        long removed = 0;
        foreach (IGrouping<string, LakeFile> partition in lake.Files(dataset).GroupBy(file => file.Partition, StringComparer.Ordinal))
        {
            LakeFile[] files = [.. partition];
            DurableFolders.SweepTemps(Path.GetDirectoryName(files[0].Path)!, lake.Time.GetUtcNow());
            // A version with the same key and known_at that was recorded later hides this one from every read since.
            string next = $"lead(recorded_at) OVER (PARTITION BY {LakeSql.Names(dataset.Key)}, known_at ORDER BY recorded_at)";
            string versions = $"SELECT DISTINCT {Columns(dataset)} FROM {LakeSql.Files(files)}";
            string hidden = $"{next} <= {LakeSql.Literal(recordedSince)}";
            long count = Guarded(files, session => (long)session.Query($"SELECT count(*) AS n FROM (SELECT 1 FROM ({versions}) QUALIFY {hidden})")["n"][0]!);
            if (count == 0)
                continue;
            Replace(dataset, files, $"SELECT * FROM ({versions}) QUALIFY ({hidden}) IS NOT TRUE");
            removed += count;
        }

        return removed;
    }

    private static string Columns(DatasetSchema dataset) => LakeSql.Names(dataset.AllColumns.Select(column => column.Name));

    /// <summary>Writes the rows of a query over all files of a folder as its only file; a crash before the end leaves rows twice, which is harmless.</summary>
    private static int Replace(DatasetSchema dataset, LakeFile[] files, string rows) => Guarded(files, session =>
    {
        string folder = Path.GetDirectoryName(files[0].Path)!;
        string merged = Publish(
            Stage(session, dataset, folder, $"SELECT * FROM ({rows}) ORDER BY {LakeSql.Names(dataset.SortBy)}, known_at, recorded_at"), folder,
            files.Min(file => file.RecordedFrom));
        string[] old = [.. files.Select(file => file.Path).Where(path => path != merged)];
        LakeFileLog.Added([merged]);
        if (!LakeFileLog.Removing(old))
            return 0; // their rows are there twice, which is harmless
        Array.ForEach(old, AtomicFile.Delete);
        DurableFolders.SyncFolder(folder);
        return old.Length;
    });

    private static T Guarded<T>(LakeFile[] files, Func<LakeSession, T> work)
        where T : struct
    {
        string folder = Path.GetDirectoryName(files[0].Path)!;
        using var session = new LakeSession();
        try
        {
            return work(session);
        }
        catch (QueryException error)
        {
            // Another compaction was faster: what it merged is left to the next one.
            if (LakeRaces.HaveGone(files, error))
                return default;
            throw LakeCheck.FirstProblem(files) is { } problem
                ? LakeException.Corrupt(problem.Path, problem.What, error)
                : LakeException.Write(folder, error);
        }
        catch (Exception error) when (error is IOException and not LakeException or UnauthorizedAccessException)
        {
            throw LakeException.Write(folder, error);
        }
    }

    /// <summary>The rows with exactly the columns and types of the dataset, keys checked.</summary>
    private static Frame Prepare(DatasetSchema dataset, Frame rows)
    {
        foreach (Column column in rows)
        {
            LakeType type = dataset.Column(column.Name).Type;
            if (!Fits(type, column.ElementType))
                throw new ArgumentException($"Dataset '{dataset.Name}' holds {type} in '{column.Name}', not {column.ElementType.Name}. Convert the column.",
                    nameof(rows));
        }

        foreach (string key in dataset.Key.Where(key => key != "source"))
        {
            if (rows[key] is var column && column.NullCount > 0)
                throw new ArgumentException(
                    Invariant($"Dataset '{dataset.Name}': {column.NullCount} rows have no '{key}', which is part of the key. Remove them."), nameof(rows));
        }

        return rows;
    }

    private static bool Fits(LakeType type, Type element) => type switch
    {
        LakeType.Text => element == typeof(string),
        LakeType.Number => element == typeof(double) || element == typeof(long) || element == typeof(int),
        LakeType.Whole => element == typeof(long) || element == typeof(int),
        LakeType.Date => element == typeof(DateOnly),
        _ => element == typeof(DateTimeOffset),
    };

    private static void RequireUniqueKeys(LakeSession session, DatasetSchema dataset)
    {
        string key = LakeSql.Names(dataset.Key.Where(name => name != "source"));
        Frame twice = session.Query($"SELECT {key} FROM incoming GROUP BY ALL HAVING count(*) > 1 ORDER BY ALL LIMIT 1");
        if (twice.Rows > 0)
            throw new ArgumentException($"Dataset '{dataset.Name}' got the key ({string.Join(", ", twice.Select(column => column.Format(0)))}) twice in one "
                + "append. Keep one row of each key.", nameof(dataset));
    }

    /// <summary>The files that can hold an older version of an incoming row.</summary>
    private static IReadOnlyList<LakeFile> Touched(DataLake lake, LakeSession session, DatasetSchema dataset)
    {
        Frame partitions = session.Query($"SELECT DISTINCT {PartitionColumns(dataset)} FROM incoming");
        HashSet<string> folders = [.. Enumerable.Range(0, partitions.Rows).Select(row => FolderOf(dataset, partitions, row))];
        // What a clock that was ahead has recorded cannot be read, and is recorded anew.
        DateTimeOffset latest = LakeAhead.Latest(lake);
        return [.. lake.Files(dataset).Where(file => folders.Contains(file.Partition) && file.RecordedFrom <= latest)];
    }

    /// <summary>Table "existing": the newest version of each key within the incoming sessions.</summary>
    private static void Existing(LakeSession session, DatasetSchema dataset, IReadOnlyList<LakeFile> files, DateTimeOffset recorded)
    {
        List<LakeFilter> filters = [];
        if (dataset.HasSession)
        {
            Frame range = session.Query("SELECT min(session) AS first, max(session) AS last FROM incoming");
            filters = [LakeFilter.AtLeast("session", range["first"][0]!), LakeFilter.AtMost("session", range["last"][0]!)];
        }

        IEnumerable<string> columns = dataset.AllColumns.Select(column => column.Name);
        string rows = LakeSql.AsOf(dataset, files, columns, filters, DateTimeOffset.MaxValue, recorded);
        session.Execute($"CREATE TABLE existing AS {rows}");
    }

    /// <summary>Table or view "fresh": the incoming rows with their times, their source and whether they are new, the same or a revision.</summary>
    private static void Compare(DataLake lake, LakeSession session, DatasetSchema dataset, string source, bool anyBefore)
    {
        string now = LakeSql.Literal(lake.Time.GetUtcNow()), literal = LakeSql.Literal(source);

        // A revision within the same microsecond, or after the clock was set back, still comes after what it replaces.
        string recorded = $"greatest({now}, e.recorded_at + INTERVAL 1 MICROSECOND)";
        string join = string.Join(" AND ", dataset.Key.Select(key => $"e.{LakeSql.Name(key)} = {(key == "source" ? literal : "i." + LakeSql.Name(key))}"));
        string changed = string.Join(" OR ", dataset.Values.Select(column => $"i.{LakeSql.Name(column.Name)} IS DISTINCT FROM e.{LakeSql.Name(column.Name)}")
            .DefaultIfEmpty("false"));
        string known = dataset.Derived
            ? $"coalesce(i.known_at, {now})"
            : $"CASE WHEN e.known_at IS NULL OR i.known_at > e.known_at THEN coalesce(i.known_at, {now}) ELSE greatest(e.known_at, {recorded}) END";
        string columns = string.Join(", ", dataset.Columns.Where(column => column.Name != "source").Select(column => "i." + LakeSql.Name(column.Name)));
        // With nothing to compare with, the rows need not be copied.
        session.Execute(
            $"""
            CREATE {(anyBefore ? "TABLE" : "VIEW")} fresh AS
            SELECT {columns}, {known} AS known_at, {recorded} AS recorded_at, {literal} AS source,
                   CASE WHEN e.known_at IS NULL THEN {StateNew} WHEN {changed} THEN {StateRevised} ELSE {StateSame} END AS state
            FROM incoming i LEFT JOIN existing e ON {join}
            """);
    }

    private static AppendResult Count(LakeSession session)
    {
        Frame counts = session.Query("SELECT state::BIGINT AS state, count(*)::BIGINT AS rows FROM fresh GROUP BY state");
        int Rows(int state) => (int)counts.Where<long>("state", value => value == state).Get<long>("rows").ToArray().Sum();
        return new AppendResult(Rows(StateNew), Rows(StateSame), Rows(StateRevised));
    }

    /// <summary>All folders are written under temporary names first, so that a failure in the middle leaves the lake as it was.</summary>
    private static void Write(DataLake lake, LakeSession session, DatasetSchema dataset)
    {
        Frame partitions = session.Query($"SELECT DISTINCT {PartitionColumns(dataset)} FROM fresh WHERE state <> {StateSame} ORDER BY ALL");
        var recorded = (DateTimeOffset)session.Query($"SELECT min(recorded_at) AS oldest FROM fresh WHERE state <> {StateSame}")["oldest"][0]!;
        string columns = LakeSql.Names(dataset.AllColumns.Select(column => column.Name));
        var staged = new List<(string Temp, string Folder)>(partitions.Rows);
        try
        {
            for (int row = 0; row < partitions.Rows; row++)
            {
                string folder = Path.Combine(lake.Root, dataset.FolderName, FolderOf(dataset, partitions, row));
                DurableFolders.CreateFolder(folder);
                DurableFolders.SweepTemps(folder, lake.Time.GetUtcNow());
                int at = row;
                IEnumerable<string> conditions = dataset.PartitionBy.Select(name => new LakeFilter(name, LakeComparison.Equal, partitions[name][at]!).ToSql());
                if (dataset.PartitionByYear)
                    conditions = conditions.Append($"year(session) = {partitions["year"].Format(at)}");
                string rows =
                    $"SELECT {columns} FROM fresh WHERE state <> {StateSame} AND {string.Join(" AND ", conditions)} ORDER BY {LakeSql.Names(dataset.SortBy)}";
                staged.Add((Stage(session, dataset, folder, rows), folder));
            }
        }
        catch
        {
            staged.ForEach(file => AtomicFile.Delete(file.Temp));
            throw;
        }

        var published = new List<string>(staged.Count);
        try
        {
            foreach ((string temp, string folder) in staged)
                published.Add(Publish(temp, folder, recorded));
        }
        finally
        {
            LakeFileLog.Added(published);
        }
    }

    private static string Stage(LakeSession session, DatasetSchema dataset, string folder, string rows)
    {
        string temp = AtomicFile.TempIn(folder);
        try
        {
            session.Execute(Invariant($"COPY ({rows}) TO {LakeSql.Literal(temp)} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {dataset.RowGroupRows})"));
            AtomicFile.Sync(temp);
            return temp;
        }
        catch
        {
            AtomicFile.Delete(temp);
            throw;
        }
    }

    private static string Publish(string temp, string folder, DateTimeOffset recordedFrom)
    {
        string path = Path.Combine(folder, LakeFile.NameOf(recordedFrom, LakeFile.ChecksumOf(temp)));
        File.Move(temp, path, overwrite: true);
        DurableFolders.SyncFolder(folder);
        return path;
    }

    private static string PartitionColumns(DatasetSchema dataset) =>
        LakeSql.Names(dataset.PartitionBy) + (dataset.PartitionByYear ? ", year(session)::BIGINT AS year" : "");

    private static string FolderOf(DatasetSchema dataset, Frame partitions, int row) => dataset.Folder(
        dataset.PartitionBy.Select(name => partitions[name].Format(row)),
        dataset.PartitionByYear ? int.Parse(partitions["year"].Format(row), CultureInfo.InvariantCulture) : null);
}
