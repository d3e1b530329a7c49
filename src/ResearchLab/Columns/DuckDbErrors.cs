using DuckDB.NET.Data;

namespace ResearchLab.Columns;

/// <summary>What DuckDB.NET leaves untold of an error: its <c>IsTransient</c> is always false, so the cause is read from the text.</summary>
public static class DuckDbErrors
{
    /// <summary>Whether the database file is held by another process; trying again later can succeed.</summary>
    public static bool IsLockConflict(DuckDBException error)
    {
        ArgumentNullException.ThrowIfNull(error);
        return Has(error, "Could not set lock on file") || Has(error, "being used by another process");
    }

    /// <summary>Whether the same call can succeed when tried again: a held lock, or a transaction that met another one.</summary>
    public static bool IsTransient(DuckDBException error) =>
        IsLockConflict(error) || (error.Message.StartsWith("TransactionContext Error", StringComparison.Ordinal) && Has(error, "conflict"));

    private static bool Has(DuckDBException error, string text) => error.Message.Contains(text, StringComparison.OrdinalIgnoreCase);
}
