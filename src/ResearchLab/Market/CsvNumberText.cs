using System.Globalization;

namespace ResearchLab.Market;

/// <summary>What separates the whole part of a number from its fraction.</summary>
internal enum DecimalSign : byte
{
    /// <summary>A point, as in 1,234.5.</summary>
    Point,

    /// <summary>A comma, as in 1.234,5.</summary>
    Comma,
}

/// <summary>What the separators of one number say of its decimal sign.</summary>
internal enum DecimalEvidence : byte
{
    /// <summary>Nothing: it has none.</summary>
    None,

    /// <summary>It is a point.</summary>
    Point,

    /// <summary>It is a comma.</summary>
    Comma,

    /// <summary>One comma before three digits: a decimal sign or thousands.</summary>
    OneComma,

    /// <summary>One point before three digits: a decimal sign or thousands.</summary>
    OnePoint,
}

/// <summary>Numbers as people format them: currency signs, thousands, per cent, K, M, B, parentheses for losses.</summary>
internal static class CsvNumberText
{
    private const int Longest = 64;
    private const string Currencies = "$€£¥", Groups = "'’ \u00A0\u202F";

    private static readonly string[] s_codes = ["USD", "EUR", "GBP", "CHF"];

    /// <summary>Reads a number; <paramref name="percent"/> says whether it stands in per cent, which <paramref name="value"/> does then too.</summary>
    public static bool TryRead(ReadOnlySpan<char> text, DecimalSign sign, out double value, out bool percent)
    {
        percent = false;
        if (sign == DecimalSign.Point && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value))
            return true;
        value = double.NaN;
        bool negative = false;
        text = text.Trim();
        if (text.Length > 2 && text[0] == '(' && text[^1] == ')')
        {
            text = text[1..^1].Trim();
            negative = true;
        }

        if (text.Length > 1 && text[0] is '-' or '−' or '+')
        {
            negative ^= text[0] != '+';
            text = text[1..].TrimStart();
        }

        if (text.Length > 1 && Currencies.Contains(text[0]))
            text = text[1..].TrimStart();
        if (text.Length > 1 && text[0] is '-' or '−')
        {
            text = text[1..];
            negative = !negative;
        }

        double scale = Suffix(ref text, ref percent);
        if (double.IsNaN(scale) || !Plain(text, sign, out double number))
            return false;
        value = (negative ? -number : number) * scale;
        return true;
    }

    /// <summary>What a field says of the decimal sign of its file.</summary>
    public static DecimalEvidence Judge(ReadOnlySpan<char> text)
    {
        int point = text.IndexOf('.'), comma = text.IndexOf(',');
        if (point < 0 && comma < 0)
            return DecimalEvidence.None;
        foreach (char c in text)
        {
            if (char.IsAsciiLetter(c) && !(c is 'k' or 'K' or 'm' or 'M' or 'b' or 'B' or 't' or 'T' or 'e' or 'E' or 'U' or 'S' or 'D' or 'R'))
                return DecimalEvidence.None;
            if (c is '/' or ':')
                return DecimalEvidence.None;
        }

        if (point >= 0 && comma >= 0)
            return text.LastIndexOf('.') > text.LastIndexOf(',') ? DecimalEvidence.Point : DecimalEvidence.Comma;
        char mark = point >= 0 ? '.' : ',';
        int at = Math.Max(point, comma);
        bool several = text.LastIndexOf(mark) != at;
        if (several)
            return mark == '.' ? DecimalEvidence.Comma : DecimalEvidence.Point;
        int before = 0, after = 0;
        for (int i = at - 1; i >= 0 && char.IsAsciiDigit(text[i]); i--)
            before++;
        for (int i = at + 1; i < text.Length && char.IsAsciiDigit(text[i]); i++)
            after++;
        bool grouped = after == 3 && before is >= 1 and <= 3 && text[at - before] != '0';
        return (mark, grouped) switch
        {
            ('.', false) => DecimalEvidence.Point,
            (',', false) => DecimalEvidence.Comma,
            ('.', true) => DecimalEvidence.OnePoint,
            _ => DecimalEvidence.OneComma,
        };
    }

    private static double Suffix(ref ReadOnlySpan<char> text, ref bool percent)
    {
        double scale = 1;
        if (text.Length > 1 && text[^1] == '%')
        {
            text = text[..^1].TrimEnd();
            percent = true;
        }

        foreach (string code in s_codes)
        {
            if (text.Length > code.Length && text.EndsWith(code, StringComparison.OrdinalIgnoreCase))
                text = text[..^code.Length].TrimEnd();
        }

        if (text.Length > 1 && Currencies.Contains(text[^1]))
            text = text[..^1].TrimEnd();
        if (text.Length > 1 && char.IsAsciiLetter(text[^1]))
        {
            scale = char.ToUpperInvariant(text[^1]) switch { 'K' => 1e3, 'M' => 1e6, 'B' => 1e9, 'T' => 1e12, _ => double.NaN };
            text = text[..^1].TrimEnd();
        }

        return scale;
    }

    /// <summary>Digits with their separators; thousands must stand in threes (or, as in India, in twos before the last three).</summary>
    private static bool Plain(ReadOnlySpan<char> text, DecimalSign sign, out double number)
    {
        number = double.NaN;
        if (text.IsEmpty || text.Length > Longest || !(char.IsAsciiDigit(text[0]) || text[0] is '.' or ','))
            return false;
        char point = sign == DecimalSign.Point ? '.' : ',', group = sign == DecimalSign.Point ? ',' : '.';
        Span<char> plain = stackalloc char[Longest];
        int length = 0, run = 0, groups = 0;
        bool fraction = false;
        foreach (char c in text)
        {
            if (char.IsAsciiDigit(c))
            {
                plain[length++] = c;
                run++;
            }
            else if (c == point && !fraction)
            {
                if (groups > 0 && run != 3)
                    return false;
                (plain[length++], fraction) = ('.', true);
            }
            else if (!fraction && (c == group || Groups.Contains(c)))
            {
                if (run == 0 || run > 3 || (groups > 0 && run < 2))
                    return false;
                (groups, run) = (groups + 1, 0);
            }
            else if (c is 'e' or 'E' or '+' or '-')
            {
                plain[length++] = c;
                fraction = true; // no thousands in an exponent
            }
            else
            {
                return false;
            }
        }

        return (fraction || groups == 0 || run == 3) && double.TryParse(plain[..length], NumberStyles.Float, CultureInfo.InvariantCulture, out number);
    }
}
