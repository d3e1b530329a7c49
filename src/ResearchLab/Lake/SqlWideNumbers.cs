using System.Globalization;
using DuckDB.NET.Data;
using ResearchLab.Columns;

namespace ResearchLab.Lake;

/// <summary>
/// A query whose columns of more digits than a number of a frame holds are written by the engine, and whose columns are named as those of JSON.
/// </summary>
internal static class SqlWideNumbers
{
    // Digits that every number of 64 bits with a point tells apart.
    private const int Digits = 15;

    /// <summary>The query for a SELECT.</summary>
    public static string AsTexts(DuckDBConnection connection, string select)
    {
        Frame columns = connection.QueryFrame($"DESCRIBE SELECT * FROM ({select})");
        string[] names = columns.ToArray<string>("column_name"), types = columns.ToArray<string>("column_type");
        return $"SELECT {string.Join(", ", names.Select((name, i) => Invariant($"c{i}{(IsWide(types[i]) ? "::VARCHAR" : "")} AS {LakeSql.Name(name)}")))} "
            + $"FROM ({select}) AS answer({string.Join(", ", names.Select((_, i) => Invariant($"c{i}")))})";
    }

    private static bool IsWide(string type) => type is "HUGEINT" or "UHUGEINT" or "UBIGINT" or "BIGNUM" or "TIMESTAMP_NS"
        || (type.StartsWith("DECIMAL(", StringComparison.Ordinal)
            && int.Parse(type.AsSpan(8, type.IndexOf(',', StringComparison.Ordinal) - 8), CultureInfo.InvariantCulture) > Digits);
}
