using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using ResearchLab.Columns;

namespace ResearchLab.Lake;

/// <summary>
/// The lake as it could be known at one time: per key the newest row with known_at ≤ <see cref="Known"/> among those recorded by
/// <see cref="Recorded"/>. It sees no row written after it was made. Safe to share between threads, which then take turns.
/// </summary>
public sealed class LakeView : IDisposable
{
    private static readonly Regex s_word = new("[A-Za-z_]+", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(5));

    private static readonly string[] s_ends = ["ROLLBACK", "ABORT", "COMMIT", "END"];

    private readonly DataLake _lake;
    private readonly LakeSession _session;
    private readonly bool _owns;
    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, LakeFile> _read = new(StringComparer.Ordinal);
    private bool _wasAsked;

    internal LakeView(DataLake lake, DateTimeOffset known, DateTimeOffset recorded, LakeSession? session = null) =>
        (_lake, Known, Recorded, _session, _owns) = (lake, known, recorded, session ?? new LakeSession(), session is null);

    /// <summary>
    /// The same view over an engine that outlives it, so that what queries make in it (macros, tables, attached databases) is there for later ones.
    /// </summary>
    internal LakeView In(LakeSession session) => new(_lake, Known, Recorded, session);

    /// <summary>Nothing that became known later is seen.</summary>
    public DateTimeOffset Known { get; }

    /// <summary>Nothing this lab wrote later is seen.</summary>
    public DateTimeOffset Recorded { get; }

    /// <summary>Folder of the lake.</summary>
    public string Root => _lake.Root;

    /// <summary>Files read so far, by path.</summary>
    public IReadOnlyList<LakeFile> FilesRead
    {
        get
        {
            lock (_lock)
                return [.. _read.Values];
        }
    }

    /// <summary>
    /// 16 hexadecimal digits that name the content read so far: a hash of the sorted (file, size, checksum) list. With
    /// <see cref="Known"/> and <see cref="Recorded"/> it fixes every number that was read.
    /// </summary>
    public string SnapshotId => SnapshotOf(FilesRead);

