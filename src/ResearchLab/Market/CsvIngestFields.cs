using System.Globalization;

namespace ResearchLab.Market;

/// <summary>The values of one column as they are read; a field that cannot be read leaves a missing value and says so.</summary>
internal abstract class CsvIngestField(int column)
{
    private static readonly string[] s_missing = ["", "nan", "null", "none", "n/a", "na", "#n/a", "-", "."];

    /// <summary>Position in the file; negative when the file has no such column.</summary>
    public int Column { get; } = column;

    /// <summary>Reads one field; false when it is not what the column holds.</summary>
    public abstract bool Add(ReadOnlySpan<char> text);

    private protected static bool IsMissing(ReadOnlySpan<char> text)
    {
        foreach (string word in s_missing)
        {
            if (text.Equals(word, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }
}

/// <summary>Numbers with a decimal point; a missing one is NaN.</summary>
internal sealed class CsvNumbers(int column) : CsvIngestField(column)
{
    public List<double> Values { get; } = [];

    public override bool Add(ReadOnlySpan<char> text)
    {
        bool read = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value);
        Values.Add(read ? value : double.NaN);
        return read || IsMissing(text);
    }
}

/// <summary>Dates as 2024-01-31, 20240131 or 1/31/2024 (month first), with a time of midnight or none.</summary>
internal sealed class CsvDates(int column) : CsvIngestField(column)
{
    private static readonly string[] s_formats = ["yyyy-MM-dd", "yyyyMMdd", "M/d/yyyy", "yyyy/MM/dd"];

    public List<DateOnly> Values { get; } = [];

    public override bool Add(ReadOnlySpan<char> text)
    {
        int time = text.IndexOfAny('T', ' ');
        bool midnight = time < 0 || text[(time + 1)..].IndexOfAnyExcept("0:.Z+") < 0;
        bool read = DateOnly.TryParseExact(time < 0 ? text : text[..time], s_formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly value);
        Values.Add(read && midnight ? value : default);
        return read && midnight;
    }
}

/// <summary>Short texts, upper-cased; equal neighbours share one string.</summary>
internal sealed class CsvNames(int column, bool mayBeBlank = false) : CsvIngestField(column)
{
    private readonly Dictionary<string, string> _known = new(StringComparer.Ordinal);

    public List<string> Values { get; } = [];

    public override bool Add(ReadOnlySpan<char> text)
    {
        if (!_known.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text, out string? name))
        {
            string raw = text.ToString();
            name = _known[raw] = raw.ToUpperInvariant();
        }

        Values.Add(name);
        return mayBeBlank || name.Length > 0;
    }
}

/// <summary>Call or put, as C or P.</summary>
internal sealed class CsvRights(int column) : CsvIngestField(column)
{
    public List<string> Values { get; } = [];

    public override bool Add(ReadOnlySpan<char> text)
    {
        bool call = text.Equals("C", StringComparison.OrdinalIgnoreCase) || text.Equals("call", StringComparison.OrdinalIgnoreCase);
        bool put = text.Equals("P", StringComparison.OrdinalIgnoreCase) || text.Equals("put", StringComparison.OrdinalIgnoreCase);
        Values.Add(call ? "C" : "P");
        return call || put;
    }
}
