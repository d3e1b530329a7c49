namespace ResearchLab.DuckDb.Tests;

/// <summary>Shorthands of the tests.</summary>
internal static class Db
{
    public static DuckDBConnection Open(string connectionString = "Data Source=:memory:")
    {
        var connection = new DuckDBConnection(connectionString);
        connection.Open();
        return connection;
    }

    public static int Execute(this DuckDBConnection connection, string sql, params object?[] values)
    {
        using DuckDBCommand command = connection.Command(sql, values);
        return command.ExecuteNonQuery();
    }

    public static object? Scalar(this DuckDBConnection connection, string sql, params object?[] values)
    {
        using DuckDBCommand command = connection.Command(sql, values);
        return command.ExecuteScalar();
    }

    public static T Read<T>(this DuckDBConnection connection, string sql, params object?[] values)
    {
        using DuckDBCommand command = connection.Command(sql, values);
        using DuckDBDataReader reader = command.ExecuteReader();
        Assert.True(reader.Read());
        return reader.GetFieldValue<T>(0);
    }

    public static DuckDBCommand Command(this DuckDBConnection connection, string sql, params object?[] values)
    {
        DuckDBCommand command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (object? value in values)
            command.Parameters.Add(value as DuckDBParameter ?? new DuckDBParameter(value));
        return command;
    }
}

/// <summary>A folder of its own that goes with the test.</summary>
internal sealed class TempFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("researchlab-duckdb-");

    public string File(string name) => Path.Combine(_folder.FullName, name);

    public void Dispose() => _folder.Delete(recursive: true);
}
