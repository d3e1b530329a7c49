using System.Globalization;

namespace ResearchLab.Market;

/// <summary>How a column writes its times where a single field cannot tell.</summary>
/// <param name="DayFirst">Whether 02/01/2024 is 2 January.</param>
/// <param name="Digits">What a field of digits alone is.</param>
internal readonly record struct CsvStampStyle(bool DayFirst, CsvDigits Digits = CsvDigits.Date);

/// <summary>What a field of digits alone is.</summary>
internal enum CsvDigits : byte
{
    /// <summary>A date such as 20240131, or with its time 20240131093000.</summary>
    Date,

    /// <summary>Days since 1899-12-30, as spreadsheets count.</summary>
    Spreadsheet,

    /// <summary>Seconds since 1970 in UTC.</summary>
    Seconds,

    /// <summary>Thousandths of a second since 1970.</summary>
    Milliseconds,

    /// <summary>Millionths of a second since 1970.</summary>
    Microseconds,

    /// <summary>Billionths of a second since 1970.</summary>
    Nanoseconds,
}

/// <summary>A date with the time of day and the zone that stand beside it.</summary>
/// <param name="Date">The date as it is written.</param>
/// <param name="Ticks">Time of day; negative when there is none.</param>
/// <param name="Offset">Minutes from UTC; <see cref="NoOffset"/> when there is none.</param>
/// <param name="Zone">Name of a zone; null when there is none.</param>
internal readonly record struct CsvStamp(DateOnly Date, long Ticks, short Offset, TimeZoneInfo? Zone)
{
    /// <summary>Stands for a missing offset.</summary>
    public const short NoOffset = short.MinValue;

    /// <summary>Whether it has a time of day other than midnight.</summary>
    public bool HasTime => Ticks > 0;

    /// <summary>Whether it says how far from UTC it is.</summary>
    public bool IsZoned => Offset != NoOffset || Zone is not null;

    /// <summary>The instant it is, in UTC; default where daylight saving skips it. An hour that is repeated is the first.</summary>
    /// <param name="naive">Zone of a stamp that names none.</param>
    public DateTimeOffset Instant(TimeZoneInfo naive)
    {
        DateTime local = Date.ToDateTime(TimeOnly.MinValue).AddTicks(Math.Max(0, Ticks));
        if (Offset != NoOffset)
            return new DateTimeOffset(local, TimeSpan.FromMinutes(Offset)).ToUniversalTime();
        TimeZoneInfo zone = Zone ?? naive;
        if (zone.IsInvalidTime(local))
            return default;
        return new DateTimeOffset(local, zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local)).ToUniversalTime();
    }
}

/// <summary>Dates and times as vendors write them.</summary>
internal static class CsvStampText
{
    private static readonly string[] s_months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    private static readonly string[] s_days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    private static readonly DateOnly s_epoch = new(1970, 1, 1), s_sheet = new(1899, 12, 30);

