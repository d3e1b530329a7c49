using System.Globalization;

namespace ResearchLab.Market;

/// <summary>Numbers as people format them: currency signs and codes, thousands, per cent, K, M, B, Mio, Mrd, parentheses for losses.</summary>
internal static class CsvNumberText
{
    private const int Longest = 64;
    private const string Currencies = "$€£¥", Groups = "'’ \u00A0\u202F";

    private static readonly string[] s_codes = ["USD", "EUR", "GBP", "CHF", "JPY", "CAD", "AUD"];
    private static readonly (string Word, double Scale)[] s_scales =
        [("k", 1e3), ("m", 1e6), ("b", 1e9), ("t", 1e12), ("mm", 1e6), ("mn", 1e6), ("mio", 1e6), ("mln", 1e6), ("bn", 1e9), ("mrd", 1e9), ("tsd", 1e3)];

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
        else if (text.Length > 3 && char.IsAsciiLetter(text[0]))
            text = WithoutCode(text);
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
        if (text is [.., var letter, '.'] && char.IsAsciiLetter(letter))
            text = text[..^1]; // of Mio.
        int point = text.IndexOf('.'), comma = text.IndexOf(',');
        if (point < 0 && comma < 0)
            return DecimalEvidence.None;
        foreach (char c in text)
        {
            if (char.IsAsciiLetter(c)
                && !(c is 'k' or 'K' or 'm' or 'M' or 'b' or 'B' or 't' or 'T' or 'e' or 'E' or 'U' or 'S' or 'D' or 'R' or 'i' or 'o' or 'n' or 'l'))
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
        ReadOnlySpan<char> plain = text.TrimEnd('.');
        if (plain.Length > 1 && char.IsAsciiLetter(plain[^1]))
        {
            int from = plain.Length - 1;
            while (from > 0 && char.IsAsciiLetter(plain[from - 1]))
                from--;
            scale = double.NaN;
            foreach ((string word, double times) in s_scales)
                scale = plain[from..].Equals(word, StringComparison.OrdinalIgnoreCase) ? times : scale;
            text = plain[..from].TrimEnd();
        }

        return scale;
    }

    private static ReadOnlySpan<char> WithoutCode(ReadOnlySpan<char> text)
    {
        foreach (string code in s_codes)
        {
            if (text.StartsWith(code, StringComparison.Ordinal))
                return text[code.Length..].TrimStart();
        }

        return text;
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
