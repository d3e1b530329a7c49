using System.Data.Common;

namespace ResearchLab.DuckDb;

/// <summary>
/// An error of the engine. <see cref="Exception.Message"/> is its first line; <see cref="Details"/> has the rest, such as the place in the SQL.
/// </summary>
public sealed class DuckDBException : DbException
{
    private const string Suffix = " Error";

    /// <summary>Makes an exception without a message.</summary>
    public DuckDBException()
        : this("The engine reported an error without a message.")
    {
    }

    /// <summary>Makes an exception from the engine's whole message.</summary>
    public DuckDBException(string message)
        : this(message, innerException: null)
    {
    }

    /// <summary>Makes an exception from the engine's whole message and the exception that led to it.</summary>
    public DuckDBException(string message, Exception? innerException)
        : base(FirstLine(message), innerException)
    {
        Details = message;
        ErrorType = TypeOf(message);
    }

    /// <summary>The engine's whole message.</summary>
    public string Details { get; }

    /// <summary>The engine's class of error, such as <c>Parser</c>, <c>Catalog</c>, <c>Constraint</c>, <c>IO</c> or <c>INTERRUPT</c>; empty when it names none.</summary>
    public string ErrorType { get; }

    /// <summary>Whether the database file is held by another process; trying again later can succeed.</summary>
    public bool IsLockConflict =>
        Details.Contains("Could not set lock on file", StringComparison.Ordinal)
        || Details.Contains("being used by another process", StringComparison.Ordinal);

    /// <summary>Whether the same call can succeed when tried again: a held lock, or a transaction that met another one.</summary>
    public override bool IsTransient =>
        IsLockConflict || (ErrorType == "TransactionContext" && Details.Contains("onflict", StringComparison.Ordinal));

    private static string FirstLine(string message)
    {
        int end = message.AsSpan().IndexOfAny('\r', '\n');
        return end < 0 ? message : message[..end].TrimEnd();
    }

    private static string TypeOf(string message)
    {
        int end = message.IndexOf(Suffix + ":", StringComparison.Ordinal);
        return end > 0 && end < 40 ? message[..end] : "";
    }
}
