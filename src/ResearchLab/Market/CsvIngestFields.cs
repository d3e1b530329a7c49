using System.Globalization;

namespace ResearchLab.Market;

/// <summary>The values of one column as they are read; a field that cannot be read leaves a missing value and says so.</summary>
/// <param name="column">Position in the file; negative when the file has no such column.</param>
internal abstract class CsvIngestField(int column)
{
    private const int LongestMissing = 8;
    private static readonly string[] s_missing = ["", "nan", "null", "none", "n/a", "na", "#n/a", "#value!", "-", "--", ".", "#n/a n/a"];

    /// <summary>Position in the file; negative when the file has no such column.</summary>
    public int Column { get; } = column;

    /// <summary>What to write in a field that cannot be read, for a message; empty when its style tells.</summary>
    public virtual string Wanted => "";

    /// <summary>Reads one field; false when it is not what the column holds.</summary>
    public abstract bool Add(ReadOnlySpan<char> text);

    /// <summary>Whether a field stands for no value.</summary>
    public static bool IsMissing(ReadOnlySpan<char> text)
    {
        if (text.Length > LongestMissing)
            return false;
        foreach (string word in s_missing)
        {
            if (text.Equals(word, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }
}

/// <summary>Numbers; a missing one is NaN.</summary>
/// <param name="column">Position in the file.</param>
/// <param name="sign">Decimal sign of the file.</param>
internal sealed class CsvNumbers(int column, DecimalSign sign = DecimalSign.Point) : CsvIngestField(column)
{
    public List<double> Values { get; } = [];

    /// <summary>How many stood in per cent; they are kept in per cent.</summary>
    public int Percents { get; private set; }

    /// <summary>How many numbers stood without a sign of per cent.</summary>
    public int Plains { get; private set; }

    /// <summary>How many stood with a letter for thousands, millions or billions.</summary>
    public int Suffixed { get; private set; }

    /// <summary>How many without such a letter were no whole numbers.</summary>
    public int Fractions { get; private set; }

    /// <summary>Whether a number had signs or thousands that a program would not write.</summary>
    public bool Formatted { get; private set; }

    public override bool Add(ReadOnlySpan<char> text)
    {
        if (sign == DecimalSign.Point && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value))
        {
            Values.Add(value);
            Plains++;
            Fractions += value > Math.Floor(value) ? 1 : 0;
            return true;
        }

        if (IsMissing(text))
        {
            Values.Add(double.NaN);
            return true;
        }

        bool read = CsvNumberText.TryRead(text, sign, out value, out bool percent);
        Values.Add(read ? value : double.NaN);
        Formatted |= read && sign == DecimalSign.Point;
        bool suffixed = read && text.IndexOfAnyInRange('A', 'z') >= 0;
        (Suffixed, Fractions) = suffixed ? (Suffixed + 1, Fractions) : (Suffixed, Fractions + (value > Math.Floor(value) ? 1 : 0));
        (Percents, Plains) = !read ? (Percents, Plains) : percent ? (Percents + 1, Plains) : (Percents, Plains + 1);
        return read;
    }
}

/// <summary>Dates with the times that stand beside them.</summary>
/// <param name="column">Position in the file.</param>
/// <param name="style">How the column writes them.</param>
internal sealed class CsvStamps(int column, CsvStampStyle style) : CsvIngestField(column)
{
    public List<CsvStamp> Values { get; } = [];

    /// <summary>How many have a time of day.</summary>
    public int Timed { get; private set; }

    public override bool Add(ReadOnlySpan<char> text)
    {
        bool read = CsvStampText.TryRead(text, style, out CsvStamp stamp);
        Values.Add(read ? stamp : default);
        Timed += read && stamp.HasTime ? 1 : 0;
        return read;
    }
}

/// <summary>Times of day in a column of their own; a missing one is midnight.</summary>
/// <param name="column">Position in the file.</param>
internal sealed class CsvTimes(int column) : CsvIngestField(column)
{
    public List<long> Values { get; } = [];

    public override bool Add(ReadOnlySpan<char> text)
    {
        bool read = CsvStampText.TryReadTime(text, out long ticks);
        Values.Add(read ? ticks : 0);
        return read || IsMissing(text);
    }
}

/// <summary>Short texts, upper-cased, doubled quotes read as one; equal neighbours share one string.</summary>
/// <param name="column">Position in the file.</param>
/// <param name="mayBeBlank">Whether an empty one is good.</param>
internal sealed class CsvNames(int column, bool mayBeBlank = false) : CsvIngestField(column)
{
    private readonly Dictionary<string, string> _known = new(StringComparer.Ordinal);

    public List<string> Values { get; } = [];

    public override bool Add(ReadOnlySpan<char> text)
    {
        if (!_known.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text, out string? name))
        {
            string raw = text.ToString();
            name = _known[raw] = raw.Replace("\"\"", "\"", StringComparison.Ordinal).Trim('\uFEFF', ' ').ToUpperInvariant();
        }

        Values.Add(name);
        return mayBeBlank || name.Length > 0;
    }
}

/// <summary>Option symbols of the OCC.</summary>
internal sealed class CsvContracts(int column) : CsvIngestField(column)
{
    public List<(string Root, DateOnly Expiry, string Right, double Strike)> Values { get; } = [];

    public override bool Add(ReadOnlySpan<char> text)
    {
        bool read = OccSymbol.TryRead(text, out string root, out DateOnly expiry, out string right, out double strike);
        Values.Add((root, expiry, right, strike));
        return read;
    }
}

/// <summary>Ratios of splits, new shares for one old: 2, 2:1, 3/2, 4 for 1; none is 0 or 1.</summary>
/// <param name="column">Position in the file.</param>
/// <param name="sign">Decimal sign of the file.</param>
internal sealed class CsvRatios(int column, DecimalSign sign) : CsvIngestField(column)
{
    public List<double> Values { get; } = [];

    /// <summary>The first ratio that was in per cent; null when none was.</summary>
    public string? Percent { get; private set; }

    public override bool Add(ReadOnlySpan<char> text)
    {
        Percent ??= text.Contains('%') ? text.ToString() : null;
        int mark = text.IndexOfAny(':', '/'), length = 1;
        if (mark < 0 && (mark = text.IndexOf("for", StringComparison.OrdinalIgnoreCase)) > 0)
        {
            length = "for".Length;
            text = text.TrimEnd("abcdefghijklmnopqrstuvwxyz ").TrimEnd('-');
        }

        double value = double.NaN, below = 1;
        bool read = mark > 0
            ? mark + length <= text.Length && CsvNumberText.TryRead(text[..mark].Trim(" -"), sign, out value, out _) && CsvNumberText.TryRead(text[(mark + length)..].Trim(" -"), sign, out below, out _) && below > 0
            : CsvNumberText.TryRead(text, sign, out value, out _);
        Values.Add(read && value > 0 ? value / below : double.NaN);
        return read || IsMissing(text);
    }
}
