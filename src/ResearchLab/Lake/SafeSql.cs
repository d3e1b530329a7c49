using System.Text.RegularExpressions;
using DuckDB.NET.Data;
using ResearchLab.Columns;

namespace ResearchLab.Lake;

/// <summary>
/// Queries of people who are not trusted with the machine, such as those of a dashboard. Each runs in an engine of its own that can open the
/// files of the datasets it names and no other, in a locked configuration, and only when its parse is one SELECT over datasets by name: no file, no
/// catalogue, no function that tells about the host, and no way round the times of the view.
/// </summary>
public static class SafeSql
{
    private static readonly Regex s_word = new("[A-Za-z_]+", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(5));

    /// <summary>The result of one query; each dataset is a view of its name, as of the times of <paramref name="view"/>.</summary>
    /// <param name="view">What may be read.</param>
    /// <param name="query">One SELECT in DuckDB's dialect, WITH and VALUES included.</param>
    /// <param name="maxRows">Rows given back at most; the rest is not computed where DuckDB can avoid it. At least 1.</param>
    /// <param name="memoryMegabytes">Memory the engine may use; a query that needs more fails.</param>
    /// <param name="cancellation">Interrupts the query.</param>
    /// <exception cref="LakeException">It is not one SELECT, it is wrong, it asks for what it may not read, or a file is damaged; the message says which.</exception>
    /// <exception cref="OperationCanceledException">It was interrupted.</exception>
    public static Frame Run(LakeView view, string query, int maxRows = 10_000, int memoryMegabytes = 2_048, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(view);
        ArgumentNullException.ThrowIfNull(query);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxRows, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(memoryMegabytes, 64);
        cancellation.ThrowIfCancellationRequested();
        HashSet<string> words = [.. s_word.Matches(query).Select(match => match.Value.ToLowerInvariant())];
        DatasetSchema[] used = [.. Datasets.All.Where(dataset => words.Contains(dataset.Name))];
        return view.WithFiles(used, files =>
        {
            using var connection = new DuckDBConnection("Data Source=:memory:");
            connection.Open();
            // Only whole statements can be told apart here, so views, whose text is ours, are made before anything is locked.
            connection.Run($"SET TimeZone = 'UTC'; SET enable_progress_bar = false; SET memory_limit = '{memoryMegabytes}MB'; SET temp_directory = ''");
            connection.Run($"SET allowed_paths = [{string.Join(", ", files.Select(file => LakeSql.Literal(file.Path)))}]");
            foreach (DatasetSchema dataset in used)
                connection.Run($"CREATE TEMP VIEW {LakeSql.Name(dataset.Name)} AS {view.Rows(dataset, [.. files.Where(file => file.Dataset == dataset.Name)])}");
            connection.Run("SET enable_external_access = false; SET autoinstall_known_extensions = false; SET autoload_known_extensions = false; SET lock_configuration = true");
            LakeStatement statement = LakeStatement.Parse(connection, query);
            return connection.QueryFrame($"SELECT * FROM ({statement.Text}) LIMIT {maxRows}", [], cancellation);
        });
    }
}
