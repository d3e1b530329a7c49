using System.Globalization;

namespace ResearchLab.Market;

/// <summary>Dates and times as vendors write them.</summary>
internal static class CsvStampText
{
    private static readonly string[] s_months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    private static readonly string[] s_days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

    // Months of other languages, each with its number; a longer name stands before one that it begins with.
    private static readonly string[] s_otherMonths = ["janv", "févr", "fevr", "fév", "fev", "avr", "mai", "juin", "juil", "août", "aout", "déc", "mär", "mrz",
        "okt", "dez", "mrt", "mei", "ene", "abr", "ago", "dic", "gen", "mag", "giu", "lug", "ott", "set"];
    private static readonly int[] s_otherNumbers = [1, 2, 2, 2, 2, 4, 5, 6, 7, 8, 8, 12, 3, 3, 10, 12, 3, 5, 1, 4, 8, 12, 1, 5, 6, 7, 10, 9];

    /// <summary>Reads a field.</summary>
    public static bool TryRead(ReadOnlySpan<char> text, CsvStampStyle style, out CsvStamp stamp)
    {
        stamp = default;
        if (text.Length == 10 && text[4] == '-' && text[7] == '-' && Two(text, 5, out int month) && Two(text, 8, out int day) && Two(text, 0, out int century)
            && Two(text, 2, out int year))
            return Made(out stamp, (century * 100) + year, month, day);
        var at = new CsvCursor(text);
        if (at.Digits() is var run && run == text.Length || (run > 0 && IsZeroFraction(text[run..])))
            return CsvDigitText.TryRead(text[..run], style.Digits, out stamp);
        if (style.Digits == CsvDigits.Spreadsheet && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double days))
            return CsvDigitText.FromSheet(days, out stamp);
        return Date(ref at, style, out DateOnly date) && Rest(ref at, date, out stamp);
    }

    /// <summary>
    /// The three numbers of a date that begins with one of two digits, and what separates them; zeros when the field is no such date. A year of four digits is
    /// −1.
    /// </summary>
    public static (int First, int Second, int Third, char Mark) Order(ReadOnlySpan<char> text)
    {
        var at = new CsvCursor(text);
        if (!at.Number(2, out int first) || !at.Mark(out char mark) || !at.Number(2, out int second) || !at.Mark(out _))
            return default;
        int digits = at.Digits();
        return digits == 4 ? (first, second, -1, mark) : digits == 2 && at.Number(2, out int third) ? (first, second, third, mark) : default;
    }

    /// <summary>Reads a time of day that stands in a column of its own: 09:30, 9:30:00 AM, 093000, 930.</summary>
    public static bool TryReadTime(ReadOnlySpan<char> text, out long ticks)
    {
        var at = new CsvCursor(text.Trim());
        return Time(ref at, out ticks) && at.AtEnd;
    }

    private static bool Date(ref CsvCursor at, CsvStampStyle style, out DateOnly date)
    {
        date = default;
        if (at.Name(s_days) >= 0)
            at.SkipBlanksAndCommas();
        int month = Month(ref at);
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
            month = Month(ref at);
            return (month > 0 || at.Number(2, out month)) && at.Mark(out _) && at.Number(2, out day) && Real(year, month, day, out date);
        }

        if (!at.Number(2, out int first))
            return false;
        at.SkipOrdinal();
        // 17MAY19 has nothing between.
        if (!at.Mark(out _) && !at.AtLetter)
            return false;
        month = Month(ref at);
        if (month > 0)
        {
            at.SkipBlanksAndCommas();
            at.Mark(out _);
            return at.Year(out year) && Real(year, month, first, out date);
        }

        if (style.YearFirst)
            return at.Number(2, out month) && at.Mark(out _) && at.Number(2, out day) && Real(CsvCursor.Century(first), month, day, out date);
        return at.Number(2, out int second) && at.Mark(out _) && at.Year(out year)
            && (style.DayFirst ? Real(year, second, first, out date) : Real(year, first, second, out date));
    }

    private static int Month(ref CsvCursor at)
    {
        int month = at.Name(s_months) + 1;
        return month > 0 ? month : at.Name(s_otherMonths) is >= 0 and var other ? s_otherNumbers[other] : 0;
    }

    private static bool Rest(ref CsvCursor at, DateOnly date, out CsvStamp stamp)
    {
        stamp = new CsvStamp(date, -1, CsvStamp.NoOffset, null);
        at.Skip('日');
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

    internal static bool Time(ref CsvCursor at, out long ticks)
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

    internal static bool Made(out CsvStamp stamp, int year, int month, int day)
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
