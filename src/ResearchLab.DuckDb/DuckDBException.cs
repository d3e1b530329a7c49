using System.Data.Common;

namespace ResearchLab.DuckDb;

/// <summary>
/// An error of the engine. <see cref="Exception.Message"/> is its first line and the place in the SQL when the engine gives one;
/// <see cref="Details"/> is all it said.
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

    /// <summary>Makes an exception from the engine's whole message about a statement of a text.</summary>
    internal DuckDBException(string message, SqlPart part)
        : this(message, part, ErrorPlace.Find(message, part.Statement))
    {
    }

    private DuckDBException(string message, SqlPart part, int index)
        : base(FirstLine(message) + (index < 0 ? "" : Suffixed(ErrorPlace.LineOf(part.Text, part.Offset + index))))
    {
        Details = message;
        ErrorType = TypeOf(message);
        if (index < 0)
            return;
        Position = part.Offset + index;
        (Line, Column) = ErrorPlace.LineOf(part.Text, Position);
    }

    /// <summary>Index of the character of the command's text that the error is about, from 0; -1 when the engine names no place.</summary>
    public int Position { get; } = -1;

    /// <summary>Line of the command's text that the error is about, from 1; 0 when the engine names no place.</summary>
    public int Line { get; }

    /// <summary>Column in <see cref="Line"/>, from 1, in UTF-16 characters; 0 when the engine names no place.</summary>
    public int Column { get; }

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

    private static string Suffixed((int Line, int Column) place) => $" (line {place.Line}, column {place.Column})";

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

/// <summary>A statement of a command's text, for saying where in the text an error is.</summary>
/// <param name="Text">The whole text.</param>
/// <param name="Offset">Where the statement begins.</param>
/// <param name="Statement">The statement's own text.</param>
internal readonly record struct SqlPart(string Text, int Offset, string Statement);
