using System.Globalization;

namespace ResearchLab.Time;

/// <summary>Instants as people write them.</summary>
public static class InstantText
{
    private const int DateLength = 10;

    /// <summary>How to write one, to end an error message with.</summary>
    public const string Hint = "write a date as 2024-01-31, which means its end in UTC, or an instant as 2024-01-31T21:00:00Z";

    /// <summary>Reads a date, which means its last microsecond in UTC, or an instant in ISO 8601, which is UTC unless it names an offset.</summary>
    /// <param name="text">Such as <c>2024-01-31</c>, <c>2024-01-31T21:00:00Z</c> or <c>2024-01-31T16:00:00-05:00</c>.</param>
    /// <param name="instant">The instant in UTC; undefined when there is none.</param>
    /// <returns>Whether the text is one. What leaves out the date is not: it would mean another instant every day.</returns>
    public static bool TryParse(string text, out DateTimeOffset instant)
    {
        ArgumentNullException.ThrowIfNull(text);
        instant = default;
        if (!DateOnly.TryParseExact(text.AsSpan(0, Math.Min(DateLength, text.Length)), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None,
            out DateOnly date))
            return false;
        if (text.Length == DateLength)
        {
            // The lake counts in microseconds.
            instant = new DateTimeOffset(date.ToDateTime(TimeOnly.MaxValue), TimeSpan.Zero).AddTicks(1 - TimeSpan.TicksPerMicrosecond);
            return true;
        }

        return text[DateLength] == 'T'
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out instant);
    }
}
