using System.Globalization;
using ResearchLab.Lake;
using ResearchLab.Time;

namespace ResearchLab.Market;

/// <summary>Dates written as digits alone: how a whole column writes them, and what each is.</summary>
internal static class CsvDigitText
{
    private const double FittingShare = 0.95;
    private static readonly DateOnly s_epoch = new(1970, 1, 1), s_sheet = new(1899, 12, 30), s_firstCrypto = new(2009, 1, 1);

    private static readonly Dictionary<int, CsvDigits[]> s_candidates = new()
    {
        [5] = [CsvDigits.Spreadsheet, CsvDigits.Days1904, CsvDigits.Days1960, CsvDigits.Days1970],
        [6] = [CsvDigits.ShortYearFirst, CsvDigits.ShortDayFirst, CsvDigits.ShortMonthFirst, CsvDigits.DaysMatlab],
        [7] = [CsvDigits.YearDay],
        [8] = [CsvDigits.DayMonthYear, CsvDigits.MonthDayYear],
    };

    /// <summary>How digits are read, in words.</summary>
    public static string InWords(CsvDigits digits) => digits switch
    {
        CsvDigits.Date => "YYYYMMDD",
        CsvDigits.Spreadsheet => "days as spreadsheets count them",
        CsvDigits.Days1904 => "days since 1904-01-01 (told from the sessions)",
        CsvDigits.Days1960 => "days since 1960-01-01 (told from the sessions)",
        CsvDigits.Days1970 => "days since 1970-01-01 (told from the sessions)",
        CsvDigits.DaysMatlab => "days as MATLAB counts them (told from the sessions)",
        CsvDigits.DayMonthYear => "DDMMYYYY (told from the whole column)",
        CsvDigits.MonthDayYear => "MMDDYYYY (told from the whole column)",
        CsvDigits.ShortYearFirst => "YYMMDD (told from the whole column)",
        CsvDigits.ShortDayFirst => "DDMMYY (told from the whole column)",
        CsvDigits.ShortMonthFirst => "MMDDYY (told from the whole column)",
        CsvDigits.YearDay => "year and day of the year",
        _ => digits.ToString().ToLowerInvariant() + " since 1970",
    };

    /// <summary>How a column of so many digits a field is written, by the one way in which its dates are sessions in order and none is to come.</summary>
    /// <param name="file">Name of the file, for messages.</param>
    /// <param name="length">Digits of each field.</param>
    /// <param name="fields">The fields.</param>
    /// <param name="calendar">Sessions; null when every day is one.</param>
    /// <param name="today">No date is later.</param>
    /// <exception cref="CsvIngestException">None or several ways fit.</exception>
    public static CsvDigits Of(string file, int length, IReadOnlyList<string> fields, ExchangeCalendar? calendar, DateOnly today)
    {
        CsvDigits[] candidates = s_candidates[length];
        CsvDigits[] fitting = Array.FindAll(candidates, candidate => Fits(fields, candidate, date => QualityGates.IsSession(calendar, date), today));
        if (fitting.Length == 0 || calendar is null || calendar == ExchangeCalendar.Crypto)
            fitting = Array.FindAll(candidates, candidate => Fits(fields, candidate, date => date >= s_firstCrypto, today));
        if (fitting.Length == 1 || (fitting.Length > 1 && fitting[0] == CsvDigits.Spreadsheet))
            return fitting[0];
        string which = fitting.Length == 0 ? "are no sessions in order" : "can be " + string.Join(" or ", fitting.Select(one => InWords(one).Split(" (")[0]));
        throw new CsvIngestException($"{file} has dates such as '{fields[0]}', which {which} as digits alone. Write them as YYYY-MM-DD.");
    }

