using DuckDB.NET.Data;
using ResearchLab.Columns;

namespace ResearchLab.Tests.Columns;

/// <summary>Shorthands of the tests of DuckDB.</summary>
internal static class Db
{
    /// <summary>A query that takes hours.</summary>
    public const string Endless = "SELECT count(*) FROM range(3000000000) a, range(3000000000) b WHERE (a.range * b.range) % 7 = 3";

    public static DuckDBConnection Open(string connectionString = "Data Source=:memory:")
    {
        var connection = new DuckDBConnection(connectionString);
        connection.Open();
        return connection;
    }

    public static object? Scalar(this DuckDBConnection connection, string sql) => connection.QueryFrame(sql)[0][0];
}

/// <summary>A folder of its own that goes with the test.</summary>
internal sealed class TempFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("researchlab-columns-");

    public string File(string name) => Path.Combine(_folder.FullName, name);

    public void Dispose() => _folder.Delete(recursive: true);
}
