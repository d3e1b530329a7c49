using System.Buffers;
using System.Text;
using System.Text.Json;

namespace ResearchLab.Runner.Commands;

/// <summary>Named numbers as JSON, or as lines of name and number.</summary>
internal sealed class StatsText
{
    private readonly List<(string Key, string Words, object? Value)> _entries = [];

    /// <summary>Adds a number; NaN and infinities are null in JSON.</summary>
    public StatsText Add(string key, string words, double value) => AddValue(key, words, value);

    public StatsText Add(string key, string words, int value) => AddValue(key, words, value);

    public StatsText Add(string key, string words, ulong value) => AddValue(key, words, value);

    public StatsText Add(string key, string words, string value) => AddValue(key, words, value);

    public StatsText Add(string key, string words, StatsText inner) => AddValue(key, words, inner);

    public StatsText Add(string key, string words, IEnumerable<StatsText> inner) => AddValue(key, words, inner.ToArray());

    public StatsText Add(string key, string words, IEnumerable<string> names) => AddValue(key, words, names.ToArray());

    public void Print(bool json)
    {
        if (!json)
        {
            Console.Out.Write(Lines(""));
            return;
        }

        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true }))
            Write(writer);
        Console.Out.WriteLine(Encoding.UTF8.GetString(buffer.WrittenSpan));
    }

    private StatsText AddValue(string key, string words, object? value)
    {
        _entries.Add((key, words, value));
        return this;
    }

    private string Lines(string indent)
    {
        var text = new StringBuilder();
        foreach ((_, string words, object? value) in _entries)
        {
            text.Append(indent);
            _ = value switch
            {
                StatsText inner => text.AppendLine(words).Append(inner.Lines(indent + "  ")),
                StatsText[] many => text.AppendLine(words).Append(Table(many, indent + "  ")),
                string[] names => text.AppendLine($"{words,-50} {(names.Length == 0 ? "none" : string.Join(", ", names))}"),
                _ => text.AppendLine($"{words,-50} {Cell(value),14}"),
            };
        }

        return text.ToString();
    }

    private static string Cell(object? value) => value is not double number ? $"{value}"
        : !double.IsFinite(number) ? "–" : Math.Abs(number) < 1e9 ? $"{number:0.######}" : $"{number:G6}";

    /// <summary>One line each, under a line of names; all have the same entries.</summary>
    private static string Table(StatsText[] rows, string indent)
    {
        if (rows.Length == 0)
            return "";
        string[][] lines = [[.. rows[0]._entries.Select(entry => entry.Words)],
            .. rows.Select(row => row._entries.Select(entry => Cell(entry.Value)).ToArray())];
        int[] widths = [.. Enumerable.Range(0, lines[0].Length).Select(column => lines.Max(line => line[column].Length))];
        var text = new StringBuilder();
        foreach (string[] line in lines)
            text.Append(indent)
                .AppendLine(string.Join("  ", line.Select((cell, column) => column == 0 ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column]))));
        return text.ToString();
    }

    private void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        foreach ((string key, _, object? value) in _entries)
        {
            writer.WritePropertyName(key);
            WriteValue(writer, value);
        }

        writer.WriteEndObject();
    }

    private static void WriteValue(Utf8JsonWriter writer, object? value)
    {
        switch (value)
        {
            case double number when double.IsFinite(number):
                writer.WriteNumberValue(number);
                break;
            case int number:
                writer.WriteNumberValue(number);
                break;
            case ulong number:
                writer.WriteNumberValue(number);
                break;
            case string text:
                writer.WriteStringValue(text);
                break;
            case StatsText inner:
                inner.Write(writer);
                break;
            case Array many:
                writer.WriteStartArray();
                foreach (object? one in many)
                    WriteValue(writer, one);
                writer.WriteEndArray();
                break;
            default:
                writer.WriteNullValue();
                break;
        }
    }
}
