using System.Globalization;
using ResearchLab.Columns;

namespace ResearchLab.Lake;

/// <summary>
/// A folder of Parquet files to which rows are only ever added, each with the time it could be known and the time it was written.
/// Any number of processes read while others write; no file is ever changed.
/// </summary>
/// <param name="root">Folder of the lake, such as <c>data/lake</c>; made at the first write.</param>
/// <param name="time">Clock of recorded_at and of the default as-of times.</param>
public sealed class DataLake(string root, TimeProvider time)
{
    /// <summary>Folder of the lake, absolute.</summary>
    public string Root { get; } = Path.GetFullPath(root);

    /// <summary>Clock of the lake.</summary>
    public TimeProvider Time { get; } = time;

    /// <summary>
    /// Whether its clock is that of a simulated market, which goes back when an earlier session is asked for: then no file is of a clock that was ahead.
    /// </summary>
    internal bool IsSimulated { get; init; }

    /// <summary>The lake as it could be known at <paramref name="known"/>.</summary>
    /// <param name="known">Nothing that became known later is seen.</param>
    /// <param name="recorded">Nothing written later is seen: the time of a past run repeats what it read. Default: now.</param>
    public LakeView AsOf(DateTimeOffset known, DateTimeOffset? recorded = null) =>
        new(this, known.ToUniversalTime(), (recorded ?? Time.GetUtcNow()).ToUniversalTime());

    /// <summary>The lake as it can be known now.</summary>
    public LakeView Now() => AsOf(Time.GetUtcNow());

    /// <summary>
    /// Adds rows. A row whose values are those of the newest version of its key writes nothing; other values write a revision.
    /// </summary>
    /// <param name="dataset">Where to.</param>
    /// <param name="rows">
    /// Columns of the dataset; a value column may be absent. A <c>known_at</c> column says when each row could be known; without it the rows
    /// are known from now. A revision of an observation is known from now too, unless its own known_at is newer than what it replaces.
    /// </param>
    /// <param name="source">Where the rows come from, such as <c>csv:daily_SPY.csv.gz</c>.</param>
    /// <exception cref="ArgumentException">A column is unknown, of another type, or a key is missing or given twice.</exception>
    /// <exception cref="LakeException">The folder cannot be written, the disk is full, or an existing file is damaged.</exception>
    public AppendResult Append(DatasetSchema dataset, Frame rows, string source) => LakeWriter.Append(this, dataset, rows, source);

    /// <summary>
    /// Merges the files of each folder into one, without losing a version of any row; readers are not disturbed. Returns the number of
    /// files that went away.
    /// </summary>
    /// <exception cref="LakeException">The folder cannot be written, the disk is full, or a file is damaged.</exception>
    public int Compact(DatasetSchema dataset) => LakeWriter.Compact(this, dataset);

    /// <summary>
    /// Removes versions of rows that no read as of <paramref name="recordedSince"/> or later can see: those this lab corrected before then
    /// without a later known_at. What the world could know at any past instant is kept for good. The removed versions are gone: a run
    /// older than that instant can no longer be repeated to the bit. Leftovers of dead writers go too.
    /// </summary>
    /// <returns>The number of versions that went away.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="recordedSince"/> lies in the future.</exception>
    /// <exception cref="LakeException">The folder cannot be written, the disk is full, or a file is damaged.</exception>
    public long Vacuum(DatasetSchema dataset, DateTimeOffset recordedSince)
    {
        if (recordedSince > Time.GetUtcNow())
            throw new ArgumentOutOfRangeException(nameof(recordedSince), recordedSince,
                $"{recordedSince:u} lies in the future; vacuum keeps what can be read since a past instant.");
        return LakeWriter.Vacuum(this, dataset, recordedSince);
    }

    /// <summary>Torn, changed, missing, foreign and leftover files, and those a clock that was ahead recorded; reads every byte of the lake.</summary>
    public IReadOnlyList<LakeProblem> Check() => [.. LakeCheck.All(Root, LakeAhead.Latest(this))];

