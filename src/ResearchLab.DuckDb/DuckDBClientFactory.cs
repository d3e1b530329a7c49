using System.Data.Common;

namespace ResearchLab.DuckDb;

/// <summary>Makes the provider's objects for code that only knows ADO.NET's base classes.</summary>
public sealed class DuckDBClientFactory : DbProviderFactory
{
    /// <summary>The one instance.</summary>
    public static readonly DuckDBClientFactory Instance = new();

    private DuckDBClientFactory()
    {
    }

    /// <inheritdoc/>
    public override DbConnection CreateConnection() => new DuckDBConnection();

    /// <inheritdoc/>
    public override DbCommand CreateCommand() => new DuckDBCommand();

    /// <inheritdoc/>
    public override DbParameter CreateParameter() => new DuckDBParameter();

    /// <inheritdoc/>
    public override DbConnectionStringBuilder CreateConnectionStringBuilder() => new DuckDBConnectionStringBuilder();
}
