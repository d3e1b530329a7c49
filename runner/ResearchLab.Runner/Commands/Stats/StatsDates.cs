using System.Globalization;
using System.Text.RegularExpressions;
using ResearchLab.Basics;

namespace ResearchLab.Runner.Commands;

/// <summary>Dates and times as files write them, judged by the whole column.</summary>
internal static partial class StatsDates
{
    private static readonly string[] s_names = ["date", "day", "session", "time", "timestamp", "datetime", "month", "year", "period", "quarter",
        "week", "datum"];

    private static readonly string[] s_formats =
    [
        "yyyy-MM-dd", "yyyy/MM/dd", "yyyy.MM.dd", "dd.MM.yyyy", "d.M.yyyy", "MM/dd/yyyy", "M/d/yyyy", "dd/MM/yyyy", "d/M/yyyy", "MM-dd-yyyy", "dd-MM-yyyy",
        "dd-MMM-yyyy", "d-MMM-yyyy",
        "d MMM yyyy", "MMM d, yyyy", "MMM dd, yyyy", "MMMM d, yyyy", "MMM d yyyy", "yyyy-MM", "yyyy/MM", "MM/yyyy", "MMM yyyy", "MMM-yyyy",
    ];

    private const int FewestDates = 4;
    private const double OddShare = 0.2;

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
            throw new DataUnusableException(
                $"The dates of '{file}', such as '{texts[0]}', ascend both as day/month and as month/day. Write them as yyyy-MM-dd.");
        return ascending.Length > 0 ? ascending[0] : readings[0];
    }

    /// <summary>The first row whose cell is no date where nearly all others are; −1 when there is none, or it is no column of dates.</summary>
    /// <param name="cells">The cells, trimmed.</param>
    /// <param name="name">Its name.</param>
    public static int NoDate(string[] cells, string name)
    {
        bool named = Array.Exists(s_names, known => name.Contains(known, StringComparison.OrdinalIgnoreCase));
        bool IsOne(string cell) => Readings([cell], named).Any();
        if (cells.Length < FewestDates || !IsOne(cells[0]))
            return -1;
        string[] texts = [.. cells.Where(cell => cell.Length > 0)];
        if (Readings(texts, named).Any())
            return -1;
        int[] odd = [.. Enumerable.Range(0, cells.Length).Where(row => cells[row].Length > 0 && !IsOne(cells[row]))];
        return odd.Length > 0 && odd.Length < OddShare * cells.Length ? odd[0] : -1;
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
        if (All(texts, WeekEnd) is { } weeks)
            yield return weeks;
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
        DateTime.TryParseExact(text, Array.ConvertAll(s_times, time => format + time), CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime time)
            ? time
            : null;

    /// <summary>ISO 8601 with a T or a zone; the date is that of the zone it is written in.</summary>
    private static DateTime? Instant(string text) =>
        IsoTime().IsMatch(text) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset instant)
            ? instant.DateTime
            : null;

    private static DateTime? QuarterEnd(string text)
    {
        Match match = Quarter().Match(text);
        return match.Success ? new DateTime(int.Parse(match.Groups["year"].Value, CultureInfo.InvariantCulture), 1, 1)
            .AddMonths(3 * int.Parse(match.Groups["quarter"].Value, CultureInfo.InvariantCulture)).AddDays(-1) : null;
    }

    /// <summary>The Friday of an ISO week, on which its last session usually is, or the day that it names: 2024-W05, 2024W05, 2024-W05-2.</summary>
    private static DateTime? WeekEnd(string text)
    {
        Match match = Week().Match(text);
        if (!match.Success)
            return null;
        int year = int.Parse(match.Groups["year"].Value, CultureInfo.InvariantCulture),
            week = int.Parse(match.Groups["week"].Value, CultureInfo.InvariantCulture);
        int day = match.Groups["day"].Success ? match.Groups["day"].Value[0] - '0' : (int)DayOfWeek.Friday;
        return year >= 1 && week >= 1 && week <= ISOWeek.GetWeeksInYear(year) ? ISOWeek.ToDateTime(year, week, (DayOfWeek)(day % 7)) : null;
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

    [GeneratedRegex(@"^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s?(?:Z|[+-]\d{2}:?\d{2})?$", RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex IsoTime();

    [GeneratedRegex(@"^(?<year>\d{4})[- ]?[Ww](?<week>\d{1,2})(?:-?(?<day>[1-7]))?$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Week();

    [GeneratedRegex(@"^(?<year>\d{4})[- ]?[Qq](?<quarter>[1-4])$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Quarter();
}