    /// <summary>Accepts that files which went away by another hand are gone: later checks do not name them again.</summary>
    /// <returns>Their paths.</returns>
    /// <exception cref="LakeException">The folder cannot be written.</exception>
    public IReadOnlyList<string> ForgetMissing()
    {
        string[] missing = [.. Datasets.All.SelectMany(dataset => LakeFileLog.Missing(Path.Combine(Root, dataset.FolderName)))];
        return LakeFileLog.Removing(missing) ? missing : throw LakeException.Write(Root, new IOException("the list of files cannot be changed"));
    }

    /// <summary>The files of a dataset that can hold rows with these conditions, by folder and name.</summary>
    public IReadOnlyList<LakeFile> Files(DatasetSchema dataset, params IReadOnlyList<LakeFilter> filters)
    {
        string folder = Path.Combine(Root, dataset.FolderName);
        if (!Directory.Exists(folder))
            return [];
        IEnumerable<string> partitions = Partitions(dataset, filters) is { } named
            ? named.Select(name => Path.Combine(folder, name)).Where(Directory.Exists)
            : Directory.EnumerateDirectories(folder).Where(path => MayHold(dataset, Path.GetFileName(path), filters));
        return
        [
            .. partitions.Order(StringComparer.Ordinal).SelectMany(path => FilesIn(path, dataset.Name)),
        ];
    }

    /// <summary>
    /// The files of one folder. While a compaction puts a new file in and takes old ones out, one pass over a folder can miss both, and with them
    /// rows; two passes that agree cannot.
    /// </summary>
    private static List<LakeFile> FilesIn(string folder, string dataset)
    {
        const int MaxPasses = 1_000;
        string[] before = Names(folder);
        for (int pass = 0; ; pass++)
        {
            string[] now = Names(folder);
            if (now.AsSpan().SequenceEqual(before) || pass == MaxPasses)
            {
                var files = new List<LakeFile>(now.Length);
                bool gone = false;
                foreach (string path in now)
                {
                    try
                    {
                        if (LakeFile.TryParse(new FileInfo(path), dataset) is { } file)
                            files.Add(file);
                    }
                    catch (FileNotFoundException)
                    {
                        gone = true;
                    }
                }

                if (!gone || pass == MaxPasses)
                    return files;
            }

            before = now;
        }

        static string[] Names(string folder)
        {
            string[] names = Directory.GetFiles(folder, LakeFile.Pattern);
            Array.Sort(names, StringComparer.Ordinal);
            return names;
        }
    }

    private static IEnumerable<string>? Partitions(DatasetSchema dataset, IReadOnlyList<LakeFilter> filters)
    {
        if (PartitionValues(dataset, filters) is not { } values)
            return null;
        if (!dataset.PartitionByYear)
            return [dataset.Folder(values, year: null)];
        (int from, int to) = Years(filters);
        return to - from < 200 ? Enumerable.Range(from, Math.Max(0, to - from + 1)).Select(year => dataset.Folder(values, year)) : null;
    }

    private static bool MayHold(DatasetSchema dataset, string folder, IReadOnlyList<LakeFilter> filters)
    {
        string name = folder;
        if (dataset.PartitionByYear)
        {
            int dash = folder.LastIndexOf('-');
            if (dash < 0 || !int.TryParse(folder.AsSpan(dash + 1), CultureInfo.InvariantCulture, out int year))
                return false;
            (int from, int to) = Years(filters);
            if (year < from || year > to)
                return false;
            name = folder[..dash];
        }

        return PartitionValues(dataset, filters) is not { } values || name == dataset.Folder(values, year: null);
    }

    private static string[]? PartitionValues(DatasetSchema dataset, IReadOnlyList<LakeFilter> filters)
    {
        object?[] values = [.. dataset.PartitionBy.Select(column =>
            filters.FirstOrDefault(filter => filter.Column == column && filter.Comparison == LakeComparison.Equal).Value)];
        return Array.TrueForAll(values, value => value is string) ? Array.ConvertAll(values, value => (string)value!) : null;
    }

    private static (int From, int To) Years(IReadOnlyList<LakeFilter> filters)
    {
        (int from, int to) = (1, 9999);
        foreach (LakeFilter filter in filters)
        {
            if (filter.Column != "session" || filter.Value is not DateOnly date)
                continue;
            from = filter.Comparison == LakeComparison.AtMost ? from : Math.Max(from, date.Year);
            to = filter.Comparison == LakeComparison.AtLeast ? to : Math.Min(to, date.Year);
        }

        return (from, to);
    }
}
