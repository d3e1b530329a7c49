using System.Text.RegularExpressions;
using DuckDB.NET.Data;
using ResearchLab.Columns;

namespace ResearchLab.Lake;

/// <summary>
/// Queries of people who are not trusted with the machine, such as those of a dashboard. Each runs in an engine of its own that can open the
/// files of the datasets it names and no other, in a locked configuration, and only when its parse is one SELECT over datasets by name (or DESCRIBE,
/// SUMMARIZE, SHOW TABLES or EXPLAIN, which read no more): no file, no catalogue, no function that tells about the host, and no way round the times
/// of the view.
/// </summary>
public static class SafeSql
{
    private static readonly Regex s_word = new("[A-Za-z_]+", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(5));

    /// <summary>The whole result of one query; each dataset is a view of its name, as of the times of <paramref name="view"/>.</summary>
    /// <param name="view">What may be read.</param>
    /// <param name="query">One SELECT in DuckDB's dialect, WITH and VALUES included.</param>
    /// <param name="maxRows">Rows allowed at most; a longer result is refused, never cut. At least 1.</param>
    /// <param name="memoryMegabytes">Memory the engine may use; a query that needs more fails.</param>
    /// <param name="cancellation">Interrupts the query.</param>
    /// <exception cref="LakeException">It is not one SELECT, it is wrong, too long, it asks for what it may not read, or a file is damaged; the message says
    /// which.</exception>
    /// <exception cref="OperationCanceledException">It was interrupted.</exception>
    public static Frame Run(LakeView view, string query, int maxRows = 1_000_000, int memoryMegabytes = 2_048, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxRows, 1);
        Frame result = Ask(view, query, memoryMegabytes, cancellation, (connection, statement) =>
            connection.QueryFrame(statement.IsPlan ? statement.Text : Invariant($"SELECT * FROM ({statement.Text}) LIMIT {(long)maxRows + 1}"), [],
                cancellation));
        return result.Rows <= maxRows ? result
            : throw new LakeException(Invariant($"The result has more than {maxRows:#,0} rows. Add LIMIT, or aggregate."));
    }

    /// <summary>The result in frames of some thousand rows, of any length: at least one, if without rows.</summary>
    /// <param name="view">What may be read.</param>
    /// <param name="query">One SELECT in DuckDB's dialect.</param>
    /// <param name="page">Takes each frame, in order.</param>
    /// <param name="memoryMegabytes">Memory the engine may use; a query that needs more fails.</param>
    /// <param name="cancellation">Interrupts the query.</param>
    /// <inheritdoc cref="Run" path="/exception"/>
    public static void Each(LakeView view, string query, Action<Frame> page, int memoryMegabytes = 2_048, CancellationToken cancellation = default) =>
        Stream(view, query, (_, statement) => statement.Text, page, memoryMegabytes, cancellation);

    /// <summary>The same for a table that people read: numbers of more digits than a frame holds, and nanoseconds, come as texts.</summary>
    /// <inheritdoc cref="Each"/>
    public static void EachAsText(LakeView view, string query, Action<Frame> page, int memoryMegabytes = 2_048, CancellationToken cancellation = default) =>
        Stream(view, query, (connection, statement) => statement.IsPlan ? statement.Text : SqlWideNumbers.AsTexts(connection, statement.Text), page,
            memoryMegabytes, cancellation);

    /// <summary>
    /// The same for a JSON document that loses nothing: lists, structs, maps, numbers beyond 64 bits or 53 bits of a fraction, nanoseconds and what
    /// is no finite number. Such columns come as texts of JSON, and <paramref name="page"/> is told which they are.
    /// </summary>
    /// <inheritdoc cref="Each"/>
    public static void EachAsJson(LakeView view, string query, Action<Frame, IReadOnlyList<bool>> page, int memoryMegabytes = 2_048,
        CancellationToken cancellation = default)
    {
        IReadOnlyList<bool> json = [];
        Stream(view, query, (connection, statement) =>
        {
            if (statement.IsPlan)
            {
                json = [false, false];
                return statement.Text;
            }

            SqlJson written = SqlJson.Of(connection, statement.Text);
            json = written.IsJson;
            return written.Text;
        }, rows => page(Mended(rows, json), json), memoryMegabytes, cancellation);
    }

    private static Frame Mended(Frame rows, IReadOnlyList<bool> json) => new(rows.Select((column, i) => json[i] && column is Column<string> texts
        ? new Column<string>(column.Name, [.. Enumerable.Range(0, rows.Rows).Select(row => texts.IsNull(row) ? null! : SqlJson.Mended(texts.Span[row]))])
        : column));

    private static void Stream(LakeView view, string query, Func<DuckDBConnection, LakeStatement, string> text, Action<Frame> page, int memoryMegabytes,
        CancellationToken cancellation) =>
        Ask(view, query, memoryMegabytes, cancellation, (connection, statement) =>
        {
            bool begun = false;
            try
            {
                connection.EachFrame(text(connection, statement), rows =>
                {
                    begun = true;
                    page(rows);
                }, cancellation);
            }
            catch (QueryException error) when (begun)
            {
                // What was given away cannot be taken back, so the view must not ask again.
                throw new LakeException($"The query failed after its first rows: {LakeException.FirstLine(error)}.", error);
            }

            return true;
        });

    private static T Ask<T>(LakeView view, string query, int memoryMegabytes, CancellationToken cancellation, Func<DuckDBConnection, LakeStatement, T> run)
    {
        ArgumentNullException.ThrowIfNull(view);
        ArgumentNullException.ThrowIfNull(query);
        ArgumentOutOfRangeException.ThrowIfLessThan(memoryMegabytes, 64);
        cancellation.ThrowIfCancellationRequested();
        HashSet<string> words = [.. s_word.Matches(query).Select(match => match.Value.ToLowerInvariant())];
        // SHOW TABLES names none and tells of all.
        DatasetSchema[] used = [.. Datasets.All.Where(dataset => words.Contains(dataset.Name) || (words.Contains("show") && words.Contains("tables")))];
        return view.WithFiles(used, files =>
        {
            using var connection = new DuckDBConnection("Data Source=:memory:");
            connection.Open();
            // Only whole statements can be told apart here, so views, whose text is ours, are made before anything is locked.
            connection.Run(
                Invariant($"SET TimeZone = 'UTC'; SET enable_progress_bar = false; SET memory_limit = '{memoryMegabytes}MB'; SET temp_directory = ''"));
            connection.Run($"SET allowed_paths = [{string.Join(", ", files.Select(file => LakeSql.Literal(file.Path)))}]");
            foreach (DatasetSchema dataset in used)
                connection.Run(
                    $"CREATE TEMP VIEW {LakeSql.Name(dataset.Name)} AS {view.Rows(dataset, [.. files.Where(file => file.Dataset == dataset.Name)])}");
            connection.Run("SET enable_external_access = false; SET autoinstall_known_extensions = false; SET autoload_known_extensions = false; "
                + "SET lock_configuration = true");
            return run(connection, LakeStatement.Parse(connection, query));
        });
    }
}
