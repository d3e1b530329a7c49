using ResearchLab.Basics;
using ResearchLab.Columns;

namespace ResearchLab.Journal;

/// <content>What treats all tables alike: looking, exporting, backups.</content>
public sealed partial class JournalStore
{
    /// <summary>Names of the tables.</summary>
    public static IReadOnlyList<string> Tables { get; } = [.. JournalSchema.Tables.Select(table => table.Name)];

    /// <summary>Brings the journal to the schema of this program, as every first call does.</summary>
    /// <returns>The version it had, 0 when it was not there, and the one it has.</returns>
    /// <exception cref="JournalException">It was written by a newer version, or cannot be used.</exception>
    public (int From, int To) Migrate() => (_database.Transact(journal => journal.MigratedFrom), JournalSchema.Migrations.Length);

    /// <summary>How many rows each table has: columns <c>table</c> and <c>rows</c>.</summary>
    public Frame CountRows() => _database.Transact(
        journal => new Frame(
            new Column<string>("table", [.. Tables]), new Column<long>("rows", [.. JournalSchema.Tables.Select(table => table.Count(journal))])),
        snapshot: true);

    /// <summary>Rows of a table, newest first.</summary>
    /// <param name="table">Name of the table.</param>
    /// <param name="symbol">Only rows about this symbol; null for all.</param>
    /// <param name="count">How many at most; null for all.</param>
    /// <exception cref="UsageException">There is no such table, or its rows are about no symbol.</exception>
    public Frame ReadTable(string table, string? symbol = null, int? count = null)
    {
        JournalTable known = JournalSchema.Tables.FirstOrDefault(one => one.Name == table)
            ?? throw new UsageException($"the journal has no table '{table}'; it has {string.Join(", ", Tables)}.");
        if (symbol is not null && known.Symbol is null)
            throw new UsageException($"rows of '{table}' are about no symbol; leave --symbol out.");
        return _database.Transact(journal => Frame(journal, known, symbol, count));
    }

    /// <summary>Writes each table, all as of one instant, as a Parquet file of its name into a folder, for analysis.</summary>
    /// <returns>The files.</returns>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public IReadOnlyList<string> Export(string folder)
    {
        List<(string Table, Frame Rows)> tables = _database.Transact(
            journal => JournalSchema.Tables.Select(table => (table.Name, Frame(journal, table, null, null))).ToList(), snapshot: true);
        Directory.CreateDirectory(folder);
        return [.. tables.Select(table =>
        {
            string file = Path.Combine(folder, table.Table + ".parquet");
            table.Rows.WriteParquet(file);
            return file;
        })];
    }

    /// <summary>Writes all tables as of one instant into one file that either engine can be restored from.</summary>
    /// <exception cref="IOException">The file cannot be written; what was there is unchanged.</exception>
    public JournalBackup Backup(string file)
    {
        (byte[] bytes, JournalBackup what) = _database.Transact(journal => BackupFile.Of(journal, _time.GetUtcNow()), snapshot: true);
        AtomicFile.Write(file, bytes);
        return what;
    }

    /// <summary>
    /// Fills the journal from a backup, of this version or an older one and of either engine, in one transaction: afterwards it holds what the file holds, or
    /// what it held. No other process should work on it meanwhile.
    /// </summary>
    /// <param name="file">The backup.</param>
    /// <param name="replace">Whether a journal that holds something may be replaced; what it held is first written to a file beside the backup.</param>
    /// <returns>What was restored.</returns>
    /// <exception cref="JournalException">The file is no backup, damaged, cut off, or of a newer version; the journal was not touched.</exception>
    /// <exception cref="UsageException">The file is not there, or the journal holds something and may not be replaced.</exception>
    public JournalBackup Restore(string file, bool replace = false)
    {
        if (!File.Exists(file))
            throw new UsageException($"there is no file '{file}'; name one that './lab journal backup' wrote.");
        JournalBackup what = BackupFile.Check(file);
        return _database.Transact(journal =>
        {
            journal.LockTables(Tables);
            long held = JournalSchema.Tables.Sum(table => table.Count(journal));
            if (held > 0 && !replace)
                throw new UsageException(Invariant($"the journal holds {held} rows, which a restore would replace; add --yes to first write them to a file ")
                    + "beside the backup, or name another journal with RESEARCHLAB_JOURNAL or RESEARCHLAB_DATA.");
            string? replaced = held > 0 ? Invariant($"{Path.GetFullPath(file)}.replaced-{_time.GetUtcNow():yyyyMMdd'T'HHmmss'Z'}") : null;
            if (replaced is not null)
                AtomicFile.Write(replaced, BackupFile.Of(journal, _time.GetUtcNow()).Bytes);
            foreach (string table in Tables.Append("schema_version"))
                journal.Execute($"DROP TABLE {table}");
            JournalSchema.Apply(journal, 0, what.Version, _time.GetUtcNow());
            BackupFile.Load(file, journal);
            JournalSchema.Apply(journal, what.Version, JournalSchema.Migrations.Length, _time.GetUtcNow());
            return what with { Replaced = replaced };
        });
    }

    private static Frame Frame(JournalDatabase.Session journal, JournalTable table, string? symbol, int? count)
    {
        IReadOnlyList<JournalColumn> columns = table.Columns(journal);
        List<object?[]> rows = table.Rows(journal, columns, symbol, count);
        return new Frame(columns.Select((column, i) => column.ToColumn(rows, i)));
    }
}
