using System.Globalization;
using System.Text.RegularExpressions;
using ResearchLab.Basics;

namespace ResearchLab.Runner.Commands;

/// <summary>Dates and times as files write them, judged by the whole column.</summary>
internal static partial class StatsDates
{
    private static readonly string[] s_names = ["date", "day", "session", "time", "timestamp", "datetime", "month", "year", "period", "quarter", "datum"];

    private static readonly string[] s_formats =
    [
        "yyyy-MM-dd", "yyyy/MM/dd", "yyyy.MM.dd", "dd.MM.yyyy", "d.M.yyyy", "MM/dd/yyyy", "M/d/yyyy", "dd/MM/yyyy", "d/M/yyyy", "MM-dd-yyyy", "dd-MM-yyyy", "dd-MMM-yyyy", "d-MMM-yyyy",
        "d MMM yyyy", "MMM d, yyyy", "MMM dd, yyyy", "MMMM d, yyyy", "MMM d yyyy", "yyyy-MM", "yyyy/MM", "MM/yyyy", "MMM yyyy", "MMM-yyyy",
    ];

    private static readonly string[] s_times = ["", " HH:mm", " HH:mm:ss", " HH:mm:ss.FFFFFFF"];

    /// <summary>The times of a column; null when it holds something else.</summary>
    /// <param name="cells">The cells, trimmed.</param>
    /// <param name="name">Its name: whole numbers are dates only where it says so.</param>
    /// <param name="file">Name of the file, for messages.</param>
    /// <exception cref="DataUnusableException">A row has no date where all others have, or days and months cannot be told apart.</exception>
    public static DateTime[]? Of(string[] cells, string name, string file)
    {
        string[] texts = [.. cells.Where(cell => cell.Length > 0)];
        if (texts.Length == 0)
            return null;
        DateTime[][] readings = [.. Readings(texts, Array.Exists(s_names, known => name.Contains(known, StringComparison.OrdinalIgnoreCase)))];
        if (readings.Length == 0)
            return null;
        int without = Array.FindIndex(cells, cell => cell.Length == 0);
        if (without >= 0)
            throw new DataUnusableException($"Row {without + 1} of '{file}' has no date in column '{name}'. Leave it out, or give its date.");
        // Where days and months can change places, the rows tell: they ascend in one reading only.
        DateTime[][] ascending = [.. readings.Where(IsAscending)];
        if (ascending.Length > 1 && ascending.Skip(1).Any(reading => !reading.SequenceEqual(ascending[0])))
            throw new DataUnusableException($"The dates of '{file}', such as '{texts[0]}', ascend both as day/month and as month/day. Write them as yyyy-MM-dd.");
        return ascending.Length > 0 ? ascending[0] : readings[0];
    }

    /// <summary>Whether one cell is a date written as such, rather than as a number.</summary>
    public static bool IsDate(string text) => text.Length > 0 && Readings([text], false).Any();

    private static IEnumerable<DateTime[]> Readings(string[] texts, bool named)
    {
        foreach (string format in s_formats)
        {
            if (All(texts, text => Parse(text, format)) is { } found)
                yield return found;
        }

        if (All(texts, Instant) is { } instants)
            yield return instants;
        if (All(texts, QuarterEnd) is { } quarters)
            yield return quarters;
        if (named && All(texts, Digits) is { } digits)
            yield return digits;
    }

    private static DateTime[]? All(string[] texts, Func<string, DateTime?> parse)
    {
        var found = new DateTime[texts.Length];
        for (int i = 0; i < texts.Length; i++)
        {
            if (parse(texts[i]) is not { } time)
                return null;
            found[i] = time;
        }

        return found;
    }

    private static DateTime? Parse(string text, string format) =>
        DateTime.TryParseExact(text, Array.ConvertAll(s_times, time => format + time), CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime time) ? time : null;

    /// <summary>ISO 8601 with a T or a zone; the date is that of the zone it is written in.</summary>
    private static DateTime? Instant(string text) =>
        IsoTime().IsMatch(text) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset instant) ? instant.DateTime : null;

    private static DateTime? QuarterEnd(string text)
    {
        Match match = Quarter().Match(text);
        return match.Success ? new DateTime(int.Parse(match.Groups["year"].Value, CultureInfo.InvariantCulture), 1, 1).AddMonths(3 * int.Parse(match.Groups["quarter"].Value, CultureInfo.InvariantCulture)).AddDays(-1) : null;
    }

    /// <summary>20240131, a year, or seconds or milliseconds since 1970.</summary>
    private static DateTime? Digits(string text)
    {
        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number))
            return null;
        return text.Length switch
        {
            4 when number is >= 1800 and <= 2200 => new DateTime((int)number, 12, 31),
            8 => Parse(text, "yyyyMMdd"),
            10 => DateTime.UnixEpoch.AddSeconds(number),
            13 => DateTime.UnixEpoch.AddMilliseconds(number),
            _ => null,
        };
    }

    private static bool IsAscending(DateTime[] times)
    {
        for (int i = 1; i < times.Length; i++)
        {
            if (times[i] <= times[i - 1])
                return false;
        }

        return true;
    }

    [GeneratedRegex(@"^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s?(?:Z|[+-]\d{2}:?\d{2})?$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex IsoTime();

    [GeneratedRegex(@"^(?<year>\d{4})[- ]?[Qq](?<quarter>[1-4])$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Quarter();
}
