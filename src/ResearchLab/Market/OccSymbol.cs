using System.Globalization;

namespace ResearchLab.Market;

/// <summary>Symbols of options as the OCC writes them: root, expiry, right and strike in thousandths, as in <c>SPY240119C00475000</c>.</summary>
internal static class OccSymbol
{
    private const int TailLength = 15;

    /// <summary>Whether a text is such a symbol.</summary>
    public static bool IsOne(string text) => TryRead(text, out _, out _, out _, out _);

    /// <summary>Reads one; blanks that pad the root, zeros left out before the strike after them, and a vendor's <c>O:</c>, make no difference.</summary>
    public static bool TryRead(ReadOnlySpan<char> text, out string root, out DateOnly expiry, out string right, out double strike)
    {
        (root, expiry, right, strike) = ("", default, "", double.NaN);
        if (text.StartsWith("O:", StringComparison.Ordinal))
            text = text[2..];
        // OptionMetrics writes SPX 190517C2800000.
        int tailLength = text.Trim().LastIndexOf(' ') is > 0 and var blank ? text.Length - blank - 1 : TailLength;
        if (text.Length <= tailLength || tailLength is < 8 or > TailLength)
            return false;
        ReadOnlySpan<char> tail = text[^tailLength..], head = text[..^tailLength].Trim();
        if (head.Length is 0 or > 6 || !char.IsAsciiLetter(head[0]) || tail[6] is not ('C' or 'P' or 'c' or 'p')
            || !DateOnly.TryParseExact(tail[..6], "yyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out expiry)
            || !int.TryParse(tail[7..], NumberStyles.None, CultureInfo.InvariantCulture, out int thousandths))
            return false;
        (root, right, strike) = (head.ToString().ToUpperInvariant(), tail[6] is 'C' or 'c' ? "C" : "P", thousandths / 1000.0);
        return true;
    }
}
