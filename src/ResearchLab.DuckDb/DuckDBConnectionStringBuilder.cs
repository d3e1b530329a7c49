using System.Data.Common;

namespace ResearchLab.DuckDb;

/// <summary>
/// A connection string: <c>Data Source=file</c>, <c>Data Source=:memory:</c> (private) or <c>Data Source=:memory:name</c> (shared in this
/// process by name); every other key is an engine setting, such as <c>threads=2;memory_limit=1GB;access_mode=read_only</c>.
/// </summary>
public sealed class DuckDBConnectionStringBuilder : DbConnectionStringBuilder
{
    /// <summary>The data source of a database that lives in memory and belongs to its connections alone.</summary>
    public const string InMemoryDataSource = ":memory:";

    private static readonly string[] SourceKeys = ["Data Source", "DataSource", "Filename"];

    /// <summary>An empty connection string.</summary>
    public DuckDBConnectionStringBuilder()
    {
    }

    /// <summary>Reads a connection string.</summary>
    /// <exception cref="ArgumentException">It is not of the form key=value;….</exception>
    public DuckDBConnectionStringBuilder(string connectionString) => ConnectionString = connectionString;

    /// <summary>Path of the database file, or <see cref="InMemoryDataSource"/>; empty when not given.</summary>
    public string DataSource
    {
        get => SourceKeys.Select(key => TryGetValue(key, out object? value) ? value as string : null).FirstOrDefault(value => value is not null) ?? "";
        set => this[SourceKeys[0]] = value;
    }

    /// <summary>The engine settings: every key but the data source.</summary>
    internal IEnumerable<(string Name, string Value)> Settings =>
        from key in Keys.Cast<string>()
        where !SourceKeys.Contains(key, StringComparer.OrdinalIgnoreCase)
        select (key, this[key].ToString() ?? "");
}
