using System.Globalization;

namespace ResearchLab.Lake;

/// <summary>Names, literals and lists as SQL text, quoted so that any value stays a value.</summary>
internal static class LakeSql
{
    /// <summary>A quoted identifier.</summary>
    public static string Name(string name) => $"\"{name.Replace("\"", "\"\"")}\"";

    /// <summary>Quoted identifiers with commas.</summary>
    public static string Names(IEnumerable<string> names) => string.Join(", ", names.Select(Name));

    /// <summary>A constant.</summary>
    public static string Literal(object value) => value switch
    {
        string text => $"'{text.Replace("'", "''")}'",
        DateOnly date => $"DATE '{date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}'",
        DateTimeOffset instant => $"TIMESTAMPTZ '{instant.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture)}+00'",
        double number => $"'{number.ToString("R", CultureInfo.InvariantCulture)}'::DOUBLE",
        long or int => Convert.ToString(value, CultureInfo.InvariantCulture)!,
        _ => throw new ArgumentException($"A {value.GetType().Name} cannot be compared in the lake. Use text, a number, a date or an instant.", nameof(value)),
    };

    /// <summary>A table function over exactly these files.</summary>
    public static string Files(IEnumerable<LakeFile> files) =>
        $"read_parquet([{string.Join(", ", files.Select(file => Literal(file.Path)))}], hive_partitioning = false)";

    /// <summary>The rows as of two times: the newest version of each key, <paramref name="columns"/> only.</summary>
    public static string AsOf(
        DatasetSchema dataset, IReadOnlyList<LakeFile> files, IEnumerable<string> columns, IEnumerable<LakeFilter> filters, DateTimeOffset known,
        DateTimeOffset recorded)
    {
        string[] wanted = [.. columns];
        if (files.Count == 0)
            return $"SELECT {string.Join(", ", wanted.Select(name => $"NULL::{TypeOf(dataset.Column(name).Type)} AS {Name(name)}"))} WHERE false";
        string newest = $"row_number() OVER (PARTITION BY {Names(dataset.Key)} ORDER BY known_at DESC, recorded_at DESC)";
        return $"{Visible(files, wanted, filters, known, recorded)} QUALIFY {newest} = 1";
    }

    /// <summary>All versions of the rows that two times let through, in the order of the files.</summary>
    public static string Visible(
        IReadOnlyList<LakeFile> files, IEnumerable<string> columns, IEnumerable<LakeFilter> filters, DateTimeOffset known, DateTimeOffset recorded)
    {
        IEnumerable<string> conditions = filters.Select(filter => filter.ToSql())
            .Append($"known_at <= {Literal(known)}").Append($"recorded_at <= {Literal(recorded)}");
        return $"SELECT {Names(columns)} FROM {Files(files)} WHERE {string.Join(" AND ", conditions)}";
    }

    /// <summary>The SQL type of a column.</summary>
    public static string TypeOf(LakeType type) => type switch
    {
        LakeType.Text => "VARCHAR",
        LakeType.Number => "DOUBLE",
        LakeType.Whole => "BIGINT",
        LakeType.Date => "DATE",
        _ => "TIMESTAMPTZ",
    };
}
