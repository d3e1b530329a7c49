using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using DuckDB.NET.Data;
using ResearchLab.Columns;

namespace ResearchLab.Lake;

/// <summary>A query whose columns lose nothing on their way into JSON: those a frame cannot hold exactly are written by the engine.</summary>
/// <param name="Text">The query.</param>
/// <param name="IsJson">Whether the column at this place holds texts of JSON.</param>
internal sealed record SqlJson(string Text, IReadOnlyList<bool> IsJson)
{
    private static readonly Regex s_whole = new("^(?:DECIMAL\\(.*|HUGEINT|UHUGEINT|UBIGINT|BIGNUM)$", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
    private static readonly Regex s_nested = new("^(?:STRUCT|MAP|UNION)\\(|\\]$", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
    private static readonly Regex s_long = new("\\bBIGNUM\\b", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    /// <summary>The query for a SELECT.</summary>
    /// <exception cref="LakeException">A column has a type that the engine itself would round; the message names the remedy.</exception>
    public static SqlJson Of(DuckDBConnection connection, string select)
    {
        Frame columns = connection.QueryFrame($"DESCRIBE SELECT * FROM ({select})");
        var json = new bool[columns.Rows];
        var text = new StringBuilder("SELECT ");
        for (int i = 0; i < columns.Rows; i++)
        {
            string name = columns.Get<string>("column_name")[i], value = Value(name, columns.Get<string>("column_type")[i], Invariant($"c{i}"), out json[i]);
            text.Append(i == 0 ? "" : ", ").Append(value).Append(" AS ").Append(LakeSql.Name(name));
        }

        return new SqlJson(text.Append(CultureInfo.InvariantCulture,
            $" FROM ({select}) AS answer({string.Join(", ", Enumerable.Range(0, columns.Rows).Select(i => $"c{i}"))})").ToString(), json);
    }

    /// <summary>A text as the engine writes JSON, made JSON: NaN and infinities become texts, and a decimal such as <c>.5</c> gets its zero.</summary>
    public static string Mended(string json)
    {
        StringBuilder? mended = null;
        int copied = 0;
        for (int i = 0; i < json.Length; i++)
        {
            if (json[i] == '"')
            {
                for (i++; i < json.Length && json[i] != '"'; i++)
                    i += json[i] == '\\' ? 1 : 0;
            }
            else if (json[i] == '.' && (i == 0 || !char.IsAsciiDigit(json[i - 1])))
            {
                (mended ??= new StringBuilder()).Append(json, copied, i - copied).Append('0');
                copied = i;
            }
            else if (json[i] is 'N' or 'I')
            {
                int from = i > 0 && json[i - 1] == '-' ? i - 1 : i, to = i;
                while (to < json.Length && char.IsAsciiLetter(json[to]))
                    to++;
                (mended ??= new StringBuilder()).Append(json, copied, from - copied).Append('"').Append(json, from, to - from).Append('"');
                (copied, i) = (to, to - 1);
            }
        }

        return mended is null ? json : mended.Append(json, copied, json.Length - copied).ToString();
    }

    private static string Value(string name, string type, string column, out bool json)
    {
        bool nested = s_nested.IsMatch(type) || type == "VARIANT";
        if (nested && s_long.IsMatch(type))
            throw new LakeException($"Column '{name}' is {type}, whose long numbers JSON would round. Cast it to VARCHAR.");
        json = nested || type is "JSON" or "DOUBLE" or "FLOAT" || s_whole.IsMatch(type);
        return type switch
        {
            "DOUBLE" or "FLOAT" => $"CASE WHEN isnan({column}) THEN '\"NaN\"' WHEN isinf({column}) THEN if({column} > 0, '\"Infinity\"', "
                + $"'\"-Infinity\"') ELSE {column}::VARCHAR END",
            "TIMESTAMP_NS" => $"if({column}::VARCHAR LIKE '%infinity', {column}::VARCHAR, replace({column}::VARCHAR, ' ', 'T') || 'Z')",
            "TIME WITH TIME ZONE" or "TIME_NS" or "BIT" => $"{column}::VARCHAR",
            _ when nested => $"to_json({SqlJsonTimes.Written(column, type)})::VARCHAR",
            _ when json => $"{column}::VARCHAR",
            _ => column,
        };
    }
}
