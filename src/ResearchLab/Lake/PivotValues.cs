using DuckDB.NET.Data;
using ResearchLab.Columns;

namespace ResearchLab.Lake;

/// <summary>
/// PIVOT without the values of its column, as a statement, in parentheses, or behind WITH. The engine makes it two statements, of which the first stores
/// something; here the values are asked for by a SELECT that is looked at as any other, and named in the statement, which then is one.
/// </summary>
internal static class PivotValues
{
    private const int Most = 1_000;

    /// <summary>The statement with the values of each PIVOT named; itself when there is none, or they are.</summary>
    /// <param name="connection">Where to ask for the values.</param>
    /// <param name="sql">The statement.</param>
    /// <param name="allowed">A query as it may run; throws when it may not.</param>
    /// <exception cref="LakeException">There are no values or more than a thousand, or their query is refused.</exception>
    public static string Named(DuckDBConnection connection, string sql, Func<string, string> allowed) =>
        SqlText.HasWord(sql, "PIVOT") || SqlText.HasWord(sql, "PIVOT_WIDER") ? Within(connection, sql, "", allowed) : sql;

    /// <summary>The same for a query that can name what <paramref name="with"/> defines.</summary>
    private static string Within(DuckDBConnection connection, string sql, string with, Func<string, string> allowed)
    {
        // What stands before is named first, so that its names can be used.
        for (int from = 0; SqlText.Groups(sql).Where(group => group.Open >= from).Select(group => ((int Open, int Close)?)group)
            .FirstOrDefault() is (var open, var close);)
        {
            string inner = sql[(open + 1)..close], named = Within(connection, inner, Joined(with, Defined(sql[..open])), allowed);
            sql = sql[..(open + 1)] + named + sql[close..];
            from = open + named.Length + 2;
        }

        string defined = SqlText.AfterWord(sql, "WITH") is null ? "" : Defined(sql), statement = defined.Length == 0 ? sql : sql[defined.Length..];
        return (defined.Length == 0 ? "" : defined + " ") + Statement(connection, statement, Joined(with, defined), allowed);
    }

    private static string Statement(DuckDBConnection connection, string sql, string with, Func<string, string> allowed)
    {
        string? after = SqlText.AfterWord(sql, "PIVOT_WIDER") ?? SqlText.AfterWord(sql, "PIVOT");
        if (after is null || SqlText.IndexOfWord(after, 0, "ON") is not (>= 0 and var on))
            return sql;
        int from = on + 2, to = SqlText.IndexOfWord(after, from, "USING", "GROUP", "ORDER", "LIMIT");
        to = to < 0 ? after.TrimEnd(';', ' ', '\n', '\r', '\t').Length : to;
        string source = after[..on].Trim(), column = after[from..to].Trim();
        if (source.Length == 0 || column.Length == 0 || SqlText.IndexOfWord(column, 0, "IN") >= 0 || SqlText.HasTopComma(column))
            return sql;
        // A source in parentheses is a query; a name is a dataset, or what was defined before.
        string query = allowed($"{with} SELECT DISTINCT ({column})::VARCHAR AS v FROM {source}");
        Frame values = connection.QueryFrame($"SELECT v FROM ({query}) WHERE v IS NOT NULL ORDER BY v LIMIT {Most + 1}");
        if (values.Rows > Most)
            throw new LakeException(
                Invariant($"PIVOT ON {column} would make more than {Most:#,0} columns. Name those wanted with IN ('…', '…'), or GROUP BY it."));
        return values.Rows == 0 ? throw new LakeException(
            $"PIVOT ON {column} makes no columns: it has no values in {source}. Ask of rows that are there, or name the values with IN ('…', '…').")
            : $"PIVOT {source} ON {column} IN ({string.Join(", ", values.ToArray<string>("v").Select(LakeSql.Literal))}) {after[to..]}";
    }

    /// <summary>The WITH of a statement up to its end, or as far as the statement goes: whole definitions only.</summary>
    private static string Defined(string sql)
    {
        if (SqlText.AfterWord(sql, "WITH") is not { } after)
            return "";
        int begin = sql.Length - after.Length, end = SqlText.IndexOfWord(sql, begin, "SELECT", "FROM", "PIVOT", "PIVOT_WIDER", "VALUES");
        end = end >= 0 ? end : SqlText.LastTopComma(sql);
        return end < 0 ? "" : sql[..end].TrimEnd();
    }

    private static string Joined(string with, string more) => with.Length == 0 || more.Length == 0 ? with + more
        : $"{with}, {SqlText.AfterWord(SqlText.AfterWord(more, "WITH")!, "RECURSIVE") ?? SqlText.AfterWord(more, "WITH")}";
}
