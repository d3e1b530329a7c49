using System.Text.Json;
using ResearchLab.Columns;

namespace ResearchLab.Runner;

/// <summary>Frames as JSON.</summary>
internal static class FrameJson
{
    /// <summary>A list with one object a row; a missing value and a number that is not finite are null, dates and instants ISO 8601 texts.</summary>
    public static void Write(Utf8JsonWriter json, Frame frame)
    {
        json.WriteStartArray();
        WriteRows(json, frame, null);
        json.WriteEndArray();
    }

    /// <summary>The objects of a list, where columns marked hold texts that are JSON.</summary>
    public static void WriteRows(Utf8JsonWriter json, Frame frame, IReadOnlyList<bool>? isJson)
    {
        for (int row = 0; row < frame.Rows; row++)
        {
            json.WriteStartObject();
            for (int i = 0; i < frame.Count; i++)
            {
                json.WritePropertyName(frame[i].Name);
                object? value = frame[i][row];
                if (value is string text && isJson?[i] == true)
                    json.WriteRawValue(text);
                else
                    Write(json, value);
            }

            json.WriteEndObject();
        }
    }

    /// <summary>A whole document from what <paramref name="write"/> writes.</summary>
    public static string Document(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true }))
            write(json);
        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }

    private static void Write(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null:
            case double.NaN or double.PositiveInfinity or double.NegativeInfinity:
                json.WriteNullValue();
                break;
            case double number:
                json.WriteNumberValue(number);
                break;
            case float number:
                json.WriteNumberValue(number);
                break;
            case decimal number:
                json.WriteNumberValue(number);
                break;
            case bool truth:
                json.WriteBooleanValue(truth);
                break;
            case sbyte or short or int or long or byte or ushort or uint:
                json.WriteNumberValue(Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture));
                break;
            case DateOnly date:
                json.WriteStringValue(date.ToString("yyyy-MM-dd"));
                break;
            case DateTimeOffset instant:
                json.WriteStringValue(instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'"));
                break;
            default:
                json.WriteStringValue(Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture));
                break;
        }
    }
}
