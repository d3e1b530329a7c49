using System.Data.Common;
using DuckDB.NET.Data;

namespace ResearchLab.Columns;

/// <summary>
/// An error of DuckDB in a query of the lab. <see cref="Exception.Message"/> is the first line of what the engine said and the place in the SQL when
/// it names one; all it said is in the <see cref="DuckDBException"/> within.
/// </summary>
public sealed class QueryException : DbException
{
    /// <summary>Makes an exception without a message.</summary>
    public QueryException()
        : base("DuckDB reported an error without a message.")
    {
    }

    /// <summary>Makes an exception with a message.</summary>
    public QueryException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an exception with a message and the exception that led to it.</summary>
    public QueryException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    private QueryException(string message, DuckDBException cause, int position, (int Line, int Column) place)
        : base(message, cause) => (Position, Line, Column) = (position, place.Line, place.Column);

    /// <summary>Index of the character of the SQL that the error is about, from 0; -1 when the engine names no place.</summary>
    public int Position { get; } = -1;

    /// <summary>Line of the SQL that the error is about, from 1; 0 when the engine names no place.</summary>
    public int Line { get; }

    /// <summary>Column in <see cref="Line"/>, from 1, in UTF-16 characters; 0 when the engine names no place.</summary>
    public int Column { get; }

    /// <summary>Whether the same call can succeed when tried again; see <see cref="DuckDbErrors.IsTransient"/>.</summary>
    public override bool IsTransient => InnerException is DuckDBException error && DuckDbErrors.IsTransient(error);

    /// <summary>The exception for an error of one statement of a text.</summary>
    /// <param name="error">What the engine said.</param>
    /// <param name="sql">The whole text.</param>
    /// <param name="start">Where the statement begins in it.</param>
    /// <param name="statement">The statement as it was run, on its own, so that the engine's place is in it.</param>
    internal static QueryException Of(DuckDBException error, string sql, int start, SqlMarkers statement)
    {
        int index = ErrorPlace.Find(error.Message, statement.Text);
        if (index < 0)
            return new QueryException(FirstLine(error.Message), error);
        index = statement.Original(index);
        (int Line, int Column) place = ErrorPlace.LineOf(sql, start + index);
        return new QueryException(Invariant($"{FirstLine(error.Message)} (line {place.Line}, column {place.Column})"), error, start + index, place);
    }

    internal static string FirstLine(string message)
    {
        int end = message.AsSpan().IndexOfAny('\r', '\n');
        return end < 0 ? message : message[..end].TrimEnd();
    }
}