    /// <summary>The same over named files, as far as this view sees them: the id of data that were not all read, or not just now.</summary>
    /// <param name="files">Files of this lake, in any order.</param>
    public string SnapshotOf(IEnumerable<LakeFile> files)
    {
        string list = string.Concat(files.Where(file => file.RecordedFrom <= Recorded)
            .OrderBy(file => file.RelativePath, StringComparer.Ordinal).Select(file => Invariant($"{file.RelativePath} {file.SizeBytes} {file.Checksum}\n")));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(list)))[..16];
    }

    /// <summary>The rows of a dataset that satisfy all <paramref name="filters"/>, in the order of the dataset, with all columns.</summary>
    /// <exception cref="LakeException">A file is damaged; the message names it.</exception>
    public Frame Read(DatasetSchema dataset, params IReadOnlyList<LakeFilter> filters) =>
        Read(dataset, [.. dataset.AllColumns.Select(column => column.Name)], filters);

    /// <summary>The same with the columns named only, which reads less.</summary>
    /// <exception cref="LakeException">A file is damaged; the message names it.</exception>
    /// <exception cref="KeyNotFoundException">A column does not exist; the message names the nearest.</exception>
    public Frame Read(DatasetSchema dataset, IReadOnlyList<string> columns, params IReadOnlyList<LakeFilter> filters)
    {
        foreach (string name in columns.Concat(filters.Select(filter => filter.Column)))
            _ = dataset.Column(name);
        return Run(() => _lake.Files(dataset, filters), files => ReadSorted(dataset, files, columns, filters) ?? ReadNewest(dataset, files, columns, filters));
    }

    /// <summary>
    /// The rows of many folders in one query, those of each folder together and in the order of the dataset: what reads all symbols at once.
    /// </summary>
    /// <param name="dataset">A dataset.</param>
    /// <param name="columns">Columns wanted.</param>
    /// <param name="filters">Conditions, none on the columns that choose the folder.</param>
    /// <exception cref="LakeException">A file is damaged; the message names it.</exception>
    /// <exception cref="KeyNotFoundException">A column does not exist; the message names the nearest.</exception>
    public Frame ReadAll(DatasetSchema dataset, IReadOnlyList<string> columns, params IReadOnlyList<LakeFilter> filters)
    {
        foreach (string name in columns.Concat(filters.Select(filter => filter.Column)))
            _ = dataset.Column(name);
        string[] order = [.. dataset.PartitionBy, .. dataset.SortBy.Except(dataset.PartitionBy)];
        return Run(() => _lake.Files(dataset, filters), files =>
        {
            if (files.Count > 0 && dataset.Key.All(order.Contains))
            {
                Frame rows = _session.Query(LakeSql.Visible(files, columns.Union(order), filters, Known, Recorded));
                if (IsAscendingInFolders(rows, dataset, order))
                    return rows.Select(columns);
            }

            string newest = LakeSql.AsOf(dataset, files, columns.Union(order), filters, Known, Recorded);
            return _session.Query($"SELECT {LakeSql.Names(columns)} FROM ({newest}) ORDER BY {LakeSql.Names(order)}");
        });
    }

    /// <summary>The different values of one key column among the rows that satisfy all <paramref name="filters"/>, ascending.</summary>
    /// <exception cref="LakeException">A file is damaged; the message names it.</exception>
    /// <exception cref="ArgumentException">The column is not part of the key.</exception>
    public Column Distinct(DatasetSchema dataset, string column, params IReadOnlyList<LakeFilter> filters)
    {
        if (!dataset.Key.Contains(column))
            throw new ArgumentException($"Column '{column}' is not part of the key of '{dataset.Name}' ({string.Join(", ", dataset.Key)}). Use Sql.",
                nameof(column));

        // Every version of a row has the same key, so there is no need to find the newest.
        return Run(
            () => _lake.Files(dataset, filters),
            files => _session.Query(files.Count == 0
                ? LakeSql.AsOf(dataset, files, [column], filters, Known, Recorded)
                : $"SELECT DISTINCT {LakeSql.Name(column)} FROM ({LakeSql.Visible(files, [column], filters, Known, Recorded)}) ORDER BY 1"))[0];
    }

    /// <summary>
    /// Any DuckDB query; each dataset is a view of its name, as of the times of this view. Parameters are written <c>$name</c>. What a query makes
    /// (macros, tables, attached databases) lives as long as this view. Statements without rows, such as COPY … TO, give a frame without columns.
    /// </summary>
    /// <example><c>view.Sql("SELECT symbol, count(*) AS days FROM bars GROUP BY ALL ORDER BY symbol")</c></example>
    /// <exception cref="LakeException">A file is damaged, or the query is wrong; the message says which.</exception>
    public Frame Sql(string query, params IReadOnlyList<(string Name, object? Value)> parameters) => Sql(query, () => _session.QueryOrRun(query, parameters));

    /// <summary>The same, where frames too go by their names; a dataset's name means the dataset.</summary>
    /// <inheritdoc cref="Sql(string, IReadOnlyList{ValueTuple{string, object}})"/>
    public Frame Sql(string query, IReadOnlyList<(string Name, object? Value)> parameters, IReadOnlyList<(string Name, Frame Frame)> frames) => Sql(query, () =>
    {
        _session.LoadFrames(query, frames.Where(frame => !Datasets.All.Any(dataset => dataset.Name.Equals(frame.Name, StringComparison.OrdinalIgnoreCase))));
        return _session.QueryOrRun(query, parameters);
    });

    /// <summary>The same for a statement without a result, such as COPY … TO.</summary>
    internal void Execute(string statement) => Sql(statement, () =>
    {
        _session.Execute(statement);
        return new Frame();
    });

    private Frame Sql(string query, Func<Frame> run)
    {
        _wasAsked = true;
        // A transaction that failed takes nothing but its end.
        if (s_ends.Any(word => SqlText.AfterWord(query, word) is not null))
            return Run(() => [], _ => run());
        HashSet<string> words = [.. s_word.Matches(query).Select(match => match.Value.ToLowerInvariant())];
        // What was used before may stand in a macro or a view that the query calls.
        DatasetSchema[] used = [.. Datasets.All.Where(dataset => words.Contains(dataset.Name) || _session.Datasets.Contains(dataset.Name))];
        return Run(() => [.. used.SelectMany(dataset => _lake.Files(dataset, []))], files =>
        {
            foreach (DatasetSchema dataset in used)
            {
                LakeFile[] own = [.. files.Where(file => file.Dataset == dataset.Name)];
                _session.Execute($"CREATE OR REPLACE TEMP VIEW {LakeSql.Name(dataset.Name)} AS {Rows(dataset, own)}");
                _session.Datasets.Add(dataset.Name);
            }

            return run();
        });
    }

    /// <summary>Gives threads and memory of the engine back until the next read, unless a query was asked, which may have made something in it.</summary>
    internal void Rest()
    {
        if (!_owns || _wasAsked)
            return;
        lock (_lock)
            _session.Rest();
    }

    /// <summary>Whether an engine is held now.</summary>
    internal bool IsHeld
    {
        get
        {
            lock (_lock)
                return _session.IsHeld;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_owns)
            return;
        lock (_lock)
            _session.Dispose();
    }

    /// <summary>
    /// Most folders hold no revisions, and their files are sorted: then the rows as they stand are the answer, which is several times as fast as
    /// ranking the versions of each key. Null when the rows turn out not to be strictly ascending by key.
    /// </summary>
    private Frame? ReadSorted(DatasetSchema dataset, IReadOnlyList<LakeFile> files, IReadOnlyList<string> columns, IReadOnlyList<LakeFilter> filters)
    {
        HashSet<string> fixedColumns = [.. filters.Where(filter => filter.Comparison == LakeComparison.Equal).Select(filter => filter.Column)];
        string[] order = [.. dataset.SortBy.Where(name => !fixedColumns.Contains(name))];
        if (files.Count == 0 || order.Length == 0 || !dataset.Key.All(name => fixedColumns.Contains(name) || order.Contains(name)))
            return null;
        Frame rows = _session.Query(LakeSql.Visible(files, columns.Union(order), filters, Known, Recorded));
        return IsAscending(rows, order) ? rows.Select(columns) : null;
    }

    private Frame ReadNewest(DatasetSchema dataset, IReadOnlyList<LakeFile> files, IReadOnlyList<string> columns, IReadOnlyList<LakeFilter> filters)
    {
        string rows = LakeSql.AsOf(dataset, files, columns.Union(dataset.SortBy), filters, Known, Recorded);
        return _session.Query($"SELECT {LakeSql.Names(columns)} FROM ({rows}) ORDER BY {LakeSql.Names(dataset.SortBy)}");
    }

    private static bool IsAscending(Frame rows, string[] order)
    {
        Column[] keys = Array.ConvertAll(order, name => rows[name]);
        for (int row = 1; row < rows.Rows; row++)
        {
            int comparison = 0;
            for (int key = 0; key < keys.Length && comparison == 0; key++)
                comparison = keys[key].Compare(row - 1, row);
            if (comparison >= 0)
                return false;
        }

        return true;
    }

    /// <summary>Whether each folder's rows stand together and ascend strictly, whatever the order of the folders.</summary>
    private static bool IsAscendingInFolders(Frame rows, DatasetSchema dataset, string[] order)
    {
        Column[] folder = [.. dataset.PartitionBy.Select(name => rows[name])], keys = [.. order.Except(dataset.PartitionBy).Select(name => rows[name])];
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (int row = 0; row < rows.Rows; row++)
        {
            if (row == 0 || Array.Exists(folder, column => column.Compare(row - 1, row) != 0))
            {
                if (!seen.Add(string.Join('\n', folder.Select(column => column.Format(row)))))
                    return false;
                continue;
            }

            int comparison = 0;
            for (int key = 0; key < keys.Length && comparison == 0; key++)
                comparison = keys[key].Compare(row - 1, row);
            if (comparison >= 0)
                return false;
        }

        return true;
    }

    /// <summary>Something computed from the files of some datasets as this view sees them, tried again when a compaction replaced one meanwhile.</summary>
    internal T WithFiles<T>(IReadOnlyList<DatasetSchema> datasets, Func<IReadOnlyList<LakeFile>, T> use) =>
        Run(() => [.. datasets.SelectMany(dataset => _lake.Files(dataset, []))], use);

    /// <summary>The query for all rows of a dataset in these files as of the times of this view.</summary>
    internal string Rows(DatasetSchema dataset, IReadOnlyList<LakeFile> files) =>
        LakeSql.AsOf(dataset, files, dataset.AllColumns.Select(column => column.Name), [], Known, Recorded);

    private T Run<T>(Func<IReadOnlyList<LakeFile>> list, Func<IReadOnlyList<LakeFile>, T> query)
    {
        lock (_lock)
        {
            for (int attempt = 1; ; attempt++)
            {
                LakeFile[] files = [.. list().Where(file => file.RecordedFrom <= Recorded)];
                try
                {
                    T result = query(files);
                    foreach (LakeFile file in files)
                        _read[file.RelativePath] = file;
                    LakeReads.Note(this);
                    return result;
                }
                catch (QueryException error)
                {
                    if (LakeRaces.TryAgain(files, attempt, error))
                        continue;
                    throw LakeCheck.FirstProblem(files) is { } problem
                        ? LakeException.Corrupt(problem.Path, problem.What, error)
                        : new LakeException($"The query failed: {LakeException.FirstLine(error)}.", error);
                }
            }
        }
    }
}
