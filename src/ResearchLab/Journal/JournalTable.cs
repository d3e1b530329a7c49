using System.Data;
using System.Globalization;
using System.Text.Json;
using ResearchLab.Columns;

namespace ResearchLab.Journal;

/// <summary>A table as a list of columns, for what treats all tables alike: showing, exporting and backups.</summary>
/// <param name="Name">Name.</param>
/// <param name="Order">Which rows come first, in SQL: the newest.</param>
/// <param name="Symbol">Column of the symbol a row is about; null when there is none.</param>
internal sealed record JournalTable(string Name, string Order, string? Symbol = null)
{
    /// <summary>The columns of the table, as the open journal has them.</summary>
    public IReadOnlyList<JournalColumn> Columns(JournalDatabase.Session journal) => journal.Query(
        """
        SELECT column_name, data_type FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = @Name ORDER BY ordinal_position
        """,
        row => new JournalColumn((string)row["column_name"], JournalColumn.KindOf((string)row["data_type"])), new { Name });

    /// <summary>Rows, newest first: each an array of null, string, long, double, DateOnly or DateTimeOffset.</summary>
    public List<object?[]> Rows(JournalDatabase.Session journal, IReadOnlyList<JournalColumn> columns, string? symbol = null,
        int? count = null) => journal.Query(
        $"SELECT {string.Join(", ", columns.Select(column => column.Name))} FROM {Name}{(symbol is null ? "" : $" WHERE {Symbol} = @symbol")} ORDER BY {Order}"
            + (count is null ? "" : " LIMIT @count"),
        row => columns.Select((column, i) => column.Value(row.GetValue(i))).ToArray(), new { symbol, count });

    /// <summary>How many rows it has.</summary>
    public long Count(JournalDatabase.Session journal) =>
        journal.Query($"SELECT count(*) AS rows FROM {Name}", row => Convert.ToInt64(row["rows"], CultureInfo.InvariantCulture)).Single();

    /// <summary>Writes rows as <see cref="Rows"/> gives them.</summary>
    public void Insert(JournalDatabase.Session journal, IReadOnlyList<JournalColumn> columns, IReadOnlyList<object?[]> rows)
    {
        var parameters = new Dapper.DynamicParameters();
        IEnumerable<string> tuples = rows.Select((row, r) => "(" + string.Join(", ", columns.Select((column, c) =>
        {
            string name = Invariant($"p{r}_{c}");
            parameters.Add(name, row[c] switch
            {
                DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                DateTimeOffset instant => JournalColumn.Text(instant),
                object value => value,
                null => null,
            });
            return column.Cast("@" + name);
        })) + ")");
        string values = string.Join(", ", tuples);
        journal.Execute($"INSERT INTO {Name} ({string.Join(", ", columns.Select(column => column.Name))}) VALUES {values}", parameters);
    }
}

/// <summary>What a column holds, whichever engine keeps it.</summary>
internal enum JournalKind
{
    Text,
    Json,
    Integer,
    Number,
    Date,
    Instant,
}

/// <summary>A column of a <see cref="JournalTable"/>.</summary>
internal sealed record JournalColumn(string Name, JournalKind Kind)
{
    public static JournalKind KindOf(string type) => type.ToLowerInvariant() switch
    {
        "json" => JournalKind.Json,
        "integer" => JournalKind.Integer,
        "double" or "double precision" => JournalKind.Number,
        "date" => JournalKind.Date,
        "timestamp with time zone" => JournalKind.Instant,
        "text" or "varchar" => JournalKind.Text,
        _ => throw new JournalException($"The journal has a column of type '{type}', which no version of it made. Use a database of its own."),
    };

    public static string Text(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    /// <summary>A parameter as the type of the column, in SQL.</summary>
    public string Cast(string parameter) => Kind switch
    {
        JournalKind.Json => $"CAST({parameter} AS JSON)",
        JournalKind.Integer => $"CAST({parameter} AS INTEGER)",
        JournalKind.Number => $"CAST({parameter} AS DOUBLE PRECISION)",
        JournalKind.Date => $"CAST({parameter} AS DATE)",
        JournalKind.Instant => $"CAST({parameter} AS TIMESTAMPTZ)",
        _ => $"CAST({parameter} AS TEXT)",
    };

    /// <summary>A value as an engine gave it.</summary>
    public object? Value(object value) => value is DBNull ? null : Kind switch
    {
        JournalKind.Integer => Convert.ToInt64(value, CultureInfo.InvariantCulture),
        JournalKind.Number => Convert.ToDouble(value, CultureInfo.InvariantCulture),
        JournalKind.Date => JournalStore.Date(value),
        JournalKind.Instant => JournalStore.Instant(value),
        _ => (string)value,
    };

    public void Write(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null:
                json.WriteNullValue();
                break;
            case long number:
                json.WriteNumberValue(number);
                break;
            case double number when double.IsFinite(number):
                json.WriteNumberValue(number);
                break;
            case DateTimeOffset instant:
                json.WriteStringValue(Text(instant));
                break;
            case DateOnly date:
                json.WriteStringValue(date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
                break;
            default:
                json.WriteStringValue(Convert.ToString(value, CultureInfo.InvariantCulture));
                break;
        }
    }

    /// <summary>A value as <see cref="Write"/> wrote it.</summary>
    /// <exception cref="FormatException">It is none of this column.</exception>
    public object? Read(JsonElement value) => (Kind, value.ValueKind) switch
    {
        (_, JsonValueKind.Null) => null,
        (JournalKind.Integer, JsonValueKind.Number) => value.GetInt64(),
        (JournalKind.Number, JsonValueKind.Number) => value.GetDouble(),
        (JournalKind.Number, JsonValueKind.String) => double.Parse(value.GetString()!, CultureInfo.InvariantCulture),
        (JournalKind.Date, JsonValueKind.String) => DateOnly.ParseExact(value.GetString()!, "yyyy-MM-dd", CultureInfo.InvariantCulture),
        (JournalKind.Instant, JsonValueKind.String) => DateTimeOffset.Parse(value.GetString()!, CultureInfo.InvariantCulture),
        (JournalKind.Text or JournalKind.Json, JsonValueKind.String) => value.GetString(),
        _ => throw new FormatException($"column '{Name}' holds {value.GetRawText()}"),
    };

    /// <summary>The values of one column of many rows, for a frame.</summary>
    public Column ToColumn(IReadOnlyList<object?[]> rows, int index)
    {
        return Kind switch
        {
            JournalKind.Integer => Of(0L),
            JournalKind.Number => Of(double.NaN),
            JournalKind.Date => Of(default(DateOnly)),
            JournalKind.Instant => Of(default(DateTimeOffset)),
            _ => new Column<string>(Name, [.. rows.Select(row => (string)row[index]!)]),
        };

        Column<T> Of<T>(T missing) => new(Name,
            [.. rows.Select(row => row[index] is T value ? value : missing)], [.. rows.Select(row => row[index] is not null)]);
    }
}
