using System.Globalization;
using System.Text;

namespace ResearchLab.Columns;

/// <summary>
/// A statement whose markers say the type of their value. DuckDB.NET converts a value to the type that the engine infers for its marker, so 2.5
/// compared with an INTEGER column would become 2 without a word, and a time compared with a DATE would lose its hour.
/// </summary>
/// <param name="Text">The statement with a cast around each such marker.</param>
/// <param name="Added">Characters added, by their place in <paramref name="Text"/>, ascending.</param>
internal sealed record SqlMarkers(string Text, IReadOnlyList<(int At, int Count)> Added)
{
    /// <summary>The statement, with the types of its parameters.</summary>
    public static SqlMarkers Typed(string sql, IReadOnlyList<(string Name, object? Value)> parameters)
    {
        if (parameters.Count == 0)
            return new SqlMarkers(sql, []);
        var text = new StringBuilder();
        var added = new List<(int, int)>();
        int copied = 0;
        foreach (Range marker in SqlText.Markers(sql))
        {
            string name = sql[marker][1..];
            if (parameters.FirstOrDefault(parameter => parameter.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Value is not { } value
                || TypeOf(value) is not { } type)
                continue;
            text.Append(sql, copied, marker.Start.Value - copied);
            added.Add((text.Length, 1));
            text.Append('(').Append(sql[marker]);
            added.Add((text.Length, type.Length + 3));
            text.Append("::").Append(type).Append(')');
            copied = marker.End.Value;
        }

        return new SqlMarkers(text.Append(sql, copied, sql.Length - copied).ToString(), added);
    }

    /// <summary>The place in the statement as it was given.</summary>
    public int Original(int index)
    {
        int before = 0;
        foreach ((int at, int count) in Added)
        {
            if (index > at)
                before += Math.Min(index - at, count);
        }

        return index - before;
    }

    private static string? TypeOf(object value) => value switch
    {
        double => "DOUBLE",
        float => "FLOAT",
        decimal number => Decimal(number),
        sbyte or short or int => "INTEGER",
        byte or ushort or uint or long => "BIGINT",
        ulong => "UBIGINT",
        DateTime => "TIMESTAMP",
        DateTimeOffset => "TIMESTAMPTZ",
        _ => null,
    };

    private static string Decimal(decimal number)
    {
        int digits = Math.Abs(number).ToString(CultureInfo.InvariantCulture).Count(char.IsAsciiDigit);
        return Invariant($"DECIMAL({Math.Max(digits, number.Scale + 1)},{number.Scale})");
    }
}
