using System.Globalization;
using System.Text.RegularExpressions;

namespace ResearchLab.Runner.Commands;

/// <summary>
/// Numbers as people and programs write them, judged by the whole column: points or commas for decimals, per cent, negative ones in parentheses.
/// </summary>
internal static partial class StatsNumbers
{
    private static readonly HashSet<string> s_missing = new(StringComparer.OrdinalIgnoreCase) { "", "-", "–", "na", "n/a", "#n/a", "nan", "null", "none", "." };

    /// <summary>The numbers of a column, NaN where one is missing; null when it holds something else, or when it cannot be told what its commas mean.</summary>
    /// <param name="cells">The cells, trimmed.</param>
    /// <param name="delimiter">What separates cells.</param>
    public static double[]? Of(IReadOnlyList<string> cells, char delimiter)
    {
        string[] texts = [.. cells.Where(cell => !s_missing.Contains(cell))];
        if (texts.Length == 0)
            return null;
        int percents = texts.Count(text => text.Contains('%'));
        if (percents != 0 && percents != texts.Length)
            return null;
        string[] bare = Array.ConvertAll(texts, Bare);
        bool? comma = DecimalComma(bare, delimiter);
        if (comma is null)
            return null;
        var numbers = new double[cells.Count];
        for (int i = 0, at = 0; i < numbers.Length; i++)
        {
            numbers[i] = double.NaN;
            if (s_missing.Contains(cells[i]))
                continue;
            string text = comma.Value ? bare[at].Replace(".", "", StringComparison.Ordinal).Replace(',', '.') : bare[at]
                .Replace(",", "", StringComparison.Ordinal);
            at++;
            if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out numbers[i]))
                return null;
            if (percents > 0)
                numbers[i] /= 100;
        }

        return numbers;
    }

    private static string Bare(string text)
    {
        string bare = text.TrimEnd('%', ' ').Replace('−', '-');
        return bare.StartsWith('(') && text.Contains(')') ? $"-{bare.Trim('(', ')', '%', ' ')}" : bare;
    }

    /// <summary>Whether commas are decimal ones; null when that is open or a number is none.</summary>
    private static bool? DecimalComma(string[] texts, char delimiter)
    {
        if (!texts.Any(text => text.Contains(',')))
            return false;
        bool thousands = texts.All(text => !text.Contains(',') || Thousands().IsMatch(text)), decimals = texts.All(text => Decimal().IsMatch(text));
        // 1,234 can be either: what separates cells tells the country, and a leading zero the decimals.
        return decimals && (!thousands || delimiter == ';') ? true : thousands && (!decimals || texts.Any(text => text.Contains('.'))) ? false : null;
    }

    [GeneratedRegex(@"^[+-]?[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Thousands();

    [GeneratedRegex(@"^[+-]?(?:\d+|[1-9]\d{0,2}(?:\.\d{3})+)(?:,\d+)?(?:[eE][+-]?\d+)?$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Decimal();
}