    /// <summary>How a column of expiries of so many digits is written, by the one way in which options can expire on its dates.</summary>
    /// <param name="file">Name of the file, for messages.</param>
    /// <param name="length">Digits of each field.</param>
    /// <param name="fields">The fields.</param>
    /// <param name="calendar">Sessions; null when every day is one.</param>
    /// <param name="quoted">No option expires before, nor long after.</param>
    /// <exception cref="CsvIngestException">None or several ways fit.</exception>
    public static CsvDigits OfExpiries(string file, int length, IReadOnlyList<string> fields, ExchangeCalendar? calendar, DateOnly quoted)
    {
        string[] known = [.. fields.Distinct(StringComparer.Ordinal)];
        CsvDigits[] fitting = Array.FindAll(s_candidates[length], candidate => known.All(field => TryRead(field, candidate, out _))
            && known.Count(field => TryRead(field, candidate, out CsvStamp stamp) && ChainExpiries.CanBe(stamp.Date, quoted, calendar)) >= FittingShare
                * known.Length);
        return fitting.Length == 1 ? fitting[0] : throw new CsvIngestException(
            $"{file} has expiries such as '{fields[0]}', "
                + $"which {(fitting.Length == 0 ? "are no sessions" : "can be " + string.Join(" or ", fitting.Select(one => InWords(one).Split(" (")[0])))} "
                + "as digits alone. Write them as YYYY-MM-DD.");
    }

    private static bool Fits(IReadOnlyList<string> fields, CsvDigits candidate, Func<DateOnly, bool> isSession, DateOnly today)
    {
        int sessions = 0;
        bool up = true, down = true;
        DateOnly before = default;
        for (int i = 0; i < fields.Count; i++)
        {
            if (!TryRead(fields[i], candidate, out CsvStamp stamp) || stamp.Date > today)
                return false;
            sessions += isSession(stamp.Date) ? 1 : 0;
            up &= i == 0 || stamp.Date >= before;
            down &= i == 0 || stamp.Date <= before;
            before = stamp.Date;
        }

        return (up || down) && sessions >= FittingShare * fields.Count;
    }

    /// <summary>Reads one field.</summary>
    public static bool TryRead(ReadOnlySpan<char> digits, CsvDigits kind, out CsvStamp stamp)
    {
        stamp = default;
        if (digits.Length > 19 || !long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out long number))
            return false;
        switch (kind)
        {
            case CsvDigits.Date:
                return FromDate(digits, out stamp);
            case CsvDigits.Spreadsheet:
                return FromSheet(number, out stamp);
            case CsvDigits.Days1904 or CsvDigits.Days1960 or CsvDigits.Days1970 or CsvDigits.DaysMatlab:
                DateOnly first = kind switch { CsvDigits.Days1904 => new(1904, 1, 1), CsvDigits.Days1960 => new(1960, 1, 1), _ => s_epoch };
                long days = kind == CsvDigits.DaysMatlab ? number - 719_529 : number;
                stamp = days is > 0 and < 100_000 ? new CsvStamp(first.AddDays((int)days), -1, CsvStamp.NoOffset, null) : default;
                return stamp.Date != default;
            case CsvDigits.DayMonthYear:
                return digits.Length == 8 && CsvStampText.Made(out stamp, (int)(number % 10_000), (int)(number / 10_000 % 100), (int)(number / 1_000_000));
            case CsvDigits.MonthDayYear:
                return digits.Length == 8 && CsvStampText.Made(out stamp, (int)(number % 10_000), (int)(number / 1_000_000), (int)(number / 10_000 % 100));
            case CsvDigits.ShortYearFirst:
                return digits.Length == 6
                    && CsvStampText.Made(out stamp, CsvCursor.Century((int)(number / 10_000)), (int)(number / 100 % 100), (int)(number % 100));
            case CsvDigits.ShortDayFirst:
                return digits.Length == 6
                    && CsvStampText.Made(out stamp, CsvCursor.Century((int)(number % 100)), (int)(number / 100 % 100), (int)(number / 10_000));
            case CsvDigits.ShortMonthFirst:
                return digits.Length == 6
                    && CsvStampText.Made(out stamp, CsvCursor.Century((int)(number % 100)), (int)(number / 10_000), (int)(number / 100 % 100));
            case CsvDigits.YearDay:
                (int year, int day) = ((int)(number / 1000), (int)(number % 1000));
                bool good = digits.Length == 7 && year is >= 1 and <= 9999 && day >= 1 && day <= (DateTime.IsLeapYear(year) ? 366 : 365);
                stamp = good ? new CsvStamp(new DateOnly(year, 1, 1).AddDays(day - 1), -1, CsvStamp.NoOffset, null) : default;
                return good;
            default:
                return SinceEpoch(number, kind, out stamp);
        }
    }

    /// <summary>Reads days with a fraction as spreadsheets count them.</summary>
    public static bool FromSheet(double days, out CsvStamp stamp)
    {
        bool good = days is > 1 and < 100_000;
        long seconds = good ? (long)Math.Round((days - Math.Floor(days)) * 86_400) : 0;
        stamp = good ? new CsvStamp(s_sheet.AddDays((int)days), seconds == 0 ? -1 : Math.Min(seconds, 86_399) * TimeSpan.TicksPerSecond, CsvStamp.NoOffset,
            null) : default;
        return good;
    }

    private static bool FromDate(ReadOnlySpan<char> digits, out CsvStamp stamp)
    {
        stamp = default;
        if (digits.Length is not (8 or 12 or 14))
            return false;
        var at = new CsvCursor(digits[8..]);
        long ticks = -1;
        if (digits.Length > 8 && !CsvStampText.Time(ref at, out ticks))
            return false;
        int date = int.Parse(digits[..8], CultureInfo.InvariantCulture);
        if (!CsvStampText.Made(out stamp, date / 10_000, date / 100 % 100, date % 100))
            return false;
        stamp = stamp with { Ticks = ticks };
        return true;
    }

    private static bool SinceEpoch(long number, CsvDigits kind, out CsvStamp stamp)
    {
        stamp = default;
        long unit = kind switch
        {
            CsvDigits.Seconds => TimeSpan.TicksPerSecond,
            CsvDigits.Milliseconds => TimeSpan.TicksPerMillisecond,
            CsvDigits.Microseconds => 10,
            _ => 0
        };
        Int128 since = unit == 0 ? number / 100 : (Int128)number * unit;
        if (since / TimeSpan.TicksPerDay > 100_000)
            return false;
        (long days, long rest) = Math.DivRem((long)since, TimeSpan.TicksPerDay);
        stamp = new CsvStamp(s_epoch.AddDays((int)days), rest, 0, null);
        return true;
    }
}