    /// <summary>Reads a field.</summary>
    public static bool TryRead(ReadOnlySpan<char> text, CsvStampStyle style, out CsvStamp stamp)
    {
        stamp = default;
        if (text.Length == 10 && text[4] == '-' && text[7] == '-' && Two(text, 5, out int month) && Two(text, 8, out int day) && Two(text, 0, out int century) && Two(text, 2, out int year))
            return Made(out stamp, (century * 100) + year, month, day);
        var at = new CsvCursor(text);
        if (at.Digits() is var run && run == text.Length || (run > 0 && IsZeroFraction(text[run..])))
            return FromDigits(text[..run], style.Digits, out stamp);
        if (style.Digits == CsvDigits.Spreadsheet && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double days))
            return FromSheet(days, out stamp);
        return Date(ref at, style.DayFirst, out DateOnly date) && Rest(ref at, date, out stamp);
    }

    /// <summary>The first two numbers of a date that ends with its year, and what separates them; zeros when the field is no such date.</summary>
    public static (int First, int Second, char Mark) Order(ReadOnlySpan<char> text)
    {
        var at = new CsvCursor(text);
        if (!at.Number(2, out int first) || !at.Mark(out char mark) || !at.Number(2, out int second) || !at.Mark(out _))
            return default;
        int digits = at.Digits();
        return digits is 2 or 4 ? (first, second, mark) : default;
    }

    /// <summary>Reads a time of day that stands in a column of its own: 09:30, 9:30:00 AM, 093000, 930.</summary>
    public static bool TryReadTime(ReadOnlySpan<char> text, out long ticks)
    {
        var at = new CsvCursor(text.Trim());
        return Time(ref at, out ticks) && at.AtEnd;
    }

    private static bool FromDigits(ReadOnlySpan<char> digits, CsvDigits kind, out CsvStamp stamp)
    {
        stamp = default;
        if (digits.Length > 19 || !long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out long number))
            return false;
        if (kind == CsvDigits.Date)
        {
            if (digits.Length is not (8 or 12 or 14))
                return false;
            var at = new CsvCursor(digits[8..]);
            long ticks = -1;
            if (digits.Length > 8 && !Time(ref at, out ticks))
                return false;
            int date = int.Parse(digits[..8], CultureInfo.InvariantCulture);
            if (!Made(out stamp, date / 10_000, date / 100 % 100, date % 100))
                return false;
            stamp = stamp with { Ticks = ticks };
            return true;
        }

        if (kind == CsvDigits.Spreadsheet)
            return FromSheet(number, out stamp);
        long unit = kind switch { CsvDigits.Seconds => TimeSpan.TicksPerSecond, CsvDigits.Milliseconds => TimeSpan.TicksPerMillisecond, CsvDigits.Microseconds => 10, _ => 0 };
        Int128 since = unit == 0 ? number / 100 : (Int128)number * unit;
        if (since / TimeSpan.TicksPerDay > 100_000)
            return false;
        (long days, long rest) = Math.DivRem((long)since, TimeSpan.TicksPerDay);
        stamp = new CsvStamp(s_epoch.AddDays((int)days), rest, 0, null);
        return true;
    }

    private static bool FromSheet(double days, out CsvStamp stamp)
    {
        bool good = days is > 1 and < 100_000;
        long seconds = good ? (long)Math.Round((days - Math.Floor(days)) * 86_400) : 0;
        stamp = good ? new CsvStamp(s_sheet.AddDays((int)days), seconds == 0 ? -1 : Math.Min(seconds, 86_399) * TimeSpan.TicksPerSecond, CsvStamp.NoOffset, null) : default;
        return good;
    }

    private static bool Date(ref CsvCursor at, bool dayFirst, out DateOnly date)
    {
        date = default;
        if (at.Name(s_days) >= 0)
            at.SkipBlanksAndCommas();
        int month = at.Name(s_months) + 1;
        int year, day;
        if (month > 0)
        {
            at.Mark(out _);
            if (!at.Number(2, out day))
                return false;
            at.SkipOrdinal();
            at.SkipBlanksAndCommas();
            at.Mark(out _);
            return at.Year(out year) && Real(year, month, day, out date);
        }

        int digits = at.Digits();
        if (digits == 8)
            return at.Number(8, out int compact) && Real(compact / 10_000, compact / 100 % 100, compact % 100, out date);
        if (digits == 4)
        {
            at.Number(4, out year);
            if (!at.Mark(out _))
                return false;
            month = at.Name(s_months) + 1;
            return (month > 0 || at.Number(2, out month)) && at.Mark(out _) && at.Number(2, out day) && Real(year, month, day, out date);
        }

        if (!at.Number(2, out int first))
            return false;
        at.SkipOrdinal();
        if (!at.Mark(out _))
            return false;
        month = at.Name(s_months) + 1;
        if (month > 0)
        {
            at.SkipBlanksAndCommas();
            at.Mark(out _);
            return at.Year(out year) && Real(year, month, first, out date);
        }

        return at.Number(2, out int second) && at.Mark(out _) && at.Year(out year)
            && (dayFirst ? Real(year, second, first, out date) : Real(year, first, second, out date));
    }

    private static bool Rest(ref CsvCursor at, DateOnly date, out CsvStamp stamp)
    {
        stamp = new CsvStamp(date, -1, CsvStamp.NoOffset, null);
        if (at.AtEnd)
            return true;
        if (!at.TimeMark() || !Time(ref at, out long ticks))
            return false;
        stamp = stamp with { Ticks = ticks };
        if (at.AtEnd)
            return true;
        if (!at.Offset(out short offset, out TimeZoneInfo? zone))
            return false;
        stamp = stamp with { Offset = offset, Zone = zone };
        return at.AtEnd;
    }

    private static bool Time(ref CsvCursor at, out long ticks)
    {
        ticks = -1;
        int hour, minute = 0, second = 0;
        long fraction = 0;
        int digits = at.Digits();
        if (digits is 3 or 4 or 5 or 6)
        {
            at.Number(6, out int compact);
            compact = digits <= 4 ? compact * 100 : compact;
            (hour, minute, second) = (compact / 10_000, compact / 100 % 100, compact % 100);
        }
        else
        {
            if (!at.Number(2, out hour) || !at.Skip(':') || !at.Number(2, out minute))
                return false;
            if (at.Skip(':') && (!at.Number(2, out second) || !at.Fraction(out fraction)))
                return false;
        }

        int half = at.HalfOfDay();
        if (half >= 0)
        {
            if (hour is < 1 or > 12)
                return false;
            hour = (hour % 12) + (12 * half);
        }

        if (hour > 23 || minute > 59 || second > 60)
            return false;
        ticks = (((hour * 3600L) + (minute * 60) + Math.Min(second, 59)) * TimeSpan.TicksPerSecond) + fraction;
        return true;
    }

    private static bool Made(out CsvStamp stamp, int year, int month, int day)
    {
        bool good = Real(year, month, day, out DateOnly date);
        stamp = new CsvStamp(date, -1, CsvStamp.NoOffset, null);
        return good;
    }

    private static bool Real(int year, int month, int day, out DateOnly date)
    {
        bool good = year is >= 1 and <= 9999 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month);
        date = good ? new DateOnly(year, month, day) : default;
        return good;
    }

    private static bool Two(ReadOnlySpan<char> text, int at, out int number)
    {
        number = ((text[at] - '0') * 10) + (text[at + 1] - '0');
        return char.IsAsciiDigit(text[at]) && char.IsAsciiDigit(text[at + 1]);
    }

    private static bool IsZeroFraction(ReadOnlySpan<char> text) => text.Length > 1 && text[0] == '.' && text[1..].IndexOfAnyExcept('0') < 0;
}
